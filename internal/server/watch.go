package server

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

// requestHeader carries the name that a request has in the log.
const requestHeader = "X-Request-Id"

// watch measures and logs the requests that next answers, one line each, and keeps what panics over one
// from ending the process. A line names the route, never the path, which holds the id of a check; nor
// what was sent or by whom.
func (s *Server) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, route := rand.Text()[:12], s.route(r)
		log := s.Log.With("request", id)
		done := s.Measure(route)
		w.Header().Set(requestHeader, id)
		answer := &answer{ResponseWriter: w}
		began := time.Now()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		defer func() { //nolint:contextcheck // it takes that of the request
			failed := recover()
			if failed != nil {
				panicked(r.Context(), log, answer, failed)
			}
			done(answer.status())
			log.Log(r.Context(), levelOf(route), "answered", "route", route, "status", answer.status(), "took", time.Since(began).Round(time.Microsecond))
			if failed == http.ErrAbortHandler { //nolint:errorlint // it is given as it is, see net/http
				panic(failed)
			}
		}()
		next.ServeHTTP(answer, r)
	})
}

// requestKey is the key of a request's name in its context.
type requestKey struct{}

// logOf returns the log of a request.
func (s *Server) logOf(ctx context.Context) *slog.Logger {
	id, _ := ctx.Value(requestKey{}).(string)
	return s.Log.With("request", id)
}

// route returns the pattern that a request is answered by.
func (s *Server) route(r *http.Request) string {
	if _, pattern := s.mux.Handler(r); pattern != "" {
		return pattern
	}
	return "none"
}

// levelOf returns how much a request says: little, where somebody watches over the process by it every few
// seconds.
func levelOf(route string) slog.Level {
	if route == "GET /healthz" || route == "GET /readyz" {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// panicked answers a request that its handler panicked over. The value of a panic may hold what was sent:
// only that of the runtime is logged.
func panicked(ctx context.Context, log *slog.Logger, answer *answer, failed any) {
	if failed == http.ErrAbortHandler { //nolint:errorlint // as above
		return
	}
	contained, ok := failed.(*registry.Panic)
	if !ok {
		contained = &registry.Panic{Value: failed, Stack: debug.Stack()}
	}
	log.ErrorContext(ctx, "a handler panicked", "panic", contained.Kind(), "stack", string(contained.Stack))
	if answer.code == 0 {
		answer.Header().Set("Content-Type", problemType)
		answer.WriteHeader(http.StatusInternalServerError)
		_, _ = answer.Write([]byte(`{"title":"Internal Server Error","status":500,"detail":"this is a mistake in refcheck; nothing is lost"}` + "\n"))
	}
}

// answer notes the status of what is answered.
type answer struct {
	http.ResponseWriter
	code int
}

// Unwrap gives http.ResponseController what is below.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader notes the status.
func (a *answer) WriteHeader(code int) {
	if a.code == 0 && code >= http.StatusOK {
		a.code = code
	}
	a.ResponseWriter.WriteHeader(code)
}

// Write writes, which is 200 unless something else was said.
func (a *answer) Write(b []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// status returns the status; a handler that says nothing answers 200.
func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK
	}
	return a.code
}
