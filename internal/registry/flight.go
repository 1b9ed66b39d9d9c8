package registry

import (
	"context"
	"sync"
)

// flight lets equal questions that are asked at the same time share one answer. The first to come
// asks, in its own goroutine and with its own context; the others wait. If the first leaves before it
// has an answer, one of the others asks in its stead, so that nobody fails for another's context.
// (x/sync's singleflight would hand the first one's cancellation to all.)
type flight struct {
	next asker
	name string
	mu   sync.Mutex
	asks map[string]*call
}

var _ asker = (*flight)(nil)

// A call is a question that somebody is asking.
type call struct {
	done chan struct{} // closed when the rest is settled
	resp Response
	err  error
	left bool // the one who asked left without an answer
}

// newFlight returns the layer above next.
func newFlight(name string, next asker) *flight {
	return &flight{name: name, next: next, asks: map[string]*call{}}
}

// ask asks q, or reads the answer that another gets to the same question.
func (f *flight) ask(ctx context.Context, q *question, read reader) (Response, error) {
	key := q.key()
	for {
		c, first := f.join(key)
		if first {
			f.lead(ctx, key, c, q, read)
			return c.resp, c.err
		}
		select {
		case <-ctx.Done():
			return Response{}, ctx.Err()
		case <-c.done:
		}
		if !c.left {
			return f.follow(c, read)
		}
	}
}

// join returns the call for key and whether it is a new one, to be led by the caller.
func (f *flight) join(key string) (c *call, first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.asks[key]; c != nil {
		return c, false
	}
	c = &call{done: make(chan struct{}), left: true}
	f.asks[key] = c
	return c, true
}

// lead asks, and settles the call even if read panics.
func (f *flight) lead(ctx context.Context, key string, c *call, q *question, read reader) {
	defer func() {
		f.mu.Lock()
		delete(f.asks, key)
		f.mu.Unlock()
		close(c.done)
	}()
	c.resp, c.err = f.next.ask(ctx, q, read)
	c.left = isContextError(c.err)
}

// follow reads another's answer.
func (f *flight) follow(c *call, read reader) (Response, error) {
	if c.err != nil {
		return Response{}, c.err
	}
	if err := read(c.resp); err != nil {
		return Response{}, &Error{Registry: f.name, Failure: Unreadable, Status: c.resp.Status, Err: err}
	}
	return c.resp, nil
}
