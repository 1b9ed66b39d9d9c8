package crossref

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// maxFilterDOI bounds the DOIs that share a request, in bytes, and so the request.
const maxFilterDOI = 150

// doiKey is the form in which DOIs are compared: they are case-insensitive.
func doiKey(q registry.Query) string { return strings.ToLower(strings.TrimSpace(q.DOI)) }

// byDOI asks for DOIs in lower case, in one list call where it can. A DOI on which the filter could
// break, and each DOI of a filter that was refused, is asked for singly: its answer stands on its
// own.
func (c *client) byDOI(ctx context.Context, dois []string) map[string]registry.Answer {
	return registry.Together(dois, filterable,
		func(dois []string) (map[string]registry.Answer, error) { return c.filtered(ctx, dois) },
		func(doi string) registry.Answer { return c.single(ctx, doi) })
}

// filterable reports whether a DOI can stand in a filter: the API splits it at commas, and what it
// makes of quotes, backslashes and blanks is nowhere said.
func filterable(doi string) bool {
	return len(doi) <= maxFilterDOI && strings.HasPrefix(doi, "10.") &&
		!strings.ContainsFunc(doi, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`,"\`, r) })
}

// filtered asks for many DOIs at once. Those that the answer lacks are absent, but only if every record
// is there, and readable.
func (c *client) filtered(ctx context.Context, dois []string) (map[string]registry.Answer, error) {
	query := url.Values{
		"filter": {"doi:" + strings.Join(dois, ",doi:")},
		"rows":   {strconv.Itoa(len(dois))},
		"select": {selected},
	}
	req := registry.Request{Path: "/works", Query: query, Class: list, Accept: "application/json"}
	return c.http.Many(ctx, req, func(r registry.Response) (map[string]registry.Answer, error) {
		answer, err := decodeList(r)
		if err != nil {
			return nil, err
		}
		return registry.Sorted(dois, answer.works, func(w biblio.Work) string { return w.DOI }, answer.hidden())
	})
}

// single asks for one DOI. The work's own DOI differs where the registry leads an alias on.
func (c *client) single(ctx context.Context, doi string) registry.Answer {
	req := registry.Request{Path: "/works/" + registry.EscapePath(doi), Class: single, Accept: "application/json"}
	return c.http.One(ctx, req, decodeSingle)
}
