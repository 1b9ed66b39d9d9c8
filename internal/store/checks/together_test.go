package checks

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// Whatever is done to a check at the same time, nothing fails: no two transactions wait for each other.
func TestTogether(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		quiet := func(context.Context, *sql.Tx, []Job) error { return nil }
		store := New(db, quiet, time.Now)
		late := New(db, quiet, func() time.Time { return time.Now().Add(2 * lease) }) // sees the leases run out
		for range 20 {
			c, _, err := store.Create(t.Context(), newCheck(150))
			if err != nil {
				t.Fatal(err)
			}
			work := func(slice int) func(context.Context) error {
				return func(ctx context.Context) error {
					s, ok, err := store.Claim(ctx, Job{Check: c.ID, Slice: slice}, "a", lease)
					if !ok || err != nil {
						return err
					}
					refs, err := store.Undecided(ctx, s)
					for i := range refs {
						refs[i].Verdict, refs[i].Result = "unchecked", []byte("{}")
					}
					return errors.Join(err, store.Keep(ctx, s, refs), store.Finish(ctx, s))
				}
			}
			acts := []func(context.Context) error{
				work(0), work(1), work(0), work(1),
				func(ctx context.Context) error { _, err := store.Cancel(ctx, c.ID); return err },
				func(ctx context.Context) error { _, err := store.Retry(ctx, c.ID); return err },
				func(ctx context.Context) error { _, err := late.Rescue(ctx); return err },
				func(ctx context.Context) error { return store.Delete(ctx, c.ID) },
			}
			var all sync.WaitGroup
			for i, act := range acts {
				all.Go(func() {
					if err := act(t.Context()); err != nil && !errors.Is(err, ErrLost) && !errors.Is(err, ErrNone) {
						t.Errorf("act %d: %v", i, err)
					}
				})
			}
			all.Wait()
		}
	})
}
