package datacite

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// maxListedDOI bounds the DOIs that share a request, in bytes, and so its address.
const maxListedDOI = 100

// byDOI asks for DOIs in lower case, in one list where it can. A DOI that cannot stand in the list is
// asked for singly.
func (c *client) byDOI(ctx context.Context, dois []string) map[string]registry.Answer {
	return registry.Together(dois, listable,
		func(dois []string) (map[string]registry.Answer, error) { return c.listed(ctx, dois) },
		func(doi string) registry.Answer { return c.single(ctx, doi) })
}

// listable reports whether a DOI can stand in a list parted by commas.
func listable(doi string) bool {
	return len(doi) <= maxListedDOI && !strings.ContainsFunc(doi, func(r rune) bool { return r == ',' || r <= ' ' || r >= 0x7f })
}

// listed asks for many DOIs at once.
func (c *client) listed(ctx context.Context, dois []string) (map[string]registry.Answer, error) {
	query := listQuery(len(dois))
	query.Set("ids", strings.Join(dois, ","))
	return c.http.Many(ctx, listRequest(query), func(r registry.Response) (map[string]registry.Answer, error) {
		list, err := decodeList(r)
		if err != nil {
			return nil, err
		}
		return registry.Sorted(dois, list.works, func(w biblio.Work) string { return w.DOI }, list.hidden())
	})
}

// listQuery asks for a list of at most size records, with what is used of them and no more.
func listQuery(size int) url.Values {
	return registry.Set("page[size]", strconv.Itoa(size), "disable-facets", "true", "fields[dois]", selected)
}

func listRequest(query url.Values) registry.Request {
	return registry.Request{Path: "/dois", Query: query, Class: api, Accept: "application/vnd.api+json"}
}

// single asks for one DOI.
func (c *client) single(ctx context.Context, doi string) registry.Answer {
	req := registry.Request{Path: "/dois/" + registry.EscapePath(doi), Class: api, Accept: "application/vnd.api+json"}
	return c.http.One(ctx, req, func(r registry.Response) ([]biblio.Work, error) { return decodeSingle(r, doi) })
}
