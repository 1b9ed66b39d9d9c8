package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// problem returns an error as what the API answers. What is not the client's fault is logged and not told.
func (s *Server) problem(ctx context.Context, err error) error {
	if answered, ok := errors.AsType[huma.StatusError](err); ok {
		return answered
	}
	if unread, ok := errors.AsType[*document.Error](err); ok {
		return unreadable(unread)
	}
	switch {
	case errors.Is(err, checks.ErrNone):
		return huma.Error404NotFound("there is no such check; it may have been deleted, or its time is over")
	case errors.Is(err, checks.ErrKeyUsed):
		return huma.Error422UnprocessableEntity("this Idempotency-Key came with another request before; take a new one for a new request")
	case errors.Is(err, report.ErrFormat):
		return huma.Error422UnprocessableEntity(err.Error())
	case ctx.Err() != nil:
		return huma.Error408RequestTimeout("the request was given up")
	}
	s.logOf(ctx).Error("a request failed", "error", err)
	return huma.ErrorWithHeaders(
		huma.Error503ServiceUnavailable("the database does not answer at the moment; nothing is lost, try again in a while"),
		http.Header{"Retry-After": {"10"}},
	)
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
