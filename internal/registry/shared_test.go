package registry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// table is an Allowance in memory, which takes a while to answer.
type table struct {
	way time.Duration

	mu     sync.Mutex
	next   time.Time         // permission
	paused time.Time         // until then there is none
	leases map[int]time.Time // until when, by slot
	waits  time.Time         // until then somebody else waits for a lease
	calls  map[string]int
	err    error
}

var _ Allowance = (*table)(nil)

// called counts a call and takes its time.
func (a *table) called(name string) error {
	time.Sleep(a.way/2 + rand.N(a.way/2+1))
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.calls == nil {
		a.calls, a.leases = map[string]int{}, map[int]time.Time{}
	}
	a.calls[name]++
	return a.err
}

// look lets a test read and change what is in the table.
func (a *table) look(at func(*table)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at(a)
}

func (a *table) Reserve(_ context.Context, _ string, rate float64, n int) ([]time.Duration, error) {
	if err := a.called("reserve"); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	a.next = later(later(a.next, a.paused), now)
	var waits []time.Duration
	for range n {
		waits = append(waits, a.next.Sub(now))
		a.next = a.next.Add(time.Duration(float64(time.Second) / rate))
	}
	return waits, nil
}

func (a *table) Pause(_ context.Context, _ string, d time.Duration) error {
	err := a.called("pause")
	a.mu.Lock()
	defer a.mu.Unlock()
	a.paused = later(a.paused, time.Now().Add(d))
	return err
}

func (a *table) Learn(context.Context, string, float64, int) error { return a.called("learn") }

func (a *table) Lease(_ context.Context, _ string, slots int, ttl time.Duration) (int, error) {
	if err := a.called("lease"); err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for slot := 1; slot <= slots; slot++ {
		if time.Now().After(a.leases[slot]) {
			a.leases[slot] = time.Now().Add(ttl)
			return slot, nil
		}
	}
	return 0, nil
}

func (a *table) Renew(_ context.Context, _ string, slot int, ttl time.Duration) (held, wanted bool, err error) {
	err = a.called("renew")
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil || time.Now().After(a.leases[slot]) {
		return false, false, err
	}
	a.leases[slot] = time.Now().Add(ttl)
	return true, time.Now().Before(a.waits), nil
}

func (a *table) Release(_ context.Context, _ string, slot int) error {
	err := a.called("release")
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.leases, slot)
	return err
}

// Three processes that share their limits keep them together, however far off the registry is.
func TestProcessesShareLimits(t *testing.T) {
	for _, limit := range []Limit{{Rate: 1, Concurrency: 1}, {Rate: 3, Concurrency: 3}, {Rate: 3}, {Rate: 10, Concurrency: 3}, {Rate: 50}} {
		for _, work := range []time.Duration{10 * time.Millisecond, 400 * time.Millisecond, 1500 * time.Millisecond} {
			t.Run(fmt.Sprint(limit, work), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					const processes, n = 3, 60
					w := &window{rate: int(limit.Rate), concurrency: limit.Concurrency}
					all := &table{way: 10 * time.Millisecond}
					var asking sync.WaitGroup
					for range processes {
						d := &distant{window: w, dial: 250 * time.Millisecond, way: 20 * time.Millisecond, jitter: 20 * time.Millisecond, work: work, late: 10 * time.Millisecond}
						h := New(Config{Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": limit}, Transport: d, Shared: all})
						asking.Go(func() { askAll(t, h, n, 8) })
					}
					asking.Wait()
					best := time.Duration(processes * n / limit.Rate * (1 + slack) * float64(time.Second))
					if limit.Concurrency == 0 {
						best = max(best, n/8*work)
					} else {
						best = max(best, processes*n/time.Duration(limit.Concurrency)*(work+60*time.Millisecond))
					}
					took := w.last.Sub(w.first)
					t.Logf("%d refusals, %v of %v", w.refusals, took, best)
					if w.refusals > 0 {
						t.Errorf("%d of %d requests were refused", w.refusals, processes*n)
					}
					if took > best*5/4+time.Second {
						t.Errorf("took %v, where %v would do", took, best)
					}
					time.Sleep(time.Second)
					all.look(func(a *table) {
						if len(a.leases) > 0 {
							t.Errorf("leases are kept: %v", a.leases)
						}
					})
				})
			})
		}
	}
}

// asked puts a question and returns how it failed and how long that took.
func asked(t *testing.T, h *HTTP, path string) (failed *Error, took time.Duration) {
	t.Helper()
	start := time.Now()
	err := h.Do(t.Context(), Request{Path: path, Class: "list"}, readJSON)
	failed, _ = errors.AsType[*Error](err)
	if (failed == nil) != (err == nil) {
		t.Errorf("%s: %v", path, err)
	}
	return failed, time.Since(start)
}

// client returns one that shares its limits, and how many requests have reached the registry.
func client(limit Limit, all Allowance, answer ...string) (*HTTP, *atomic.Int32) {
	sent := &atomic.Int32{}
	return New(Config{
		Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": limit}, Shared: all,
		Adapt: func(h http.Header) (Limit, bool) { return Limit{Rate: 2}, h.Get("Limit") == "2" },
		Transport: transport(func(*http.Request) (*http.Response, error) {
			sent.Add(1)
			return answered(http.StatusOK, "{}", answer...), nil
		}),
	}), sent
}

