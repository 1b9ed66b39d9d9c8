// Package crossref asks Crossref's REST API (https://api.crossref.org) for works: by DOI, one or
// fifty in a request, and by free text. It promises that "none" is said only where Crossref said
// so in the form that it documents, and that one bad DOI or one odd field loses nothing else.
//
// Facts come from https://www.crossref.org/documentation/retrieve-metadata/rest-api/, the limits
// from its page on access and authentication (in force since 1 December 2025), the filter and select
// names from the source of the API (CrossRef/cayenne).
package crossref

import (
	"context"
	"fmt"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// Name is the registry's name in reports, flags and the configuration.
const Name = "crossref"

// batch is how many DOIs one filter takes: 50 make a URL of under 2 kB, which is known to work.
const batch = 50

// Client asks Crossref. It is safe for concurrent use.
type Client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's.
func New(h *registry.HTTP) *Client { return &Client{http: h} }

// Name returns "crossref".
func (c *Client) Name() string { return Name }

// Stats returns what was asked so far.
func (c *Client) Stats() registry.Stats { return c.http.Stats() }

// Abilities says that Crossref finds a DOI, fifty in one request, and free text, one at a time.
func (c *Client) Abilities() []registry.Ability {
	return []registry.Ability{
		{Kind: registry.ByID, Batch: batch, Takes: func(q registry.Query) bool { return q.DOI != "" }},
		{Kind: registry.BySearch, Batch: 1, Takes: func(q registry.Query) bool { return searchText(q) != "" }},
	}
}

// Lookup answers each query, in order. Longer lists than the ability's batch are asked in several
// requests.
func (c *Client) Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer {
	switch kind {
	case registry.ByID:
		return registry.Batched(Name, queries, batch, doiKey, func(dois []string) map[string]registry.Answer {
			return c.byDOI(ctx, dois)
		})
	case registry.BySearch:
		return registry.Batched(Name, queries, 1, searchText, func(texts []string) map[string]registry.Answer {
			return c.bySearch(ctx, texts)
		})
	default:
		return registry.Failed(len(queries), &registry.Error{
			Registry: Name, Failure: registry.Refused, Err: fmt.Errorf("cannot be asked by %s", kind),
		})
	}
}

// works makes an answer of works, or of the error that kept them.
func works(list []biblio.Work, err error) registry.Answer {
	if err != nil {
		return registry.Answer{Err: err}
	}
	return registry.Answer{Works: list}
}
