package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/callers"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// problemType is the content type of problem details.
const problemType = "application/problem+json"

// problem returns an error as what the API answers. What is not the client's fault is logged and not told.
func (s *Server) problem(ctx context.Context, err error) error {
	if _, ok := errors.AsType[huma.StatusError](err); ok {
		return err
	}
	if unread, ok := errors.AsType[*document.Error](err); ok {
		return unreadable(unread)
	}
	if refused := s.refusal(err); refused != nil {
		return refused
	}
	switch {
	case errors.Is(err, checks.ErrNone):
		return huma.Error404NotFound("there is no such check; it may have been deleted, or its time is over")
	case errors.Is(err, checks.ErrKeyUsed):
		return huma.Error422UnprocessableEntity("this Idempotency-Key came with another request before; take a new one for a new request")
	case errors.Is(err, report.ErrFormat):
		return huma.Error422UnprocessableEntity(err.Error())
	case errors.Is(ctx.Err(), context.Canceled):
		return huma.Error408RequestTimeout("the request was given up")
	}
	s.logOf(ctx).Error("a request failed", "error", err)
	return huma.ErrorWithHeaders(
		huma.Error503ServiceUnavailable("the database does not answer at the moment; nothing is lost, try again in a while"),
		http.Header{"Retry-After": {"10"}},
	)
}

// refusal answers what the visitor may not do, or not so often; nil if an error says neither.
func (s *Server) refusal(err error) error {
	if often, ok := errors.AsType[*rateError](err); ok {
		after := seconds(often.after)
		return tooMany(fmt.Sprintf("too many requests: this is allowed %d times a minute; try again in %d seconds", often.perMinute, after), after)
	}
	if quota, ok := errors.AsType[*callers.QuotaError](err); ok {
		if quota.Wanted > quota.Quota {
			return huma.Error413RequestEntityTooLarge(fmt.Sprintf("the bibliography holds %d references, and %d a day is the quota; split it", quota.Wanted, quota.Quota))
		}
		return tooMany(quota.Error(), seconds(quota.Renewed.Sub(s.Now())))
	}
	switch {
	case errors.Is(err, errNoToken):
		return unauthorized(err, `Bearer realm="refcheck"`)
	case errors.Is(err, tokens.ErrUnknown):
		return unauthorized(err, `Bearer realm="refcheck", error="invalid_token"`)
	}
	return nil
}

// unauthorized answers 401 with what is to be sent instead.
func unauthorized(err error, challenge string) error {
	return huma.ErrorWithHeaders(huma.Error401Unauthorized(err.Error()), http.Header{"Www-Authenticate": {challenge}})
}

// tooMany answers 429 with the seconds after which to try again.
func tooMany(why string, after int) error {
	return huma.ErrorWithHeaders(huma.Error429TooManyRequests(why), http.Header{"Retry-After": {strconv.Itoa(after)}})
}

// seconds rounds up.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// deny answers a request that comes to no handler: as the API does, or with a page.
func (s *Server) deny(w http.ResponseWriter, r *http.Request, err error) {
	if !strings.HasPrefix(r.URL.Path, "/v1/") {
		s.visit(w, r).fail(r.Context(), err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	err = s.problem(r.Context(), err)
	if with, ok := errors.AsType[huma.HeadersError](err); ok {
		maps.Copy(w.Header(), with.GetHeaders())
	}
	status := http.StatusInternalServerError
	if known, ok := errors.AsType[huma.StatusError](err); ok {
		status = known.GetStatus()
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(huma.NewError(status, err.Error())) // the client is gone
}

// unreadable answers a bibliography that cannot be read: why, what to do, and what was wrong on the way.
func unreadable(e *document.Error) error {
	status := http.StatusUnprocessableEntity
	if errors.Is(e, document.ErrTooLarge) {
		status = http.StatusRequestEntityTooLarge
	}
	details := []error{&huma.ErrorDetail{Message: "hint: " + e.Hint}}
	for _, p := range e.Problems {
		details = append(details, &huma.ErrorDetail{Message: p.Message, Value: p.Location})
	}
	return huma.NewError(status, e.Error(), details...)
}
