package registry

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Rates keeps rates, by a key, over all processes that ask the same registries.
type Rates interface {
	// Reserve takes n permissions at a rate a second, and returns how long to wait for each, counted from
	// its answer; they are the key's next ones, at their distance. A rate that was learned goes before.
	Reserve(ctx context.Context, key string, rate float64, n int) ([]time.Duration, error)
	// Pause gives nobody a permission for as long as d.
	Pause(ctx context.Context, key string, d time.Duration) error
	// Learn notes the limits that hold for all from now on; what is 0 stays as it was.
	Learn(ctx context.Context, key string, rate float64, slots int) error
}

// Leases keeps who runs what, by a key, over all processes.
type Leases interface {
	// Lease takes one of so many slots, for ttl or until it is released; 0 says that none is free now.
	Lease(ctx context.Context, key string, slots int, ttl time.Duration) (slot int, err error)
	// Renew lengthens a lease to ttl from now on, if it is held. wanted says that somebody else waits for
	// one, or that there are fewer slots by now: it is to be released when it is no longer needed.
	Renew(ctx context.Context, key string, slot int, ttl time.Duration) (held, wanted bool, err error)
	Release(ctx context.Context, key string, slot int) error
}

// Allowance is what all processes together may ask. It may be used concurrently.
type Allowance interface {
	Rates
	Leases
}

const (
	// askWithin bounds a question to the Allowance.
	askWithin = 5 * time.Second
	// askAgain is the pause after one that failed.
	askAgain = 200 * time.Millisecond
)

// shared is a class's part in an Allowance.
type shared struct {
	Allowance
	key     string
	maxWait time.Duration

	mu      sync.Mutex
	failing time.Time // since when, zero while it answers
	told    Limit     // what was last learned from an answer, and noted
}

// errOutOfReach is why a request is not sent while nobody knows what the others send. Its cause stands in
// the log of who keeps the limits; here it would stand in a report.
var errOutOfReach = errors.New("the limits that hold over all processes are out of reach")

// ask puts a question to the Allowance, again and again while that does not answer. Whatever it takes is to
// be known: the question goes on though ctx has ended.
func (s *shared) ask(ctx context.Context, question func(context.Context) error) error {
	for {
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), askWithin)
		err := question(asking)
		cancel()
		if err == nil {
			s.answered()
			return nil
		}
		if s.hopeless() {
			return &Error{Failure: RateLimited, Err: errOutOfReach}
		}
		if err := sleep(ctx, askAgain); err != nil {
			return err
		}
	}
}

// answered notes that the Allowance is there.
func (s *shared) answered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = time.Time{}
}

// hopeless notes that the Allowance has failed, and reports whether it has for so long that there is no use
// in waiting.
func (s *shared) hopeless() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing.IsZero() {
		s.failing = time.Now()
	}
	return time.Since(s.failing) >= s.maxWait
}

// tell does once what is for the others to know. They find out by themselves if it fails: by an answer like
// the one that told it here.
func (s *shared) tell(ctx context.Context, what func(context.Context) error) error {
	telling, cancel := context.WithTimeout(context.WithoutCancel(ctx), askWithin)
	defer cancel()
	return what(telling)
}

// pause lets nobody ask for as long as d.
func (s *shared) pause(ctx context.Context, d time.Duration) {
	_ = s.tell(ctx, func(ctx context.Context) error { return s.Pause(ctx, s.key, d) })
}

// learn notes a limit that an answer has named, once.
func (s *shared) learn(ctx context.Context, limit Limit) {
	s.mu.Lock()
	known := s.told == limit
	s.mu.Unlock()
	if known {
		return
	}
	err := s.tell(ctx, func(ctx context.Context) error { return s.Learn(ctx, s.key, spaced(limit.Rate), limit.Concurrency) })
	if err == nil {
		s.mu.Lock()
		s.told = limit
		s.mu.Unlock()
	}
}
