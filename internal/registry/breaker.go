package registry

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
)

const (
	// downAfter failed exchanges in a row, each after its own retries, open the circuit.
	downAfter = 5
	// hungAfter exchanges in a row that ended by a time-out open it sooner: each costs a minute.
	hungAfter = 3
	// probeAfter is how long the circuit stays open before one request may try again.
	probeAfter = 10 * time.Second
)

// breaker keeps a registry that is down from costing every question its retries and time-outs:
// while the circuit is open, questions fail at once.
type breaker struct {
	next    asker
	name    string
	circuit *gobreaker.CircuitBreaker[Response]
	hung    atomic.Int32 // exchanges in a row that timed out
	last    atomic.Pointer[Error]
}

var _ asker = (*breaker)(nil)

// newBreaker returns the layer above next with its circuit closed.
func newBreaker(name string, next asker) *breaker {
	b := &breaker{name: name, next: next}
	b.circuit = gobreaker.NewCircuitBreaker[Response](gobreaker.Settings{
		Name:    name,
		Timeout: probeAfter,
		ReadyToTrip: func(n gobreaker.Counts) bool {
			return n.ConsecutiveFailures >= downAfter || b.hung.Load() >= hungAfter
		},
		IsSuccessful: func(err error) bool { return health(err) == well },
		IsExcluded:   func(err error) bool { return health(err) == unknown },
	})
	return b
}

// ask lets q through while the circuit is closed, or as the probe of one that is half open.
func (b *breaker) ask(ctx context.Context, q *question, read reader) (Response, error) {
	resp, err := b.circuit.Execute(func() (Response, error) {
		resp, err := b.next.ask(ctx, q, read)
		b.note(err)
		return resp, err
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return Response{}, b.down()
	}
	return resp, err
}

// note remembers the last failure and how many time-outs came in a row.
func (b *breaker) note(err error) {
	switch health(err) {
	case well:
		b.hung.Store(0)
	case ill:
		e, ok := errors.AsType[*Error](err)
		if !ok {
			return
		}
		b.last.Store(e)
		if e.Failure == TimedOut {
			b.hung.Add(1)
		} else {
			b.hung.Store(0)
		}
	case unknown:
	}
}

// down returns the error of a question that was not asked, with what went before.
func (b *breaker) down() error {
	e := &Error{Registry: b.name, Failure: Down, Err: errors.New("not asked after repeated failures")}
	if last := b.last.Load(); last != nil {
		e.Status = last.Status
		e.Err = fmt.Errorf("not asked after repeated failures, the last: %s", last.Failure)
	}
	return e
}

// open reports whether the circuit is open, or half open and waiting for its probe.
func (b *breaker) open() bool { return b.circuit.State() != gobreaker.StateClosed }

// A condition is what the end of an exchange says of the registry's health.
type condition int

const (
	unknown condition = iota // nothing: the caller left, or there was no registry
	well                     // it answers, be it with a refusal
	ill
)

// health tells what an exchange's error, or none, says of the registry. A 429 says nothing: the limit
// is at work.
func health(err error) condition {
	if err == nil {
		return well
	}
	if isContextError(err) {
		return unknown
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return unknown
	}
	switch e.Failure {
	case Refused:
		return well
	case RateLimited, NotCached:
		return unknown
	case Unreachable, TimedOut, Down, Unreadable:
		return ill
	}
	return ill
}
