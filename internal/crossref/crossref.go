// Package crossref asks Crossref's REST API (https://api.crossref.org) for works: by DOI, one or
// fifty in a request, and by free text. It promises that "none" is said only where Crossref said
// so in the form that it documents, and that one bad DOI or one odd field loses nothing else.
//
// Facts come from https://www.crossref.org/documentation/retrieve-metadata/rest-api/, the limits
// from its page on access and authentication (in force since 1 December 2025), the filter and select
// names from the source of the API (CrossRef/cayenne).
package crossref

import "github.com/refcheck/refcheck/internal/registry"

// Name is the registry's name in reports, flags and the configuration.
const Name = "crossref"

// batch is how many DOIs one filter takes: 50 make a URL of under 2 kB, which is known to work.
const batch = 50

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's: for DOIs,
// fifty in one request, and for free text, one at a time.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h,
		registry.NewWay(registry.ByID, batch, doiKey, c.byDOI),
		registry.NewWay(registry.BySearch, 1, searchText, c.bySearch),
	)
}
