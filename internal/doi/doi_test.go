package doi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/doi"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const (
	resnet = "10.1109/cvpr.2016.90"
	vaswan = "10.48550/arxiv.1706.03762"
)

// agencies are those of the recorded list, and of a few DOIs with odd characters.
func agencies(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/agencies.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{ DOI, RA string }
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	known := map[string]string{"10.1000/a,b": "Crossref", "10.1000/(a)<b>#c?": "mEDRA"}
	for _, a := range list {
		known[strings.ToLower(a.DOI)] = a.RA
	}
	return known
}

// serve answers as doi.org does.
func serve(t *testing.T) http.HandlerFunc {
	t.Helper()
	known := agencies(t)
	return func(w http.ResponseWriter, r *http.Request) {
		if list, ok := strings.CutPrefix(r.URL.Path, "/doiRA/"); ok {
			answer := []map[string]string{}
			for d := range strings.SplitSeq(list, ",") {
				switch ra := known[strings.ToLower(d)]; {
				case !strings.HasPrefix(d, "10."):
					answer = append(answer, map[string]string{"DOI": d, "status": "Invalid DOI"})
				case ra == "":
					answer = append(answer, map[string]string{"DOI": d, "status": "DOI does not exist"})
				default:
					answer = append(answer, map[string]string{"DOI": strings.ToUpper(d), "RA": ra})
				}
			}
			slices.Reverse(answer) // the order is not to be relied on
			_ = json.NewEncoder(w).Encode(answer)
			return
		}
		d := strings.TrimPrefix(r.URL.Path, "/api/handles/")
		if known[strings.ToLower(d)] == "" {
			w.WriteHeader(http.StatusNotFound)
			_, _ = fmt.Fprintf(w, `{"responseCode":100,"handle":%q}`, d)
			return
		}
		_, _ = fmt.Fprintf(w, `{"responseCode":1,"handle":%q,"values":[]}`, d)
	}
}

func TestSuite(t *testing.T) {
	registrytest.Run(t, registrytest.Harness{
		New:    doi.New,
		Config: doi.Config,
		Serve:  serve(t),
		Cases: []registrytest.Case{{
			Kind:    registry.Resolve,
			Known:   []registry.Query{{DOI: resnet}, {DOI: vaswan}},
			Want:    []string{resnet, vaswan},
			Unknown: func(n int) registry.Query { return registry.Query{DOI: fmt.Sprintf("10.1000/none.%d", n)} },
			Misshapen: []string{
				`[]`, `[{}]`, `[7]`, `[null]`, `["10.1109/cvpr.2016.90"]`,
				`[{"DOI":"10.1000/other","RA":"Crossref"}]`,
				`[{"DOI":"10.1000/other","status":"DOI does not exist"}]`,
				`{"responseCode":100,"handle":"10.1000/other"}`,
				`{"responseCode":2,"handle":"` + resnet + `"}`,
			},
			Odd: []string{
				`[{"DOI":"` + resnet + `","RA":"\u001b[31mCross\u0000ref` + strings.Repeat("x", 1<<20) + `"}]`,
				`[{"DOI":"` + resnet + `","RA":7}]`,
			},
		}},
	})
}

func TestResolve(t *testing.T) {
	var paths []string
	answer := serve(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.EscapedPath())
		answer(w, r)
	}))
	defer s.Close()
	var free float64
	client := doi.New(registry.New(doi.Config(registry.Access{URL: s.URL, Rate: &free, Concurrency: 1})))
	work := func(d, agency string) []biblio.Work {
		return []biblio.Work{{Item: biblio.Item{DOI: d}, Registry: "doi", Agency: agency}}
	}
	for _, test := range []struct {
		dois  []string
		works [][]biblio.Work
		paths []string
	}{
		{[]string{"10.1109/CVPR.2016.90", "10.1109/CVPR.2016.999999", "nonsense"}, [][]biblio.Work{work(resnet, "Crossref"), nil, nil},
			[]string{"/doiRA/10.1109/cvpr.2016.90,10.1109/cvpr.2016.999999,nonsense"}},
		{[]string{"10.1000/a,b", vaswan, resnet}, [][]biblio.Work{work("10.1000/a,b", ""), work(vaswan, "DataCite"), work(resnet, "Crossref")},
			[]string{"/doiRA/10.48550/arxiv.1706.03762,10.1109/cvpr.2016.90", "/api/handles/10.1000/a%2Cb"}},
		{[]string{"10.1000/(a)<b>#c?", vaswan}, [][]biblio.Work{work("10.1000/(a)<b>#c?", "mEDRA"), work(vaswan, "DataCite")},
			[]string{"/doiRA/10.1000/%28a%29%3Cb%3E%23c%3F,10.48550/arxiv.1706.03762"}},
		{[]string{"10.1000/c,d"}, [][]biblio.Work{nil}, []string{"/api/handles/10.1000/c%2Cd"}},
	} {
		paths = nil
		queries := make([]registry.Query, len(test.dois))
		for i, d := range test.dois {
			queries[i].DOI = d
		}
		for i, a := range client.Lookup(t.Context(), registry.Resolve, queries) {
			if diff := cmp.Diff(test.works[i], a.Works); diff != "" || a.Err != nil {
				t.Errorf("%s: %v %s", test.dois[i], a.Err, diff)
			}
		}
		if diff := cmp.Diff(test.paths, paths); diff != "" {
			t.Error(diff)
		}
	}
}
