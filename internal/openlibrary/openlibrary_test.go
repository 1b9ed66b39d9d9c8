package openlibrary_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/openlibrary"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const (
	damasio = "9780399138942"
	desousa = "9780262540575"
	coles   = "9780395429358" // the first of its work in the search
)

// misshapenSearch are answers from which nothing follows.
var misshapenSearch = []string{
	`{"numFound":null,"docs":[]}`,
	`{"numFound":1,"docs":[]}`,
	`{"numFound":1,"docs":[{}]}`,
	`{"numFound":1,"docs":[7]}`,
	`{"numFound":-1,"docs":[]}`,
	`{"numFound":0}`,
	`{"docs":[]}`,
	`[]`,
}

var misshapenBooks = []string{
	`{"ISBN:9780000000002":{"title":"Other"}}`,
	`{"ISBN:` + damasio + `":{}}`,
	`{"ISBN:` + damasio + `":7}`,
	`{"status":429,"message":"Too Many Requests. Consider using https://openlibrary.org/developers/dumps."}`,
	`var _OLBookInfo = {};`,
}

var odd = []string{
	`"title":"\u001b[31mred\u0000\u202e","subtitle":7,"authors":"x","author_name":[7,null,{"a":1},"` + strings.Repeat("Smith ", 1<<17) + `"],"publish_date":{},"publish_year":["x",1994],"publishers":[{"name":[]}],"isbn":"x"`,
	`"title":"` + strings.Repeat("word ", 1<<18) + `","identifiers":7,"first_publish_year":"1994","publisher":{}`,
	`"title":["a"]`,
}

func wrapped(before, after string) []string {
	var bodies []string
	for _, record := range odd {
		bodies = append(bodies, before+record+after)
	}
	return bodies
}

// unknown returns an ISBN that nobody has.
func unknown(n int) registry.Query {
	digits := fmt.Sprintf("9791%08d", n)
	sum := 0
	for i, d := range digits {
		sum += int(d-'0') * (1 + i%2*2)
	}
	return registry.Query{ISBN: fmt.Sprintf("%s%d", digits, (10-sum%10)%10)}
}

func harness(t *testing.T) registrytest.Harness {
	t.Helper()
	return registrytest.Harness{
		New:    openlibrary.New,
		Config: openlibrary.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:      registry.ByID,
			Known:     []registry.Query{{ISBN: damasio}, {ISBN: "0-262-54057-6"}},
			Want:      []string{damasio, desousa},
			Unknown:   unknown,
			Misshapen: misshapenBooks,
			Odd:       wrapped(`{"ISBN:`+damasio+`":{`, `}}`),
		}, {
			Kind:  registry.BySearch,
			Known: []registry.Query{{Title: "Descartes’ Error", Author: "Damasio A"}, {Title: "The Call of Stories: Teaching and the Moral Imagination", Author: "Coles R"}},
			Want:  []string{damasio, coles},
			Unknown: func(n int) registry.Query {
				return registry.Query{Title: fmt.Sprintf("Nothing whatsoever about number%d", n)}
			},
			Misshapen: misshapenSearch,
			Odd:       wrapped(`{"numFound":1,"docs":[{"key":"/works/OL1W",`, `}]}`),
		}},
	}
}

func TestSuite(t *testing.T) { registrytest.Run(t, harness(t)) }

func TestTranscribed(t *testing.T) {
	registrytest.Transcribed(t, harness(t), os.Getenv("REFCHECK_SHARED"), openlibrary.Name, registry.ByID, registry.Query{ISBN: damasio},
		map[string]registry.Failure{"too many requests": registry.RateLimited})
}

func TestConfig(t *testing.T) {
	for mail, want := range map[string]float64{"": 1, "a@example.org": 3} {
		for class, limit := range openlibrary.Config(registry.Access{Mailto: mail}).Limits {
			if limit.Rate != want || limit.Concurrency != 1 {
				t.Errorf("%q: %s %+v", mail, class, limit)
			}
		}
	}
}

