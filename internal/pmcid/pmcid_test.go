package pmcid_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/pmcid"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// article is one in PubMed Central.
type article struct {
	DOI   string `json:"doi,omitempty"`
	PMCID string `json:"pmcid"`
	PMID  int    `json:"pmid,omitempty"`
	Asked string `json:"requested-id"`
}

// articles have their DOIs in the case in which they were registered; one has no PMID.
var articles = []article{
	{DOI: "10.7554/eLife.32822", PMCID: "PMC5832410", PMID: 29424689},
	{DOI: "10.1038/ng.590", PMCID: "PMC2883744", PMID: 20495566},
	{PMCID: "PMC1017419"},
}

// refuse is the answer to ids of another kind than was said.
func refuse(w http.ResponseWriter, code string) {
	w.WriteHeader(http.StatusBadRequest)
	_, _ = fmt.Fprintf(w, `{"status":"error","http_status":"400","http_status_reason":"Bad Request","errors":[{"message":"All values of query param `+"`ids`"+` must be of one type.","code":%q}]}`, code)
}

// serve answers as the converter does: a list of one kind of ids, the unknown ones with a message, and in
// no order that could be relied on.
func serve(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if r.URL.Path != "/articles/" || query.Get("tool") != "refcheck" || query.Get("format") != "json" {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("<html><body>Page not found</body></html>"))
		return
	}
	ids, kind := strings.Split(query.Get("ids"), ","), query.Get("idtype")
	if len(ids) > 200 {
		refuse(w, "too_many_ids")
		return
	}
	records := []any{}
	for _, id := range ids {
		if (kind == "pmcid") != strings.HasPrefix(id, "PMC") || (kind == "doi") != strings.HasPrefix(id, "10.") {
			refuse(w, "invalid_"+kind+"s")
			return
		}
		at := slices.IndexFunc(articles, func(a article) bool {
			return strings.EqualFold(a.DOI, id) || a.PMCID == id || a.PMID != 0 && fmt.Sprint(a.PMID) == id
		})
		if at < 0 {
			records = append(records, map[string]string{"requested-id": id, kind: id, "status": "error", "errmsg": "Identifier not found in PMC"})
			continue
		}
		a := articles[at]
		a.Asked = id
		records = append(records, a)
	}
	slices.Reverse(records)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": "ok", "records": records})
}

const elife = "10.7554/elife.32822"

func harness() registrytest.Harness {
	return registrytest.Harness{
		New:    pmcid.New,
		Config: pmcid.Config,
		Serve:  serve,
		Cases: []registrytest.Case{{
			Kind:    registry.ByID,
			Known:   []registry.Query{{PMCID: "PMC2883744"}, {PMCID: "PMC5832410"}},
			Want:    []string{"10.1038/ng.590", elife},
			Unknown: func(n int) registry.Query { return registry.Query{PMCID: fmt.Sprintf("PMC%d", 90000000+n)} },
			Misshapen: []string{
				`{"status":"ok"}`, `{"status":"ok","records":null}`, `{"status":"ok","records":{}}`, `{"status":"ok","records":[7]}`, `{"records":[]}`,
				`{"status":"ok","records":[{}]}`, `{"status":"ok","records":[null]}`,
				`{"status":"ok","records":[{"pmcid":"PMC1","doi":"10.1000/other"}]}`,
				`{"status":"ok","records":[{"requested-id":"PMC2883744","status":"error","errmsg":"Something else"}]}`,
				`{"status":7,"records":[]}`,
			},
			Odd: []string{
				`{"status":"ok","records":[{"pmcid":"PMC2883744","doi":"10.1038/\u001b[31m\u202e` + strings.Repeat("x", 1<<20) + `","pmid":{}}]}`,
				`{"status":"ok","records":[{"pmcid":"PMC2883744","doi":7,"pmid":"many"}]}`,
				`{"status":"ok","records":[{"pmcid":2883744}]}`,
			},
		}, {
			Kind:    registry.ByID,
			Known:   []registry.Query{{DOI: elife}, {DOI: "10.1038/ng.590"}},
			Want:    []string{elife, "10.1038/ng.590"},
			Unknown: func(n int) registry.Query { return registry.Query{DOI: fmt.Sprintf("10.1000/none.%d", n)} },
		}},
	}
}

func TestSuite(t *testing.T) { registrytest.Run(t, harness()) }

func TestTranscribed(t *testing.T) {
	registrytest.Transcribed(t, harness(), os.Getenv("REFCHECK_SHARED"), "pmc-idconv", registry.ByID, registry.Query{PMID: "20495566"}, map[string]registry.Failure{
		"GET https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?ids=10.1038/s41586-023-06139-9&format=json (no idtype)": registry.Refused,
		"GET .../articles/?ids=37258680,29355051&format=json":                                                                   registry.Unreadable, // an answer to another question
	})
}

// Ids of several kinds are asked for apart, as many as fit, and what one of them does to its list it does
// to no other.
func TestConvert(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		mu.Lock()
		seen = append(seen, query.Get("idtype")+" "+query.Get("ids"))
		mu.Unlock()
		if strings.Contains(query.Get("ids"), "PMC777") {
			refuse(w, "invalid_pmcids")
			return
		}
		serve(w, r)
	}))
	defer s.Close()
	var free float64
	client := pmcid.New(registry.New(pmcid.Config(registry.Access{URL: s.URL, Rate: &free, Concurrency: 1})))
	work := func(pmcid, pmid, doi string) []biblio.Work {
		return []biblio.Work{{Registry: "pmcid", Item: biblio.Item{PMCID: pmcid, PMID: pmid, DOI: doi}}}
	}
	queries := []registry.Query{
		{PMCID: "PMC5832410.2", DOI: "10.1000/never.asked"}, {PMID: "20495566"}, {DOI: "https://doi.org/10.7554/ELIFE.32822"}, {PMCID: "PMC1017419"},
		{PMCID: "PMC777"}, {PMID: "1"}, {DOI: "10.1000/a,b"},
	}
	want := [][]biblio.Work{
		work("PMC5832410", "29424689", elife), work("PMC2883744", "20495566", "10.1038/ng.590"), work("PMC5832410", "29424689", elife), work("PMC1017419", "", ""),
		nil, nil, nil,
	}
	for i, a := range client.Lookup(t.Context(), registry.ByID, queries) {
		if diff := cmp.Diff(want[i], a.Works); diff != "" || (a.Err != nil) != (i == 4 || i == 6) {
			t.Errorf("%+v: %v %s", queries[i], a.Err, diff)
		}
	}
	slices.Sort(seen)
	if diff := cmp.Diff([]string{
		"doi 10.7554/elife.32822", "pmcid PMC5832410,PMC1017419", "pmcid PMC5832410,PMC1017419,PMC777", "pmcid PMC777", "pmid 20495566,1",
	}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestConfig(t *testing.T) {
	c := pmcid.Config(registry.Access{Mailto: "a@b.org"})
	if l := c.Limits["api"]; l.Rate != 3 || l.Concurrency != 1 || c.BaseURL != pmcid.DefaultURL || c.Params.Encode() != "email=a%40b.org&tool=refcheck" {
		t.Errorf("%+v", c)
	}
}