// While nobody knows what the others send, nothing is sent. The first that waits for it waits for long.
func TestLimitsOutOfReach(t *testing.T) {
	for name, all := range map[string]*table{"away": {err: errors.New("away")}, "slow": {way: time.Second}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, sent := client(Limit{Rate: 5}, all)
				for i, least := range []time.Duration{30 * time.Second, 0} {
					failed, took := asked(t, h, fmt.Sprint("/", i))
					if failed == nil || failed.Failure != RateLimited || took < least || took > least+2*time.Second {
						t.Errorf("%v after %v", failed, took)
					}
				}
				all.look(func(a *table) { a.err, a.way = nil, 0 })
				if failed, took := asked(t, h, "/back"); failed != nil || took > time.Second || sent.Load() != 1 {
					t.Errorf("when they are back: %v after %v, %d sent", failed, took, sent.Load())
				}
			})
		})
	}
}

// A pause that another process was asked for is waited for, or fails where it is too long, without taking
// permissions again and again.
func TestPauseOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := &table{paused: time.Now().Add(10 * time.Second)}
		h, _ := client(Limit{Rate: 5}, all)
		if failed, took := asked(t, h, "/short"); failed != nil || took < 9*time.Second {
			t.Errorf("%v after %v", failed, took)
		}
		all.paused = time.Now().Add(10 * time.Minute)
		for i := range 20 {
			if failed, took := asked(t, h, fmt.Sprint("/", i)); failed == nil || failed.RetryAfter < 9*time.Minute || took > time.Second {
				t.Errorf("%v after %v", failed, took)
			}
		}
		if n := all.calls["reserve"]; n != 2 {
			t.Errorf("reserved %d times", n)
		}
		time.Sleep(10 * time.Minute)
		if failed, took := asked(t, h, "/after"); failed != nil || took > time.Second {
			t.Errorf("afterwards: %v after %v", failed, took)
		}
	})
}

// Places are passed on within the process and renewed now and then, and given up to those who wait.
func TestPlacesArePassedOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := &table{}
		h, _ := client(Limit{Rate: 100, Concurrency: 2}, all)
		askAll(t, h, 300, 8)
		all.look(func(a *table) {
			if a.calls["lease"] > 2 || a.calls["renew"] == 0 || a.calls["release"] > 0 {
				t.Errorf("alone: %v", a.calls)
			}
			a.waits = time.Now().Add(time.Hour)
		})
		askAll(t, h, 300, 8)
		all.look(func(a *table) {
			if a.calls["release"] == 0 {
				t.Errorf("while another waits: %v", a.calls)
			}
		})
		time.Sleep(time.Second)
		all.look(func(a *table) {
			if len(a.leases) > 0 {
				t.Errorf("kept: %v", a.leases)
			}
		})
	})
}

// takes answers after a while.
func takes(d time.Duration) transport {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return answered(http.StatusOK, "{}"), nil
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

// stalled is a table whose first renewal comes through only after a release.
type stalled struct {
	*table
	renewals atomic.Int32
	released chan struct{}
}

func (a *stalled) Renew(ctx context.Context, key string, slot int, ttl time.Duration) (held, wanted bool, err error) {
	if a.renewals.Add(1) == 1 {
		<-a.released
	}
	return a.table.Renew(ctx, key, slot, ttl)
}

func (a *stalled) Release(ctx context.Context, key string, slot int) error {
	err := a.table.Release(ctx, key, slot)
	a.released <- struct{}{}
	time.Sleep(time.Millisecond) // and the renewal finds nothing to renew
	return err
}

// A place that is given up to others while it is being renewed ends no request that goes on with another place.
func TestGivenUpWhileRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := &stalled{table: &table{waits: time.Now().Add(time.Hour)}, released: make(chan struct{}, 10)}
		h, _ := client(Limit{Rate: 5, Concurrency: 1}, all)
		h.limits.next = takes(beatEvery + 10*time.Millisecond)
		for _, path := range []string{"/1", "/2"} {
			if failed, _ := asked(t, h, path); failed != nil {
				t.Errorf("%s: %v", path, failed)
			}
		}
		time.Sleep(time.Second)
	})
}

// A long request keeps its place for as long as that can be renewed, and ends before somebody else has it.
func TestLongRequestKeepsItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := &table{}
		h, _ := client(Limit{Rate: 5, Concurrency: 1}, all)
		h.limits.next = takes(25 * time.Second)
		if failed, took := asked(t, h, "/1"); failed != nil || took < 25*time.Second || took > 26*time.Second {
			t.Errorf("%v after %v", failed, took)
		}
		begin := time.Now()
		go func() {
			time.Sleep(5 * time.Second)
			all.look(func(a *table) { a.err = errors.New("away") })
		}()
		failed, took := asked(t, h, "/2")
		if failed == nil || failed.Failure != RateLimited || took < 8*time.Second {
			t.Errorf("%v after %v", failed, took)
		}
		all.look(func(a *table) {
			if until := a.leases[1]; !time.Now().Before(until) {
				t.Errorf("ended after %v, the lease after %v", took, until.Sub(begin))
			}
			a.err = nil
		})
		time.Sleep(time.Second)
	})
}

// What headers say is told to the others once; what has no limit asks nobody.
func TestWhatIsShared(t *testing.T) {
	for _, test := range []struct {
		limit  Limit
		answer []string
		want   map[string]int
	}{
		{Limit{Rate: 5}, nil, map[string]int{"reserve": 3}},
		{Limit{Rate: 5}, []string{"Limit", "2"}, map[string]int{"reserve": 3, "learn": 1}},
		{Limit{Concurrency: 8}, nil, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			all := &table{}
			h, _ := client(test.limit, all, test.answer...)
			askAll(t, h, 3, 1)
			if diff := cmp.Diff(test.want, all.calls); diff != "" {
				t.Errorf("%+v: %s", test.limit, diff)
			}
		})
	}
}
