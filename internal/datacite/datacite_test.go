package datacite_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/datacite"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const (
	preprint = "10.48550/arxiv.1902.02534"
	thesis   = "10.26268/heal.uoi.19814"
	dataset  = "10.15468/dl.pqqnhb"
)

// odd is content that no registry should send, as a single record and in a list.
func odd(list bool) []string {
	var bodies []string
	for _, a := range []string{
		`{"doi":"` + preprint + `","titles":7,"creators":"x","dates":[{}],"publicationYear":"soon","container":[],"types":7}`,
		`{"doi":"` + preprint + `","titles":[{"title":"\u001b[31mred\u0000\u202e"}],"publisher":{"name":["x"]},"creators":[7,null,{"name":{}}],"relatedIdentifiers":{}}`,
		`{"doi":"` + preprint + `","titles":[{"title":"` + strings.Repeat("Title ", 1<<17) + `"}],"container":{"title":"\u0007"}}`,
		`{"doi":"` + preprint + `","titles":[` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `]}`,
		`{"doi":12}`, `{}`, `7`, `null`, `[]`,
	} {
		data := `{"id":"x","type":"dois","attributes":` + a + `}`
		if list {
			bodies = append(bodies, `{"data":[`+data+`],"meta":{"total":1}}`)
		} else {
			bodies = append(bodies, `{"data":`+data+`}`)
		}
	}
	return bodies
}

// misshapen are answers of the API to other questions, and failures that come with HTTP 200.
var misshapen = []string{
	`{"errors":[{"status":"404","title":"The resource you are looking for doesn't exist."}]}`,
	`{"errors":[{"status":"500","title":"x"}],"data":[],"meta":{"total":0}}`,
	`{"errors":{"title":"Failed to parse query [titles.title:(]"}}`,
	`{"data":null,"meta":{"total":0}}`,
	`{"data":[]}`,
	`{"data":[],"meta":{}}`,
	`{"data":[],"meta":7}`,
	`{"data":[7],"meta":{"total":1}}`,
	`{"data":{"type":"clients","attributes":{"name":"x"}}}`,
}

func harness(t *testing.T) registrytest.Harness {
	t.Helper()
	return registrytest.Harness{
		New:    datacite.New,
		Config: datacite.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:    registry.ByID,
			Known:   []registry.Query{{DOI: preprint}, {DOI: thesis}, {DOI: dataset}},
			Want:    []string{preprint, thesis, dataset},
			Unknown: func(n int) registry.Query { return registry.Query{DOI: fmt.Sprintf("10.1000/none.%d", n)} },
			Misshapen: append([]string{
				`{"data":[{"attributes":{"doi":"10.1000/other"}}],"meta":{"total":1}}`,
				`{"data":[],"meta":{"total":3}}`,
				`{"data":{"attributes":{"doi":"10.1000/other"}}}`,
			}, misshapen...),
			Odd: append(odd(false), odd(true)...),
		}, {
			Kind: registry.BySearch,
			Known: []registry.Query{
				{Title: "Crowdsourcing open citations with CROCI -- An analysis of the current status of open citations, and a proposal", Author: "Heibi I", Year: 2019},
				{Title: "Study of <i>intracranial</i> tumors using histogram analysis"},
			},
			Want: []string{preprint, thesis},
			Unknown: func(n int) registry.Query {
				return registry.Query{Title: fmt.Sprintf("Nothing whatsoever about number %d", n)}
			},
			Misshapen: misshapen,
			Odd:       odd(true),
		}},
	}
}

func TestSuite(t *testing.T) { registrytest.Run(t, harness(t)) }

func TestTranscribed(t *testing.T) {
	registrytest.Transcribed(t, harness(t), os.Getenv("REFCHECK_SHARED"), datacite.Name, registry.ByID, registry.Query{DOI: preprint},
		map[string]registry.Failure{"/dois/{unknown or Crossref doi}": registrytest.NoFailure})
}

// asked starts DataCite and returns a client for it, with what it is asked.
func asked(t *testing.T) (c *registry.Client, requests func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	f := newFake(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		ids := r.URL.Query().Get("ids")
		seen = append(seen, strings.TrimSpace(r.URL.EscapedPath()+" "+ids))
		mu.Unlock()
		f.serve(w, r)
	}))
	t.Cleanup(s.Close)
	var free float64
	return datacite.New(registry.New(datacite.Config(registry.Access{URL: s.URL, Rate: &free}))), func() []string {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(seen)
		defer func() { seen = nil }()
		return seen
	}
}

// A preprint of arXiv is asked for by its DOI, whichever version was cited, and by which name.
func TestByID(t *testing.T) {
	client, requests := asked(t)
	for _, test := range []struct {
		name     string
		queries  []registry.Query
		found    int
		requests []string
	}{
		{"versions of one preprint", []registry.Query{{ArXiv: "1902.02534"}, {DOI: "10.48550/arXiv.1902.02534v2"}, {ArXiv: "1902.02534v1"}}, 3, []string{"/dois/10.48550/arxiv.1902.02534"}},
		{"an old id", []registry.Query{{ArXiv: "hep-th/9901001"}}, 0, []string{"/dois/10.48550/arxiv.hep-th/9901001"}},
		{"together", []registry.Query{{DOI: "10.15468/DL.PQQNHB"}, {ArXiv: "1902.02534"}, {DOI: "10.1000/none"}}, 2, []string{"/dois 10.15468/dl.pqqnhb,10.48550/arxiv.1902.02534,10.1000/none"}},
		{"a comma", []registry.Query{{DOI: dataset}, {DOI: thesis}, {DOI: "10.1000/a,b"}}, 2, []string{"/dois 10.15468/dl.pqqnhb,10.26268/heal.uoi.19814", "/dois/10.1000/a%2Cb"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := 0
			for _, a := range client.Lookup(t.Context(), registry.ByID, test.queries) {
				if a.Err != nil {
					t.Error(a.Err)
				}
				found += len(a.Works)
			}
			if diff := cmp.Diff(test.requests, requests()); diff != "" || found != test.found {
				t.Errorf("%d found, requests %s", found, diff)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	for mail, perMinute := range map[string]float64{"": 100, "a@b.org": 200} {
		c := datacite.Config(registry.Access{Mailto: mail})
		if got := c.Limits["api"].Rate * 60; got < perMinute-1 || got > perMinute+1 || c.BaseURL != datacite.DefaultURL || c.Params.Get("mailto") != mail {
			t.Errorf("%q: %v a minute, %+v", mail, got, c)
		}
	}
}
