package openalex_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// fake is OpenAlex with the works of testdata.
type fake struct {
	works map[string]map[string]any // by URN
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{works: map[string]map[string]any{}}
	for _, work := range registrytest.Decode[map[string]any](t, "testdata/*.json") {
		f.works["doi:"+strings.TrimPrefix(work["doi"].(string), "https://doi.org/")] = work
		if pmid, ok := work["ids"].(map[string]any)["pmid"].(string); ok {
			f.works["pmid:"+strings.TrimPrefix(pmid, "https://pubmed.ncbi.nlm.nih.gov/")] = work
		}
	}
	return f
}

// notFound is the page of the framework that the API is made with.
const notFound = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. " +
	"If you entered the URL manually please check your spelling and try again.</p>\n"

// serve answers single works, and searches that hold a work's whole title.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	if urn, ok := strings.CutPrefix(r.URL.Path, "/works/"); ok {
		work := f.works[strings.ToLower(urn)]
		if work == nil || r.URL.Query().Get("select") == "" {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(notFound))
			return
		}
		registrytest.Reply(w, work)
		return
	}
	results := []any{}
	for urn, work := range f.works {
		if strings.HasPrefix(urn, "doi:") && r.URL.Query().Get("search") == strings.ToLower(strings.ReplaceAll(work["title"].(string), "–", " ")) {
			results = append(results, work)
		}
	}
	registrytest.Reply(w, map[string]any{"meta": map[string]any{"count": len(results), "page": 1, "per_page": 5}, "results": results})
}
