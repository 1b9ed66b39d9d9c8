package registry

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
)

const (
	// downAfter failed exchanges in a row, each after its own retries, open the circuit.
	downAfter = 5
	// wornAfter failed attempts in a row open it too: where many questions wait side by side, the
	// first of them would come to the end of its retries only after the last has had its turn.
	wornAfter = 25
	// hungAfter time-outs in a row are enough: each costs half a minute.
	hungAfter = 4
	// probeAfter is how long the circuit stays open before one question may try again.
	probeAfter = 10 * time.Second
)

// A circuit is what a client knows of its registry's health. It is open while the registry is down.
type circuit struct {
	name    string
	gauge   *gobreaker.CircuitBreaker[Response]
	failed  atomic.Int32 // attempts in a row
	hung    atomic.Int32 // those of them that timed out, in a row
	lastErr atomic.Pointer[Error]
}

// newCircuit returns a closed circuit.
func newCircuit(cfg Config) *circuit {
	c := &circuit{name: cfg.Name}
	c.gauge = gobreaker.NewCircuitBreaker[Response](gobreaker.Settings{
		Name:         cfg.Name,
		Timeout:      probeAfter,
		ReadyToTrip:  func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= downAfter || c.worn() },
		IsSuccessful: func(err error) bool { return health(err) == well },
		IsExcluded:   func(err error) bool { return health(err) == unknown },
		OnStateChange: func(name string, from, to gobreaker.State) {
			if to == gobreaker.StateClosed || from == gobreaker.StateClosed {
				cfg.Health(name, to != gobreaker.StateClosed)
			}
		},
	})
	return c
}

// answered notes an attempt that got an answer to read.
func (c *circuit) answered() {
	c.failed.Store(0)
	c.hung.Store(0)
}

// noAnswer notes an attempt that ended otherwise.
func (c *circuit) noAnswer(f Failure) {
	switch condition(f) {
	case well:
		c.answered()
	case ill:
		c.failed.Add(1)
		if f == TimedOut {
			c.hung.Add(1)
		} else {
			c.hung.Store(0)
		}
	case unknown:
	}
}

// worn reports whether so many attempts have failed in a row that no retry is worth while. It stays so
// until there is an answer: a probe is a single attempt.
func (c *circuit) worn() bool { return c.failed.Load() >= wornAfter || c.hung.Load() >= hungAfter }

// isOpen reports whether the circuit is open, or half open and waiting for its probe.
func (c *circuit) isOpen() bool { return c.gauge.State() != gobreaker.StateClosed }

// stop returns why a question that has waited for its turn is not to be asked any more; nil unless the
// circuit is open.
func (c *circuit) stop() error {
	if c.gauge.State() != gobreaker.StateOpen {
		return nil
	}
	return c.down()
}

// errNotAsked is why a question that is not asked has no answer. It says nothing new of the registry.
var errNotAsked = errors.New("not asked after repeated failures")

// down returns the error of a question that is not asked, with what went before.
func (c *circuit) down() error {
	e := &Error{Registry: c.name, Failure: Down, Err: errNotAsked}
	if last := c.lastErr.Load(); last != nil {
		e.Status = last.Status
		e.Err = fmt.Errorf("%w, the last: %s", errNotAsked, last.Failure)
	}
	return e
}

// healthy is what the end of an attempt or an exchange says of the registry.
type healthy int

const (
	unknown healthy = iota // nothing: the caller left, there was no registry, or its limit is at work
	well                   // it answers, be it with a refusal
	ill
)

// condition tells what a failure says of the registry.
func condition(f Failure) healthy {
	switch f {
	case Refused, TooMany:
		return well
	case RateLimited, NotCached:
		return unknown
	case Unreachable, TimedOut, Down, Unreadable:
		return ill
	}
	return ill
}

// health tells what an exchange's error, or none, says of the registry.
func health(err error) healthy {
	if err == nil {
		return well
	}
	e, ok := errors.AsType[*Error](err)
	if !ok || isContextError(err) || errors.Is(err, errNotAsked) {
		return unknown
	}
	return condition(e.Failure)
}
