package registry

import (
	"cmp"
	"errors"
)

// narrowed is how a class has less under way at once than its limit allows, because its registry does not keep up:
// what it is asked besides makes each answer later, and one that comes after the timeout was for nothing.
type narrowed struct {
	to      int // requests at once; 0: as many as the limit allows
	answers int // in time, since that was last changed
}

// heard notes how a request of the class ended. A timeout halves the number of requests at once; as many answers
// in time allow one more, up to the limit.
func (c *class) heard(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	most := c.limit.Concurrency
	now := cmp.Or(c.to, most)
	_, late := errors.AsType[*timeoutError](err)
	switch {
	case most <= 1, err != nil && !late, err == nil && now == most:
		return
	case late:
		now = max(1, now/2)
	default:
		if c.answers++; c.answers < now {
			return
		}
		now++
	}
	c.narrowed = narrowed{to: now}
	if now == most {
		c.narrowed = narrowed{}
	}
	c.running.resize(now)
}
