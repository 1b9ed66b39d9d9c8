// Package openalex asks OpenAlex (https://api.openalex.org) for works: by DOI, PMID or PMC id, free of
// charge, and, for those with a key, by title. OpenAlex gathers its records by machine and merges
// them; a merged record can carry the DOI of one work and the title of another. So every Work of this
// package says that it is Secondary.
//
// Facts come from https://developers.openalex.org (on single works, searching, selecting fields,
// authentication and pricing), the headers and bodies of failures from the source of the API's proxy
// (ourresearch/openalex-api-proxy).
package openalex

import (
	"context"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = "openalex"
	// DefaultURL is the public API.
	DefaultURL = "https://api.openalex.org"
)

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's. It finds
// identifiers one at a time: fifty in a list would be one request, but one that costs, of a daily
// budget which all strangers behind one address share, where a single work costs nothing. Titles it
// searches one at a time, and only with a key: without one the budget is a hundred searches a day.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	search := registry.NewWay(registry.BySearch, 1, searchText, c.bySearch)
	if !h.Keyed() {
		search = search.Withheld("an API key")
	}
	return registry.NewClient(h, registry.NewWay(registry.ByID, 1, urn, c.byID), search)
}

// urn returns an identifier as the API takes it in the place of its own: "doi:10.1000/a", "pmid:1",
// "pmcid:PMC1"; the first that the query has.
func urn(q registry.Query) string {
	if doi := strings.ToLower(strings.TrimSpace(q.DOI)); doi != "" {
		return "doi:" + doi
	}
	if pmid := biblio.PMID(q.PMID); pmid != "" {
		return "pmid:" + pmid
	}
	if pmcid := biblio.PMCID(q.PMCID); pmcid != "" {
		return "pmcid:" + pmcid
	}
	return ""
}

// byID asks for each identifier. A work's own DOI is another where OpenAlex has merged two.
func (c *client) byID(ctx context.Context, urns []string) map[string]registry.Answer {
	found := make(map[string]registry.Answer, len(urns))
	for _, urn := range urns {
		kind, id, _ := strings.Cut(urn, ":") // an escaped colon would be billed as a list
		found[urn] = c.http.One(ctx, registry.Request{
			Path: "/works/" + kind + ":" + registry.EscapePath(id), Query: registry.Set("select", selected),
			Class: single, Accept: "application/json",
		}, decodeSingle)
	}
	return found
}
