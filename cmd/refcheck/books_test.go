package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/report"
)

// shelf is Open Library's search over the works of internal/openlibrary/testdata: it finds those that
// have all words of the title and of the author.
type shelf struct{ docs []map[string]any }

func newShelf(t *testing.T) *shelf {
	t.Helper()
	data, err := os.ReadFile("../../internal/openlibrary/testdata/search.json")
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Docs []map[string]any `json:"docs"`
	}
	if err := json.Unmarshal(data, &answer); err != nil || len(answer.Docs) == 0 {
		t.Fatalf("%d works, %v", len(answer.Docs), err)
	}
	return &shelf{answer.Docs}
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found := []map[string]any{}
	for _, doc := range s.docs {
		words := fold.Words(fmt.Sprint(doc["title"], " ", doc["author_name"]))
		wanted := fold.Words(r.URL.Query().Get("title") + " " + r.URL.Query().Get("author"))
		if !slices.ContainsFunc(wanted, func(word string) bool { return !slices.Contains(words, word) }) {
			found = append(found, doc)
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"numFound": len(found), "start": 0, "docs": found})
}

// The books of the sample list, which neither Crossref nor PubMed holds, stand in Open Library; the title
// of one is cited with a letter too many.
func TestBooksOfTheSampleList(t *testing.T) {
	server := httptest.NewServer(newShelf(t))
	t.Cleanup(server.Close)
	env := map[string]string{"REFCHECK_OPENLIBRARY_URL": server.URL, "REFCHECK_OPENLIBRARY_RATE": "0", "REFCHECK_CACHE_DIR": t.TempDir()}
	var stdout, stderr bytes.Buffer
	args := strings.Fields("check ../../testdata/halpern-2003.txt --no-config --registry openlibrary --format json --fail-on never")
	run(t.Context(), args, strings.NewReader(""), &stdout, &stderr, func(name string) string { return env[name] })
	doc, err := report.Read(&stdout)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	got := map[string]string{}
	for _, r := range doc.References {
		if slices.Contains([]string{"6", "9", "10", "17", "18", "23"}, r.ID) {
			got[r.ID] = string(r.Verdict)
			for _, f := range r.Findings {
				got[r.ID] += " " + f.Rule + ": " + f.Message
			}
		} else if r.Verdict != check.Unchecked && r.Verdict != check.NotFound {
			t.Errorf("[%s], which is no book, is %s", r.ID, r.Verdict)
		}
	}
	want := map[string]string{"6": "verified", "9": "verified", "10": "mismatched mismatch/title: title: cited “The Rationality of Emotions”, registered “The rationality of emotion”", "17": "verified", "18": "verified", "23": "verified"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
