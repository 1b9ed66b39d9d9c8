package registry

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// tenure is how long a place is used within one process before others are asked whether they wait.
	tenure = time.Second
	// linger is how long a place waits for the next request of this process.
	linger = 50 * time.Millisecond
	// lookEvery is how often somebody who waits looks whether a place has come free.
	lookEvery = 50 * time.Millisecond
	// spare is what a lease outlasts the longest request by.
	spare = time.Second
)

// places are those of a class among the requests that run at once, in all processes.
type places struct {
	*shared
	attempt time.Duration // the longest that a request runs
	asking  gate          // for the one that waits for a place

	left chan struct{} // holds one value after a place was left

	mu   sync.Mutex
	idle []*place
}

// A place is the lease of one slot.
type place struct {
	slot  int
	asked time.Time // for it, or whether others wait for it
	until time.Time
	going *time.Timer // gives it back; nil while it is in use
}

// enter waits for a place, in the order of coming; the caller leaves it.
func (p *places) enter(ctx context.Context, slots int, stop func() error) (*place, error) {
	if err := p.asking.acquire(ctx); err != nil {
		return nil, err
	}
	defer p.asking.release()
	for {
		if err := stop(); err != nil {
			return nil, err
		}
		for kept := p.reuse(); kept != nil; kept = p.reuse() {
			if time.Since(kept.asked) < tenure || p.renewed(ctx, kept) {
				return kept, nil
			}
			p.release(ctx, kept)
		}
		fresh := &place{asked: time.Now(), until: time.Now().Add(p.ttl())}
		err := p.ask(ctx, func(ctx context.Context) (err error) {
			fresh.slot, err = p.Lease(ctx, p.key, slots, p.ttl())
			return err
		})
		if err != nil || fresh.slot > 0 {
			return fresh, err
		}
		if err := p.await(ctx, lookEvery/2+rand.N(lookEvery)); err != nil { //nolint:gosec // jitter is no secret
			return nil, err
		}
	}
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

// ttl is for how long a place is leased: for one attempt, after a wait for its turn.
func (p *places) ttl() time.Duration { return p.maxWait + p.attempt + spare }

// lasts reports whether a place outlasts a request that is sent now.
func (p *places) lasts(at *place) bool { return time.Until(at.until) > p.attempt }

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

// renewed lengthens the lease of a place, unless another process waits for one.
func (p *places) renewed(ctx context.Context, at *place) (ok bool) {
	at.asked = time.Now()
	at.until = at.asked.Add(p.ttl())
	err := p.tell(ctx, func(ctx context.Context) (err error) {
		ok, err = p.Renew(ctx, p.key, at.slot, p.ttl())
		return err
	})
	return ok && err == nil
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
	for i, other := range p.idle {
		if other == at {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			return true
		}
	}
	return false
}

// release gives a place back. If that fails, it comes free with the end of its lease.
func (p *places) release(ctx context.Context, at *place) {
	_ = p.tell(ctx, func(ctx context.Context) error { return p.Release(ctx, p.key, at.slot) })
}
