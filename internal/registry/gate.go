package registry

import (
	"container/list"
	"context"
	"sync"
)

// A gate lets a bounded number pass at once, in the order of their coming. Unlike a
// semaphore.Weighted it can be widened and narrowed while in use.
type gate struct {
	mu    sync.Mutex
	limit int // 0: none
	busy  int
	queue list.List // of chan struct{}, closed to let pass
}

// acquire waits for a place, which the caller releases, or for the end of ctx.
func (g *gate) acquire(ctx context.Context) error {
	g.mu.Lock()
	if g.queue.Len() == 0 && g.free() {
		g.busy++
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	place := g.queue.PushBack(turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-turn: // let in at the same moment: the place goes to the next
		g.busy--
		g.admit()
	default:
		g.queue.Remove(place)
	}
	return ctx.Err()
}

// release gives a place back.
func (g *gate) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy--
	g.admit()
}

// enter takes a place without waiting, be there one or not.
func (g *gate) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy++
}

// pass waits for a place and leaves it at once.
func (g *gate) pass(ctx context.Context) error {
	if err := g.acquire(ctx); err != nil {
		return err
	}
	g.release()
	return nil
}

// waiting returns how many wait for a place.
func (g *gate) waiting() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.queue.Len()
}

// idle reports whether nobody holds a place.
func (g *gate) idle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.busy == 0
}

// resize changes how many may pass at once; those who have passed stay.
func (g *gate) resize(limit int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limit = limit
	g.admit()
}

// free reports, with mu held, whether there is a place.
func (g *gate) free() bool { return g.limit <= 0 || g.busy < g.limit }

// admit lets in, with mu held, whoever there is a place for.
func (g *gate) admit() {
	for first := g.queue.Front(); first != nil && g.free(); first = g.queue.Front() {
		g.busy++
		close(g.queue.Remove(first).(chan struct{}))
	}
}
