package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxBody bounds an answer. The largest seen, 200 records of PubMed or 1000 rows of Crossref, stay
// under 20 MB.
const maxBody = 32 << 20

// A timeoutError says that one attempt has had no whole answer in time. It is not the context's
// error: the caller may still have time for another attempt.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("no answer within %v", e.after) }

// An unreadableError says that an answer came but is of no use.
type unreadableError struct{ err error }

func (e *unreadableError) Error() string { return e.err.Error() }
func (e *unreadableError) Unwrap() error { return e.err }

// errTooLarge says that an answer passes maxBody.
var errTooLarge = fmt.Errorf("the answer is larger than %d MB", maxBody>>20)

// whole reads the whole body before it returns, so that a body cut short is a failed attempt like
// any other, and bounds each attempt's time and size. (gzip is net/http's own doing.)
type whole struct {
	next    http.RoundTripper
	timeout time.Duration
}

var _ http.RoundTripper = (*whole)(nil)

// RoundTrip returns an answer whose body is in memory.
func (t *whole) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel()
	resp, err := t.next.RoundTrip(req.WithContext(ctx))
	if err == nil {
		err = readWhole(resp)
	}
	if err == nil {
		return resp, nil
	}
	if req.Context().Err() == nil && ctx.Err() != nil {
		err = &timeoutError{after: t.timeout}
	}
	return nil, err
}

// readWhole puts the bytes of the body in its place.
func readWhole(resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	err = errors.Join(err, resp.Body.Close())
	switch {
	case err != nil:
		return &unreadableError{fmt.Errorf("cut short after %d bytes: %w", len(body), err)}
	case len(body) > maxBody:
		return &unreadableError{errTooLarge}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return nil
}
