package registry

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// slowly returns a client of a registry that takes a second for an answer, and the count of its requests.
func slowly(s step) (*HTTP, *atomic.Int64) {
	calls := new(atomic.Int64)
	return New(Config{Name: "x", BaseURL: "http://x", Transport: transport(func(req *http.Request) (*http.Response, error) {
		calls.Add(1)
		select {
		case <-time.After(time.Second):
			return s(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	})}), calls
}

func TestEqualQuestionsAreAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, calls := slowly(says(200, `{"a":1}`))
		var read atomic.Int64
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				err := h.Do(t.Context(), Request{Path: "/a", Query: url.Values{"q": {"1"}, "r": {"2"}}}, func(r Response) error {
					if string(r.Body) == `{"a":1}` {
						read.Add(1)
					}
					return readJSON(r)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if calls.Load() != 1 || read.Load() != 50 {
			t.Errorf("%d requests, read by %d; want 1 by 50", calls.Load(), read.Load())
		}
		if n := len(h.layers.(*flight).asks); n != 0 {
			t.Errorf("%d calls are left over", n)
		}
	})
}

func TestDifferentQuestionsAreNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, calls := slowly(says(200, "{}"))
		var wg sync.WaitGroup
		different := []Request{
			{Path: "/a"}, {Path: "/b"}, {Path: "/a", Accept: "text/plain"}, {Path: "/a", Form: url.Values{}},
			{Path: "/a", Query: url.Values{"q": {"1"}}}, {Path: "/a", Query: url.Values{"q": {"1", "2"}}}, {Path: "/a", Form: url.Values{"q": {"1"}}},
		}
		for _, req := range different {
			wg.Go(func() {
				if err := h.Do(t.Context(), req, readJSON); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if int(calls.Load()) != len(different) {
			t.Errorf("%d requests, want %d", calls.Load(), len(different))
		}
	})
}

func TestFailureIsSharedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, calls := slowly(says(403, ""))
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if e, ok := errors.AsType[*Error](h.Do(t.Context(), Request{}, readJSON)); !ok || e.Failure != Refused {
					t.Errorf("Do = %v, want refused", e)
				}
			})
		}
		wg.Wait()
		if calls.Load() != 1 {
			t.Errorf("%d requests, want 1", calls.Load())
		}
	})
}

func TestFollowerCannotReadIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := slowly(says(200, "{}"))
		done := make(chan error)
		go func() { done <- h.Do(t.Context(), Request{}, readJSON) }()
		synctest.Wait()
		err := h.Do(t.Context(), Request{}, func(Response) error { return errNotJSON })
		if e, ok := errors.AsType[*Error](err); !ok || e.Failure != Unreadable || !errors.Is(err, errNotJSON) {
			t.Errorf("Do = %v, want unreadable", err)
		}
		if err := <-done; err != nil {
			t.Errorf("the other's Do = %v", err)
		}
	})
}

func TestOneWhoLeavesFailsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, calls := slowly(says(200, "{}"))
		start := time.Now()
		var wg sync.WaitGroup
		for i := range 10 {
			ctx, cancel := context.WithCancel(t.Context())
			if i < 5 { // the first leads, the others follow
				time.AfterFunc(time.Duration(i+1)*100*time.Millisecond, cancel)
			}
			wg.Go(func() {
				defer cancel()
				err := h.Do(ctx, Request{}, readJSON)
				if i < 5 && err != context.Canceled { //nolint:errorlint // it is to be the bare error
					t.Errorf("%d: Do = %v, want context.Canceled", i, err)
				}
				if i >= 5 && err != nil {
					t.Errorf("%d: Do = %v, want an answer", i, err)
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		if took := time.Since(start); took > 1500*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		if n := calls.Load(); n < 2 || n > 6 {
			t.Errorf("%d requests, want one for each that led", n)
		}
	})
}

func TestPanicOfAReaderFreesTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := slowly(says(200, "{}"))
		go func() {
			defer func() { _ = recover() }()
			_ = h.Do(t.Context(), Request{}, func(Response) error { panic("oops") })
		}()
		synctest.Wait()
		if err := h.Do(t.Context(), Request{}, readJSON); err != nil {
			t.Errorf("Do = %v", err)
		}
	})
}
