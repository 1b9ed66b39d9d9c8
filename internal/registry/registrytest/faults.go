package registrytest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

const page = "<!DOCTYPE html><html><head><title>Just a moment…</title></head><body>Making sure you're not a bot!</body></html>"

// failing is a way in which a request can fail, and what may be said of it.
type failing struct {
	name string
	do   http.HandlerFunc
	want []registry.Failure
}

var fails = []failing{
	{"429", status(http.StatusTooManyRequests, `{"error":"API rate limit exceeded"}`), []registry.Failure{registry.RateLimited}},
	{"429 with a page", status(http.StatusTooManyRequests, page), []registry.Failure{registry.RateLimited}},
	{"500", status(http.StatusInternalServerError, `{"status":"error","message-type":"exception","message":{}}`), []registry.Failure{registry.Down}},
	{"502", status(http.StatusBadGateway, page), []registry.Failure{registry.Down}},
	{"503", status(http.StatusServiceUnavailable, ""), []registry.Failure{registry.Down}},
	{"504", status(http.StatusGatewayTimeout, page), []registry.Failure{registry.Down}},
	{"403", status(http.StatusForbidden, page), []registry.Failure{registry.Refused}},
	{"400", status(http.StatusBadRequest, `{"status":"failed","message-type":"validation-failure","message":[]}`), []registry.Failure{registry.Refused}},
	{"404 with a page", status(http.StatusNotFound, page), []registry.Failure{registry.Unreadable}},
	{"page", status(http.StatusOK, page), []registry.Failure{registry.Unreadable}},
	{"empty", status(http.StatusOK, ""), []registry.Failure{registry.Unreadable}},
	{"null", status(http.StatusOK, "null"), []registry.Failure{registry.Unreadable}},
	{"empty object", status(http.StatusOK, "{}"), []registry.Failure{registry.Unreadable}},
	{"number", status(http.StatusOK, "7"), []registry.Failure{registry.Unreadable}},
	{"other XML", status(http.StatusOK, "<?xml version=\"1.0\"?><eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>"), []registry.Failure{registry.Unreadable}},
	{"limit with 200", status(http.StatusOK, `{"error":"API rate limit exceeded","count":"4","limit":"3"}`), []registry.Failure{registry.Unreadable}},
	{"binary", status(http.StatusOK, "\x00\x01\xff\xfe\x1b[31m"), []registry.Failure{registry.Unreadable}},
	{"reset", reset, []registry.Failure{registry.Unreachable, registry.Unreadable}},
}

// status answers with a status and a body.
func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body)) //nolint:gosec // G705: no browser reads this, and the client may have gone
	}
}

