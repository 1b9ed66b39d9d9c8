package openlibrary_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// fake is Open Library with the books of testdata.
type fake struct {
	editions map[string]any
	works    []map[string]any
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{}
	var answer struct {
		Docs []map[string]any `json:"docs"`
	}
	for name, into := range map[string]any{"books": &f.editions, "search": &answer} {
		data, err := os.ReadFile("testdata/" + name + ".json")
		if err == nil {
			err = json.Unmarshal(data, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	f.works = answer.Docs
	return f
}

// has reports whether a text has all the words.
func has(text, words string) bool {
	known := registry.Words(text)
	for _, w := range registry.Words(words) {
		if !slices.Contains(known, w) {
			return false
		}
	}
	return true
}

// serve answers the books API and the search.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	switch {
	case r.URL.Path == "/api/books" && query.Get("jscmd") == "data" && query.Get("format") == "json":
		answer := map[string]any{}
		for key := range strings.SplitSeq(query.Get("bibkeys"), ",") {
			if book, ok := f.editions[key]; ok {
				answer[key] = book
			}
		}
		registrytest.Reply(w, answer)
	case r.URL.Path == "/search.json" && strings.Contains(query.Get("fields"), "title"):
		docs := []any{}
		for _, work := range f.works {
			if f.meets(work, query.Get("q"), query.Get("title"), query.Get("author")) {
				docs = append(docs, work)
			}
		}
		registrytest.Reply(w, map[string]any{"numFound": len(docs), "start": 0, "docs": docs})
	default:
		w.WriteHeader(http.StatusBadRequest)
	}
}

func (f *fake) meets(work map[string]any, q, title, author string) bool {
	if q != "" {
		isbns, _ := work["isbn"].([]any)
		return slices.ContainsFunc(isbns, func(isbn any) bool { return strings.Contains(q, isbn.(string)) })
	}
	names := ""
	for _, name := range work["author_name"].([]any) {
		names += name.(string) + " "
	}
	return has(work["title"].(string), title) && has(names, author)
}
