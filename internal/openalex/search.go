package openalex

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

const (
	// rows is how many candidates a search asks for.
	rows = 5
	// maxText bounds the text of a search, in bytes; the whole address may have 4 kB.
	maxText = 300
	// leastWords is how many words a title must have to be worth a search of all works' full texts.
	leastWords = 2
)

// searchText returns a title as words alone, without what the search takes for its syntax: quotes,
// brackets, and AND, OR and NOT in capitals. Authors and years it does not look at.
func searchText(q registry.Query) string {
	words := registry.Words(record.Line(q.Title))
	if len(words) < leastWords && !longWord(words) {
		return ""
	}
	text := strings.Join(words, " ")
	if len(text) > maxText {
		text = registry.Cut(text, maxText)
		text = text[:max(strings.LastIndexByte(text, ' '), 0)]
	}
	return text
}

// longWord reports whether the only word is as telling as several: titles in scripts without blanks
// are one word.
func longWord(words []string) bool { return len(words) == 1 && len(words[0]) >= 12 }

// bySearch asks for OpenAlex's best candidates for each title.
func (c *client) bySearch(ctx context.Context, texts []string) map[string]registry.Answer {
	found := make(map[string]registry.Answer, len(texts))
	for _, text := range texts {
		query := url.Values{"search": {text}, "per_page": {strconv.Itoa(rows)}, "select": {selected}}
		found[text] = c.http.One(ctx, registry.Request{Path: "/works", Query: query, Class: search, Accept: "application/json"}, decodeList)
	}
	return found
}

// decodeList reads the answer to /works.
func decodeList(r registry.Response) ([]biblio.Work, error) {
	var list struct {
		Meta struct {
			Count *int `json:"count"`
		} `json:"meta"`
		Results []json.RawMessage `json:"results"`
	}
	if err := json.Unmarshal(r.Body, &list); err != nil {
		return nil, fmt.Errorf("no list of works: %w", err)
	}
	if r.Status != http.StatusOK {
		return nil, errors.New("the list of works is not there")
	}
	return record.Works(list.Meta.Count, list.Results, decodeWork)
}
