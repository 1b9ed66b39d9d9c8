package checks

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// fixture is a store with a clock and a queue that a test can look at.
type fixture struct {
	*Store
	queue []Job
	clock time.Time
}

const lease = 15 * time.Second

func newFixture(db *database.DB) *fixture {
	f := &fixture{clock: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
	f.Store = New(db, func(_ context.Context, _ *sql.Tx, jobs []Job) error { f.queue = append(f.queue, jobs...); return nil }, func() time.Time { return f.clock })
	return f
}

// created makes a check of n references.
func (f *fixture) created(t *testing.T, n int) Check {
	t.Helper()
	c, _, err := f.Create(t.Context(), newCheck(n))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newCheck(n int) Draft {
	made := Draft{Name: "refs.bib", Format: "bibtex", Source: []byte("@article{a,\x00}"), Problems: []byte("[]"), Keep: time.Hour}
	for i := range n {
		made.Cited = append(made.Cited, fmt.Appendf(nil, `{"index":%d}`, i+1))
	}
	return made
}

func (f *fixture) claimed(t *testing.T, job Job, worker string) Slice {
	t.Helper()
	slice, ok, err := f.Claim(t.Context(), job, worker, lease)
	if !ok || err != nil {
		t.Fatalf("claiming %v: %v, %v", job, ok, err)
	}
	return slice
}

// work decides all of a slice.
func (f *fixture) work(t *testing.T, slice Slice) {
	t.Helper()
	refs, err := f.Undecided(t.Context(), slice)
	if err != nil {
		t.Fatal(err)
	}
	for i := range refs {
		refs[i].Verdict, refs[i].Result = "verified", []byte(`{"ok":true}`)
	}
	if err := errors.Join(f.Keep(t.Context(), slice, refs), f.Finish(t.Context(), slice)); err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, test func(*testing.T, *fixture)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) { test(t, newFixture(db)) })
}

// A check goes from queued through running to done, two slices abreast, each queueing the next.
func TestCourse(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 350)
		if c.State != Queued || c.Total != 350 {
			t.Errorf("made: %+v", c)
		}
		if diff := cmp.Diff([]Job{{Check: c.ID, Slice: 0}, {Check: c.ID, Slice: 1}}, f.queue); diff != "" {
			t.Error(diff)
		}
		for i := 0; i < len(f.queue); i++ {
			f.work(t, f.claimed(t, f.queue[i], "a"))
		}
		if diff := cmp.Diff([]Job{{Check: c.ID, Slice: 0}, {Check: c.ID, Slice: 1}, {Check: c.ID, Slice: 2}, {Check: c.ID, Slice: 3}}, f.queue); diff != "" {
			t.Error(diff)
		}
		c, err := f.Get(t.Context(), c.ID)
		if err != nil || c.State != Done || c.Decided != 350 || c.Verified != 350 || c.FinishedAt != f.clock {
			t.Errorf("in the end: %+v, %v", c, err)
		}
		source, err := f.Source(t.Context(), c.ID)
		if string(source) != "@article{a,\x00}" || err != nil {
			t.Errorf("its file: %q, %v", source, err)
		}
	})
}

// References are found by their indexes, in the order of the file; those that there are not are left out.
func TestAt(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 120)
		for _, tt := range []struct{ asked, want []int }{{nil, nil}, {[]int{110, 3, 0, 121, 3}, []int{3, 110}}} {
			refs, err := f.At(t.Context(), c.ID, tt.asked)
			var got []int
			for _, r := range refs {
				got = append(got, r.Index)
				if want := fmt.Sprintf(`{"index":%d}`, r.Index); string(r.Cited) != want {
					t.Errorf("%s, want %s", r.Cited, want)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
		}
	})
}

