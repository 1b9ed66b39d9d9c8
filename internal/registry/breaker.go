package registry

import (
	"context"
	"errors"

	"github.com/sony/gobreaker/v2"
)

// breaker keeps a registry that is down from costing every question its retries and time-outs:
// while the circuit is open, questions fail at once.
type breaker struct {
	next    asker
	circuit *circuit
}

var _ asker = (*breaker)(nil)

// ask lets q through while the circuit is closed, or as the probe of one that is half open.
func (b *breaker) ask(ctx context.Context, q *question, read reader) (Response, error) {
	resp, err := b.circuit.gauge.Execute(func() (Response, error) {
		resp, err := b.next.ask(ctx, q, read)
		if e, ok := errors.AsType[*Error](err); ok && health(err) == ill {
			b.circuit.lastErr.Store(e)
		}
		return resp, err
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return Response{}, b.circuit.down()
	}
	return resp, err
}
