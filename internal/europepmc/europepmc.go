// Package europepmc asks Europe PMC (https://europepmc.org), which holds all of PubMed and what PubMed
// lacks: preprints, Agricola, theses, guidelines, articles of PubMed Central. It is asked by DOI, PMID
// and PMC id, many in one request, and by title, or by journal, volume and first page.
//
// Facts come from Europe PMC's reference guides of its web services (version 6.9: sources, fields of
// the search and of the answers) and from answers that public projects recorded.
package europepmc

import (
	"context"
	"net/url"
	"strconv"

	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = "europepmc"
	// DefaultURL is where the web services are.
	DefaultURL = "https://www.ebi.ac.uk/europepmc/webservices/rest"
)

// articles is the one class of requests.
const articles registry.Class = "articles"

// limits are this project's own: Europe PMC publishes none, and answers 504 to those who ask too much.
var limits = map[registry.Class]registry.Limit{articles: {Rate: 3, Concurrency: 2}}

// Config returns how to ask Europe PMC with this access.
func Config(a registry.Access) registry.Config {
	return a.Config(registry.Config{Name: Name, BaseURL: DefaultURL, Limits: limits})
}

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's. It finds
// identifiers, 25 in one request, and titles or places in a journal, one at a time.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h,
		registry.NewWay(registry.ByID, batch, idTerm, c.byID),
		registry.NewWay(registry.BySearch, 1, searchTerm, c.bySearch))
}

// maxQuery is how long the parameters of a GET may be; what is longer, most lists of identifiers, is
// posted.
const maxQuery = 1000

// request asks for at most rows records, with all that is known of each. Synonyms are not wanted: the
// words are those of a title.
func request(term string, rows int) registry.Request {
	values := url.Values{
		"query": {term}, "format": {"json"}, "resultType": {"core"}, "synonym": {"false"}, "pageSize": {strconv.Itoa(rows)},
	}
	req := registry.Request{Path: "/search", Query: values, Class: articles, Accept: "application/json"}
	if len(values.Encode()) > maxQuery {
		req.Path, req.Query, req.Form = "/searchPOST", nil, values
	}
	return req
}

// bySearch asks for Europe PMC's best candidates for each term.
func (c *client) bySearch(ctx context.Context, terms []string) map[string]registry.Answer {
	found := make(map[string]registry.Answer, len(terms))
	for _, term := range terms {
		found[term] = c.http.One(ctx, request(term, candidates), readSearch)
	}
	return found
}
