package registry

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// slack widens the space between two requests. Registries count what arrives within a second that
// slides, so that r requests spaced by exactly 1/r would make r+1 in one second as soon as one is
// late on its way and a later one is not. With a burst of 1 and the space widened by 8 %, each may be
// 80 ms late.
const slack = 0.08

// grace is how long a place is kept after its answer. Registries write an answer first and count it as
// done afterwards; a request that comes at once would find its place still taken.
const grace = 25 * time.Millisecond

// A class holds the limit of one Class and who waits for it. A request first gets a place among
// those running, then, one after the other, a token: the other way round, tokens would be hoarded
// and spent all at once.
type class struct {
	running  gate // for those sent and not yet answered
	leaving  gate // for the one that waits for its token
	starting gate // for the one that has its token and is not yet written: see departure
	tokens   *rate.Limiter
	places   *places  // among those running in all processes; nil: this process asks alone
	permits  *permits // the tokens of all processes; nil likewise
	maxWait  time.Duration
	stop     func() error // why not to send anything any more; nil while there is no reason

	mu    sync.Mutex
	limit Limit
	narrowed
	paused time.Time // until then the registry wants no requests
	held   time.Time // until then the last one sent is too close
}

// newClass returns a class that starts with a limit.
func newClass(limit Limit, maxWait time.Duration, stop func() error) *class {
	c := &class{
		leaving: gate{limit: 1}, starting: gate{limit: 1}, tokens: rate.NewLimiter(rate.Inf, 1),
		maxWait: maxWait, stop: stop,
	}
	c.set(limit)
	return c
}

// share makes the class keep its limit together with those of other processes.
func (c *class) share(allowance Allowance, key string) {
	s := &shared{Allowance: allowance, key: key, maxWait: c.maxWait}
	c.places = &places{shared: s, asking: gate{limit: 1}, left: make(chan struct{}, 1)}
	c.permits = &permits{shared: s, quiet: c.pause, taking: gate{limit: 1}}
}

// set moves the limit; what is 0 stays as it was.
func (c *class) set(limit Limit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if limit.Rate > 0 && !math.IsInf(limit.Rate, 0) && limit.Rate != c.limit.Rate {
		c.limit.Rate = limit.Rate
		c.tokens.SetLimit(rate.Limit(spaced(limit.Rate)))
	}
	if limit.Concurrency > 0 && limit.Concurrency != c.limit.Concurrency {
		c.limit.Concurrency, c.narrowed = limit.Concurrency, narrowed{}
		c.running.resize(limit.Concurrency)
	}
}

// spaced is the rate of tokens that keeps requests within a rate.
func spaced(rate float64) float64 { return rate / (1 + slack) }

// pause lets nothing through for as long as d; a longer pause stays.
func (c *class) pause(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paused = later(c.paused, time.Now().Add(d))
}

// A pass is what a request is sent with.
type pass struct {
	place  *place                  // nil: nobody counts them over all processes
	latest time.Time               // when it has to be written; zero: whenever it is
	fail   context.CancelCauseFunc // ends the request
}

// enter waits until a request may be sent, with the context that it returns; the caller leaves after its
// answer. What ends the request early is an *Error, as the cause of its context.
func (c *class) enter(parent context.Context) (ctx context.Context, p pass, err error) {
	if err := c.running.acquire(parent); err != nil {
		return nil, pass{}, err
	}
	ctx, p.fail = context.WithCancelCause(parent)
	if p.place, err = c.place(ctx, p.fail); err == nil {
		p.latest, err = c.token(ctx)
	}
	if err != nil {
		c.giveUp(ctx, p)
		return nil, pass{}, cause(ctx, err)
	}
	return ctx, p, nil
}

// cause returns the *Error that has ended a request early, or else err.
func cause(ctx context.Context, err error) error {
	if e, ok := errors.AsType[*Error](context.Cause(ctx)); ok {
		return e
	}
	return err
}