// Results are numbered in the order in which they come, and nothing is decided twice.
func TestKeep(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 4)
		slice := f.claimed(t, f.queue[0], "a")
		keep := func(verdict string, indexes ...int) {
			t.Helper()
			var decided []Reference
			for _, i := range indexes {
				decided = append(decided, Reference{Index: i, Verdict: verdict, Retracted: i == 3, Result: fmt.Appendf(nil, `"%s"`, verdict)})
			}
			if err := f.Keep(t.Context(), slice, decided); err != nil {
				t.Fatal(err)
			}
		}
		keep("mismatched", 3)
		keep("not_found", 3, 1)
		keep("unchecked", 1)
		decided, err := f.Decided(t.Context(), c.ID, 0, 10)
		want := []Reference{
			{Index: 3, Seq: 1, Verdict: "mismatched", Cited: []byte(`{"index":3}`), Result: []byte(`"mismatched"`)},
			{Index: 1, Seq: 2, Verdict: "not_found", Cited: []byte(`{"index":1}`), Result: []byte(`"not_found"`)},
		}
		if diff := cmp.Diff(want, decided); diff != "" || err != nil {
			t.Error(diff, err)
		}
		after, err := f.Decided(t.Context(), c.ID, 1, 10)
		if diff := cmp.Diff(want[1:], after); diff != "" || err != nil {
			t.Error(diff, err)
		}
		open, err := f.Undecided(t.Context(), slice)
		if len(open) != 2 || open[0].Index != 2 || open[1].Index != 4 || err != nil {
			t.Errorf("left: %v, %v", open, err)
		}
		page, err := f.Page(t.Context(), c.ID, 2, 1)
		if len(page) != 1 || page[0].Index != 3 || err != nil {
			t.Errorf("page: %v, %v", page, err)
		}
		c, err = f.Get(t.Context(), c.ID)
		if c.State != Running || c.Decided != 2 || c.Mismatched != 1 || c.NotFound != 1 || c.Unchecked != 0 || c.Retracted != 1 || err != nil {
			t.Errorf("counted: %+v, %v", c, err)
		}
		progress, err := f.Progress(t.Context(), []string{c.ID, "other"})
		if diff := cmp.Diff(map[string]Progress{c.ID: c.Progress}, progress); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}

// A slice is one worker's until its lease runs out; then it is queued again, and what it had decided stays.
func TestRescue(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 3)
		job := f.queue[0]
		dead := f.claimed(t, job, "dead")
		if _, ok, err := f.Claim(t.Context(), job, "other", lease); ok || err != nil {
			t.Errorf("claimed twice: %v, %v", ok, err)
		}
		if err := f.Keep(t.Context(), dead, []Reference{{Index: 2, Verdict: "verified", Result: []byte("1")}}); err != nil {
			t.Fatal(err)
		}
		f.clock = f.clock.Add(lease - time.Second)
		if err := f.Extend(t.Context(), dead, lease); err != nil {
			t.Fatal(err)
		}
		f.clock = f.clock.Add(lease - time.Second)
		if n, err := f.Rescue(t.Context()); n != 0 || err != nil {
			t.Errorf("rescued a live one: %d, %v", n, err)
		}
		f.clock = f.clock.Add(2 * time.Second)
		if n, err := f.Rescue(t.Context()); n != 1 || err != nil {
			t.Errorf("rescued: %d, %v", n, err)
		}
		if diff := cmp.Diff([]Job{job, job}, f.queue); diff != "" {
			t.Error(diff)
		}
		f.work(t, f.claimed(t, job, "other"))
		for name, err := range map[string]error{
			"extend": f.Extend(t.Context(), dead, lease), "finish": f.Finish(t.Context(), dead), "release": f.Release(t.Context(), dead),
			"keep": f.Keep(t.Context(), dead, []Reference{{Index: 1, Verdict: "unchecked"}}),
		} {
			if !errors.Is(err, ErrLost) {
				t.Errorf("%s by the dead: %v", name, err)
			}
		}
		c, err := f.Get(t.Context(), c.ID)
		if c.State != Done || c.Verified != 3 || err != nil {
			t.Errorf("in the end: %+v, %v", c, err)
		}
	})
}

