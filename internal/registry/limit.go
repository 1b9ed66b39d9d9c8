package registry

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// limits keeps each Class of requests within its Limit. It sits inside the transport that the
// retries drive, so that every attempt and every redirect spends a token.
type limits struct {
	name    string
	observe func(Attempt)
	next    http.RoundTripper
	classes map[Class]*class
	adapt   func(http.Header) (Limit, bool)
	quiet   func(http.Header) (Class, time.Duration)
	sent    *atomic.Int64
	last    atomic.Pointer[class] // the class asked last
}

var _ http.RoundTripper = (*limits)(nil)

// newLimits starts from cfg's table.
func newLimits(cfg Config, next http.RoundTripper, circuit *circuit, sent *atomic.Int64) *limits {
	l := &limits{name: cfg.Name, observe: cfg.Observe, next: next, classes: map[Class]*class{}, quiet: cfg.Quiet, sent: sent}
	if !cfg.Fixed {
		l.adapt = cfg.Adapt
	}
	for name, limit := range cfg.Limits {
		c := newClass(limit, cfg.MaxWait, circuit.stop)
		if cfg.Shared != nil {
			c.share(cfg.Shared, cfg.sharedKey(name))
		}
		l.classes[name] = c
	}
	return l
}

// RoundTrip waits until the request's class may send it, sends it, and learns from the answer.
func (l *limits) RoundTrip(req *http.Request) (*http.Response, error) {
	began, attempt := time.Now(), Attempt{Registry: l.name, Outcome: notSent}
	sent := func() { attempt.Waited, attempt.Outcome = time.Since(began), "" }
	resp, err := l.roundTrip(req, &attempt.Class, sent)
	if attempt.Outcome != notSent {
		attempt.Took, attempt.Outcome = time.Since(began)-attempt.Waited, outcome(resp, err)
	}
	l.observe(attempt)
	return resp, err
}

// roundTrip is RoundTrip, which tells the name of the request's class, and when it is sent.
func (l *limits) roundTrip(req *http.Request, name *Class, sent func()) (*http.Response, error) {
	ctx := req.Context()
	var c *class
	if q := questionOf(req); q != nil {
		c, *name = l.classes[q.class], q.class
	}
	if c == nil {
		sent()
		l.sent.Add(1)
		return l.next.RoundTrip(req)
	}
	l.last.Store(c)
	ctx, pass, err := c.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer c.leave(ctx, pass)
	sent()
	l.sent.Add(1)
	req, departure := c.departing(ctx, req, pass)
	resp, err := l.next.RoundTrip(req)
	departure.end()
	c.heard(err)
	if err != nil {
		return nil, cause(ctx, err)
	}
	l.learn(ctx, c, resp.Header)
	return resp, nil
}

// learn takes from an answer of class c what its headers say of limits and budgets.
func (l *limits) learn(ctx context.Context, c *class, h http.Header) {
	if l.adapt != nil {
		if limit, ok := l.adapt(h); ok {
			c.set(limit)
			if c.permits != nil {
				c.permits.learn(ctx, limit)
			}
		}
	}
	if l.quiet != nil {
		if name, d := l.quiet(h); d > 0 {
			l.pause(ctx, name, d)
		}
	}
}

// pause keeps a class from sending anything for as long as d, in all processes: the registry said 429.
func (l *limits) pause(ctx context.Context, name Class, d time.Duration) {
	c := l.classes[name]
	if c == nil {
		return
	}
	c.pause(d)
	if c.permits != nil {
		c.permits.pause(ctx, d)
	}
}

// rate returns the requests a second that the class asked last allows, 0 for no limit.
func (l *limits) rate() float64 {
	c := l.last.Load()
	if c == nil {
		return 0
	}
	return c.allowed().Rate
}
