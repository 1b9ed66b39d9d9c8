package registry

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// longestStart is how long a request that sets out keeps the others waiting: a registry that takes
// longer to connect is in trouble, and its limit the least of it.
const longestStart = 2 * time.Second

// A departure follows a request from its token to the wire. A request that has to set up its
// connection arrives a while after its token was spent, and the next ones, on connections that are
// warm, would come too close to it. So while it sets out no other does, and the next keeps its distance
// from when it was written. Where other processes ask too, who do not know of that, a request whose
// connection took too long waits for another permission before it is written. Transports that do not tell
// (those of tests) are taken as prompt.
type departure struct {
	class  *class
	latest time.Time               // when it has to be written; zero: whenever it is
	fail   context.CancelCauseFunc // ends it

	mu      sync.Mutex
	granted time.Time
	out     bool // setting out
	over    bool // answered or failed
	late    *time.Timer
}

// departing returns req, to be sent now, such that its departure can be followed; the caller ends the
// departure.
func (c *class) departing(ctx context.Context, req *http.Request, p pass) (*http.Request, *departure) {
	d := &departure{class: c, latest: p.latest, fail: p.fail, granted: time.Now()}
	trace := &httptrace.ClientTrace{
		GetConn:      func(string) { d.begin() },
		GotConn:      func(httptrace.GotConnInfo) { d.connected(ctx) },
		WroteRequest: func(httptrace.WroteRequestInfo) { d.written() },
	}
	return req.WithContext(httptrace.WithClientTrace(ctx, trace)), d
}

// begin keeps the next request from setting out.
func (d *departure) begin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.out && !d.over { // net/http begins again when an idle connection turns out to be closed
		d.out = true
		d.class.starting.enter()
		d.late = time.AfterFunc(longestStart, d.written)
	}
}

// connected waits for another permission if the first no longer holds.
func (d *departure) connected(ctx context.Context) {
	if d.latest.IsZero() || time.Now().Before(d.latest) {
		return
	}
	latest, err := d.class.spend(ctx)
	if err != nil {
		d.fail(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.latest, d.granted = latest, time.Now()
}

// written lets the next one set out, at its distance. It also ends the wait for one that is never
// written.
func (d *departure) written() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return
	}
	d.class.hold(time.Since(d.granted))
	d.leave()
}

// end lets the next one set out, whatever became of this one.
func (d *departure) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	d.leave()
}

// leave says, with mu held, that the request is no longer setting out.
func (d *departure) leave() {
	if d.out {
		d.out = false
		d.late.Stop()
		d.class.starting.release()
	}
}
