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
	_, late := errors.AsType[*timeoutError](err)
	switch {
	case most <= 1:
		return
	case late && c.to == 0:
		c.narrowed = narrowed{to: most / 2}
	case late:
		c.narrowed = narrowed{to: max(1, c.to/2)}
	case err != nil || c.to == 0:
		return
	default:
		if c.answers++; c.answers < c.to {
			return
		}
		c.narrowed = narrowed{to: c.to + 1}
	}
	if c.to >= most {
		c.narrowed = narrowed{}
	}
	c.running.resize(cmp.Or(c.to, most))
}
