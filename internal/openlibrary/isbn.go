package openlibrary

import (
	"bytes"
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

// byISBN asks for the editions of ISBNs. The site says {} where it holds none of them, but also where
// it failed (dynlinks.py catches whatever went wrong). So an answer without any book says nothing yet:
// the search is asked for the same ISBNs, and it says how many it found.
func (c *client) byISBN(ctx context.Context, isbns []string) map[string]registry.Answer {
	found, err := c.editions(ctx, isbns)
	if err == nil && len(found) == 0 {
		found, err = c.editionsBySearch(ctx, isbns)
	}
	if err != nil {
		return registry.FailedKeys(isbns, err)
	}
	return found
}

// editions asks the books API. It answers with each ISBN that it holds, and leaves out the others.
func (c *client) editions(ctx context.Context, isbns []string) (map[string]registry.Answer, error) {
	query := url.Values{"bibkeys": {bibkey + strings.Join(isbns, ","+bibkey)}, "format": {"json"}, "jscmd": {"data"}}
	req := registry.Request{Path: "/api/books", Query: query, Class: books, Accept: "application/json"}
	return c.http.Many(ctx, req, func(r registry.Response) (map[string]registry.Answer, error) { return readEditions(r, isbns) })
}

const bibkey = "ISBN:"

// readEditions reads an answer of the books API. One with some books says that the others are not
// there; one without any says nothing.
func readEditions(r registry.Response, asked []string) (map[string]registry.Answer, error) {
	list, err := decodeEditions(r)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	found := make(map[string]registry.Answer, len(asked))
	for _, isbn := range asked {
		found[isbn] = registry.Answer{}
	}
	for key, w := range list {
		isbn := strings.TrimPrefix(key, bibkey)
		if _, ok := found[isbn]; !ok {
			return nil, fmt.Errorf("the answer holds %.40q, which nobody asked for", key)
		}
		w.ISBN = record.Distinct(append([]string{isbn}, w.ISBN...)...)
		found[isbn] = registry.Answer{Works: []biblio.Work{w}}
	}
	return found, nil
}

// decodeEditions reads the editions of an answer by their keys.
func decodeEditions(r registry.Response) (map[string]biblio.Work, error) {
	var raw map[string]json.RawMessage
	if body := bytes.TrimSpace(r.Body); r.Status != http.StatusOK || len(body) == 0 || body[0] != '{' {
		return nil, errors.New("no answer of the books API")
	} else if err := json.Unmarshal(body, &raw); err != nil {
		return nil, fmt.Errorf("no answer of the books API: %w", err)
	}
	works := make(map[string]biblio.Work, len(raw))
	for key, data := range raw {
		var e edition
		if err := json.Unmarshal(data, &e); err != nil {
			return nil, fmt.Errorf("reading %.40q: %w", key, err)
		}
		w := e.work()
		if w.Title == "" {
			return nil, fmt.Errorf("%.40q has no title", key)
		}
		works[key] = w
	}
	return works, nil
}

// editionsBySearch asks the search for works with editions of these ISBNs.
func (c *client) editionsBySearch(ctx context.Context, isbns []string) (map[string]registry.Answer, error) {
	query := url.Values{"q": {"isbn:(" + strings.Join(isbns, " OR ") + ")"}, "fields": {fields}, "limit": {strconv.Itoa(len(isbns))}}
	return c.http.Many(ctx, searchRequest(query), func(r registry.Response) (map[string]registry.Answer, error) {
		works, err := decodeSearch(r)
		if err != nil {
			return nil, err
		}
		found := make(map[string]registry.Answer, len(isbns))
		for _, isbn := range isbns {
			found[isbn] = registry.Answer{Works: holding(works, isbn)}
		}
		return found, nil
	})
}

// holding returns the works of which an edition has this ISBN, with it as their first.
func holding(works []biblio.Work, isbn string) []biblio.Work {
	var held []biblio.Work
	for _, w := range works {
		for _, other := range w.ISBN {
			if other == isbn {
				w.ISBN = record.Distinct(append([]string{isbn}, w.ISBN...)...)
				held = append(held, w)
				break
			}
		}
	}
	return held
}
