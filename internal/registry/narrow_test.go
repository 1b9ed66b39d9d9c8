package registry

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A registry that needs longer for each answer the more it is asked at once is asked so little that it answers in
// time, and as much as before when it has recovered.
func TestNarrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most, each := 0, 0, 12*time.Second // for each request at once
		h := New(Config{
			Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"": {Concurrency: 8}}, MaxWait: time.Hour,
			Transport: transport(func(req *http.Request) (*http.Response, error) {
				mu.Lock()
				now++
				most = max(most, now)
				wait := each * time.Duration(now)
				mu.Unlock()
				defer func() {
					mu.Lock()
					now--
					mu.Unlock()
				}()
				select {
				case <-time.After(wait):
					return answered(http.StatusOK, "{}"), nil
				case <-req.Context().Done():
					return nil, req.Context().Err()
				}
			}),
		})
		ask := func(n int) (failed int) {
			most = 0
			var all sync.WaitGroup
			var failures sync.Mutex
			for i := range n {
				all.Go(func() {
					if err := h.Do(context.WithoutCancel(t.Context()), Request{Path: "/", Query: url.Values{"n": {strconv.Itoa(i)}}}, readJSON); err != nil {
						failures.Lock()
						failed++
						failures.Unlock()
					}
				})
			}
			all.Wait()
			return failed
		}
		if ask(8); most != 8 {
			t.Errorf("%d at once at first", most)
		}
		time.Sleep(probeAfter)
		ask(1)                                        // the probe
		if failed := ask(6); failed > 0 || most > 3 { // a third is tried, and comes too late
			t.Errorf("%d of 6 fail, %d at once", failed, most)
		}
		each = time.Millisecond
		if failed, class := ask(28), h.limits.classes[""]; failed > 0 || class.to != 0 || class.running.limit != 8 {
			t.Errorf("in the end %d of 28 fail, %d at once are allowed", failed, class.running.limit)
		}
	})
}
