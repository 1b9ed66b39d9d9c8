package arxiv_test

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

	"github.com/refcheck/refcheck/internal/arxiv"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const prefix = "10.48550/arxiv."

// odd is content that no registry should send.
var odd = []string{
	feed(1, `<entry><id>http://arxiv.org/abs/1605.08386v1</id></entry>`),
	feed(1, `<entry><id>http://arxiv.org/abs/1605.08386v1</id><title>`+strings.Repeat("Heat-bath walks ", 1<<16)+`</title><author><name></name></author><author/></entry>`),
	feed(1, `<entry><id>http://arxiv.org/abs/1605.08386v1</id><title>Heat-bath random walks with Markov bases &#x202e;&#x85;</title><published>soon</published><arxiv:doi>none</arxiv:doi></entry>`),
	feed(1, `<entry><id>http://arxiv.org/abs/1605.08386v1</id><title><b>Heat-bath</b> <i>random</i> walks with Markov bases \frac{</title></entry>`),
}

// misshapen are answers to other questions, and failures that come with HTTP 200.
var misshapen = []string{
	"Rate exceeded.",
	feed(1),
	strings.Replace(feed(0), "<opensearch:totalResults>0</opensearch:totalResults>", "", 1),
	strings.Replace(feed(0), ">0<", ">many<", 1),
	feed(1, `<entry><id>http://example.org/</id><title>Other</title></entry>`),
	feed(1, `<entry><title>No id</title></entry>`),
	`<?xml version="1.0"?><rss version="2.0"><channel><title>arXiv</title></channel></rss>`,
	`<feed><entry></entry></feed>`,
}

func harness(t *testing.T) registrytest.Harness {
	t.Helper()
	return registrytest.Harness{
		New:    arxiv.New,
		Config: arxiv.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:      registry.ByID,
			Known:     []registry.Query{{ArXiv: modern}, {DOI: "10.48550/arXiv.astro-ph/0601001"}, {ArXiv: quantum}},
			Want:      []string{prefix + modern, prefix + old, prefix + quantum},
			Unknown:   func(n int) registry.Query { return registry.Query{ArXiv: fmt.Sprintf("2001.%05d", 90000+n)} },
			Misshapen: append([]string{feed(1, `<entry><id>http://arxiv.org/abs/1111.1111v1</id><title>Other</title></entry>`)}, misshapen...),
			Odd:       odd,
		}, {
			Kind: registry.ByTitle,
			Known: []registry.Query{
				{Title: "Heat-bath random walks with Markov bases"},
				{Title: "Quantum computers and quantum computer languages", Author: "Blaha S", Year: 2002},
			},
			Want: []string{prefix + modern, prefix + quantum},
			Unknown: func(n int) registry.Query {
				return registry.Query{Title: fmt.Sprintf("Nothing whatsoever about number %d", n)}
			},
			Misshapen: misshapen,
			Odd:       odd[1:],
		}},
	}
}

func TestSuite(t *testing.T) { registrytest.Run(t, harness(t)) }

func TestTranscribed(t *testing.T) {
	registrytest.Transcribed(t, harness(t), os.Getenv("REFCHECK_SHARED"), arxiv.Name, registry.ByID, registry.Query{ArXiv: modern},
		map[string]registry.Failure{"over limit": registry.RateLimited})
}

// asked starts arXiv and returns a client for it, with what it is asked.
func asked(t *testing.T, serve http.HandlerFunc) (c *registry.Client, requests func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.URL.Query().Get("id_list")+r.URL.Query().Get("search_query"))
		mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(s.Close)
	var free float64
	cfg := arxiv.Config(registry.Access{URL: s.URL, Rate: &free, Concurrency: 1})
	cfg.Retries = -1
	return arxiv.New(registry.New(cfg)), func() []string {
		mu.Lock()
		defer mu.Unlock()
		defer func() { seen = nil }()
		return slices.Clone(seen)
	}
}

// Versions and subject classes are no part of an id, impossible ids are nobody's, and an id that arXiv
// refuses spoils no other.
func TestByID(t *testing.T) {
	f := newFake(t)
	refusing := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Query().Get("id_list"), "1605.99999") {
				w.WriteHeader(status)
				_, _ = w.Write([]byte(f.error))
				return
			}
			f.serve(w, r)
		}
	}
	for _, test := range []struct {
		name          string
		serve         http.HandlerFunc
		ids           []string
		found, failed int
		requests      []string
	}{
		{"versions", f.serve, []string{"1605.08386v3", "arXiv:1605.08386", "astro-ph.EP/0601001v1"}, 3, 0, []string{"1605.08386,astro-ph/0601001"}},
		{"impossible", f.serve, []string{"5678.9012", "1605.08386", "0808.05394"}, 1, 0, []string{"1605.08386"}},
		{"only impossible", f.serve, []string{"5678.9012"}, 0, 0, nil},
		{"refused", refusing(http.StatusBadRequest), []string{modern, "1605.99999", quantum, old}, 3, 1,
			[]string{"1605.08386,1605.99999,quant-ph/0201082,astro-ph/0601001", "1605.08386,1605.99999", "1605.08386", "1605.99999", "quant-ph/0201082,astro-ph/0601001"}},
		{"refused with HTTP 200", refusing(http.StatusOK), []string{modern, "1605.99999"}, 1, 1, []string{"1605.08386,1605.99999", "1605.08386", "1605.99999"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, requests := asked(t, test.serve)
			queries := make([]registry.Query, len(test.ids))
			for i, id := range test.ids {
				queries[i].ArXiv = id
			}
			found, failed := 0, 0
			for _, a := range client.Lookup(t.Context(), registry.ByID, queries) {
				found += len(a.Works)
				if a.Err != nil {
					failed++
				}
			}
			got := requests()
			slices.Sort(got)
			slices.Sort(test.requests)
			if diff := cmp.Diff(test.requests, got); diff != "" || found != test.found || failed != test.failed {
				t.Errorf("%d found, %d failed, requests %s", found, failed, diff)
			}
		})
	}
}

// Where a search finds more than it lists, the titles are asked for in halves.
func TestByTitleInHalves(t *testing.T) {
	f := newFake(t)
	client, requests := asked(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.URL.Query().Get("search_query"), ") OR (") > 0 {
			_, _ = w.Write([]byte(feed(1000, slices.Repeat([]string{f.entries[modern]}, 40)...)))
			return
		}
		f.serve(w, r)
	})
	answers := client.Lookup(t.Context(), registry.ByTitle, []registry.Query{
		{Title: "Heat-bath random walks with Markov bases"}, {Title: "Quantum computers and quantum computer languages"}, {Title: "Nothing whatsoever of the kind"},
	})
	if got := len(requests()); got != 5 {
		t.Errorf("%d requests, want 1 + 2 + 2", got)
	}
	for i, want := range []string{prefix + modern, prefix + quantum, ""} {
		a := answers[i]
		if a.Err != nil || (len(a.Works) > 0) != (want != "") || len(a.Works) > 0 && a.Works[0].DOI != want {
			t.Errorf("answer %d: %+v, want %s", i, a, want)
		}
	}
}

func TestConfig(t *testing.T) {
	c := arxiv.Config(registry.Access{Mailto: "a@b.org"})
	if l := c.Limits["api"]; l.Rate > 0.334 || l.Concurrency != 1 || c.BaseURL != arxiv.DefaultURL {
		t.Errorf("%+v", c)
	}
}