// asked returns a client of a registry that answers as do says, and what it was asked.
func asked(t *testing.T, do http.HandlerFunc) (client *registry.Client, queries *[]string) {
	t.Helper()
	queries = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		*queries = append(*queries, strings.Join([]string{r.URL.Path, q.Get("bibkeys") + q.Get("q") + q.Get("title"), q.Get("author")}, "|"))
		do(w, r)
	}))
	t.Cleanup(s.Close)
	var free float64
	return openlibrary.New(registry.New(openlibrary.Config(registry.Access{URL: s.URL, Rate: &free, Concurrency: 1}))), queries
}

// An answer without any book may be a failure: the search is asked what there is.
func TestNoBooks(t *testing.T) {
	fake := newFake(t)
	isbns := []registry.Query{{ISBN: damasio}, unknown(1)}
	for _, test := range []struct {
		name  string
		serve http.HandlerFunc
		asked int
		found bool
	}{
		{"as it should be", fake.serve, 1, true},
		{"the books API fails", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/books" {
				registrytest.Reply(w, map[string]any{})
				return
			}
			fake.serve(w, r)
		}, 2, true},
		{"none is there", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/books" {
				registrytest.Reply(w, map[string]any{})
				return
			}
			registrytest.Reply(w, map[string]any{"numFound": 0, "docs": []any{}})
		}, 2, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, queries := asked(t, test.serve)
			answers := client.Lookup(t.Context(), registry.ByID, isbns)
			if answers[0].Err != nil || answers[1].Err != nil || len(answers[0].Works) != map[bool]int{true: 1}[test.found] || len(answers[1].Works) != 0 {
				t.Errorf("%+v", answers)
			}
			if len(*queries) != test.asked {
				t.Errorf("%q", *queries)
			}
		})
	}
}

// The books of a real bibliography are found by title and author as cited there, one of them by the only
// word of its title that is not misprinted.
func TestHalpern(t *testing.T) {
	client, queries := asked(t, newFake(t).serve)
	for _, test := range []struct {
		title, author, want string
		year                int
		asked               []string
	}{
		{"Aequanimitas", "Osler W", "Aequanimitas", 1963, []string{"/search.json|aequanimitas|osler"}},
		{"The Psychological Basis of Medical Practice", "Lief H", "The Psychological basis of medical practice", 1963, []string{"/search.json|psychological practice medical basis|lief"}},
		{"Descartes’ Error", "Damasio A", "Descartes' error", 1994, []string{"/search.json|error|damasio"}},
		{"The Rationality of Emotions", "De Sousa R", "The rationality of emotion", 1987, []string{"/search.json|rationality emotions|sousa", "/search.json|rationality|sousa"}},
		{"The Call of Stories", "Coles R", "The call of stories", 1989, []string{"/search.json|stories call|coles"}},
		{"The Healer’s Power", "Brody H", "The healer's power", 1992, []string{"/search.json|power|brody"}},
		{"The Psychodynamics of Medical Practice", "Stein H", "The psychodynamics of medical practice", 1985, []string{"/search.json|psychodynamics practice medical|stein"}},
	} {
		*queries = nil
		a := client.Lookup(t.Context(), registry.BySearch, []registry.Query{{Title: test.title, Author: test.author}})[0]
		if a.Err != nil || len(a.Works) != 1 || a.Works[0].Title != test.want {
			t.Errorf("%s: %+v", test.title, a)
			continue
		}
		if years := a.Works[0].Years; !contains(years, test.year) {
			t.Errorf("%s: years %v without %d", test.title, years, test.year)
		}
		if diff := cmp.Diff(test.asked, *queries); diff != "" {
			t.Error(diff)
		}
	}
}

func contains(years []int, year int) bool {
	for _, y := range years {
		if y == year {
			return true
		}
	}
	return false
}
