package openalex_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/openalex"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const (
	triose   = "10.1371/journal.pone.0000030"
	moulinet = "10.1007/s00120-007-1345-2"
	roadmap  = "10.1101/097196"
)

// misshapen are answers of the API to other questions, and failures that come with HTTP 200.
var misshapen = []string{
	`{"error":"Rate limit exceeded","message":"Insufficient budget.","retryAfter":58798}`,
	`{"id":"https://openalex.org/A123","display_name":"Somebody"}`,
	`{"id":null,"doi":"https://doi.org/` + triose + `","title":"No id"}`,
	`{"meta":{"count":1},"results":[]}`,
	`{"meta":{"count":1},"results":[{}]}`,
	`{"meta":{"count":1},"results":[7]}`,
	`{"meta":{},"results":[]}`,
	`{"results":[]}`,
	`{"meta":{"count":0}}`,
	`[]`,
}

// odd is content that no registry should send, in records.
var odd = []string{
	`{"id":"https://openalex.org/W1"}`,
	`{"id":"https://openalex.org/W1","doi":7,"title":{"a":1},"authorships":[7,null,{"raw_author_name":[]}],"ids":"x","primary_location":[],"locations":7,"biblio":"1","publication_year":"2003","is_retracted":"yes"}`,
	`{"id":"https://openalex.org/W1","doi":"https://doi.org/` + triose + `\u0000\u202e","title":"\u001b[31mred\u0000\u202e","authorships":[{"raw_author_name":"` + strings.Repeat("Smith ", 1<<17) + `"}],
		"primary_location":{"source":{"type":"journal","display_name":"J\u0007"}},"biblio":{"volume":"1\u0007"}}`,
	`{"id":"https://openalex.org/W1","title":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`,
}

func harness(t *testing.T) registrytest.Harness {
	t.Helper()
	lists := make([]string, len(odd))
	for i, record := range odd {
		lists[i] = `{"meta":{"count":1},"results":[` + record + `]}`
	}
	return registrytest.Harness{
		New:    openalex.New,
		Config: openalex.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:      registry.ByID,
			Known:     []registry.Query{{DOI: triose}, {PMID: "17435989"}, {DOI: roadmap}},
			Want:      []string{triose, moulinet, roadmap},
			Unknown:   func(n int) registry.Query { return registry.Query{DOI: fmt.Sprintf("10.1000/none.%d", n)} },
			Misshapen: misshapen,
			Odd:       odd,
		}, {
			Kind:  registry.BySearch,
			Known: []registry.Query{{Title: "A “Data” Citation <i>Roadmap</i> for (Scholarly) Data Repositories"}, {Title: "Penisverletzung durch eine Moulinette."}},
			Want:  []string{roadmap, moulinet},
			Unknown: func(n int) registry.Query {
				return registry.Query{Title: fmt.Sprintf("Nothing whatsoever about %d", n)}
			},
			Misshapen: misshapen,
			Odd:       lists,
		}},
	}
}

func TestSuite(t *testing.T) { registrytest.Run(t, harness(t)) }

// Every answer that was read in the source of the API's proxy is sorted rightly; nobody waits for
// midnight.
func TestTranscribed(t *testing.T) {
	registrytest.Transcribed(t, harness(t), os.Getenv("REFCHECK_SHARED"), openalex.Name, registry.ByID, registry.Query{DOI: "10.9999/none"}, map[string]registry.Failure{
		"daily budget exhausted": registry.RateLimited,
		"more than the per-second cap (10/s anonymous, 30/s free key, 50/s paid)": registry.RateLimited,
		"/works?filter=nonsense_field:zz":                                         registry.Refused,
		"bad api key":                                                             registry.Refused,
		"/works/doi:10.9999/none":                                                 registrytest.NoFailure,
	})
}

// asked returns a client of a registry that answers as do says, and the paths that it was asked for.
func asked(t *testing.T, token string, do http.HandlerFunc) (client *registry.Client, paths *[]string) {
	t.Helper()
	paths = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*paths = append(*paths, r.URL.EscapedPath())
		do(w, r)
	}))
	t.Cleanup(s.Close)
	var free float64
	return openalex.New(registry.New(openalex.Config(registry.Access{URL: s.URL, Token: token, Rate: &free, Concurrency: 1}))), paths
}

// The colon of an identifier is not escaped: the request would be billed as a list.
func TestPaths(t *testing.T) {
	client, paths := asked(t, "", newFake(t).serve)
	for _, q := range []registry.Query{{DOI: "10.1016/S0140-6736(97)11096-0"}, {DOI: "10.1000/a,b:c"}, {PMID: "1"}, {PMCID: "PMC1234"}} {
		client.Lookup(t.Context(), registry.ByID, []registry.Query{q})
	}
	if diff := cmp.Diff([]string{"/works/doi:10.1016/s0140-6736%2897%2911096-0", "/works/doi:10.1000/a%2Cb%3Ac", "/works/pmid:1", "/works/pmcid:PMC1234"}, *paths); diff != "" {
		t.Error(diff)
	}
}

// Without a key nothing is searched, and the client says so.
func TestNoKey(t *testing.T) {
	client, paths := asked(t, "", newFake(t).serve)
	for _, a := range client.Abilities() {
		if (a.Withheld != "") != (a.Kind == registry.BySearch) || a.Takes(registry.Query{Title: "A title of some length"}) {
			t.Errorf("%+v", a)
		}
	}
	if a := client.Lookup(t.Context(), registry.BySearch, []registry.Query{{Title: "A title of some length"}})[0]; a.Err == nil || len(*paths) > 0 {
		t.Errorf("%+v after %d requests", a, len(*paths))
	}
}

// Once the day's budget does not pay for a search, none is asked for, while single works are free.
func TestBudget(t *testing.T) {
	fake := newFake(t)
	for name, spent := range map[string]http.HandlerFunc{
		"by the headers": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Remaining-USD", "0.0004")
			w.Header().Set("X-RateLimit-Reset", "58798")
			fake.serve(w, r)
		},
		"by a refusal": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/works" {
				fake.serve(w, r)
				return
			}
			w.Header().Set("Retry-After", "58798")
			w.WriteHeader(http.StatusTooManyRequests)
		},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			client, paths := asked(t, "key", spent)
			for _, title := range []string{"The first title", "The second title", "The third title"} {
				client.Lookup(t.Context(), registry.BySearch, []registry.Query{{Title: title}})
			}
			a := client.Lookup(t.Context(), registry.BySearch, []registry.Query{{Title: "The fourth title"}})[0]
			if e, ok := errors.AsType[*registry.Error](a.Err); !ok || e.Failure != registry.RateLimited || e.RetryAfter < 16*time.Hour {
				t.Errorf("%+v", a)
			}
			if a := client.Lookup(t.Context(), registry.ByID, []registry.Query{{DOI: triose}})[0]; len(a.Works) != 1 {
				t.Errorf("%+v", a)
			}
			if len(*paths) != 2 || time.Since(start) > 5*time.Second {
				t.Errorf("%d requests in %v, want two", len(*paths), time.Since(start))
			}
		})
	}
}
