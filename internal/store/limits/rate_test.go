package limits

import (
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

func each(t *testing.T, test func(*testing.T, *Store)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) { test(t, New(db)) })
}

// near reports whether a wait is the one expected or, as time has passed, somewhat less.
func near(got, want time.Duration) bool { return got <= want && got > want-1500*time.Millisecond }

func reserved(t *testing.T, s *Store, key string, rate float64, n int) []time.Duration {
	t.Helper()
	waits, err := s.Reserve(t.Context(), key, rate, n)
	if err != nil || len(waits) != n {
		t.Fatal(waits, err)
	}
	return waits
}

// Permissions come at their distance, behind all that were reserved before, each key by itself.
func TestReserve(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		first, second := reserved(t, s, "a", 0.5, 3), reserved(t, s, "a", 0.5, 2)
		for i, wait := range append(first, second...) {
			if want := time.Duration(i) * 2 * time.Second; !near(wait, want) {
				t.Errorf("permission %d comes in %v, not %v", i, wait, want)
			}
		}
		if first[2]-first[1] != 2*time.Second {
			t.Errorf("the distance within an answer is %v", first[2]-first[1])
		}
		if wait := reserved(t, s, "b", 0.5, 1)[0]; wait != 0 {
			t.Errorf("another key waits for %v", wait)
		}
		if waits := reserved(t, s, "a", 0, 2); waits[0] != 0 || waits[1] != 0 {
			t.Errorf("without a limit: %v", waits)
		}
	})
}

// What nobody asked for is not saved up.
func TestReserveAfterRest(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		reserved(t, s, "a", 20, 1)
		time.Sleep(300 * time.Millisecond)
		waits := reserved(t, s, "a", 20, 3)
		if waits[0] != 0 || waits[2] > 100*time.Millisecond || waits[2] < 90*time.Millisecond {
			t.Errorf("after a rest: %v", waits)
		}
	})
}

// Many that ask at once get different times.
func TestReserveTogether(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		const rate, askers, rounds, n = 0.01, 8, 5, 3
		var all sync.WaitGroup
		var mu sync.Mutex
		seen := map[int]bool{}
		for range askers {
			all.Go(func() {
				for range rounds {
					waits, err := s.Reserve(t.Context(), "a", rate, n)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					for _, w := range waits {
						seen[int((w+time.Second*50).Seconds()*rate)] = true
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(seen) != askers*rounds*n {
			t.Errorf("%d times for %d permissions", len(seen), askers*rounds*n)
		}
	})
}

// A burst is had at once, and then what comes back with time; what is refused costs nothing.
func TestTry(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		const rate, burst = 0.1, 5
		try := func(n int, want time.Duration) {
			t.Helper()
			if got, err := s.Try(t.Context(), "a", rate, burst, n); err != nil || !near(got, want) || (got == 0) != (want == 0) {
				t.Errorf("%d: %v, not %v, %v", n, got, want, err)
			}
		}
		try(3, 0)
		try(3, 10*time.Second)
		try(2, 0)
		try(1, 10*time.Second)
		try(5, 50*time.Second)
		for n, rate := range map[int]float64{6: rate, 1: 0} {
			if _, err := s.Try(t.Context(), "a", rate, burst, n); err == nil {
				t.Errorf("%d at a rate of %g are had", n, rate)
			}
		}
		if err := s.Pause(t.Context(), "b", 20*time.Second); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Try(t.Context(), "b", rate, burst, 1); !near(got, 20*time.Second) || err != nil {
			t.Errorf("paused: %v, %v", got, err)
		}
	})
}

// After a pause come the permissions at their distance; a shorter pause does not end a longer one.
func TestPause(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		reserved(t, s, "a", 1, 2)
		for _, d := range []time.Duration{time.Minute, time.Second} {
			if err := s.Pause(t.Context(), "a", d); err != nil {
				t.Fatal(err)
			}
		}
		if waits := reserved(t, s, "a", 1, 2); !near(waits[0], time.Minute) || waits[1]-waits[0] != time.Second {
			t.Errorf("paused: %v", waits)
		}
	})
}

// What one has learned holds for all.
func TestLearn(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for _, learn := range []struct {
			rate  float64
			slots int
		}{{0.5, 0}, {0, 1}} {
			if err := s.Learn(t.Context(), "a", learn.rate, learn.slots); err != nil {
				t.Fatal(err)
			}
		}
		if waits := reserved(t, s, "a", 10, 2); !near(waits[1]-waits[0], 2*time.Second) {
			t.Errorf("the rate given stays: %v", waits)
		}
		lease(t, s, "x", "a", 3, 1)
		lease(t, s, "x", "a", 3, 0)
	})
}

// What nobody uses any more goes; what still says something stays.
func TestExpire(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		reserved(t, s, "old", 1, 1)
		reserved(t, s, "new", 1, 1)
		lease(t, s, "x", "old", 1, 1)
		lease(t, s, "y", "old", 1, 0)
		lease(t, s, "x", "new", 1, 1)
		for _, statement := range []string{
			"UPDATE rate_limits SET next_at = 5 WHERE key = 'old'", "UPDATE leases SET until = 5 WHERE key = 'old'", "UPDATE lease_waits SET until = 5",
		} {
			if _, err := s.db.Write.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []int{3, 0} {
			if n, err := s.Expire(t.Context()); n != want || err != nil {
				t.Errorf("removed %d, not %d, %v", n, want, err)
			}
		}
	})
}
