package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	// firstWait is what the first backoff is drawn from; each later one from twice as much.
	firstWait = 500 * time.Millisecond
	// quietWait is the least that a 429 silences its class: limits are counted by the second.
	quietWait = time.Second
)

// retrier asks over HTTP, again and again where that may help. go-retryablehttp does the repeating;
// what to repeat, how long to wait and what remains in the end are decided here.
type retrier struct {
	cfg     Config
	client  *http.Client
	secrets secrets
	limits  *limits
	circuit *circuit
}

var _ asker = (*retrier)(nil)

// newRetrier returns the layer above limits.
func newRetrier(cfg Config, l *limits, c *circuit) *retrier {
	r := &retrier{cfg: cfg, secrets: newSecrets(cfg), limits: l, circuit: c}
	r.client = &http.Client{Transport: l, CheckRedirect: cfg.redirect}
	return r
}

// ask makes one exchange: a request with its retries.
func (r *retrier) ask(ctx context.Context, q *question, read reader) (Response, error) {
	req, err := r.cfg.newRequest(ctx, q)
	if err != nil {
		return Response{}, &Error{Registry: r.cfg.Name, Failure: Refused, Err: r.secrets.clean(err)}
	}
	x := &exchange{retrier: r, class: q.class, read: read, failed: map[Failure]int{}}
	req.SetResponseHandler(x.take)
	client := &retryablehttp.Client{
		HTTPClient:   r.client,
		RetryMax:     r.cfg.Retries,
		CheckRetry:   x.again,
		Backoff:      func(time.Duration, time.Duration, int, *http.Response) time.Duration { return x.wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	resp, err := client.Do(req)
	if resp != nil {
		defer func() { _ = resp.Body.Close() }() // in memory: see whole
	}
	if err := x.outcome(ctx, resp, err); err != nil {
		return Response{}, err
	}
	return x.answer, nil
}

// An exchange is one request with its retries.
type exchange struct {
	*retrier
	class  Class
	read   reader
	answer Response
	failed map[Failure]int // attempts by how they failed
	tries  int             // attempts that are worth another
	wait   time.Duration   // before the next attempt
	gaveUp error           // why there is no next attempt though it might do better
}

// take hands an accepted answer to the reader. It is go-retryablehttp's response handler: its error
// goes to again.
func (x *exchange) take(resp *http.Response) error {
	if !accepted(resp.StatusCode) {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return &unreadableError{err}
	}
	x.answer = Response{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if err := x.read(x.answer); err != nil {
		return &unreadableError{err}
	}
	x.circuit.answered()
	return nil
}

// again decides after each attempt whether there is another, and after what wait. An error of its
// own takes the place of the attempt's.
func (x *exchange) again(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if err == nil && accepted(resp.StatusCode) {
		return false, nil // go-retryablehttp comes back with the error of take
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err == nil {
		x.circuit.noAnswer(statusFailure(resp.StatusCode))
		if !retryStatus[resp.StatusCode] {
			return false, nil
		}
	} else if !x.passing(err) {
		return false, err
	}
	if x.circuit.worn() {
		return false, err
	}
	x.wait = min(backoff(x.tries), x.cfg.MaxWait)
	x.tries++
	if resp == nil || err != nil {
		return true, nil //nolint:nilerr // An error here would end the retries: the attempt's is kept apart.
	}
	asked, ok := retryAfter(resp.Header, x.cfg.Now())
	if ok {
		x.wait = asked
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		if !ok {
			x.wait = max(x.wait, min(quietWait, x.cfg.MaxWait))
		}
		x.limits.pause(ctx, x.class, x.wait)
	}
	x.gaveUp = worthWaiting(ctx, time.Now(), x.wait, x.cfg.MaxWait)
	return x.gaveUp == nil, nil
}

// passing reports whether a failed attempt may do better next time, and counts it.
func (x *exchange) passing(err error) bool {
	failure := failureOf(err)
	if !isContextError(err) && !errors.Is(err, errNotAsked) {
		x.circuit.noAnswer(failure)
	}
	if final(err) {
		return false
	}
	x.failed[failure]++
	return x.failed[failure] <= retryFailure[failure]
}

// outcome tells what the exchange has come to: nil if x.answer holds.
func (x *exchange) outcome(ctx context.Context, resp *http.Response, err error) error {
	if err == nil && accepted(resp.StatusCode) {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	failed := &Error{Registry: x.cfg.Name}
	if resp != nil {
		failed.Status = resp.StatusCode
	}
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok {
			named := *e
			named.Registry = x.cfg.Name
			return &named
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return context.DeadlineExceeded
		}
		failed.Failure, failed.Err = failureOf(err), x.secrets.clean(err)
		return failed
	}
	failed.Failure, failed.Err = statusFailure(resp.StatusCode), x.gaveUp
	failed.RetryAfter, _ = retryAfter(resp.Header, x.cfg.Now())
	if failed.Failure == Refused {
		failed.Err = x.refusal(resp)
	}
	return failed
}

// refusal returns what the registry says of its reasons, nil if nothing.
func (x *exchange) refusal(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return x.secrets.clean(err)
	}
	if text := x.secrets.excerpt(body); text != "" {
		return errors.New(text)
	}
	if to := resp.Header.Get("Location"); to != "" {
		return fmt.Errorf("moved to %q", x.secrets.strip(to))
	}
	return nil
}

// backoff returns the wait after the given number of waits: exponential with full jitter.
func backoff(tries int) time.Duration {
	return rand.N(firstWait << min(tries, 10)) //nolint:gosec // jitter is no secret
}
