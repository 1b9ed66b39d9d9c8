package registrytest

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

// access has a contact and a token, which must stay secret, and no limit.
func access(url string) registry.Access {
	var free float64
	return registry.Access{
		URL: url, Mailto: secretMail, Token: secretToken, Agent: "refcheck/test (+https://example.org/refcheck)", Rate: &free,
	}
}

const (
	secretMail  = "secret.contact@example.org"
	secretToken = "s3cr3t-t0ken"
)

// server is the registry: faithful, but for the requests that a fault takes over.
type server struct {
	*httptest.Server
	harness Harness

	mu    sync.Mutex
	seen  []*http.Request
	fault fault
}

// A fault answers the nth request, from 0, in its own way, or reports false to leave it alone.
type fault func(n int, w http.ResponseWriter, r *http.Request) bool

func newServer(t *testing.T, h Harness) *server {
	t.Helper()
	s := &server{harness: h}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// ServeHTTP notes the request and answers it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm() // a body that is no form is the client's mistake, and shows in the answer
	s.mu.Lock()
	n := len(s.seen)
	s.seen = append(s.seen, r)
	fault := s.fault
	s.mu.Unlock()
	if fault == nil || !fault(n, w, r) {
		s.harness.Serve(w, r)
	}
}

// client returns a new client with nothing kept, little patience and no waiting.
func (s *server) client() *registry.Client {
	cfg := s.harness.Config(access(s.URL))
	cfg.Retries, cfg.MaxWait, cfg.Timeout = 2, 2*time.Millisecond, 5*time.Second
	cfg.Transport = http.DefaultTransport
	return s.harness.New(registry.New(cfg))
}

// with returns the server with a fault.
func (s *server) with(f fault) *server {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen, s.fault = nil, f
	return s
}

func (s *server) count() int { return len(s.requests()) }

func (s *server) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.seen...)
}
