package server

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// visitor is who asks.
type visitor struct {
	// owner is the id of the token that was sent, to which checks belong; "" for a stranger.
	owner string
	role  tokens.Role
	// caller is whom idempotency keys, limits and quotas are counted for: the id of the token, or the name of
	// a stranger (callers.Stranger).
	caller string
	// quota is how many references may be looked up a day, 0 any number.
	quota int
}

// sees reports whether a check is for the visitor to see and to change: one's own, those that belong to
// whoever knows their id, and for an admin all.
func (v visitor) sees(c checks.Check) bool {
	return c.Owner == "" || c.Owner == v.owner || v.role == tokens.Admin
}

// visitorKey is the key of the visitor in a request's context.
type visitorKey struct{}

// visitorOf returns who asks: nobody, who owns nothing, unless the request went through identify.
func visitorOf(ctx context.Context) visitor {
	v, _ := ctx.Value(visitorKey{}).(visitor)
	return v
}

// errNoToken is the error of a request that has no token and needs one.
var errNoToken = errors.New("this needs a token: send it as Authorization: Bearer …")

// access says who may come to a route.
type access int

const (
	// restricted routes are for those who have a token and, unless Options say otherwise, for strangers.
	restricted access = iota
	// open routes are for all, and do not depend on who asks.
	open
	// entrance routes are for all and show who has come: a token that is not valid is as none.
	entrance
)

// accessTo returns who may come to the route of a pattern. What is not named here is restricted.
func accessTo(pattern string) access {
	switch pattern {
	case "GET /healthz", "GET /readyz":
		return open
	case "GET /{$}", "GET /session", "POST /session", "POST /session/end":
		return entrance
	}
	for _, of := range []string{"GET /assets/", "GET /v1/openapi", "GET /v1/schemas/"} {
		if strings.HasPrefix(pattern, of) {
			return open
		}
	}
	return restricted
}

// identify finds out who asks and puts the visitor into the context. Who sends a token that is not valid is
// told so, and never taken for a stranger instead.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := accessTo(s.route(r))
		if to == open {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store") // the answer is for this visitor
		v, err := s.visitor(r)
		if err != nil && to == entrance {
			v, err = visitor{}, nil
		}
		if err != nil {
			if errors.Is(err, tokens.ErrUnknown) && r.Header.Get("Authorization") == "" {
				http.SetCookie(w, s.cookie(r, "", -1)) // or the browser would be stuck with it
			}
			s.deny(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, v)))
	})
}

// visitor returns who has sent a request. A token in the header counts more than one in a cookie.
func (s *Server) visitor(r *http.Request) (visitor, error) {
	ctx, cancel := context.WithTimeout(r.Context(), longestWait)
	defer cancel()
	secret, sent := bearer(r)
	if !sent {
		if c, err := r.Cookie(cookieName); err == nil {
			secret, sent = c.Value, true
		}
	}
	if sent {
		t, err := s.Tokens.Use(ctx, secret)
		return visitor{t.ID, t.Role, t.ID, t.Quota}, err
	}
	if s.NoAnonymous {
		return visitor{}, errNoToken
	}
	stranger, err := s.Callers.Stranger(ctx, s.client(r))
	return visitor{caller: stranger, quota: s.AnonymousQuota}, err
}

// bearer returns the token in the header; "", which is none's, if what is there is something else.
func bearer(r *http.Request) (secret string, sent bool) {
	header, sent := r.Header["Authorization"]
	if !sent {
		return "", false
	}
	scheme, secret, _ := strings.Cut(header[0], " ")
	if len(header) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return "", true
	}
	return strings.TrimSpace(secret), true
}

// visible returns a check if it is for the visitor to see; that of another is as if it were not there.
func (s *Server) visible(ctx context.Context, id string) (checks.Check, error) {
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	c, err := s.Checks.Get(ctx, id)
	if err == nil && !visitorOf(ctx).sees(c) {
		return checks.Check{}, checks.ErrNone
	}
	return c, err
}

// welcome reports whether the visitor, whose request takes long, would still be let in: the token may have been
// revoked meanwhile, or have expired. While the database does not say so, it is.
func (s *Server) welcome(ctx context.Context) bool {
	owner := visitorOf(ctx).owner
	if owner == "" {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, longestLook)
	defer cancel()
	return !errors.Is(s.Tokens.Valid(ctx, owner), tokens.ErrUnknown)
}
