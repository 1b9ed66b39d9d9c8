package checks

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is unchecked goes back to work, is counted no more, and gets later numbers; what was decided stays.
func TestRetry(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 350)
		for i := 0; i < len(f.queue); i++ {
			slice := f.claimed(t, f.queue[i], "a")
			open, err := f.Undecided(t.Context(), slice)
			if err != nil {
				t.Fatal(err)
			}
			for k := range open {
				open[k].Verdict, open[k].Result = "verified", []byte(`"first"`)
				if open[k].Index == 120 || open[k].Index > 340 {
					open[k].Verdict, open[k].Retracted = "unchecked", open[k].Index == 120
				}
			}
			if err := f.Keep(t.Context(), slice, open); err != nil {
				t.Fatal(err)
			}
			if err := f.Finish(t.Context(), slice); err != nil {
				t.Fatal(err)
			}
		}
		before := f.got(t, c.ID)
		if before.State != Done || before.Unchecked != 11 || before.Retracted != 1 {
			t.Fatalf("before: %+v", before)
		}
		f.queue = nil
		again, err := f.Retry(t.Context(), c.ID)
		want := Progress{State: Queued, Decided: 339, Last: 350, Verified: 339}
		if diff := cmp.Diff(want, again.Progress); diff != "" || err != nil {
			t.Errorf("put back: %s, %v", diff, err)
		}
		if diff := cmp.Diff([]Job{{Check: c.ID, Slice: 1}, {Check: c.ID, Slice: 3}}, f.queue); diff != "" {
			t.Error("queued:", diff)
		}
		if twice, err := f.Retry(t.Context(), c.ID); twice.Progress != want || err != nil || len(f.queue) != 2 {
			t.Errorf("put back twice: %+v, %v", twice, err)
		}
		for _, job := range f.queue[:2] {
			slice := f.claimed(t, job, "b")
			f.work(t, slice)
		}
		after := f.got(t, c.ID)
		if after.State != Done || after.Decided != 350 || after.Last != 361 || after.Unchecked != 0 || after.Retracted != 0 || after.FinishedAt.IsZero() {
			t.Errorf("after: %+v", after)
		}
		late, err := f.Decided(t.Context(), c.ID, 350, 100)
		if len(late) != 11 || late[0].Index != 120 || late[0].Seq != 351 || late[10].Seq != 361 || err != nil {
			t.Errorf("decided later: %v, %v", late, err)
		}
		if kept, err := f.Page(t.Context(), c.ID, 0, 1); string(kept[0].Result) != `"first"` || err != nil {
			t.Errorf("what was decided did not stay: %v, %v", kept, err)
		}
		if same, err := f.Retry(t.Context(), c.ID); same.Progress != after.Progress || err != nil {
			t.Errorf("nothing is unchecked: %+v, %v", same, err)
		}
		if _, err := f.Retry(t.Context(), "none"); !errors.Is(err, ErrNone) {
			t.Errorf("no check: %v", err)
		}
	})
}

// A check that was cancelled goes on; whoever was at one of its slices has lost it.
func TestRetryCancelled(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		c := f.created(t, 150)
		first, second := f.claimed(t, f.queue[0], "a"), f.claimed(t, f.queue[1], "a")
		f.work(t, first)
		if err := f.Keep(t.Context(), second, []Reference{{Index: 101, Verdict: "not_found", Result: []byte(`1`)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Cancel(t.Context(), c.ID); err != nil {
			t.Fatal(err)
		}
		f.queue = nil
		again, err := f.Retry(t.Context(), c.ID)
		if again.State != Queued || again.Decided != 101 || fmt.Sprint(f.queue) != fmt.Sprint([]Job{{Check: c.ID, Slice: 1}}) || err != nil {
			t.Errorf("goes on: %+v, queue %v, %v", again, f.queue, err)
		}
		if err := f.Extend(t.Context(), second, time.Minute); !errors.Is(err, ErrLost) {
			t.Errorf("the old lease: %v", err)
		}
		f.work(t, f.claimed(t, f.queue[0], "b"))
		if c := f.got(t, c.ID); c.State != Done || c.Decided != 150 || c.Last != 150 {
			t.Errorf("in the end: %+v", c)
		}
	})
}

func (f *fixture) got(t *testing.T, id string) Check {
	t.Helper()
	c, err := f.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
