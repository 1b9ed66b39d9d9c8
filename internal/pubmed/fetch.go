package pubmed

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/medline"
	"github.com/refcheck/refcheck/internal/registry"
)

// fetchBatch is how many records one efetch returns.
const fetchBatch = 200

// fetch returns the records of at most fetchBatch PMIDs. Unknown ones are left out of PubMed's answer,
// and so are merged and deleted ones.
func (c *client) fetch(ctx context.Context, pmids []string) map[string]registry.Answer {
	var found map[string]registry.Answer
	values := url.Values{"id": {strings.Join(pmids, ",")}, "retmode": {"xml"}}
	err := c.http.Do(ctx, request("efetch.fcgi", values), func(r registry.Response) error {
		works, err := decodeRecords(r)
		if err != nil {
			return err
		}
		found = byPMID(works, pmids)
		if len(found) == 0 && len(works) > 0 {
			return errors.New("the records are others than those asked for")
		}
		return nil
	})
	if err != nil {
		return registry.FailedKeys(pmids, err)
	}
	return found
}

// fetchAll returns the records of any number of PMIDs.
func (c *client) fetchAll(ctx context.Context, pmids []string) map[string]registry.Answer {
	return registry.Gather(pmids, fetchBatch, func(pmids []string) map[string]registry.Answer { return c.fetch(ctx, pmids) })
}

// byPMID sorts the works out; the order of an answer is not the question's.
func byPMID(works []biblio.Work, asked []string) map[string]registry.Answer {
	wanted := make(map[string]bool, len(asked))
	for _, pmid := range asked {
		wanted[pmid] = true
	}
	found := map[string]registry.Answer{}
	for _, w := range works {
		if wanted[w.PMID] {
			found[w.PMID] = registry.Answer{Works: []biblio.Work{w}}
		}
	}
	return found
}

// decodeRecords reads an answer of efetch.
func decodeRecords(r registry.Response) ([]biblio.Work, error) {
	if r.Status != http.StatusOK {
		return nil, errors.New("efetch is not there")
	}
	return medline.Decode(r.Body)
}
