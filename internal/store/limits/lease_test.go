package limits

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// lease takes one of a key's slots, which is to be the one given.
func lease(t *testing.T, s *Store, holder, key string, slots, want int) {
	t.Helper()
	if got, err := s.Holder(holder).Lease(t.Context(), key, slots, time.Minute); got != want || err != nil {
		t.Errorf("%s gets slot %d of %s, not %d, %v", holder, got, key, want, err)
	}
}

func release(t *testing.T, s *Store, holder, key string, slot int) {
	t.Helper()
	if err := s.Holder(holder).Release(t.Context(), key, slot); err != nil {
		t.Fatal(err)
	}
}

func renew(t *testing.T, s *Store, holder, key string, slot int, held, wanted bool) {
	t.Helper()
	if h, w, err := s.Holder(holder).Renew(t.Context(), key, slot, time.Minute); h != held || w != wanted || err != nil {
		t.Errorf("%s renews slot %d of %s: held %v, wanted %v, %v", holder, slot, key, h, w, err)
	}
}

// Slots go to who comes first; released ones to who has waited longest, and only the holder's are released.
func TestLease(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		lease(t, s, "x", "a", 3, 1)
		lease(t, s, "x", "a", 3, 2)
		lease(t, s, "y", "a", 3, 3)
		lease(t, s, "y", "a", 3, 0)
		time.Sleep(2 * time.Millisecond) // SQLite's clock counts milliseconds
		lease(t, s, "z", "a", 3, 0)
		lease(t, s, "z", "b", 1, 1)
		release(t, s, "y", "a", 1)
		lease(t, s, "y", "a", 3, 0) // slot 1 is another's
		release(t, s, "x", "a", 1)
		lease(t, s, "x", "a", 3, 0) // others wait
		lease(t, s, "z", "a", 3, 0) // y waits longer
		lease(t, s, "y", "a", 3, 1)
		release(t, s, "y", "a", 1)
		lease(t, s, "y", "a", 3, 0) // and has had its turn
		if err := s.Holder("z").ReleaseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		lease(t, s, "x", "a", 3, 1)
		lease(t, s, "x", "b", 1, 1)
		if _, err := s.Holder("x").Lease(t.Context(), "c", 0, time.Minute); err == nil {
			t.Error("a slot of none is had")
		}
	})
}

// A lease that has run out is free, and no longer its holder's.
func TestLeaseRunsOut(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if got, err := s.Holder("dead").Lease(t.Context(), "a", 1, 50*time.Millisecond); got != 1 || err != nil {
			t.Fatal(got, err)
		}
		time.Sleep(100 * time.Millisecond)
		renew(t, s, "dead", "a", 1, false, false)
		lease(t, s, "x", "a", 1, 1)
		release(t, s, "dead", "a", 1)
		lease(t, s, "y", "a", 1, 0)
	})
}

// Who renews a lease hears whether somebody else waits for one, who counts for as long as it asks.
func TestRenew(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		lease(t, s, "x", "a", 1, 1)
		lease(t, s, "x", "a", 1, 0)
		renew(t, s, "x", "a", 1, true, false)
		lease(t, s, "y", "a", 1, 0)
		renew(t, s, "x", "a", 1, true, true)
		time.Sleep(patience + 100*time.Millisecond)
		renew(t, s, "x", "a", 1, true, false)
	})
}

// Where there are fewer slots than before, nobody gets one until as many are free.
func TestFewerSlots(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for slot := 1; slot <= 3; slot++ {
			lease(t, s, "x", "a", 3, slot)
		}
		if err := s.Learn(t.Context(), "a", 0, 2); err != nil {
			t.Fatal(err)
		}
		renew(t, s, "x", "a", 3, true, true)
		renew(t, s, "x", "a", 2, true, false)
		release(t, s, "x", "a", 1)
		lease(t, s, "y", "a", 3, 0)
		release(t, s, "x", "a", 3)
		lease(t, s, "y", "a", 3, 1)
	})
}

// However many ask at once, no more slots than there are have a holder, and everybody gets one at some time.
func TestLeaseTogether(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		const holders, slots, rounds = 6, 2, 5
		var all sync.WaitGroup
		var held, done atomic.Int32
		for n := range holders {
			h := s.Holder(fmt.Sprint(n))
			all.Go(func() {
				for n := 0; n < rounds && !t.Failed(); {
					slot, err := h.Lease(t.Context(), "a", slots, time.Minute)
					if err != nil {
						t.Error(err)
						return
					}
					if slot == 0 {
						time.Sleep(2 * time.Millisecond)
						continue
					}
					if now := held.Add(1); now > slots {
						t.Errorf("%d of %d slots are held", now, slots)
					}
					time.Sleep(time.Millisecond)
					held.Add(-1)
					if err := h.Release(t.Context(), "a", slot); err != nil {
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
