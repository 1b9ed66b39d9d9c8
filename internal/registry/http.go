package registry

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// Class names a group of requests that a registry gives a limit of its own, such as "single" and
// "list" at Crossref.
type Class string

// Limit is what a registry allows for a Class.
type Limit struct {
	Rate        float64 // requests a second, 0: no limit
	Concurrency int     // requests at once, 0: no limit
}

// Config says how one registry is to be asked. Only Name and BaseURL are needed.
type Config struct {
	Name      string // as in reports, cache keys and recordings: "crossref"
	BaseURL   string // "https://api.crossref.org", with or without a slash at its end
	UserAgent string // one for all registries, with a contact
	// Limits is the documented table; a Class that is not in it has no limit.
	Limits map[Class]Limit
	// Adapt reads from an answer's headers the limit of the class that was asked; what is 0 in
	// the Limit leaves its side as it was. Nil where headers say nothing.
	Adapt func(http.Header) (Limit, bool)
	Fixed bool // the user set the limits: no header moves them
	// Shared keeps the Limits that have a Rate over all processes that ask the registry; nil: this one
	// asks alone.
	Shared Allowance
	// Quiet reads from an answer's headers which class has used up a budget of its own, and how long
	// until there is a new one: until then the class asks nothing, and fails at once where that is
	// longer than MaxWait. Nil where there is no budget, or headers do not tell.
	Quiet func(http.Header) (Class, time.Duration)
	Keyed bool // the user has given a key: see HTTP.Keyed
	// Params go with every request (mailto, tool, email, api_key), Header likewise. Both are kept
	// out of errors, cache keys and recordings.
	Params url.Values
	Header http.Header
	Cache  Cache // nil: nothing is kept
	// Transport is the innermost layer: nil for one of its own, a Recorder or a Replayer (which
	// is asked without limits).
	Transport http.RoundTripper
	Offline   bool             // answers come from the cache alone
	Refresh   bool             // ask again what is cached
	Timeout   time.Duration    // of one attempt, without its waiting for the limit; default 30 s
	MaxWait   time.Duration    // the longest Retry-After or backoff to sit out; default 30 s
	Retries   int              // attempts after the first, default 4; below 0: none
	Now       func() time.Time // default time.Now
	// Observe is told of every attempt, and Health when the registry is found to be down and when it
	// answers again. Nil is nobody.
	Observe func(Attempt)
	Health  func(registry string, down bool)
}

// withDefaults returns the configuration with its gaps filled.
func (c Config) withDefaults() Config {
	if c.Timeout <= 0 {
		c.Timeout = 30 * time.Second
	}
	if c.MaxWait <= 0 {
		c.MaxWait = 30 * time.Second
	}
	switch {
	case c.Retries == 0:
		c.Retries = 4
	case c.Retries < 0:
		c.Retries = 0
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Transport == nil {
		c.Transport = newTransport()
	}
	if c.Observe == nil {
		c.Observe = func(Attempt) {}
	}
	if c.Health == nil {
		c.Health = func(string, bool) {}
	}
	if _, ok := c.Transport.(*Replayer); ok {
		c.Limits, c.Fixed = nil, true
	}
	return c
}

// sharedKey returns the key of a class's limit. What headers say is not for those whose limits are set.
func (c *Config) sharedKey(class Class) string {
	key := c.Name + "/" + string(class)
	if c.Fixed {
		key += "/fixed"
	}
	return key
}

// connectWithin bounds the setting up of a connection, so that a host that swallows every packet is
// found out sooner than by Config.Timeout.
const connectWithin = 10 * time.Second

// newTransport returns the standard transport with room for the connections that one registry
// allows at once.
func newTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 16
	t.DialContext = (&net.Dialer{Timeout: connectWithin, KeepAlive: 30 * time.Second}).DialContext
	return t
}

// HTTP asks one registry, politely: see Do. It may be used concurrently.
type HTTP struct {
	name    string
	keyed   bool
	layers  asker
	limits  *limits
	circuit *circuit
	memory  *memory
	sent    *atomic.Int64
}

// New returns a client that asks as cfg says. From the outside in, its layers are flight, breaker
// and retrier, and below them, as RoundTrippers, limits, whole and the Config's Transport. The
// memory stands above all of them, in Client.
func New(cfg Config) *HTTP {
	cfg = cfg.withDefaults()
	h := &HTTP{name: cfg.Name, keyed: cfg.Keyed, sent: &atomic.Int64{}, circuit: newCircuit(cfg), memory: newMemory(cfg)}
	h.limits = newLimits(cfg, &whole{next: cfg.Transport, timeout: cfg.Timeout}, h.circuit, h.sent)
	h.layers = newFlight(cfg.Name, &breaker{next: newRetrier(cfg, h.limits, h.circuit), circuit: h.circuit})
	return h
}

// Request is one question to a registry, free of secrets.
type Request struct {
	Path   string     // below the base URL, already escaped: "/works/10.1000/a%3Cb"
	Query  url.Values // nil: none
	Form   url.Values // if not nil, the request is a POST of this form
	Class  Class      // whose limit it spends
	Accept string     // "": whatever the registry sends of itself
}

// Response is a registry's whole answer. Equal requests share the Body: do not change it.
type Response struct {
	Status int // 200 or 404
	// Header holds what came; of an answer from a recording it is the Content-Type alone.
	Header http.Header
	Body   []byte // unpacked, at most 32 MB
}

// A reader takes in an answer: see Do.
type reader func(Response) error

// An asker is one layer of the client. It answers q with a Response that read has taken in without
// an error, or fails with an *Error or the context's error. It calls read in the caller's own
// goroutine and not after it has returned.
type asker interface {
	ask(ctx context.Context, q *question, read reader) (Response, error)
}

// Do asks once (equal requests in flight share one answer) and hands the answer, whose status is 200 or 404,
// to read. That says whether it is readable: an error of read counts as a failed attempt, which is retried,
// and in the end an Error of Unreadable. So read may be called several times, always in the caller's
// goroutine.
//
// Every other status, and every failure, is an *Error after the retries that suit it. The error of
// ctx comes before any other; its deadline's error may come early, when the wait that lies ahead
// would pass the deadline.
func (h *HTTP) Do(ctx context.Context, req Request, read func(Response) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if h.memory.offline {
		return &Error{Registry: h.name, Failure: NotCached, Err: errors.New("asking nobody, being offline")}
	}
	_, err := h.layers.ask(ctx, newQuestion(h.name, req), read)
	return err
}

// Keyed reports whether the user has given a key, for registries that answer some questions only to
// those who have one.
func (h *HTTP) Keyed() bool { return h.keyed }

// Stats is what a client has done and may do.
type Stats struct {
	Requests int     // attempts sent to the registry or the recording
	Cached   int     // answers that came from the cache
	Rate     float64 // requests a second that the class asked last allows; 0: no limit
	Down     bool    // the circuit is open: requests fail at once
	// CacheErr is why the cache was given up for the rest of the run; nil while it works.
	CacheErr error
}

// Stats returns the figures so far.
func (h *HTTP) Stats() Stats {
	return Stats{
		Requests: int(h.sent.Load()),
		Cached:   int(h.memory.recalled.Load()),
		Rate:     h.limits.rate(),
		Down:     h.circuit.isOpen(),
		CacheErr: h.memory.err(),
	}
}
