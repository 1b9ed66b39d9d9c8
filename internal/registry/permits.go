package registry

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// lateness is how late a permission may be used: by half of what slack allows, as the other half is for the
// way.
const lateness = time.Duration(slack / 2 * float64(time.Second))

// permits are the permissions of a class that are reserved and not used.
type permits struct {
	*shared
	quiet  func(time.Duration) // is told of a pause that some other process has asked for
	taking gate                // for the one that takes a permission
	ready  []permit
}

// A permit is the permission to send one request at a time, or a little later.
type permit struct{ at, latest time.Time }

// take waits for a permission, reserving as many as are wanted if there is none left, and returns until when
// it holds. One that is too late is lost: the next ones, of this or another process, would come too close
// to it.
func (p *permits) take(ctx context.Context, rate float64, wanted int) (latest time.Time, err error) {
	if err := p.taking.acquire(ctx); err != nil {
		return latest, err
	}
	defer p.taking.release()
	for {
		for len(p.ready) > 0 && time.Now().After(p.ready[0].latest) {
			p.ready = p.ready[1:]
		}
		if len(p.ready) == 0 {
			if err := p.ask(ctx, func(ctx context.Context) error { return p.reserve(ctx, rate, wanted) }); err != nil {
				return latest, err
			}
		}
		now := time.Now()
		wait := p.ready[0].at.Sub(now)
		if err := worthWaiting(ctx, now, wait, p.maxWait); err != nil {
			p.quiet(wait)
			return latest, &Error{Failure: RateLimited, Status: http.StatusTooManyRequests, RetryAfter: wait, Err: err}
		}
		if err := sleep(ctx, wait); err != nil {
			return latest, err
		}
		if latest = p.ready[0].latest; time.Now().Before(latest) {
			p.ready = p.ready[1:]
			return latest, nil
		}
	}
}

// errSlow is the error of permissions that come too late to be used.
var errSlow = errors.New("the answer took too long")

// reserve asks for permissions. They count from some time between the question and the answer.
func (p *permits) reserve(ctx context.Context, rate float64, n int) error {
	asked := time.Now()
	waits, err := p.Reserve(ctx, p.key, rate, n)
	if err != nil {
		return err
	}
	answered := time.Now()
	if answered.Sub(asked) >= lateness {
		return errSlow
	}
	for _, wait := range waits {
		p.ready = append(p.ready, permit{at: answered.Add(wait), latest: asked.Add(wait + lateness)})
	}
	return nil
}
