package registry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// weather is a registry whose behaviour can be changed.
type weather struct {
	step  atomic.Pointer[step]
	calls atomic.Int64
}

func (w *weather) set(s step) { w.step.Store(&s) }

func (w *weather) RoundTrip(req *http.Request) (*http.Response, error) {
	w.calls.Add(1)
	return (*w.step.Load())(req)
}

func TestCircuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &weather{}
		w.set(says(503, ""))
		h := New(Config{Name: "crossref", BaseURL: "http://x", Transport: w})
		ask := func(n int) error { return h.Do(t.Context(), Request{Path: fmt.Sprint("/", n)}, readJSON) }
		for n := range downAfter {
			if h.Stats().Down {
				t.Fatalf("down after %d failures", n)
			}
			if err := ask(n); err == nil {
				t.Fatal("no error")
			}
		}
		calls := w.calls.Load()
		start := time.Now()
		for n := range 1000 {
			err := ask(n)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Failure != Down || e.Status != 503 || e.Registry != "crossref" {
				t.Fatalf("Do = %v, want crossref: down (HTTP 503)", err)
			}
		}
		if !h.Stats().Down || w.calls.Load() != calls || time.Since(start) != 0 {
			t.Errorf("1000 questions made %d requests in %v with the circuit open", w.calls.Load()-calls, time.Since(start))
		}

		time.Sleep(probeAfter + time.Millisecond)
		_ = ask(0) // the probe fails
		if n := w.calls.Load() - calls; n != 5 {
			t.Errorf("the probe made %d requests, want 5", n)
		}
		if err := ask(1); err == nil || w.calls.Load() != calls+5 {
			t.Error("asked on after the probe failed")
		}

		time.Sleep(probeAfter + time.Millisecond)
		w.set(says(200, "{}"))
		for n := range 3 {
			if err := ask(n); err != nil {
				t.Errorf("the registry is back, but Do = %v", err)
			}
		}
		if h.Stats().Down {
			t.Error("still down")
		}
	})
}

func TestOneProbeAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &weather{}
		w.set(says(501, ""))
		h := New(Config{Name: "x", BaseURL: "http://x", Transport: w})
		askFailing(t, h, downAfter)
		time.Sleep(probeAfter + time.Millisecond)
		w.set(func(*http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return answered(200, "{}"), nil
		})
		before := w.calls.Load()
		var wg sync.WaitGroup
		var answers atomic.Int64
		for n := range 10 {
			wg.Go(func() {
				if h.Do(t.Context(), Request{Path: fmt.Sprint("/", n)}, readJSON) == nil {
					answers.Add(1)
				}
			})
		}
		wg.Wait()
		if answers.Load() != 1 || w.calls.Load()-before != 1 {
			t.Errorf("%d answers to %d requests, want one probe", answers.Load(), w.calls.Load()-before)
		}
	})
}

// askFailing asks n questions that fail.
func askFailing(t *testing.T, h *HTTP, n int) {
	t.Helper()
	for i := range n {
		if err := h.Do(t.Context(), Request{Path: fmt.Sprint("/failing/", i)}, readJSON); err == nil {
			t.Fatal("no error")
		}
	}
}

func TestWhatOpensTheCircuit(t *testing.T) {
	tests := []struct {
		name string
		step step
		down int // after so many failures, 0: never
	}{
		{"resets", fails(errReset), downAfter},
		{"500", says(500, ""), downAfter},
		{"HTML", says(200, "<html>"), downAfter},
		{"hangs", hangs, hungAfter},
		{"429", says(429, ""), 0},
		{"429 for long", says(429, "", "Retry-After", "1000"), 0},
		{"400", says(400, ""), 0},
		{"403", says(403, ""), 0},
		{"not recorded", fails(&Error{Failure: NotCached}), 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := New(Config{Name: "x", BaseURL: "http://x", Transport: transport(test.step)})
				if test.down == 0 {
					askFailing(t, h, 20)
					if h.Stats().Down {
						t.Error("down")
					}
					return
				}
				askFailing(t, h, test.down-1)
				if h.Stats().Down {
					t.Errorf("down before %d failures", test.down)
				}
				askFailing(t, h, 1)
				if !h.Stats().Down {
					t.Errorf("not down after %d failures", test.down)
				}
			})
		})
	}
}

func TestAnswersBetweenKeepTheCircuitClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &weather{}
		h := New(Config{Name: "x", BaseURL: "http://x", Transport: w})
		for range 10 {
			w.set(hangs)
			askFailing(t, h, hungAfter-1)
			w.set(fails(errReset))
			askFailing(t, h, downAfter-hungAfter)
			w.set(says(404, ""))
			if err := h.Do(t.Context(), Request{}, readJSON); err != nil {
				t.Fatal(err)
			}
		}
		if h.Stats().Down {
			t.Error("down")
		}
	})
}

func TestThoseWhoLeaveOpenNoCircuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := New(Config{Name: "x", BaseURL: "http://x", Transport: transport(hangs)})
		for range 20 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if err := h.Do(ctx, Request{}, readJSON); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Do = %v", err)
			}
			cancel()
		}
		if h.Stats().Down {
			t.Error("down")
		}
	})
}
