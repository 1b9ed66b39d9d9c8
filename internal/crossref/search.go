package crossref

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// rows is how many candidates a search asks for. Crossref advises five at most to those who rank
	// the answers themselves; a list call that takes long eats the bound of three at once.
	rows = 5
	// maxText bounds the text of a search, in bytes: a title, its authors and the rest fit, and long
	// queries are slow and refused at some length.
	maxText = 400
)

// searchText returns the text of a query as it is sent: one line, cut between two words.
func searchText(q registry.Query) string {
	text := registry.Clean(q.Text)
	if len(text) <= maxText {
		return text
	}
	text = registry.Cut(text, maxText)
	if at := strings.LastIndexByte(text, ' '); at > maxText/2 {
		text = text[:at]
	}
	return text
}

// bySearch asks query.bibliographic for each text.
func (c *client) bySearch(ctx context.Context, texts []string) map[string]registry.Answer {
	found := make(map[string]registry.Answer, len(texts))
	for _, text := range texts {
		query := url.Values{"query.bibliographic": {text}, "rows": {strconv.Itoa(rows)}, "select": {selected}}
		req := registry.Request{Path: "/works", Query: query, Class: list, Accept: "application/json"}
		found[text] = c.http.One(ctx, req, decodeHits)
	}
	return found
}

// decodeHits reads the best candidates for a text.
func decodeHits(r registry.Response) ([]biblio.Work, error) {
	answer, err := decodeList(r)
	if err == nil && answer.broken > 0 {
		err = errBrokenRecord // it may be the work that is meant
	}
	return answer.works, err
}
