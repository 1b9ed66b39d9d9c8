package registry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
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
		if n := w.calls.Load() - calls; n != 1 {
			t.Errorf("the probe made %d requests, want 1", n)
		}
		if err := ask(1); err == nil || w.calls.Load() != calls+1 {
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
		{"hangs", hangs, hungAfter / 2},
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

func TestManyAtOnceFindOutSoon(t *testing.T) {
	tests := []struct {
		name   string
		step   step
		within time.Duration
	}{
		{"resets", fails(errReset), 15 * time.Second},
		{"503", says(503, ""), 15 * time.Second},
		{"HTML", says(200, "<html>"), 15 * time.Second},
		{"hangs", hangs, 62 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &weather{}
				w.set(test.step)
				h := New(Config{Name: "x", BaseURL: "http://x", Transport: w, Limits: map[Class]Limit{"": {Rate: 3, Concurrency: 3}}})
				start := time.Now()
				var wg sync.WaitGroup
				for n := range 500 {
					wg.Go(func() {
						err := h.Do(t.Context(), Request{Path: fmt.Sprint("/", n)}, readJSON)
						if e, ok := errors.AsType[*Error](err); !ok || strings.Contains(err.Error(), "the last: down") != (test.name == "503" && errors.Is(e, errNotAsked)) {
							t.Errorf("Do = %v, want an Error that tells the last failure", err)
						}
					})
				}
				wg.Wait()
				if took := time.Since(start); took > test.within || w.calls.Load() > 2*wornAfter {
					t.Errorf("500 questions took %v and %d requests, want %v", took, w.calls.Load(), test.within)
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
			askFailing(t, h, hungAfter/2-1)
			w.set(fails(errReset))
			askFailing(t, h, downAfter-hungAfter/2)
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