// reset breaks the connection.
func reset(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// truncated sends the first half of the right answer and breaks the connection.
func (h Harness) truncated(w http.ResponseWriter, r *http.Request) {
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	h.Serve(rec, r)
	w.Header().Set("Content-Length", fmt.Sprint(len(rec.body)))
	w.WriteHeader(rec.status)
	_, _ = w.Write(rec.body[:len(rec.body)/2])
	panic(http.ErrAbortHandler)
}

// cut sends the first half of the right answer as if it were whole.
func (h Harness) cut(w http.ResponseWriter, r *http.Request) {
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	h.Serve(rec, r)
	w.WriteHeader(rec.status)
	_, _ = w.Write(rec.body[:len(rec.body)/2])
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { r.body = append(r.body, p...); return len(p), nil }

// once makes a fault of the nth request alone, from makes one of it and all that follow.
func once(n int, do http.HandlerFunc) fault {
	return func(i int, w http.ResponseWriter, r *http.Request) bool {
		if i == n {
			do(w, r)
		}
		return i == n
	}
}

func from(n int, do http.HandlerFunc) fault {
	return func(i int, w http.ResponseWriter, r *http.Request) bool {
		if i >= n {
			do(w, r)
		}
		return i >= n
	}
}

// steps returns how many requests the known queries take when all is well.
func steps(t *testing.T, s *server, c Case) int {
	t.Helper()
	s.with(nil).client().Lookup(t.Context(), c.Kind, c.Known)
	return s.count()
}

// passing checks that one failure, at any step, is made good by asking again.
func passing(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	all := append(slices.Clone(fails), failing{name: "truncated", do: h.truncated}, failing{name: "cut", do: h.cut})
	for step := range steps(t, s, c) {
		for _, f := range all {
			if slices.Contains(f.want, registry.Refused) {
				continue // that is for good
			}
			t.Run(fmt.Sprintf("%s at request %d", f.name, step+1), func(t *testing.T) {
				s.with(once(step, f.do))
				check(t, s.client().Lookup(t.Context(), c.Kind, c.Known), c.Want)
			})
		}
	}
}

// lasting checks that a failure that lasts is said to be one, whatever step it comes at.
func lasting(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	cut := []registry.Failure{registry.Unreadable, registry.Unreachable}
	all := append(slices.Clone(fails), failing{"truncated", h.truncated, cut}, failing{"cut", h.cut, cut})
	for step := range steps(t, s, c) {
		for _, f := range all {
			t.Run(fmt.Sprintf("%s from request %d", f.name, step+1), func(t *testing.T) {
				s.mustFail(t, c, from(step, f.do), f.want)
				if step == 0 {
					s.mustFailAlone(t, c, from(0, f.do), f.want)
				}
			})
		}
	}
}

// misshapen checks the same of answers in another shape than the one asked for.
func misshapen(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	for step := range steps(t, s, c) {
		for _, body := range c.Misshapen {
			t.Run(fmt.Sprintf("%.60q from request %d", body, step+1), func(t *testing.T) {
				s.mustFail(t, c, from(step, status(http.StatusOK, body)), []registry.Failure{registry.Unreadable})
			})
		}
	}
}

// mustFail checks that every known query fails in one of the ways wanted, asked together and, if the
// fault comes at once, alone. Where each query has a request of its own, those that came before the
// fault are answered rightly.
func (s *server) mustFail(t *testing.T, c Case, f fault, want []registry.Failure) {
	t.Helper()
	failed := 0
	for i, a := range s.with(f).client().Lookup(t.Context(), c.Kind, c.Known) {
		if a.Err == nil {
			if m := mismatch(a, c.Want[i]); m != "" {
				t.Errorf("answer %d: %s, though the registry failed", i, m)
			}
			continue
		}
		failed++
		checkFailed(t, a, want)
	}
	if failed == 0 {
		t.Error("no answer failed")
	}
}

// mustFailAlone checks the same of one query in a Lookup of its own.
func (s *server) mustFailAlone(t *testing.T, c Case, f fault, want []registry.Failure) {
	t.Helper()
	checkFailed(t, s.with(f).client().Lookup(t.Context(), c.Kind, c.Known[:1])[0], want)
}

// checkFailed fails the test for an answer that is no *registry.Error of one of the ways wanted.
func checkFailed(t *testing.T, a registry.Answer, want []registry.Failure) {
	t.Helper()
	e, ok := errors.AsType[*registry.Error](a.Err)
	switch {
	case !ok || !slices.Contains(want, e.Failure) || len(a.Works) > 0:
		t.Errorf("%d works and error %v, want a *registry.Error of %v", len(a.Works), a.Err, want)
	case e.Registry == "":
		t.Errorf("the error names no registry: %v", e)
	}
}

// odd checks that absurd content, control characters and huge fields among it, gives a work fit to be
// shown, or an error.
func odd(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	for _, body := range c.Odd {
		t.Run(fmt.Sprintf("%.60q", body), func(t *testing.T) {
			s.with(from(0, status(http.StatusOK, body)))
			a := s.client().Lookup(t.Context(), c.Kind, c.Known[:1])[0]
			if a.Err == nil && len(a.Works) == 0 {
				t.Error("taken for none")
			}
			for _, w := range a.Works {
				CheckText(t, w)
			}
		})
	}
}

// deadline checks that a registry that hangs is left when the caller's time is up.
func deadline(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	gone := make(chan struct{})
	defer close(gone)
	s.with(from(0, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-gone:
		}
	}))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	for i, a := range s.client().Lookup(ctx, c.Kind, c.Known) {
		if !errors.Is(a.Err, context.DeadlineExceeded) || len(a.Works) > 0 {
			t.Errorf("answer %d: %+v", i, a)
		}
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("left after %v", took)
	}
}

// cancelled checks that nobody is asked for a caller who has gone.
func cancelled(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for i, a := range s.client().Lookup(ctx, c.Kind, c.Known) {
		if !errors.Is(a.Err, context.Canceled) || len(a.Works) > 0 {
			t.Errorf("answer %d: %+v", i, a)
		}
	}
	if n := s.count(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// contact checks that every request says who asks.
func contact(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	s.client().Lookup(t.Context(), c.Kind, c.Known)
	for _, r := range s.requests() {
		if ua := r.UserAgent(); !strings.HasPrefix(ua, "refcheck/") || !strings.Contains(ua, "mailto:"+secretMail) {
			t.Errorf("%s %s from %q", r.Method, r.URL.Path, ua)
		}
	}
}

// secrets checks that no error tells the contact or the token, though the registry repeats both.
func secrets(t *testing.T, h Harness, c Case) {
	t.Helper()
	echo := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			text := fmt.Sprintf("you asked %s %v %v", r.URL, r.Form, r.Header)
			if strings.Contains(text, secretToken) {
				text = "your token is " + secretToken + ": " + text
			}
			status(code, text)(w, r)
		}
	}
	s := newServer(t, h)
	for name, do := range map[string]http.HandlerFunc{
		"200": echo(http.StatusOK), "400": echo(http.StatusBadRequest), "403": echo(http.StatusForbidden), "404": echo(http.StatusNotFound),
		"429": echo(http.StatusTooManyRequests), "500": echo(http.StatusInternalServerError), "reset": reset,
	} {
		t.Run(name, func(t *testing.T) {
			s.with(from(0, do))
			for _, a := range s.client().Lookup(t.Context(), c.Kind, c.Known) {
				for _, secret := range []string{secretMail, "secret.contact", secretToken} {
					if a.Err == nil || strings.Contains(a.Err.Error(), secret) {
						t.Errorf("error %v tells %q", a.Err, secret)
					}
				}
			}
		})
	}
}
