package pubmed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// hits is what esearch found: how many there are, and the PMIDs of the first.
type hits struct {
	count int
	pmids []string
}

// search asks esearch for a term's PMIDs, at most limit of them, the most relevant first.
func (c *client) search(ctx context.Context, term string, limit int) (hits, error) {
	var found hits
	values := url.Values{"term": {term}, "retmode": {"json"}, "retmax": {strconv.Itoa(limit)}, "sort": {"relevance"}}
	err := c.http.Do(ctx, request("esearch.fcgi", values), func(r registry.Response) (err error) {
		found, err = decodeHits(r)
		return err
	})
	if err != nil {
		return hits{}, err
	}
	return found, nil
}

// decodeHits reads esearch's JSON. Its errors come with HTTP 200, and its numbers are strings.
func decodeHits(r registry.Response) (hits, error) {
	if r.Status != http.StatusOK {
		return hits{}, errors.New("esearch is not there")
	}
	var answer struct {
		Result *struct {
			Error json.RawMessage `json:"ERROR"`
			Count json.RawMessage `json:"count"`
			IDs   []string        `json:"idlist"`
		} `json:"esearchresult"`
	}
	if err := json.Unmarshal(r.Body, &answer); err != nil {
		return hits{}, fmt.Errorf("no answer of esearch: %w", err)
	}
	switch {
	case answer.Result == nil:
		return hits{}, fmt.Errorf("no answer of esearch: %.80q", r.Body)
	case answer.Result.Error != nil:
		return hits{}, fmt.Errorf("esearch says %.200s", answer.Result.Error)
	}
	count := answer.Result.Count
	if len(count) > 1 && count[0] == '"' {
		count = count[1 : len(count)-1]
	}
	n, err := strconv.Atoi(string(count))
	if err != nil || n < 0 {
		return hits{}, fmt.Errorf("esearch counts %.40q", count)
	}
	found := hits{count: n}
	for _, id := range answer.Result.IDs {
		pmid := biblio.PMID(id)
		if pmid == "" {
			return hits{}, fmt.Errorf("esearch finds the PMID %.40q", id)
		}
		found.pmids = append(found.pmids, pmid)
	}
	if n > 0 && len(found.pmids) == 0 {
		return hits{}, fmt.Errorf("esearch counts %d and lists none", n)
	}
	return found, nil
}