// A lease is that of one claim: what a worker does by one that it has lost ends nothing that it does by the next.
func TestLeasedAgain(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 2)
		before := f.claimed(t, f.queue[0], "a")
		_, cancelled := f.Cancel(t.Context(), c.ID)
		_, retried := f.Retry(t.Context(), c.ID)
		if err := errors.Join(cancelled, retried); err != nil {
			t.Fatal(err)
		}
		again := f.claimed(t, f.queue[1], "a")
		if err := f.Finish(t.Context(), before); !errors.Is(err, ErrLost) {
			t.Errorf("finished by the first lease: %v", err)
		}
		f.work(t, again)
		if c, err := f.Get(t.Context(), c.ID); c.State != Done || err != nil {
			t.Errorf("in the end: %+v, %v", c, err)
		}
	})
}

// A slice that is put off comes again after its time, and the next one has its turn meanwhile.
func TestPostpone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 250)
		slice := f.claimed(t, f.queue[0], "a")
		if slice.Postponed != 0 {
			t.Errorf("put off %d times", slice.Postponed)
		}
		if err := f.Postpone(t.Context(), slice, time.Minute); err != nil {
			t.Fatal(err)
		}
		want := []Job{{Check: c.ID, Slice: 0}, {Check: c.ID, Slice: 1}, {Check: c.ID, Slice: 0, In: time.Minute}, {Check: c.ID, Slice: 2}}
		if diff := cmp.Diff(want, f.queue); diff != "" {
			t.Error(diff)
		}
		if err := f.Postpone(t.Context(), slice, time.Minute); !errors.Is(err, ErrLost) {
			t.Errorf("put off twice: %v", err)
		}
		again := f.claimed(t, f.queue[2], "b")
		if again.Postponed != 1 {
			t.Errorf("put off %d times", again.Postponed)
		}
		f.work(t, f.claimed(t, f.queue[1], "b"))
		f.work(t, f.claimed(t, f.queue[3], "b"))
		f.work(t, again)
		if c, err := f.Get(t.Context(), c.ID); c.State != Done || err != nil {
			t.Errorf("in the end: %+v, %v", c, err)
		}
	})
}

// A released slice is queued at once.
func TestRelease(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.created(t, 1)
		if err := f.Release(t.Context(), f.claimed(t, f.queue[0], "a")); err != nil {
			t.Fatal(err)
		}
		f.work(t, f.claimed(t, f.queue[1], "b"))
	})
}

// Nothing is decided after a cancellation, which can be repeated.
func TestCancel(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 150)
		slice := f.claimed(t, f.queue[0], "a")
		for range 2 {
			c, err := f.Cancel(t.Context(), c.ID)
			if c.State != Cancelled || c.FinishedAt.IsZero() || err != nil {
				t.Errorf("cancelled: %+v, %v", c, err)
			}
		}
		if err := f.Extend(t.Context(), slice, lease); !errors.Is(err, ErrLost) {
			t.Errorf("extended: %v", err)
		}
		if err := f.Keep(t.Context(), slice, []Reference{{Index: 1, Verdict: "verified"}}); !errors.Is(err, ErrLost) {
			t.Errorf("kept: %v", err)
		}
		if _, ok, err := f.Claim(t.Context(), f.queue[1], "a", lease); ok || err != nil {
			t.Errorf("claimed: %v, %v", ok, err)
		}
		if _, err := f.Cancel(t.Context(), "none"); !errors.Is(err, ErrNone) {
			t.Errorf("cancelled nothing: %v", err)
		}
	})
}

