package server

import (
	"context"
	"net/http"
	"time"
)

// longestWait is how long a request waits for the database before it is answered that this is away.
const longestWait = 15 * time.Second

// takesLong reports whether the requests to the route of a pattern may take long for another reason than the
// database: they bring a bibliography, ask registries, or are answered bit by bit.
func takesLong(pattern string) bool {
	switch pattern {
	case "POST /v1/checks", "POST /checks", "POST /v1/parse", "POST /v1/verify", "GET /checks/{id}",
		"GET /v1/checks/{id}/events", "GET /v1/checks/{id}/report", "GET /v1/checks/{id}/corrected":
		return true
	}
	return false
}

// withWait bounds how long requests wait for the database. Those that may take long wait for it as long when they
// come: to know who asks, whether that may be, and for what.
func (s *Server) withWait(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !takesLong(s.route(r)) {
			ctx, cancel := context.WithTimeout(r.Context(), longestWait)
			defer cancel()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}
