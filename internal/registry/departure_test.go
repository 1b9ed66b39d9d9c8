package registry

import (
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestSlowStartDelaysTheOthersALittle(t *testing.T) {
	for _, test := range []struct {
		name    string
		connect time.Duration // before the first is written
		want    time.Duration // when the second sets out
	}{
		{"prompt", 0, 108 * time.Millisecond},
		{"slow", 600 * time.Millisecond, 708 * time.Millisecond},
		{"hopeless", time.Minute, longestStart + 108*time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var second time.Duration
				var calls atomic.Int64
				start := time.Now()
				h := New(Config{
					Name: "x", BaseURL: "http://x", Timeout: time.Hour, Limits: map[Class]Limit{"list": {Rate: 10}},
					Transport: transport(func(req *http.Request) (*http.Response, error) {
						trace := httptrace.ContextClientTrace(req.Context())
						trace.GetConn("x:80")
						trace.GetConn("x:80") // the idle connection was closed
						if calls.Add(1) == 2 {
							second = time.Since(start)
						} else {
							time.Sleep(test.connect)
						}
						trace.WroteRequest(httptrace.WroteRequestInfo{})
						return answered(http.StatusOK, "{}"), nil
					}),
				})
				askAll(t, h, 2, 2)
				if second < test.want || second > test.want+120*time.Millisecond {
					t.Errorf("the second set out after %v, want %v or one token later", second, test.want)
				}
				if c := h.limits.classes["list"]; !c.starting.idle() || !c.running.idle() {
					t.Error("a place is still held")
				}
			})
		})
	}
}
