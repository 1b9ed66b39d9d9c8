// Package openlibrary asks Open Library (https://openlibrary.org) for books: by ISBN, many in one
// request, and by title and author. It holds books and nothing else, so that whatever it finds is the
// book itself, never a review of it or a chapter.
//
// Facts come from https://openlibrary.org/dev/docs/api/books and /search, from the source of the site
// (internetarchive/openlibrary: plugins/books/dynlinks.py, plugins/worksearch) and from what its
// maintainers answered to those who were refused (issues 10585, 11406).
package openlibrary

import (
	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = "openlibrary"
	// DefaultURL is the public site.
	DefaultURL = "https://openlibrary.org"
)

// books is the one class of requests.
const books registry.Class = "books"

// Open Library asks for a request a second at most, and grants three to those who tell in the
// User-Agent how they can be reached.
var (
	stranger = map[registry.Class]registry.Limit{books: {Rate: 1, Concurrency: 1}}
	known    = map[registry.Class]registry.Limit{books: {Rate: 3, Concurrency: 1}}
)

// Config returns how to ask Open Library with this access.
func Config(a registry.Access) registry.Config {
	c := registry.Config{Name: Name, BaseURL: DefaultURL, Limits: stranger}
	if a.Mailto != "" {
		c.Limits = known
	}
	return a.Config(c)
}

// batch is how many ISBNs share a request, as the maintainers advise.
const batch = 25

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's. It finds
// ISBNs, 25 in one request, and titles, one at a time.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h,
		registry.NewWay(registry.ByID, batch, isbn, c.byISBN),
		registry.NewWay(registry.BySearch, 1, titleOf, c.bySearch))
}

// isbn returns an ISBN of ten or thirteen digits as thirteen: the site finds either form by the other.
func isbn(q registry.Query) string { return biblio.ISBN(q.ISBN) }
