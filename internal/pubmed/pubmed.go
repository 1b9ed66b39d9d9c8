// Package pubmed asks PubMed through NCBI's E-utilities: by PMID (efetch), by journal, volume and
// page (ECitMatch), and by title (esearch). Whatever finds a PMID, the candidate is the record that
// efetch returns: ECitMatch's own word for a match is not taken.
//
// Facts come from NCBI's "E-utilities In-Depth" (NBK25499), from its usage policy (NBK25497), from the
// DTD pubmed_250101 and, for what ECitMatch does and does not document, from how it answers.
package pubmed

import (
	"net/url"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/medline"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the registry's name in reports, flags and the configuration.
	Name = medline.Name
	// DefaultURL is where the E-utilities are.
	DefaultURL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
)

// maxQuery is how long the parameters of a GET may be; what is longer is posted.
const maxQuery = 1800

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's. The batches
// are of efetch, which ends each way and takes 200 records; what leads there is asked in smaller
// portions.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h,
		registry.NewWay(registry.ByID, fetchBatch, pmidKey, c.fetch),
		registry.NewWay(registry.ByCitation, 8*citationBatch, citationLine, c.byCitation),
		registry.NewWay(registry.ByTitle, 5*titleBatch, titleKey, c.byTitle),
	)
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
