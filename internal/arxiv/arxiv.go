// Package arxiv asks arXiv's API (https://export.arxiv.org/api/query) for preprints: by id, a hundred
// in a request, and by title, ten in a request. It promises that "none" is said only where arXiv said
// so in the form that it documents, or where its scheme knows no such id.
//
// Facts come from the API's manual (https://info.arxiv.org/help/api/user-manual.html) and terms of use
// (https://info.arxiv.org/help/api/tou.html), from the pages on identifiers
// (https://info.arxiv.org/help/arxiv_identifier.html) and withdrawals, and, for what becomes of a
// search, from the source of the API (arXiv/arxiv-search).
package arxiv

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = "arxiv"
	// DefaultURL is the host that arXiv keeps for programs.
	DefaultURL = "https://export.arxiv.org"
)

// idBatch is how many ids one request names; their address stays under 2 kB.
const idBatch = 100

// api is the one class of requests.
const api registry.Class = "api"

// arXiv allows one request in three seconds, over one connection.
var limits = map[registry.Class]registry.Limit{api: {Rate: 1.0 / 3, Concurrency: 1}}

// Config returns how to ask arXiv with this access.
func Config(a registry.Access) registry.Config {
	return a.Config(registry.Config{Name: Name, BaseURL: DefaultURL, Limits: limits})
}

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h,
		registry.NewWay(registry.ByID, idBatch, idKey, c.byID),
		registry.NewWay(registry.ByTitle, 5*titleBatch, titleKey, c.byTitle),
	)
}

// idKey returns the arXiv id of a query, which may be cited as a DOI.
func idKey(q registry.Query) string { return biblio.ArXiv(cmp.Or(q.ArXiv, q.DOI)) }

// byID asks for ids. One that cannot be an id is nobody's, and is not asked for: arXiv answers HTTP 400
// to it, and to all that stand beside it.
func (c *client) byID(ctx context.Context, ids []string) map[string]registry.Answer {
	var possible []string
	impossible := map[string]registry.Answer{}
	for _, id := range ids {
		if biblio.ArXivDate(id).IsZero() {
			impossible[id] = registry.Answer{}
		} else {
			possible = append(possible, id)
		}
	}
	found := registry.Together(possible, func(string) bool { return true },
		func(ids []string) (map[string]registry.Answer, error) { return c.listed(ctx, ids) },
		func(id string) registry.Answer { return c.single(ctx, id) })
	maps.Copy(found, impossible)
	return found
}

// listed asks for many ids at once. The answer is in any order, and without those that do not exist.
func (c *client) listed(ctx context.Context, ids []string) (map[string]registry.Answer, error) {
	return c.http.Many(ctx, listRequest(ids), func(r registry.Response) (map[string]registry.Answer, error) {
		f, err := decodeFeed(r)
		if err != nil {
			return nil, err
		}
		return registry.Sorted(ids, f.works, func(w biblio.Work) string { return w.ArXiv }, f.hidden())
	})
}

// single asks for one id.
func (c *client) single(ctx context.Context, id string) registry.Answer {
	found, err := c.listed(ctx, []string{id})
	return registry.Answer{Works: found[id].Works, Err: err}
}

// listRequest asks for the latest versions of ids. Without max_results, arXiv lists ten.
func listRequest(ids []string) registry.Request {
	return request(url.Values{"id_list": {strings.Join(ids, ",")}, "max_results": {strconv.Itoa(len(ids))}})
}

func request(query url.Values) registry.Request {
	return registry.Request{Path: "/api/query", Query: query, Class: api, Accept: "application/atom+xml"}
}
