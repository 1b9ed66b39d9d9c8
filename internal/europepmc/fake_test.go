package europepmc_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// fake is Europe PMC with the records of testdata.
type fake struct{ records []map[string]any }

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{}
	type answer struct {
		List struct {
			Results []map[string]any `json:"result"`
		} `json:"resultList"`
	}
	for _, answer := range registrytest.Decode[answer](t, "testdata/*.json") {
		f.records = append(f.records, answer.List.Results...)
	}
	return f
}

// condition is one of the conditions that the fake knows: by DOI, PMID, PMC id, by the words of a title and
// by journal, volume and page.
var condition = regexp.MustCompile(`DOI:"([^"]*)"|EXT_ID:(\d+) AND SRC:MED|PMCID:(PMC\d+)|TITLE:\(([^)]*)\)|JOURNAL:"([^"]*)" AND VOLUME:"([^"]*)" AND SPAGE:"([^"]*)"`)

// meets reports whether a record meets a condition.
func meets(record map[string]any, c []string) bool {
	text := func(name string) string {
		s, _ := record[name].(string)
		return strings.ToLower(s)
	}
	switch {
	case c[1] != "":
		return text("doi") == strings.ToLower(c[1])
	case c[2] != "":
		return record["source"] == "MED" && text("id") == c[2]
	case c[3] != "":
		return text("pmcid") == strings.ToLower(c[3])
	case c[4] != "":
		for word := range strings.FieldsSeq(c[4]) {
			if !strings.Contains(text("title"), word) {
				return false
			}
		}
		return true
	}
	info, _ := record["journalInfo"].(map[string]any)
	journal, _ := info["journal"].(map[string]any)
	return info["volume"] == c[6] && strings.HasPrefix(text("pageInfo"), c[7]) && strings.EqualFold(journal["medlineAbbreviation"].(string), c[5])
}

// serve answers searches by GET and POST.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	query := r.Form.Get("query")
	if post := r.URL.Path == "/searchPOST"; post != (r.Method == http.MethodPost) || !post && r.URL.Path != "/search" || len(query) > 1500 {
		w.WriteHeader(http.StatusRequestURITooLong)
		return
	}
	if query == "" || r.Form.Get("resultType") != "core" || r.Form.Get("format") != "json" {
		_, _ = w.Write([]byte(`{"errCode":404,"errMsg":"No search criteria provided."}`))
		return
	}
	results := []any{}
	conditions := condition.FindAllStringSubmatch(query, -1)
	for _, record := range f.records {
		for _, c := range conditions {
			if meets(record, c) {
				results = append(results, record)
				break
			}
		}
	}
	registrytest.Reply(w, map[string]any{
		"version": "6.9", "hitCount": len(results), "request": map[string]any{"queryString": query}, "resultList": map[string]any{"result": results},
	})
}