// place waits for a place among those that run in all processes, nil if nobody counts them.
func (c *class) place(ctx context.Context, fail context.CancelCauseFunc) (*place, error) {
	limit := c.allowed()
	if c.places == nil || limit.Rate <= 0 || limit.Concurrency <= 0 {
		return nil, nil
	}
	return c.places.enter(ctx, limit.Concurrency, c.stop, fail)
}

// allowed returns the limit as it is now.
func (c *class) allowed() Limit {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limit
}

// leave gives the place among those running to the next, a little after the answer.
func (c *class) leave(ctx context.Context, p pass) {
	if c.allowed().Concurrency <= 0 {
		c.giveUp(ctx, p)
		return
	}
	time.AfterFunc(grace, func() { c.giveUp(ctx, p) })
}

// giveUp gives the place to the next.
func (c *class) giveUp(ctx context.Context, p pass) {
	p.fail(nil)
	if p.place != nil {
		c.places.leave(ctx, p.place)
	}
	c.running.release()
}

// token waits, in the order of coming, until the request before is on its way, the pause and the hold
// have passed, and there is a token. It returns until when that holds.
func (c *class) token(ctx context.Context) (latest time.Time, err error) {
	if err := c.leaving.acquire(ctx); err != nil {
		return latest, err
	}
	defer c.leaving.release()
	for {
		if err := c.starting.pass(ctx); err != nil {
			return latest, err
		}
		wait, err := c.wait(ctx)
		if err != nil {
			return latest, err
		}
		if err := sleep(ctx, wait); err != nil {
			return latest, err
		}
		if latest, err = c.spend(ctx); err != nil {
			return latest, err
		}
		// Meanwhile an answer may have asked for quiet, or the request before may have been late.
		if wait, err := c.wait(ctx); err == nil && wait == 0 && c.starting.idle() {
			return latest, nil
		}
	}
}

// spend waits for a token: one of this process, or of all.
func (c *class) spend(ctx context.Context) (latest time.Time, err error) {
	if limit := c.allowed(); c.permits != nil && limit.Rate > 0 {
		return c.permits.take(ctx, spaced(limit.Rate), min(1+c.leaving.waiting(), max(int(limit.Rate), 1)))
	}
	err = c.tokens.Wait(ctx)
	switch {
	case err == nil:
		return latest, nil
	case ctx.Err() != nil:
		return latest, ctx.Err()
	}
	return latest, context.DeadlineExceeded // the token would come after it
}

// wait returns how long the class is to be quiet, or why there is no use in waiting.
func (c *class) wait(ctx context.Context) (time.Duration, error) {
	if err := c.stop(); err != nil {
		return 0, err
	}
	now := time.Now()
	c.mu.Lock()
	paused, held := c.paused.Sub(now), c.held.Sub(now)
	c.mu.Unlock()
	if err := worthWaiting(ctx, now, paused, c.maxWait); err != nil {
		return 0, &Error{Failure: RateLimited, Status: http.StatusTooManyRequests, RetryAfter: paused, Err: err}
	}
	return max(paused, held, 0), nil
}

// worthWaiting returns why a wait of d from now on cannot lead to an answer, nil if it can.
func worthWaiting(ctx context.Context, now time.Time, d, maxWait time.Duration) error {
	if d > maxWait {
		return fmt.Errorf("asked to wait %v", d.Round(time.Second))
	}
	if deadline, ok := ctx.Deadline(); ok && d > 0 && now.Add(d).After(deadline) {
		return fmt.Errorf("a wait of %v: %w", d.Round(time.Second), context.DeadlineExceeded)
	}
	return nil
}

// hold keeps the next request at its distance from the one written now, if that was late.
func (c *class) hold(late time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.limit.Rate > 0 && late.Seconds() >= slack {
		c.held = later(c.held, time.Now().Add(time.Duration((1+slack)/c.limit.Rate*float64(time.Second))))
	}
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sleep waits for d, if that is anything, or for the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
