package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// opener opens a cache, which the caller closes; all of one opener hold the same answers.
type opener func(ctx context.Context, maxSize int64, now func() time.Time) (*Cache, error)

// each runs a test with caches in a file and in a PostgreSQL.
func each(t *testing.T, test func(*testing.T, opener)) {
	databasetest.EachAddress(t, func(t *testing.T, address string) {
		if !database.IsPostgres(address) {
			path := filepath.Join(filepath.Dir(address), "a folder", "50%?#.db")
			test(t, func(ctx context.Context, maxSize int64, now func() time.Time) (*Cache, error) {
				return open(ctx, path, maxSize, now)
			})
			return
		}
		db := databasetest.Opened(t, address)
		test(t, func(ctx context.Context, maxSize int64, now func() time.Time) (*Cache, error) {
			return in(ctx, db, maxSize, now), nil
		})
	})
}

// opened returns a cache that the test's end closes.
func (o opener) opened(t *testing.T) *Cache {
	t.Helper()
	c, err := o(t.Context(), maxSize, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestGetReturnsTheLastPut(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		c := open.opened(t)
		wantValue(t, c, "crossref", "k", "")
		put(t, c, "crossref", "k", "one")
		wantValue(t, c, "crossref", "k", "one") // not yet written
		if err := c.flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantValue(t, c, "crossref", "k", "one") // written
		put(t, c, "crossref", "k", "two")
		put(t, c, "pubmed", "k", "three")
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}

		again := open.opened(t)
		wantValue(t, again, "crossref", "k", "two")
		wantValue(t, again, "pubmed", "k", "three")
		wantValue(t, again, "doi", "k", "")
		if again.Moved() != "" {
			t.Errorf("Moved() = %q, want a whole file", again.Moved())
		}
	})
}

func TestPutIsWrittenSoon(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		writer, reader := open.opened(t), open.opened(t)
		put(t, writer, "crossref", "k", "value")
		deadline := time.Now().Add(10 * time.Second)
		for {
			values, err := reader.Get(t.Context(), "crossref", []string{"k"})
			if err != nil {
				t.Fatal(err)
			}
			if len(values) > 0 {
				return
			}
			if time.Now().After(deadline) {
				t.Fatal("a value put 10 s ago is not in the file")
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
}

func TestInterruptedRunKeepsItsAnswers(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		ctx, cancel := context.WithCancel(t.Context())
		c, err := open(ctx, maxSize, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		for i := range 5 {
			if err := c.Put(ctx, "pubmed", fmt.Sprint(i), make([]byte, maxPending/4)); err != nil {
				t.Fatal(err)
			}
		}
		put(t, c, "crossref", "k", "value")
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		again := open.opened(t)
		wantValue(t, again, "crossref", "k", "value")
		wantValue(t, again, "pubmed", "0", string(make([]byte, maxPending/4)))
	})
}

func TestLargePutsAreWrittenAtOnce(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		c := open.opened(t)
		large := strings.Repeat("x", maxPending/4+1)
		for i := range 4 {
			put(t, c, "crossref", fmt.Sprint(i), large)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.bytes != 0 || len(c.pending) != 0 {
			t.Errorf("%d bytes are pending, want them written", c.bytes)
		}
	})
}

func TestOldestAreEvicted(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		now := time.Unix(1_800_000_000, 0)
		const size = 1000
		c, err := open(t.Context(), 20*size, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}()
		value := strings.Repeat("x", size)
		for i := range 100 {
			now = now.Add(time.Second)
			put(t, c, "crossref", fmt.Sprint(i), value)
			if err := c.flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		info, err := c.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n := info.Registries[0].Entries; n < 16 || n > 22 {
			t.Errorf("%d answers of %d bytes are kept, want about 20", n, size)
		}
		wantValue(t, c, "crossref", "99", value)
		wantValue(t, c, "crossref", "50", "")
	})
}

func TestInfoAndClear(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		c := open.opened(t)
		info, err := c.Info(t.Context())
		if err != nil || len(info.Registries) != 0 || info.Size == 0 {
			t.Fatalf("Info() = %+v, %v; want an empty cache", info, err)
		}
		before := time.Now().Add(-time.Second)
		large := strings.Repeat("x", 100_000)
		for i := range 30 {
			put(t, c, "pubmed", fmt.Sprint(i), large)
		}
		put(t, c, "crossref", "a", "12345")
		put(t, c, "crossref", "b", "123")
		info, err = c.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(info.Registries) != 2 {
			t.Fatalf("Info() = %+v, want two registries", info)
		}
		got := info.Registries[0]
		if got.Registry != "crossref" || got.Entries != 2 || got.Bytes != 8 || info.Path != c.path {
			t.Errorf("Info() = %+v, want 2 answers of 8 bytes from crossref", info)
		}
		if got.Oldest.Before(before) || got.Newest.After(time.Now()) {
			t.Errorf("the answers are from %v to %v, want now", got.Oldest, got.Newest)
		}

		n, err := c.Clear(t.Context(), "pubmed")
		if err != nil || n != 30 {
			t.Fatalf("Clear(pubmed) = %d, %v; want 30", n, err)
		}
		wantValue(t, c, "pubmed", "0", "")
		wantValue(t, c, "crossref", "a", "12345")
		after, err := c.Info(t.Context())
		if err != nil || c.path != "" && after.Size > info.Size-2_000_000 {
			t.Errorf("the file has %d bytes after %d (%v), want its room given back", after.Size, info.Size, err)
		}
		put(t, c, "doi", "k", "pending")
		if n, err := c.Clear(t.Context(), ""); err != nil || n != 3 {
			t.Errorf("Clear() = %d, %v; want 3", n, err)
		}
		wantValue(t, c, "doi", "k", "")
	})
}

func TestConcurrentUse(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		c := open.opened(t)
		var wg sync.WaitGroup
		for g := range 8 {
			wg.Go(func() {
				for i := range 200 {
					key := fmt.Sprint(g, "/", i)
					put(t, c, "crossref", key, key)
					wantValue(t, c, "crossref", key, key)
					if i%50 == 0 {
						if err := c.flush(t.Context()); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
	})
}

// Two caches that write the same answers do not get in each other's way, and the later one stays.
func TestSharersWriteTheSame(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		one, other := open.opened(t), open.opened(t)
		for round := range 10 {
			var both sync.WaitGroup
			for _, c := range []*Cache{one, other} {
				both.Go(func() {
					for i := range 300 {
						put(t, c, "crossref", fmt.Sprint(i), fmt.Sprint(round))
					}
					if err := c.flush(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
		wantValue(t, one, "crossref", "299", "9")
		wantValue(t, other, "crossref", "0", "9")
	})
}

// A database that is away makes the cache forget, not fail: it may come back.
func TestDatabaseAway(t *testing.T) {
	db := databasetest.Opened(t, databasetest.Postgres(t))
	c := In(t.Context(), db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, c, "crossref", "k", "value")
	if err := c.flush(t.Context()); err != nil {
		t.Error(err)
	}
	wantValue(t, c, "crossref", "k", "")
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
