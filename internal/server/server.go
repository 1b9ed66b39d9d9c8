// Package server is the service over HTTP: the API under /v1, which describes itself in OpenAPI 3.1, and the
// pages for people. It keeps nothing itself: checks stand in store/checks, and package jobs works them off.
// So any number of servers may stand over one database.
//
// Errors of the API are problem details (RFC 9457).
package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"golang.org/x/sync/semaphore"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/document/apart"
	"github.com/refcheck/refcheck/internal/server/page"
	"github.com/refcheck/refcheck/internal/store/callers"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/limits"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// Options are what a server works with and within.
type Options struct {
	// Version of refcheck.
	Version string
	Checks  *checks.Store
	Access
	// Ready tells why requests cannot be served; nil if they can.
	Ready func(context.Context) error
	// Registries are what POST /v1/verify asks.
	Registries []check.Registry
	// Reader reads bibliographies; nil is a document.Reader, which bounds neither time nor memory.
	Reader Reader
	// MaxUpload is how many bytes a bibliography may have, MaxReferences how many references.
	MaxUpload     int64
	MaxReferences int
	// Keep is how long a check is kept.
	Keep time.Duration
	Log  *slog.Logger
	Now  func() time.Time
	// Measure is called as a request to a route begins; what it returns, with the status, as it ends. Nil
	// measures nothing.
	Measure func(route string) (done func(status int))
}

// Reader reads a file as document.Reader does.
type Reader interface {
	Read(ctx context.Context, file string, data []byte, as string) (document.Document, error)
}

// Access says who may do what, and how much of it.
type Access struct {
	Tokens  *tokens.Store
	Callers *callers.Store
	Limits  *limits.Store
	// NoAnonymous lets nobody in without a token.
	NoAnonymous bool
	// AnonymousQuota is how many references are looked up a day for a client without a token, 0 any number.
	AnonymousQuota int
	// ClientRate is how many requests a minute a client may make for each thing that costs, 0 any number.
	ClientRate int
	// TrustedProxies are believed when they say for whom they ask.
	TrustedProxies []netip.Prefix
}

// Server answers requests. It is safe for concurrent use.
type Server struct {
	Options
	mux     *http.ServeMux
	handler http.Handler // what goes before the mux, and that
	pages   *page.Pages
	surveys surveys
	// longest is how long a bibliography may take to arrive, and then to be read.
	longest time.Duration
	// stopping says that the service is not ready any more.
	stopping atomic.Bool
	// reading bounds how many bibliographies are read at once: that costs memory.
	reading chan struct{}
	// memory bounds how many references are in memory for files.
	memory *semaphore.Weighted
	hub    *hub
	// ended is closed when the streams of events are to end.
	ended  chan struct{}
	ending sync.Once
}

// readAtOnce is how many bibliographies are read at once.
const readAtOnce = 2

// New returns a server.
func New(options Options) *Server {
	s := &Server{
		Options: options, mux: http.NewServeMux(), pages: page.Must(options.Version),
		longest: apart.Longest(options.MaxReferences), reading: make(chan struct{}, readAtOnce),
		memory: semaphore.NewWeighted(inMemory), hub: newHub(options.Checks, options.Log), ended: make(chan struct{}),
	}
	if s.Reader == nil {
		s.Reader = document.Reader{}
	}
	if s.Measure == nil {
		s.Measure = func(string) func(int) { return func(int) {} }
	}
	config := huma.DefaultConfig("refcheck", options.Version)
	config.Info.Description = "Looks the references of bibliographies up in public registries and says of each: verified, mismatched, not found, or unchecked."
	config.Components.Schemas = newSchemas()
	config.DocsPath = "" // its page would load a script from elsewhere
	config.OpenAPIPath = "/v1/openapi"
	config.SchemasPath = "/v1/schemas"
	addSecurity(config.OpenAPI, options.NoAnonymous)
	api := humago.New(s.mux, config)
	s.addChecks(api)
	s.addResults(api)
	s.addCorrected(api)
	s.addEvents(api)
	s.addVerify(api)
	s.addParse(api)
	refine(config.Components.Schemas)
	s.addHealth()
	s.addPages()
	s.handler = s.watch(s.withWait(s.secure(s.identify(s.withRate(s.withRoom(s.mux))))))
	return s
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
