// Package datacite asks DataCite's REST API (https://api.datacite.org) for works: by DOI, one or fifty
// in a request, and by title. DataCite registers data, software, theses, reports, and the preprints of
// arXiv, whose DOIs follow from their ids. It promises that "none" is said only where DataCite said so
// in the form that it documents, and that one odd field loses nothing else.
//
// Facts come from https://support.datacite.org/docs/api and its pages on queries, rate limits and
// sparse fieldsets, the vocabularies from the DataCite Metadata Schema 4.6
// (https://schema.datacite.org/), and what a query goes through from the source of the API
// (datacite/lupo).
package datacite

import (
	"cmp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = "datacite"
	// DefaultURL is the public API.
	DefaultURL = "https://api.datacite.org"
)

// batch is how many DOIs one list names; those of usual length make an address of some 2 kB.
const batch = 50

// api is the one class of requests: DataCite counts them all together.
const api registry.Class = "api"

// DataCite allows 500 requests in five minutes, and 1000 to those who give a mail address. It names no
// bound on requests at once.
var (
	stranger = map[registry.Class]registry.Limit{api: {Rate: 500.0 / 300, Concurrency: 2}}
	polite   = map[registry.Class]registry.Limit{api: {Rate: 1000.0 / 300, Concurrency: 3}}
)

// Config returns how to ask DataCite with this access.
func Config(a registry.Access) registry.Config {
	c := registry.Config{Name: Name, BaseURL: DefaultURL, Limits: stranger, Params: registry.Set("mailto", a.Mailto)}
	if a.Mailto != "" {
		c.Limits = polite
	}
	return a.Config(c)
}

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's: for DOIs and
// arXiv ids, fifty in one request, and for titles, one at a time.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h,
		registry.NewWay(registry.ByID, batch, doiKey, c.byDOI),
		registry.NewWay(registry.BySearch, 1, searchQuery, c.bySearch),
	)
}

// doiKey is the DOI of a query in the form in which DOIs are compared: they are case-insensitive. A
// preprint of arXiv has one DOI for all its versions.
func doiKey(q registry.Query) string {
	if id := biblio.ArXiv(cmp.Or(q.DOI, q.ArXiv)); id != "" {
		return arxivDOI + id
	}
	return strings.ToLower(strings.TrimSpace(q.DOI))
}

// arxivDOI begins the DOIs that arXiv gives its preprints.
const arxivDOI = "10.48550/arxiv."
