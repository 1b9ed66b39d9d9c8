// Package doi asks doi.org whether a DOI exists and which agency registers it. It tells a DOI that
// nobody has registered from one that Crossref merely does not hold, and says nothing about the
// work: its answers are Works with DOI and Agency alone.
//
// Facts come from https://www.doi.org/doi-handbook/HTML/index.html and from the pages of doi.org on
// "Which RA?" (/doiRA/) and the handle proxy's API (/api/handles/).
package doi

import (
	"context"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the resolver's name in reports, flags and the configuration.
	Name = "doi"
	// DefaultURL is the public resolver.
	DefaultURL = "https://doi.org"
)

const (
	// batch is how many DOIs one request names.
	batch = 50
	// maxDOI bounds the DOIs that share a request, in bytes, and so its address.
	maxDOI = 100
)

// lookup is the one class of requests.
const lookup registry.Class = "lookup"

// limits are this project's own: doi.org publishes none.
var limits = map[registry.Class]registry.Limit{lookup: {Rate: 5, Concurrency: 2}}

// Config returns how to ask doi.org with this access.
func Config(a registry.Access) registry.Config {
	return a.Config(registry.Config{Name: Name, BaseURL: DefaultURL, Limits: limits})
}

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's. It
// resolves DOIs, fifty in one request: each is answered with a Work that holds DOI and Agency, or
// with none where the DOI does not exist.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h, registry.NewWay(registry.Resolve, batch, key, c.resolve))
}

// resolve asks for DOIs, for those that fit in a list together.
func (c *client) resolve(ctx context.Context, dois []string) map[string]registry.Answer {
	return registry.Together(dois, listable,
		func(dois []string) (map[string]registry.Answer, error) { return c.agencies(ctx, dois) },
		func(doi string) registry.Answer { return c.handle(ctx, doi) })
}

// key is the form in which DOIs are compared: they are case-insensitive.
func key(q registry.Query) string { return strings.ToLower(strings.TrimSpace(q.DOI)) }

// listable reports whether a DOI can stand in a list parted by commas.
func listable(doi string) bool {
	return len(doi) <= maxDOI && !strings.ContainsFunc(doi, func(r rune) bool { return r == ',' || r <= ' ' || r >= 0x7f })
}

// exists is what is known of a DOI that is registered.
func exists(doi, agency string) []biblio.Work {
	return []biblio.Work{{Item: biblio.Item{DOI: doi}, Registry: Name, Agency: agency}}
}
