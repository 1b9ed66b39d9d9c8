package registry

import (
	"container/list"
	"context"
	"sync"
)

// A gate lets a bounded number pass at once, in the order of their coming, and one of each flow in turn.
// Unlike a semaphore.Weighted it can be widened and narrowed while in use.
type gate struct {
	mu    sync.Mutex
	limit int // 0: none
	busy  int
	queue list.List        // of *waiting, by round
	round int              // of who was let in last
	flows map[string]*flow // those that have anybody in the queue
}

// flow is what a gate knows of a flow.
type flow struct{ waiting, last int } // how many wait, and the round of the last

// waiting is one in the queue. Those of a flow come in rounds that follow each other.
type waiting struct {
	flow  string
	round int
	turn  chan struct{} // closed to let pass
}

// flowKey is the key of a context's flow.
type flowKey struct{}

// WithFlow names the flow of what is asked with the context: where requests wait for their turn, the flows
// take turns, so that one of many requests does not keep others waiting. Without a name all are one flow.
func WithFlow(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, flowKey{}, name)
}

// acquire waits for a place, which the caller releases, or for the end of ctx.
func (g *gate) acquire(ctx context.Context) error {
	g.mu.Lock()
	if g.queue.Len() == 0 && g.free() {
		g.busy++
		g.mu.Unlock()
		return nil
	}
	name, _ := ctx.Value(flowKey{}).(string)
	place, turn := g.enqueue(name)
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
		g.dequeue(place)
	}
	return ctx.Err()
}

// enqueue puts somebody of a flow into the queue, with mu held: behind those of the same round.
func (g *gate) enqueue(name string) (*list.Element, chan struct{}) {
	f := g.flows[name]
	if f == nil {
		if g.flows == nil {
			g.flows = map[string]*flow{}
		}
		f = &flow{last: g.round}
		g.flows[name] = f
	}
	f.waiting++
	f.last = max(f.last, g.round) + 1
	w := &waiting{flow: name, round: f.last, turn: make(chan struct{})}
	for at := g.queue.Back(); at != nil; at = at.Prev() {
		if at.Value.(*waiting).round <= w.round {
			return g.queue.InsertAfter(w, at), w.turn
		}
	}
	return g.queue.PushFront(w), w.turn
}

// dequeue takes somebody out of the queue, with mu held.
func (g *gate) dequeue(place *list.Element) *waiting {
	w := g.queue.Remove(place).(*waiting)
	f := g.flows[w.flow]
	if f.waiting--; f.waiting == 0 {
		delete(g.flows, w.flow)
	}
	return w
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
		w := g.dequeue(first)
		g.round = w.round
		close(w.turn)
	}
}
