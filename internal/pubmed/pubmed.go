// Package pubmed asks PubMed through NCBI's E-utilities: by PMID (efetch), by journal, volume and
// page (ECitMatch), and by title (esearch). Whatever finds a PMID, the candidate is the record that
// efetch returns: ECitMatch's own word for a match is not taken.
//
// Facts come from NCBI's "E-utilities In-Depth" (NBK25499), from its usage policy (NBK25497), from the
// DTD pubmed_250101 and, for what ECitMatch does and does not document, from how it answers.
package pubmed

import (
	"context"
	"fmt"
	"net/url"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = "pubmed"
	// DefaultURL is where the E-utilities are.
	DefaultURL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
)

// maxQuery is how long the parameters of a GET may be; what is longer is posted.
const maxQuery = 1800

// Client asks PubMed. It is safe for concurrent use.
type Client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's.
func New(h *registry.HTTP) *Client { return &Client{http: h} }

// Name returns "pubmed".
func (c *Client) Name() string { return Name }

// Stats returns what was asked so far.
func (c *Client) Stats() registry.Stats { return c.http.Stats() }

// Abilities says what PubMed can be asked by. The batches are of efetch, which ends each way and takes
// 200 records; what leads there is asked in smaller portions.
func (c *Client) Abilities() []registry.Ability {
	return []registry.Ability{
		{Kind: registry.ByID, Batch: fetchBatch, Takes: func(q registry.Query) bool { return pmidKey(q) != "" }},
		{Kind: registry.ByCitation, Batch: 8 * citationBatch, Takes: func(q registry.Query) bool { return citationLine(q) != "" }},
		{Kind: registry.ByTitle, Batch: 5 * titleBatch, Takes: func(q registry.Query) bool { return titleTerm(q) != "" }},
	}
}

// Lookup answers each query, in order. Longer lists than the ability's batch are asked in several
// requests.
func (c *Client) Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer {
	switch kind {
	case registry.ByID:
		return registry.Batched(Name, queries, fetchBatch, pmidKey, func(pmids []string) map[string]registry.Answer {
			return c.fetch(ctx, pmids)
		})
	case registry.ByCitation:
		return registry.Batched(Name, queries, 8*citationBatch, citationLine, func(lines []string) map[string]registry.Answer {
			return c.byCitation(ctx, lines)
		})
	case registry.ByTitle:
		return c.byTitle(ctx, queries)
	default:
		return registry.Failed(len(queries), &registry.Error{
			Registry: Name, Failure: registry.Refused, Err: fmt.Errorf("cannot be asked by %s", kind),
		})
	}
}

// pmidKey returns the PMID of a query in its normal form.
func pmidKey(q registry.Query) string { return biblio.PMID(q.PMID) }

// request asks one of the utilities, by POST where an address would be too long.
func request(utility string, values url.Values) registry.Request {
	req := registry.Request{Path: "/" + utility, Class: utilities}
	values.Set("db", "pubmed")
	if len(values.Encode()) > maxQuery {
		req.Form = values
	} else {
		req.Query = values
	}
	return req
}
