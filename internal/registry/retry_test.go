package registry

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// script answers each attempt with the next of its steps, the last one again and again.
type script struct {
	steps []func(*http.Request) (*http.Response, error)
	calls int
	times []time.Time
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	step := s.steps[min(s.calls, len(s.steps)-1)]
	s.calls++
	s.times = append(s.times, time.Now())
	return step(req)
}

type step = func(*http.Request) (*http.Response, error)

// says is a step that answers.
func says(status int, body string, header ...string) step {
	return func(*http.Request) (*http.Response, error) { return answered(status, body, header...), nil }
}

// fails is a step without an answer.
func fails(err error) step {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// hangs is a step that answers only when the request is given up.
func hangs(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// breaks is a step whose body ends early.
func breaks(*http.Request) (*http.Response, error) {
	resp := answered(http.StatusOK, "")
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"a":`), &failing{io.ErrUnexpectedEOF}))
	return resp, nil
}

// errReset stands for a connection that broke.
var errReset = &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}

func TestRetryStatus(t *testing.T) {
	tests := []struct {
		status  int
		retried bool
		failure Failure // "" for an answer
	}{
		{200, false, ""},
		{404, false, ""},
		{201, false, Unreadable},
		{204, false, Unreadable},
		{304, false, Refused},
		{400, false, Refused},
		{401, false, Refused},
		{403, false, Refused},
		{405, false, Refused},
		{406, false, Refused},
		{408, true, Down},
		{410, false, Refused},
		{413, false, Refused},
		{414, false, Refused},
		{422, false, Refused},
		{425, true, Refused},
		{429, true, RateLimited},
		{451, false, Refused},
		{500, true, Down},
		{501, false, Down},
		{502, true, Down},
		{503, true, Down},
		{504, true, Down},
		{505, false, Down},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []step{says(test.status, "{}")}}
				err := New(Config{Name: "x", BaseURL: "http://x", Transport: s}).Do(t.Context(), Request{Path: "/a"}, readJSON)
				want := 1
				if test.retried {
					want = 5
				}
				if s.calls != want {
					t.Errorf("asked %d times, want %d", s.calls, want)
				}
				if test.failure == "" {
					if err != nil {
						t.Errorf("Do = %v", err)
					}
					return
				}
				e, ok := errors.AsType[*Error](err)
				if !ok || e.Failure != test.failure || e.Status != test.status || e.Registry != "x" {
					t.Errorf("Do = %v, want x: %s (HTTP %d)", err, test.failure, test.status)
				}
			})
		})
	}
}

func TestFaults(t *testing.T) {
	ok := says(http.StatusOK, `{"a":1}`, "Content-Type", "application/json")
	certificate := &tls.CertificateVerificationError{Err: errors.New("expired")}
	html := says(http.StatusOK, "<html>Please try again later</html>", "Content-Type", "text/html")
	tests := []struct {
		name    string
		steps   []step
		calls   int
		failure Failure // "" for an answer
		status  int
		longest time.Duration
	}{
		{"an answer", []step{ok}, 1, "", 0, 0},
		{"a reset, then an answer", []step{fails(errReset), ok}, 2, "", 0, time.Second},
		{"resets", []step{fails(errReset)}, 5, Unreachable, 0, 8 * time.Second},
		{"a hang, then an answer", []step{hangs, ok}, 2, "", 0, 31 * time.Second},
		{"hangs", []step{hangs}, 2, TimedOut, 0, 61 * time.Second},
		{"a body cut short, then an answer", []step{breaks, ok}, 2, "", 0, time.Second},
		{"bodies cut short", []step{breaks}, 3, Unreadable, 0, 2 * time.Second},
		{"a page of HTML, then an answer", []step{html, ok}, 2, "", 0, time.Second},
		{"pages of HTML", []step{html}, 3, Unreadable, 200, 2 * time.Second},
		{"503s, then an answer", []step{says(503, ""), says(502, ""), says(500, ""), says(504, ""), ok}, 5, "", 0, 8 * time.Second},
		{"a bit of everything", []step{says(503, ""), fails(errReset), html, hangs, ok}, 5, "", 0, 40 * time.Second},
		{"everything, and no answer", []step{says(503, ""), fails(errReset), html, hangs, says(429, "")}, 5, RateLimited, 429, 40 * time.Second},
		{"a bad certificate", []step{fails(certificate)}, 1, Unreachable, 0, 0},
		{"a request refused", []step{says(400, "no")}, 1, Refused, 400, 0},
		{"not recorded", []step{fails(&Error{Failure: NotCached})}, 1, NotCached, 0, 0},
		{"no network", []step{NoNetwork{}.RoundTrip}, 1, Unreachable, 0, 0},
		{"too large an answer", []step{says(200, strings.Repeat("{", maxBody+1))}, 1, Unreadable, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: test.steps}
				start := time.Now()
				var got Response
				err := New(Config{Name: "x", BaseURL: "http://x", Transport: s}).Do(t.Context(), Request{Path: "/a"}, func(r Response) error {
					got = r
					return readJSON(r)
				})
				if took := time.Since(start); s.calls != test.calls || took > test.longest {
					t.Errorf("asked %d times in %v, want %d within %v", s.calls, took, test.calls, test.longest)
				}
				if test.failure == "" {
					if err != nil || string(got.Body) != `{"a":1}` {
						t.Errorf("Do = %v after reading %q", err, got.Body)
					}
					return
				}
				e, ok := errors.AsType[*Error](err)
				if !ok || e.Failure != test.failure || e.Status != test.status || e.Registry != "x" {
					t.Errorf("Do = %v, want x: %s (HTTP %d)", err, test.failure, test.status)
				}
			})
		})
	}
}

func TestUnreadableTellsWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := New(Config{Name: "x", BaseURL: "http://x", Transport: &script{steps: []step{says(200, "<html>")}}})
		if err := h.Do(t.Context(), Request{}, readJSON); !errors.Is(err, errNotJSON) {
			t.Errorf("Do = %v, want the reader's error in it", err)
		}
	})
}

func TestNoRetries(t *testing.T) {
	s := &script{steps: []step{says(503, "")}}
	_ = New(Config{Name: "x", BaseURL: "http://x", Transport: s, Retries: -1}).Do(t.Context(), Request{}, readJSON)
	if s.calls != 1 {
		t.Errorf("asked %d times, want once", s.calls)
	}
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
		tests := []struct {
			value string
			d     time.Duration
			ok    bool
		}{
			{"", 0, false},
			{"0", 0, true},
			{" 2 ", 2 * time.Second, true},
			{"0.5", 500 * time.Millisecond, true},
			{"-1", 0, false},
			{"NaN", 0, false},
			{"soon", 0, false},
			{"99999999999999999999", maxRetryAfter, true},
			{"1e300", maxRetryAfter, true},
			{in(90 * time.Second), 90 * time.Second, true},
			{in(-time.Hour), 0, true},
			{"Fri, 31 Dec 9999 23:59:59 GMT", maxRetryAfter, true},
		}
		for _, test := range tests {
			d, ok := retryAfter(http.Header{"Retry-After": {test.value}}, time.Now())
			if d != test.d || ok != test.ok {
				t.Errorf("retryAfter(%q) = %v, %t; want %v, %t", test.value, d, ok, test.d, test.ok)
			}
		}
	})
}

func TestWaitsBetweenAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dated := func(*http.Request) (*http.Response, error) {
			return answered(429, "", "Retry-After", time.Now().Add(9*time.Second).UTC().Format(http.TimeFormat)), nil
		}
		tests := []struct {
			name             string
			first            step
			least, most      time.Duration
			calls            int
			failure          Failure
			asked, untilLeft time.Duration
		}{
			{"503", says(503, ""), 0, firstWait, 2, "", 0, time.Hour},
			{"503 with seconds", says(503, "", "Retry-After", "20"), 20 * time.Second, 20 * time.Second, 2, "", 0, time.Hour},
			{"429", says(429, ""), quietWait, quietWait, 2, "", 0, time.Hour},
			{"429 with seconds", says(429, "", "Retry-After", "2"), 2 * time.Second, 2 * time.Second, 2, "", 0, time.Hour},
			{"429 with a date", dated, 8 * time.Second, 9 * time.Second, 2, "", 0, time.Hour},
			{"429 for too long", says(429, "", "Retry-After", "31"), 0, 0, 1, RateLimited, 31 * time.Second, time.Hour},
			{"503 for too long", says(503, "", "Retry-After", "3600"), 0, 0, 1, Down, time.Hour, time.Hour},
			{"429 past the deadline", says(429, "", "Retry-After", "5"), 0, 0, 1, RateLimited, 5 * time.Second, 3 * time.Second},
		}
		for _, test := range tests {
			s := &script{steps: []step{test.first, says(200, "{}")}}
			h := New(Config{Name: "x", BaseURL: "http://x", Transport: s, Limits: map[Class]Limit{"": {Concurrency: 1}}})
			ctx, cancel := context.WithTimeout(t.Context(), test.untilLeft)
			start := time.Now()
			err := h.Do(ctx, Request{}, readJSON)
			cancel()
			if took := time.Since(start); took < test.least || took > test.most || s.calls != test.calls {
				t.Errorf("%s: asked %d times in %v, want %d in %v to %v", test.name, s.calls, took, test.calls, test.least, test.most)
			}
			if test.failure == "" {
				if err != nil {
					t.Errorf("%s: %v", test.name, err)
				}
				continue
			}
			e, ok := errors.AsType[*Error](err)
			late := errors.Is(err, context.DeadlineExceeded) // not to be shared with those who have more time
			if !ok || e.Failure != test.failure || e.RetryAfter != test.asked || late != (test.untilLeft < test.asked && test.asked <= 30*time.Second) {
				t.Errorf("%s: %v (%+v), want %s with %v", test.name, err, e, test.failure, test.asked)
			}
		}
	})
}

func TestBackoffGrowsWithJitter(t *testing.T) {
	for tries := range 40 {
		most, sum := firstWait<<min(tries, 10), time.Duration(0)
		for range 200 {
			d := backoff(tries)
			if d < 0 || d >= most {
				t.Fatalf("backoff(%d) = %v, want less than %v", tries, d, most)
			}
			sum += d
		}
		if mean := sum / 200; mean < most/3 || mean > most*2/3 {
			t.Errorf("backoff(%d) is %v in the mean, want about %v", tries, mean, most/2)
		}
	}
}

func TestBackoffIsCapped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{says(503, "")}}
		h := New(Config{Name: "x", BaseURL: "http://x", Transport: s, Retries: 20, MaxWait: time.Second})
		start := time.Now()
		_ = h.Do(t.Context(), Request{}, readJSON)
		if s.calls != 21 || time.Since(start) > 20*time.Second {
			t.Errorf("asked %d times in %v, want 21 in under 20 s", s.calls, time.Since(start))
		}
	})
}

func TestContextEndsTheRetries(t *testing.T) {
	tests := map[string]step{"hangs": hangs, "resets": fails(errReset), "503": says(503, ""), "429": says(429, "", "Retry-After", "2")}
	for name, s := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := New(Config{Name: "x", BaseURL: "http://x", Retries: 1000, Transport: transport(s)})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				err := h.Do(ctx, Request{}, readJSON)
				if err != context.Canceled || time.Since(start) > time.Second { //nolint:errorlint // it is to be the bare error
					t.Errorf("Do = %#v after %v, want context.Canceled after 1 s", err, time.Since(start))
				}
			})
		})
	}
}

func TestSecretsStayWithTheRegistry(t *testing.T) {
	const token, mail = "Bearer s3cret/+t", "user+tag@example.org"
	leaks := func(text string) bool {
		for _, secret := range []string{token, "s3cret", mail, url.QueryEscape(mail), url.QueryEscape(token)} {
			if strings.Contains(text, secret) {
				return true
			}
		}
		return false
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		for name, values := range req.Header {
			if leaks(strings.Join(values, " ")) {
				t.Errorf("the other host is told %s: %s", name, values)
			}
		}
		_, _ = w.Write([]byte(`{"a":1}`))
	}))
	defer other.Close()
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch req.URL.Path {
		case "/moved":
			if req.Header.Get("Token") != token || req.FormValue("mailto") != mail {
				t.Errorf("the registry got %v %v", req.Header, req.URL)
			}
			http.Redirect(w, req, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)+"/there", http.StatusFound)
		case "/form":
			http.Redirect(w, req, other.URL+"/there", http.StatusFound)
		case "/loop":
			http.Redirect(w, req, "/loop?"+req.URL.RawQuery, http.StatusFound)
		case "/refused":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, "{\"error\":\"bad key\",\n\"you\":%q,\x1b[31m %q}", mail, token)
		default:
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_ = conn.Close()
		}
	}))
	defer registry.Close()
	h := New(Config{Name: "x", BaseURL: registry.URL, Params: url.Values{"mailto": {mail}}, Header: http.Header{"Token": {token}}, Retries: -1})
	tests := []struct {
		req     Request
		failure Failure
		says    string
	}{
		{Request{Path: "/moved"}, "", ""},
		{Request{Path: "/form", Form: url.Values{"id": {"1"}}}, Refused, "moved to"},
		{Request{Path: "/loop"}, Refused, "302"},
		{Request{Path: "/refused"}, Refused, `(HTTP 400): {"error":"bad key", "you":"***", [31m "***"}`},
		{Request{Path: "/closed"}, Unreachable, "EOF"},
	}
	for _, test := range tests {
		err := h.Do(t.Context(), test.req, readJSON)
		if test.failure == "" {
			if err != nil {
				t.Errorf("%s: %v", test.req.Path, err)
			}
			continue
		}
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Failure != test.failure || !strings.Contains(err.Error(), test.says) || leaks(err.Error()) {
			t.Errorf("%s: %v, want %s saying %s and no secret", test.req.Path, err, test.failure, test.says)
		}
	}
}

func TestExcerpt(t *testing.T) {
	s := newSecrets(Config{})
	for body, want := range map[string]string{
		"":                         "",
		"\t<html><h1>No</h1>":      "",
		"a\r\n\tb\x00\x1b[2Jc\xff": "a b [2Jc?",
		strings.Repeat("é", 4000):  strings.Repeat("é", maxExcerpt) + "…",
	} {
		if got := s.excerpt([]byte(body)); got != want {
			t.Errorf("excerpt(%.20q) = %q, want %q", body, got, want)
		}
	}
}
