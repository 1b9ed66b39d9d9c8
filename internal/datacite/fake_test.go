package datacite_test

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// fake is DataCite with the records of testdata.
type fake struct {
	records map[string]json.RawMessage // by DOI
	titles  map[string]string
	none    []byte
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{records: map[string]json.RawMessage{}, titles: map[string]string{}}
	for _, name := range []string{"preprint", "thesis", "dataset"} {
		var answer struct {
			Data json.RawMessage `json:"data"`
		}
		var data struct {
			ID         string `json:"id"`
			Attributes struct {
				Titles []struct {
					Title string `json:"title"`
				} `json:"titles"`
			} `json:"attributes"`
		}
		if err := json.Unmarshal(read(t, name), &answer); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := json.Unmarshal(answer.Data, &data); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		f.records[data.ID] = answer.Data
		for _, title := range data.Attributes.Titles {
			f.titles[data.ID] += " " + strings.ToLower(title.Title)
		}
	}
	f.none = read(t, "none")
	return f
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var strict = regexp.MustCompile(`titles\.title:\(([^)]*)\)`)

// serve answers single DOIs, lists of them, and queries whose first words all stand in a title.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if doi, ok := strings.CutPrefix(r.URL.Path, "/dois/"); ok {
		record, ok := f.records[strings.ToLower(doi)]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(f.none)
			return
		}
		registrytest.Reply(w, map[string]any{"data": record})
		return
	}
	query := r.URL.Query()
	found := []json.RawMessage{}
	for doi := range strings.SplitSeq(query.Get("ids"), ",") {
		if record, ok := f.records[strings.ToLower(doi)]; ok {
			found = append(found, record)
		}
	}
	if m := strict.FindStringSubmatch(query.Get("query")); m != nil {
		for doi, title := range f.titles {
			all := true
			for word := range strings.SplitSeq(m[1], " AND ") {
				all = all && strings.Contains(title, word)
			}
			if all {
				found = append(found, f.records[doi])
			}
		}
	}
	total := len(found)
	if size, err := strconv.Atoi(query.Get("page[size]")); err != nil || r.URL.Path != "/dois" {
		w.WriteHeader(http.StatusBadRequest)
		return
	} else if size < total {
		found = found[:size]
	}
	registrytest.Reply(w, map[string]any{"data": found, "meta": map[string]any{"total": total, "totalPages": 1, "page": 1}, "links": map[string]any{"self": "x"}})
}
