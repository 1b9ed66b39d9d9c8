package crossref_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/crossref"
	"github.com/refcheck/refcheck/internal/registry"
)

// record starts a server that notes what it is asked, and a client for it.
func record(t *testing.T, serve http.HandlerFunc) (c *registry.Client, asked func() []string) {
	t.Helper()
	var mu sync.Mutex
	var paths []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		paths = append(paths, r.URL.EscapedPath()+" "+r.URL.Query().Get("filter"))
		mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(s.Close)
	var free float64
	cfg := crossref.Config(registry.Access{URL: s.URL, Rate: &free})
	cfg.Retries = -1
	return crossref.New(registry.New(cfg)), func() []string {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(paths)
		return slices.Clone(paths)
	}
}

func byDOI(dois ...string) []registry.Query {
	queries := make([]registry.Query, len(dois))
	for i, doi := range dois {
		queries[i].DOI = doi
	}
	return queries
}

func TestRequests(t *testing.T) {
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprintf("10.1000/%d", i)
	}
	for _, test := range []struct {
		name string
		dois []string
		want []string
	}{
		{"one", []string{halpern}, []string{"/works/10.1046/j.1525-1497.2003.21017.x "}},
		{"one, escaped", []string{"10.1002/(SICI)1097-4679(199601)52:1<1::AID-A>3.0.CO;2-#,?"}, []string{
			"/works/10.1002/%28sici%291097-4679%28199601%2952%3A1%3C1%3A%3Aaid-a%3E3.0.co%3B2-%23%2C%3F ",
		}},
		{"twice the same", []string{halpern, strings.ToUpper(halpern)}, []string{"/works/10.1046/j.1525-1497.2003.21017.x "}},
		{"two", []string{wakefield, halpern}, []string{"/works doi:" + wakefield + ",doi:" + halpern}},
		{"a comma", []string{"10.1000/a,b:c", halpern, wakefield}, []string{"/works doi:" + halpern + ",doi:" + wakefield, "/works/10.1000/a%2Cb%3Ac "}},
		{"a leftover", []string{`10.1000/a"b`, halpern}, []string{"/works/10.1000/a%22b ", "/works/10.1046/j.1525-1497.2003.21017.x "}},
		{"sixty", many, []string{"/works doi:" + strings.Join(many[:50], ",doi:"), "/works doi:" + strings.Join(many[50:], ",doi:")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, asked := record(t, newFake(t).serve)
			for i, a := range client.Lookup(t.Context(), registry.ByID, byDOI(test.dois...)) {
				if a.Err != nil {
					t.Errorf("answer %d: %v", i, a.Err)
				}
			}
			if diff := cmp.Diff(test.want, asked()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A DOI that Crossref cannot make anything of must not cost the others their answers, nor must it
// count as absent because its batch was refused.
func TestRefusedBatch(t *testing.T) {
	serve := newFake(t).serve
	client, asked := record(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Query().Get("filter")+r.URL.Path, "bad") {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		serve(w, r)
	})
	got := client.Lookup(t.Context(), registry.ByID, byDOI(halpern, "10.1000/bad", "10.1000/none", wakefield))
	for i, works := range []int{1, 0, 0, 1} {
		if len(got[i].Works) != works || (got[i].Err != nil) != (i == 1) {
			t.Errorf("answer %d: %+v", i, got[i])
		}
	}
	if n := len(asked()); n != 5 {
		t.Errorf("%d requests, want the batch and four: %q", n, asked())
	}
}

// Where a record of the answer cannot be read, or the list is not whole, the works that are there
// stand, and the others are asked for singly.
func TestBrokenBatch(t *testing.T) {
	for _, items := range []string{
		`{"total-results":2,"items":[{"DOI":"` + halpern + `","title":["a"]},7]}`,
		`{"total-results":2,"items":[{"DOI":"` + halpern + `","title":["a"]},{"title":["no DOI"]}]}`,
		`{"total-results":2,"items":[{"DOI":"` + halpern + `","title":["a"]}]}`,
	} {
		serve := newFake(t).serve
		client, asked := record(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/works" {
				serve(w, r)
				return
			}
			_, _ = w.Write([]byte(`{"status":"ok","message-type":"work-list","message":` + items + `}`))
		})
		got := client.Lookup(t.Context(), registry.ByID, byDOI(halpern, wakefield, "10.1000/none"))
		for i, works := range []int{1, 1, 0} {
			if len(got[i].Works) != works || got[i].Err != nil {
				t.Errorf("%s: answer %d: %+v", items, i, got[i])
			}
		}
		if n := len(asked()); n != 3 {
			t.Errorf("%s: %d requests, want the batch and two", items, n)
		}
	}
}

func TestSearchText(t *testing.T) {
	long := strings.Repeat("empathy ", 200)
	var sent string
	client, _ := record(t, func(w http.ResponseWriter, r *http.Request) {
		sent = r.URL.Query().Get("query.bibliographic")
		if r.URL.Query().Get("rows") != "5" || r.URL.Query().Get("select") == "" {
			t.Errorf("asked %s", r.URL)
		}
		newFake(t).serve(w, r)
	})
	if a := client.Lookup(t.Context(), registry.BySearch, []registry.Query{{Text: "a\x00\n b " + long}})[0]; a.Err != nil {
		t.Fatal(a.Err)
	}
	if len(sent) > 400 || len(sent) < 380 || !strings.HasPrefix(sent, "a b empathy") || !strings.HasSuffix(sent, " empathy") {
		t.Errorf("sent %q, %d bytes", sent, len(sent))
	}
}
