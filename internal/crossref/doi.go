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
		func(dois []string) map[string]registry.Answer { return c.filtered(ctx, dois) },
		func(doi string) registry.Answer { return works(c.single(ctx, doi)) })
}

// filterable reports whether a DOI can stand in a filter: the API splits it at commas, and what it
// makes of quotes, backslashes and blanks is nowhere said.
func filterable(doi string) bool {
	return len(doi) <= maxFilterDOI && strings.HasPrefix(doi, "10.") &&
		!strings.ContainsFunc(doi, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`,"\`, r) })
}

// filtered asks for many DOIs at once and returns the answers that follow: all of them, unless the
// filter was refused, or a record in the answer could not be read and may be any of those missing.
func (c *client) filtered(ctx context.Context, dois []string) map[string]registry.Answer {
	asked := make(map[string]bool, len(dois))
	for _, doi := range dois {
		asked[doi] = true
	}
	query := url.Values{
		"filter": {"doi:" + strings.Join(dois, ",doi:")},
		"rows":   {strconv.Itoa(len(dois))},
		"select": {selected},
	}
	var found map[string]registry.Answer
	err := c.http.Do(ctx, registry.Request{Path: "/works", Query: query, Class: list, Accept: "application/json"},
		func(r registry.Response) (_ bool, err error) {
			found, err = readBatch(r, asked)
			return len(found) > 0, err
		})
	switch {
	case registry.IsBadRequest(err):
		return map[string]registry.Answer{}
	case err != nil:
		return registry.FailedKeys(dois, err)
	}
	return found
}

// readBatch sorts the works of a list by their DOI. The DOIs that it lacks are absent, but only if
// every record is there, and readable.
func readBatch(r registry.Response, asked map[string]bool) (map[string]registry.Answer, error) {
	answer, err := decodeList(r)
	if err != nil {
		return nil, err
	}
	found := map[string]registry.Answer{}
	unknown := answer.broken
	for _, w := range answer.works {
		if asked[w.DOI] {
			found[w.DOI] = works([]biblio.Work{w}, nil)
		} else {
			unknown++
		}
	}
	if len(found) == 0 && unknown > 0 {
		return nil, errOtherWorks
	}
	if unknown == 0 && answer.total <= len(answer.works) {
		for doi := range asked {
			if _, ok := found[doi]; !ok {
				found[doi] = registry.Answer{}
			}
		}
	}
	return found, nil
}

// single asks for one DOI. The work's own DOI differs where the registry leads an alias on.
func (c *client) single(ctx context.Context, doi string) ([]biblio.Work, error) {
	var found []biblio.Work
	req := registry.Request{Path: "/works/" + registry.EscapePath(doi), Class: single, Accept: "application/json"}
	err := c.http.Do(ctx, req, func(r registry.Response) (_ bool, err error) {
		found, err = decodeSingle(r)
		return len(found) > 0, err
	})
	return found, err
}
