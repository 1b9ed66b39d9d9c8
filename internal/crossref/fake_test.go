package crossref_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// fake is Crossref with the works of testdata.
type fake struct {
	works map[string]map[string]any // by DOI
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{works: map[string]map[string]any{}}
	for _, answer := range registrytest.Decode[struct{ Message map[string]any }](t, "testdata/*.json") {
		f.works[answer.Message["DOI"].(string)] = answer.Message
	}
	return f
}

// serve answers single works, filters by DOI, and searches that hold a work's whole title.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	if doi, ok := strings.CutPrefix(r.URL.Path, "/works/"); ok {
		work := f.works[strings.ToLower(doi)]
		if work == nil {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte("Resource not found."))
			return
		}
		reply(w, "work", work)
		return
	}
	items := []any{}
	query := r.URL.Query()
	for part := range strings.SplitSeq(query.Get("filter"), ",") {
		doi, ok := strings.CutPrefix(part, "doi:")
		if part != "" && !ok {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"status":"failed","message-type":"validation-failure","message":[{"type":"filter-not-available"}]}`))
			return
		}
		if work := f.works[strings.ToLower(doi)]; work != nil {
			items = append(items, only(work, query.Get("select")))
		}
	}
	if text := strings.ToLower(query.Get("query.bibliographic")); text != "" {
		for _, work := range f.works {
			if strings.Contains(text, strings.ToLower(work["title"].([]any)[0].(string))) {
				items = append(items, only(work, query.Get("select")))
			}
		}
	}
	reply(w, "work-list", map[string]any{"facets": map[string]any{}, "total-results": len(items), "items": items})
}

// only returns the selected fields.
func only(work map[string]any, fields string) map[string]any {
	out := map[string]any{}
	for field := range strings.SplitSeq(fields, ",") {
		if v, ok := work[field]; ok {
			out[field] = v
		}
	}
	return out
}

func reply(w http.ResponseWriter, kind string, message any) {
	registrytest.Reply(w, map[string]any{"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message})
}
