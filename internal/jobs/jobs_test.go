package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// heldUp returns a shelf that gives the first twenty works alone.
func heldUp() *registrytest.Shelf {
	s := registrytest.NewShelf()
	s.Holds = func(doi string) bool { return doi > "10.1000/020" }
	return s
}

// bench is a store with a queue, for workers to come.
type bench struct {
	db    *database.DB
	store *checks.Store
}

func newBench(t *testing.T, db *database.DB) *bench {
	t.Helper()
	queue, err := NewQueue(db, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{db, checks.New(db, queue.Enqueue, time.Now)}
}

func (b *bench) workers(t *testing.T, name string, s *registrytest.Shelf) *Workers {
	t.Helper()
	w, err := NewWorkers(b.db, b.store, Options{
		Registries: []check.Registry{s}, AtOnce: 4, Name: name, PutOff: []time.Duration{time.Second}, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	return w
}

func (b *bench) create(t *testing.T, n int) string {
	t.Helper()
	refs := make([]biblio.Reference, n)
	for i := range refs {
		refs[i] = registrytest.Reference(fmt.Sprintf("10.1000/%03d", i+1))
		refs[i].Index, refs[i].ID = i+1, fmt.Sprint(i+1)
	}
	refs[n-1].DOI = refs[0].DOI
	cited, err := Cited(refs)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := b.store.Create(t.Context(), checks.Draft{Name: "x", Source: []byte("x"), Problems: []byte("[]"), Cited: cited, Keep: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

// await waits until a check is as wanted.
func (b *bench) await(t *testing.T, id string, wanted func(checks.Check) bool) checks.Check {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := b.store.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if wanted(c) {
			return c
		}
		if time.Now().After(end) {
			t.Fatalf("did not come so far: %+v", c)
		}
	}
}

func stop(t *testing.T, w *Workers) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
	defer cancel()
	if err := w.Stop(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// All references of a check are decided; what repeats another is told across slices.
func TestWork(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b, s := newBench(t, db), registrytest.NewShelf()
		w := b.workers(t, "a", s)
		defer stop(t, w)
		const n = 250
		id := b.create(t, n)
		c := b.await(t, id, func(c checks.Check) bool { return c.State == checks.Done })
		if c.Verified != n {
			t.Errorf("%+v", c)
		}
		page, err := b.store.Page(t.Context(), id, n-1, 10)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Result(page[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Reference.Index != n || r.Match == nil || r.Match.Work.DOI != "10.1000/001" || len(r.Findings) != 1 || r.Findings[0].Rule != "duplicate" {
			t.Errorf("the last one: %+v", r)
		}
	})
}

// A job is tried again for as long as its check waits, however often the database fails meanwhile.
func TestAttempts(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		newBench(t, db).create(t, 2)
		var most int
		err := db.Read.QueryRowContext(t.Context(), "SELECT max_attempts FROM river_job").Scan(&most)
		if time.Duration(most)*retryEvery < 24*time.Hour || err != nil {
			t.Errorf("given up after %d attempts, %v", most, err)
		}
	})
}

// A check that is interrupted is taken up by others where it stood: nothing is lost, and what was decided
// is not asked for again.
func TestTakenUp(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		held := heldUp()
		first := b.workers(t, "a", held)
		id := b.create(t, 60)
		c := b.await(t, id, func(c checks.Check) bool { return c.Decided >= 20 })
		stop(t, first)
		if c.State != checks.Running {
			t.Errorf("state %s", c.State)
		}
		free := registrytest.NewShelf()
		second := b.workers(t, "b", free)
		defer stop(t, second)
		c = b.await(t, id, func(c checks.Check) bool { return c.State == checks.Done })
		if c.Verified != 60 {
			t.Errorf("in the end: %+v", c)
		}
		before, after := held.Asked(), free.Asked()
		for doi := range before {
			if doi != "10.1000/001" && after[doi] > 0 { // the last one cites the first one's
				t.Errorf("%s was decided and asked for again", doi)
			}
		}
		if len(before) < 20 || len(after) < 30 {
			t.Errorf("%d and %d asked for", len(before), len(after))
		}
	})
}

// References about which a registry does not answer are put off and asked about again, while it may be back.
func TestPutOff(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		for name, outage := range map[string]struct {
			length    int32 // in questions
			unchecked int
		}{"short": {10, 0}, "long": {1 << 30, 5}} {
			t.Run(name, func(t *testing.T) {
				b, s := newBench(t, db), registrytest.NewShelf()
				var asked atomic.Int32
				s.Fails = func() error {
					if asked.Add(1) <= outage.length {
						return &registry.Error{Registry: s.Name(), Failure: registry.Down}
					}
					return nil
				}
				w := b.workers(t, name, s)
				defer stop(t, w)
				c := b.await(t, b.create(t, 5), func(c checks.Check) bool { return c.State == checks.Done })
				if c.Unchecked != outage.unchecked || c.Verified != 5-outage.unchecked {
					t.Errorf("%+v", c)
				}
			})
		}
	})
}

// The work on a check that is cancelled ends soon, with nothing decided afterwards.
func TestCancelled(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b, s := newBench(t, db), heldUp()
		w := b.workers(t, "a", s)
		id := b.create(t, 60)
		b.await(t, id, func(c checks.Check) bool { return c.Decided >= 20 })
		before, err := b.store.Cancel(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		stop(t, w)
		after, err := b.store.Get(t.Context(), id)
		if diff := cmp.Diff(before, after); diff != "" || err != nil {
			t.Error(diff, err)
		}
		page, err := b.store.Page(t.Context(), id, 59, 1)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Result(page[0], errors.New("the check was cancelled"))
		if err != nil || r.Verdict != check.Unchecked || r.Findings[0].Message != "not checked to the end: the check was cancelled" {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// What is kept of a reference and its result comes back as it was.
func TestRecord(t *testing.T) {
	ref := registrytest.Reference("10.1000/1")
	ref.Index, ref.ID, ref.Raw, ref.Printed = 1, "doe", "Doe 2001", true
	ref.Location = biblio.Location{File: "a.bib", Line: 3, Column: 1}
	ref.FieldConfidence, ref.Fields = map[string]float64{"title": 0.5}, biblio.Places{{Field: "title", Location: biblio.Location{Line: 4}}}
	want := check.Result{
		Reference: ref, Verdict: check.Mismatched, Confidence: 0.99,
		Match:      &check.Match{Work: biblio.Work{Item: ref.Item, Registry: "crossref", Years: []int{2001, 2002}}, Link: "https://doi.org/10.1000/1"},
		Mismatches: []check.Mismatch{{Field: "year", Cited: "2001", Registered: "2002", Severity: check.Error}},
		Statuses:   []biblio.Status{{Kind: biblio.Retracted, Date: "2003", Source: "crossref"}},
		Findings:   []check.Finding{{Rule: "mismatch/year", Severity: check.Error, Message: "m", Fingerprint: "f"}},
		Coverage:   []check.Coverage{{Registry: "crossref", Outcome: check.Found}},
	}
	all, err := Cited([]biblio.Reference{ref})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := newDecided(want)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Index != 1 || kept.Verdict != "mismatched" || !kept.Retracted {
		t.Errorf("%+v", kept)
	}
	kept.Cited, kept.Seq = all[0], 1
	got, err := Result(kept, nil)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
