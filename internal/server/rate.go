package server

import (
	"context"
	"net/http"
	"time"
)

// rateError says that a client asks too often.
type rateError struct {
	perMinute int
	after     time.Duration // until it may ask again
}

func (*rateError) Error() string { return "too many requests" }

// costly returns as what the requests to the route of a pattern are counted that bring something that costs; ""
// for others.
func costly(pattern string) string {
	switch pattern {
	case "POST /v1/checks", "POST /checks":
		return "check"
	case "POST /v1/verify":
		return "verify"
	case "POST /v1/parse":
		return "parse"
	}
	return ""
}

// withRate counts the requests of each visitor that bring something that costs, and refuses those that are too
// many before anything of their bodies is taken in.
func (s *Server) withRate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if what := costly(s.route(r)); what != "" {
			if err := s.allow(r.Context(), what); err != nil {
				s.deny(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// allow counts a request of the visitor, and refuses it if there were too many.
func (s *Server) allow(ctx context.Context, what string) error {
	if s.ClientRate == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	after, err := s.Limits.Try(ctx, "client:"+what+":"+visitorOf(ctx).caller, float64(s.ClientRate)/60, s.ClientRate, 1)
	if err == nil && after > 0 {
		err = &rateError{s.ClientRate, after}
	}
	return err
}
