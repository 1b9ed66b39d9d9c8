package registry

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

const (
	// leaseFor is how long a place stays taken without a sign of life: what the death of a process costs
	// the others.
	leaseFor = 10 * time.Second
	// beatEvery is how often there is one.
	beatEvery = 3 * time.Second
	// margin is how long before the end of its lease a request ends whose lease cannot be renewed.
	margin = time.Second
	// tenure is how long a place is used within one process before it is asked whether others wait.
	tenure = time.Second
	// linger is how long a place waits for the next request of this process.
	linger = 50 * time.Millisecond
	// lookEvery is how often somebody who waits looks whether a place has come free.
	lookEvery = 50 * time.Millisecond
)

// places are those of a class among the requests that run at once, in all processes.
type places struct {
	*shared
	asking gate          // for the one that waits for a place
	left   chan struct{} // holds one value after a place was left

	mu   sync.Mutex
	idle []*place
}

// A place is the lease of one slot, which is renewed until it is released.
type place struct {
	slot int

	mu     sync.Mutex
	asked  time.Time // for it, or for more time
	wanted bool      // by another process, when it was last asked
	lost   bool
	fail   context.CancelCauseFunc // ends the request that has it
	beat   *time.Timer             // renews it
	going  *time.Timer             // gives it back, while no request has it
}

// enter waits for a place, in the order of coming; the caller leaves it. fail ends the caller's request,
// should the lease be lost.
func (p *places) enter(ctx context.Context, slots int, stop func() error, fail context.CancelCauseFunc) (*place, error) {
	if err := p.asking.acquire(ctx); err != nil {
		return nil, err
	}
	defer p.asking.release()
	for {
		if err := stop(); err != nil {
			return nil, err
		}
		for at := p.reuse(); at != nil; at = p.reuse() {
			if p.keeps(ctx, at, fail) {
				return at, nil
			}
			p.release(ctx, at)
		}
		at, err := p.lease(ctx, slots, fail)
		if at != nil || err != nil {
			return at, err
		}
		if err := p.await(ctx, lookEvery/2+rand.N(lookEvery)); err != nil { //nolint:gosec // jitter is no secret
			return nil, err
		}
	}
}

// lease takes a place that is free, nil if there is none.
func (p *places) lease(ctx context.Context, slots int, fail context.CancelCauseFunc) (*place, error) {
	at := &place{fail: fail}
	err := p.ask(ctx, func(ctx context.Context) (err error) {
		at.asked = time.Now()
		at.slot, err = p.Lease(ctx, p.key, slots, leaseFor)
		return err
	})
	if err != nil || at.slot == 0 {
		return nil, err
	}
	at.mu.Lock()
	defer at.mu.Unlock()
	at.beat = time.AfterFunc(beatEvery, func() { p.sustain(context.WithoutCancel(ctx), at) })
	return at, nil
}

// await waits for d, or until a request of this process leaves a place.
func (p *places) await(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-p.left:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reuse returns a place that another request of this process has left, nil if there is none.
func (p *places) reuse() *place {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	at := p.idle[0]
	p.idle = p.idle[1:]
	at.going.Stop()
	return at
}

// keeps reports whether a place that was left is for the next request of this process, rather than for
// another process that waits.
func (p *places) keeps(ctx context.Context, at *place, fail context.CancelCauseFunc) bool {
	at.mu.Lock()
	long := time.Since(at.asked) >= tenure
	at.mu.Unlock()
	if long {
		p.renew(ctx, at)
	}
	at.mu.Lock()
	defer at.mu.Unlock()
	if at.lost || at.wanted || time.Until(at.end()) <= 0 {
		return false
	}
	at.fail = fail
	return true
}

// end is, with mu held, when a request has to be over that cannot renew the lease.
func (at *place) end() time.Time { return at.asked.Add(leaseFor - margin) }

// renew asks for more time for a place.
func (p *places) renew(ctx context.Context, at *place) {
	asked := time.Now()
	at.mu.Lock()
	ctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), at.end())
	at.mu.Unlock()
	defer cancel()
	held, wanted, err := p.Renew(ctx, p.key, at.slot, leaseFor)
	if err != nil {
		return
	}
	at.mu.Lock()
	defer at.mu.Unlock()
	at.lost, at.wanted = !held, wanted
	if held {
		at.asked = asked
	}
}

// sustain renews a place every now and then, and ends the request that has it if that fails for too long.
func (p *places) sustain(ctx context.Context, at *place) {
	p.renew(ctx, at)
	at.mu.Lock()
	defer at.mu.Unlock()
	if at.beat == nil {
		return // it was given back meanwhile
	}
	left := time.Until(at.end())
	if at.lost || left <= 0 {
		at.lost = true
		at.fail(&Error{Failure: RateLimited, Err: errOutOfReach})
		return
	}
	at.beat.Reset(min(beatEvery, left))
}

// leave keeps a place for the next request for a moment, and then gives it back.
func (p *places) leave(ctx context.Context, at *place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, at)
	at.going = time.AfterFunc(linger, func() {
		if p.forget(at) {
			p.release(ctx, at)
		}
	})
	select {
	case p.left <- struct{}{}:
	default:
	}
}

// forget takes a place from those that wait for a request, and reports whether it was among them.
func (p *places) forget(at *place) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.idle, at)
	if i >= 0 {
		p.idle = slices.Delete(p.idle, i, i+1)
	}
	return i >= 0
}

// release gives a place back. If that fails, it comes free with the end of its lease.
func (p *places) release(ctx context.Context, at *place) {
	at.mu.Lock()
	at.beat.Stop()
	at.beat = nil
	at.mu.Unlock()
	_ = p.tell(ctx, func(ctx context.Context) error { return p.Release(ctx, p.key, at.slot) })
}
