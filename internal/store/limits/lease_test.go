package limits

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func leased(t *testing.T, s *Store, key, holder string, slots, wanted int) []int {
	t.Helper()
	got, err := s.Lease(t.Context(), key, holder, slots, wanted, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func same(t *testing.T, what string, got, want []int) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

func released(t *testing.T, s *Store, key, holder string, slots ...int) {
	t.Helper()
	if err := s.Release(t.Context(), key, holder, slots); err != nil {
		t.Fatal(err)
	}
}

// Slots go to who comes first; released ones to who has waited longest, and only the holder's are released.
func TestLease(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		same(t, "x, of all", leased(t, s, "a", "x", 3, 2), []int{1, 2})
		same(t, "y, of what is left", leased(t, s, "a", "y", 3, 2), []int{3})
		same(t, "z, of none", leased(t, s, "a", "z", 3, 1), nil)
		same(t, "another key", leased(t, s, "b", "z", 1, 1), []int{1})
		released(t, s, "a", "y", 1, 2)
		same(t, "what is another's", leased(t, s, "a", "y", 3, 1), nil)
		released(t, s, "a", "x", 1)
		same(t, "x, who comes again", leased(t, s, "a", "x", 3, 1), nil)
		same(t, "y, who waits since before", leased(t, s, "a", "y", 3, 1), []int{1})
		released(t, s, "a", "y", 1, 3)
		same(t, "z", leased(t, s, "a", "z", 3, 1), []int{1})
		same(t, "x", leased(t, s, "a", "x", 3, 1), []int{3})
		same(t, "no slots", leased(t, s, "c", "x", 0, 1), nil)
	})
}

// A lease that has run out is free, and no longer its holder's.
func TestLeaseRunsOut(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		got, err := s.Lease(t.Context(), "a", "dead", 2, 2, 50*time.Millisecond)
		if len(got) != 2 || err != nil {
			t.Fatal(got, err)
		}
		time.Sleep(100 * time.Millisecond)
		same(t, "taken over", leased(t, s, "a", "x", 2, 2), []int{1, 2})
		kept, err := s.Renew(t.Context(), "a", "dead", []int{1, 2}, time.Minute)
		if len(kept) != 0 || err != nil {
			t.Errorf("renewed what is another's: %v, %v", kept, err)
		}
		released(t, s, "a", "dead", 1, 2)
		same(t, "still taken", leased(t, s, "a", "y", 2, 1), nil)
	})
}

// Leases are renewed, unless somebody waits for one, who counts for as long as it asks.
func TestRenew(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		renewed := func() []int {
			t.Helper()
			kept, err := s.Renew(t.Context(), "a", "x", []int{1, 2, 3}, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		leased(t, s, "a", "x", 2, 2)
		same(t, "alone", renewed(), []int{1, 2})
		leased(t, s, "a", "y", 2, 1)
		same(t, "while y waits", renewed(), nil)
		time.Sleep(patience + 100*time.Millisecond)
		same(t, "after y has gone", renewed(), []int{1, 2})
	})
}

// Where there are fewer slots than before, nobody gets one until as many are free.
func TestFewerSlots(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		leased(t, s, "a", "x", 3, 3)
		if err := s.Learn(t.Context(), "a", 0, 2); err != nil {
			t.Fatal(err)
		}
		released(t, s, "a", "x", 1)
		same(t, "two are in use", leased(t, s, "a", "y", 3, 1), nil)
		released(t, s, "a", "x", 3)
		same(t, "one is in use", leased(t, s, "a", "y", 3, 2), []int{1})
	})
}

// However many ask at once, no more slots than there are have a holder, and everybody gets one at some time.
func TestLeaseTogether(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		const holders, slots, rounds = 6, 2, 5
		var all sync.WaitGroup
		var held, done atomic.Int32
		for h := range holders {
			all.Go(func() {
				holder := fmt.Sprint(h)
				for n := 0; n < rounds && !t.Failed(); {
					got, err := s.Lease(t.Context(), "a", holder, slots, 1, time.Minute)
					if err != nil {
						t.Error(err)
						return
					}
					if len(got) == 0 {
						time.Sleep(2 * time.Millisecond)
						continue
					}
					if now := held.Add(1); now > slots {
						t.Errorf("%d of %d slots are held", now, slots)
					}
					time.Sleep(time.Millisecond)
					held.Add(-1)
					if err := s.Release(t.Context(), "a", holder, got); err != nil {
						t.Error(err)
					}
					n++
					done.Add(1)
				}
			})
		}
		all.Wait()
		if done.Load() != holders*rounds {
			t.Errorf("%d leases were had", done.Load())
		}
	})
}