// A check is gone when it is deleted, and when its time is over.
func TestGone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		one, other := f.created(t, 1), f.created(t, 1)
		slice := f.claimed(t, f.queue[0], "a")
		if err := f.Delete(t.Context(), one.ID); err != nil {
			t.Fatal(err)
		}
		if err := f.Delete(t.Context(), one.ID); !errors.Is(err, ErrNone) {
			t.Errorf("deleted twice: %v", err)
		}
		if err := f.Keep(t.Context(), slice, []Reference{{Index: 1}}); !errors.Is(err, ErrLost) {
			t.Errorf("kept: %v", err)
		}
		f.clock = f.clock.Add(time.Hour)
		if _, err := f.Get(t.Context(), other.ID); !errors.Is(err, ErrNone) {
			t.Errorf("read after its time: %v", err)
		}
		if n, err := f.Expire(t.Context()); n != 1 || err != nil {
			t.Errorf("expired: %d, %v", n, err)
		}
		if refs, err := f.Page(t.Context(), other.ID, 0, 10); len(refs) != 0 || err != nil {
			t.Errorf("left: %v, %v", refs, err)
		}
	})
}

// A key that comes again gives the check that it made, to the same caller with the same request.
func TestKey(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		n := newCheck(2)
		n.Caller, n.Key, n.Digest = "me", "k", "d"
		first, created, err := f.Create(t.Context(), n)
		if !created || err != nil {
			t.Fatal(created, err)
		}
		again, created, err := f.Create(t.Context(), n)
		if created || again.ID != first.ID || err != nil {
			t.Errorf("again: %v, %v, %v", created, again.ID, err)
		}
		other := n
		other.Digest = "e"
		if _, _, err := f.Create(t.Context(), other); !errors.Is(err, ErrKeyUsed) {
			t.Errorf("another request: %v", err)
		}
		stranger := n
		stranger.Caller = "you"
		if c, created, err := f.Create(t.Context(), stranger); !created || c.ID == first.ID || err != nil {
			t.Errorf("another caller: %v, %v", created, err)
		}
		f.clock = f.clock.Add(n.Keep)
		if c, created, err := f.Create(t.Context(), other); !created || c.ID == first.ID || err != nil {
			t.Errorf("when the time of the first is over: %v, %v", created, err)
		}
	})
}

// What a check costs is taken with its making: once, and not if it is refused.
func TestCharge(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		charged := 0
		refused := errors.New("too dear")
		n := newCheck(1)
		n.Caller, n.Key, n.Digest = "me", "k", "d"
		n.Charge = func(context.Context, *sql.Tx) error { return refused }
		if _, _, err := f.Create(t.Context(), n); !errors.Is(err, refused) {
			t.Errorf("refused: %v", err)
		}
		n.Charge = func(context.Context, *sql.Tx) error { charged++; return nil }
		for range 2 {
			if _, _, err := f.Create(t.Context(), n); err != nil {
				t.Error(err)
			}
		}
		list, err := f.List(t.Context(), "", Cursor{}, 10)
		if charged != 1 || len(list) != 1 || err != nil {
			t.Errorf("charged %d times for %d checks, %v", charged, len(list), err)
		}
	})
}

// Owners see their own checks, the newest first, each once however many were made in a moment.
func TestList(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		want := map[string]bool{}
		for i := range 9 {
			n := newCheck(1)
			if n.Owner = "me"; i%3 == 2 {
				n.Owner = "you"
			}
			c, _, err := f.Create(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			if n.Owner == "me" {
				want[c.ID] = true
			}
			if i == 6 {
				f.clock = f.clock.Add(time.Second)
			}
		}
		var at Cursor
		var last time.Time
		for len(want) > 0 {
			list, err := f.List(t.Context(), "me", at, 2)
			if err != nil || len(list) == 0 {
				t.Fatalf("%d are missing: %v", len(want), err)
			}
			for _, c := range list {
				if !want[c.ID] || !last.IsZero() && c.CreatedAt.After(last) {
					t.Errorf("%+v, out of turn", c)
				}
				delete(want, c.ID)
				at, last = Cursor{c.CreatedAt, c.ID}, c.CreatedAt
			}
		}
		if list, err := f.List(t.Context(), "me", at, 2); len(list) != 0 || err != nil {
			t.Errorf("behind the last: %v, %v", list, err)
		}
	})
}
