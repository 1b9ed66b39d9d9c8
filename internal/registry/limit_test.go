package registry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// window is a registry's limit: so many requests within a second that slides, counted as they arrive,
// and so many at once.
type window struct {
	rate, concurrency int

	mu          sync.Mutex
	arrived     []time.Time
	running     int
	answers     int
	refusals    int
	last, first time.Time
}

// enter reports whether a request that arrives now is within the limit.
func (w *window) enter() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if w.first.IsZero() {
		w.first = now
	}
	w.last = now
	for len(w.arrived) > 0 && now.Sub(w.arrived[0]) >= time.Second {
		w.arrived = w.arrived[1:]
	}
	if len(w.arrived) >= w.rate || w.concurrency > 0 && w.running >= w.concurrency {
		w.refusals++
		return false
	}
	w.arrived = append(w.arrived, now)
	w.running++
	w.answers++
	return true
}

func (w *window) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running--
}

// askAll asks n different questions from so many goroutines, and fails the test on any error.
func askAll(t *testing.T, h *HTTP, n, workers int) {
	t.Helper()
	numbers := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range numbers {
				if err := h.Do(t.Context(), Request{Path: fmt.Sprintf("/%d", i), Class: "list"}, readJSON); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range n {
		numbers <- i
	}
	close(numbers)
	wg.Wait()
}

// pipes is a listener without a network, so that a server can run on the clock of synctest.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// dial connects to the listener, which takes as long as a handshake.
func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	time.Sleep(150 * time.Millisecond)
	here, there := net.Pipe()
	p.conns <- there
	return here, nil
}

func TestSlidingWindowRefusesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &window{rate: 10, concurrency: 3}
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			if !w.enter() {
				rw.WriteHeader(http.StatusTooManyRequests)
				return
			}
			time.Sleep(rand.N(900 * time.Millisecond))
			rw.Header().Set("Content-Length", "7")
			_, _ = rw.Write([]byte(`{"a":1}`))
			_ = http.NewResponseController(rw).Flush()
			time.Sleep(10 * time.Millisecond) // the answer is out before it counts as done
			w.leave()
		}))
		listener := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		if err := server.Listener.Close(); err != nil {
			t.Fatal(err)
		}
		server.Listener = listener
		server.Start()
		defer server.Close()
		next := &http.Transport{DialContext: listener.dial, MaxIdleConnsPerHost: 16}
		defer next.CloseIdleConnections()
		h := New(Config{Name: "x", BaseURL: "http://x", Transport: next, Limits: map[Class]Limit{"list": {Rate: 10, Concurrency: 3}}})
		askAll(t, h, 300, 20)
		if w.refusals > 0 || w.answers != 300 {
			t.Errorf("%d answers and %d refusals, want 300 and none", w.answers, w.refusals)
		}
		if took := w.last.Sub(w.first); took > 60*time.Second {
			t.Errorf("300 requests of half a second, three at once, took %v", took)
		}
	})
}

// distant is a registry some way off: a new connection costs a while, each way takes a little more or
// less long, and what is answered counts as done a little late.
type distant struct {
	*window
	dial, way, jitter, work, late time.Duration

	mu   sync.Mutex
	warm int
}

func (d *distant) RoundTrip(req *http.Request) (*http.Response, error) {
	trace := httptrace.ContextClientTrace(req.Context())
	trace.GetConn("x:80")
	d.mu.Lock()
	cold := d.warm == 0
	if !cold {
		d.warm--
	}
	d.mu.Unlock()
	if cold {
		time.Sleep(d.dial)
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	trace.WroteRequest(httptrace.WroteRequestInfo{})
	time.Sleep(d.way + rand.N(d.jitter))
	defer func() {
		d.mu.Lock()
		d.warm++
		d.mu.Unlock()
	}()
	if !d.enter() {
		return answered(http.StatusTooManyRequests, ""), nil
	}
	time.Sleep(d.work)
	time.AfterFunc(d.late, d.leave)
	return answered(http.StatusOK, `{"a":1}`), nil
}

func TestDistantRegistryRefusesNothing(t *testing.T) {
	for _, limit := range []Limit{{Rate: 1, Concurrency: 1}, {Rate: 3, Concurrency: 3}, {Rate: 3}, {Rate: 10, Concurrency: 3}, {Rate: 0.5}} {
		for _, work := range []time.Duration{10 * time.Millisecond, 400 * time.Millisecond, 1500 * time.Millisecond} {
			t.Run(fmt.Sprint(limit, work), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := &window{rate: max(1, int(limit.Rate)), concurrency: limit.Concurrency}
					d := &distant{window: w, dial: 250 * time.Millisecond, way: 40 * time.Millisecond, jitter: 40 * time.Millisecond, work: work, late: 60 * time.Millisecond}
					h := New(Config{Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": limit}, Transport: d})
					askAll(t, h, 200, 16)
					if w.refusals > 0 {
						t.Errorf("%d of 200 requests were refused", w.refusals)
					}
					best := time.Duration(200 / limit.Rate * (1 + slack) * float64(time.Second))
					if limit.Concurrency > 0 {
						best = max(best, 200/time.Duration(limit.Concurrency)*(work+80*time.Millisecond))
					}
					if took := w.last.Sub(w.first); took > best+best/20+3*time.Second {
						t.Errorf("200 requests took %v, want about %v", took, best)
					}
				})
			})
		}
	}
}

func TestClassesHaveLimitsOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := New(Config{
			Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": {Rate: 1}, "single": {Rate: 10}},
			Transport: transport(func(*http.Request) (*http.Response, error) { return answered(200, "{}"), nil }),
		})
		start := time.Now()
		for i := range 10 {
			for _, class := range []Class{"single", "free"} {
				if err := h.Do(t.Context(), Request{Path: fmt.Sprint("/", class, i), Class: class}, readJSON); err != nil {
					t.Fatal(err)
				}
			}
		}
		if took := time.Since(start); took < 900*time.Millisecond || took > 1100*time.Millisecond {
			t.Errorf("10 requests of 10 a second took %v", took)
		}
		if rate := h.Stats().Rate; rate != 10 {
			t.Errorf("Stats().Rate = %v, want that of the class asked", rate)
		}
	})
}

func TestHeadersMoveTheLimit(t *testing.T) {
	adapt := func(h http.Header) (Limit, bool) {
		n, err := strconv.ParseFloat(h.Get("X-Rate-Limit-Limit"), 64)
		return Limit{Rate: n}, err == nil
	}
	tests := []struct {
		name, header string
		fixed        bool
		want         float64
	}{
		{"up", "10", false, 10},
		{"down", "1", false, 1},
		{"fixed", "10", true, 3},
		{"silent", "", false, 3},
		{"nought", "0", false, 3},
		{"negative", "-1", false, 3},
		{"no number", "NaN", false, 3},
		{"boundless", "Inf", false, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := New(Config{
					Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": {Rate: 3, Concurrency: 2}}, Adapt: adapt, Fixed: test.fixed,
					Transport: transport(func(*http.Request) (*http.Response, error) {
						return answered(200, "{}", "X-Rate-Limit-Limit", test.header), nil
					}),
				})
				askAll(t, h, 1, 1)
				start := time.Now()
				askAll(t, h, 20, 4)
				rate := 20 / time.Since(start).Seconds()
				if rate > test.want || rate < test.want*0.8 {
					t.Errorf("%.2f requests a second, want a little under %v", rate, test.want)
				}
				if got := h.Stats().Rate; got != test.want {
					t.Errorf("Stats().Rate = %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestTooManyRequestsSilencesTheClass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		first := true
		var mu sync.Mutex
		h := New(Config{
			Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": {Rate: 10}},
			Transport: transport(func(*http.Request) (*http.Response, error) {
				mu.Lock()
				defer mu.Unlock()
				if first {
					first = false
					return answered(http.StatusTooManyRequests, "", "Retry-After", "7"), nil
				}
				if quiet := time.Since(start); quiet < 7*time.Second {
					t.Errorf("a request after %v of the 7 s asked for", quiet)
				}
				return answered(http.StatusOK, "{}"), nil
			}),
		})
		askAll(t, h, 10, 10)
		if took := time.Since(start); took > 9*time.Second {
			t.Errorf("10 requests took %v after 7 s of quiet", took)
		}
	})
}

func TestLongSilenceIsNotSatOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := New(Config{
			Name: "openalex", BaseURL: "http://x", Limits: map[Class]Limit{"list": {Rate: 10}, "single": {Rate: 10}},
			Transport: transport(func(req *http.Request) (*http.Response, error) {
				if req.URL.Path == "/single" {
					return answered(http.StatusOK, "{}"), nil
				}
				return answered(http.StatusTooManyRequests, "", "Retry-After", "54000"), nil
			}),
		})
		start := time.Now()
		for range 100 {
			err := h.Do(t.Context(), Request{Path: "/list", Class: "list"}, readJSON)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Failure != RateLimited || e.Status != 429 || e.RetryAfter < 14*time.Hour || e.Registry != "openalex" {
				t.Fatalf("Do = %v (%+v), want rate limited for 15 h", err, e)
			}
		}
		if n := h.Stats().Requests; n != 1 || time.Since(start) > time.Second {
			t.Errorf("%d requests in %v, want one", n, time.Since(start))
		}
		if err := h.Do(t.Context(), Request{Path: "/single", Class: "single"}, readJSON); err != nil {
			t.Errorf("the other class fails too: %v", err)
		}
		time.Sleep(15*time.Hour + time.Second)
		_ = h.Do(t.Context(), Request{Path: "/list", Class: "list"}, readJSON)
		if n := h.Stats().Requests; n != 3 {
			t.Errorf("%d requests, want the registry asked again after 15 h", n)
		}
	})
}

func TestSpentBudgetIsNotAskedOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := 2
		h := New(Config{
			Name: "openalex", BaseURL: "http://x", Limits: map[Class]Limit{"search": {Rate: 10}, "single": {Rate: 10}}, Fixed: true,
			Quiet: func(h http.Header) (Class, time.Duration) {
				if h.Get("X-Left") != "0" {
					return "", 0
				}
				return "search", 15 * time.Hour
			},
			Transport: transport(func(req *http.Request) (*http.Response, error) {
				if req.URL.Path == "/search" {
					left--
				}
				return answered(http.StatusOK, "{}", "X-Left", strconv.Itoa(left)), nil
			}),
		})
		for i, class := range []Class{"search", "single", "search", "single", "single"} {
			if err := h.Do(t.Context(), Request{Path: "/" + string(class), Query: url.Values{"n": {strconv.Itoa(i)}}, Class: class}, readJSON); err != nil {
				t.Fatalf("request %d: %v", i, err)
			}
		}
		err := h.Do(t.Context(), Request{Path: "/search", Class: "search"}, readJSON)
		if e, ok := errors.AsType[*Error](err); !ok || e.Failure != RateLimited || e.RetryAfter < 14*time.Hour {
			t.Errorf("Do = %v, want rate limited for 15 h", err)
		}
		if n := h.Stats().Requests; n != 5 {
			t.Errorf("%d requests, want none for what the budget does not pay", n)
		}
	})
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		h := New(Config{
			Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"one": {Concurrency: 1}, "slow": {Rate: 0.01}}, Timeout: time.Hour,
			Transport: transport(func(req *http.Request) (*http.Response, error) {
				if req.URL.Path == "/hang" {
					<-hang
				}
				return answered(200, "{}"), nil
			}),
		})
		done := make(chan error)
		go func() { done <- h.Do(t.Context(), Request{Path: "/hang", Class: "one"}, readJSON) }()
		synctest.Wait()
		if err := h.Do(t.Context(), Request{Path: "/0", Class: "slow"}, readJSON); err != nil {
			t.Fatal(err)
		}
		for _, class := range []Class{"one", "slow"} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			start := time.Now()
			err := h.Do(ctx, Request{Path: "/1", Class: class}, readJSON)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > time.Second {
				t.Errorf("%s: Do = %v after %v, want the deadline's error within 1 s", class, err, time.Since(start))
			}
			cancel()
			ctx, cancel = context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			if err := h.Do(ctx, Request{Path: "/2", Class: class}, readJSON); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: Do = %v, want context.Canceled", class, err)
			}
		}
		close(hang)
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := h.Do(t.Context(), Request{Path: "/3", Class: "one"}, readJSON); err != nil {
			t.Errorf("Do = %v; a place was lost to those who left", err)
		}
	})
}

func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{limit: 2}
		var mu sync.Mutex
		var order []int
		inside, most := 0, 0
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if err := g.acquire(t.Context()); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, i)
				inside++
				most = max(most, inside)
				mu.Unlock()
				time.Sleep(time.Second)
				mu.Lock()
				inside--
				mu.Unlock()
				g.release()
			})
			synctest.Wait()
		}
		start := time.Now()
		time.Sleep(4500 * time.Millisecond)
		synctest.Wait()
		if most != 2 {
			t.Errorf("%d were inside, want 2", most)
		}
		g.resize(5)
		wg.Wait()
		if most != 5 || time.Since(start) > 8*time.Second {
			t.Errorf("%d were inside after widening, all through after %v; want 5 and 7 s", most, time.Since(start))
		}
		for i, n := range order[:10] { // one at a time until the widening
			if n/2 != i/2 {
				t.Errorf("they passed in the order %v", order)
				break
			}
		}
		g.resize(1)
		if err := g.acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := g.acquire(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("acquire = %v, want context.Canceled", err)
		}
		g.release()
		if g.busy != 0 || g.queue.Len() != 0 {
			t.Errorf("%d busy and %d waiting at the end", g.busy, g.queue.Len())
		}
	})
}
