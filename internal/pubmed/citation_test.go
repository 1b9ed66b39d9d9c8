package pubmed

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/registry"
)

func TestCitationLine(t *testing.T) {
	for _, test := range []struct {
		in   registry.Query
		want string
	}{
		{registry.Query{Container: "Proc. Natl. Acad. Sci. U.S.A.", Year: 1991, Volume: "88", Page: "3248-50", Author: "Mann BJ"}, "Proc Natl Acad Sci U S A|1991|88|3248|Mann BJ|"},
		{registry.Query{Container: "Arch|ives\r\n of", Volume: "1|2", Page: "pp. S12–8"}, "Arch ives of||1 2|S12||"},
		{registry.Query{Container: "J", Year: 2003, Page: "e123"}, "J|2003||e123||"},
		{registry.Query{Volume: "1", Page: "2", Year: 2003}, ""},
		{registry.Query{Container: "J", Volume: "1", Year: 2003}, ""},
		{registry.Query{Container: "J", Page: "1"}, ""},
		{registry.Query{Container: " . ", Volume: "1", Page: "2"}, ""},
	} {
		if got := citationLine(test.in); got != test.want {
			t.Errorf("%+v gives %q, want %q", test.in, got, test.want)
		}
	}
}

func TestDecodeMatches(t *testing.T) {
	const end = "proc natl acad sci u s a|1991|88|3248|mann bj|end|2014248\n"
	type found = map[int][]string
	for _, test := range []struct {
		name, body string
		want       found
		complete   bool
	}{
		{"as documented", "science|1987|235|182|palmenberg ac|ref3|3026048\nj|1|2|3|a|ref4|NOT_FOUND\n" + end, found{3: {"3026048"}, 4: nil}, true},
		{"a column less, with \\r\\n", "Bionformatics|2015|31|3897|ref3|NOT_FOUND;INVALID_JOURNAL\r\n" + end, found{3: nil}, true},
		{"empty columns behind", "science|1987|235|182||ref4|3026048|||\n" + end, found{4: {"3026048"}}, true},
		{"ambiguous", "x|2015|31|3897||ref3|AMBIGUOUS 26315901,25768914\n" + end, found{3: {"26315901", "25768914"}}, true},
		{"stopped", "science|1987|235|182||ref3|3026048\n", found{3: {"3026048"}}, false},
		{"a line without its outcome", "science|1987|235|182||ref3|\n" + end, found{}, true},
		{"in another order", end + "a|1|2|3||ref4|2\na|1|2|3||ref3|1\n", found{4: {"2"}, 3: {"1"}}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := decodeMatches(registry.Response{Status: http.StatusOK, Body: []byte(test.body)}, []int{3, 4})
			if err != nil {
				t.Fatal(err)
			}
			pmids := found{}
			for place, m := range got.found {
				pmids[place] = m.pmids
				if m.err != nil {
					t.Errorf("%d: %v", place, m.err)
				}
			}
			if diff := cmp.Diff(test.want, pmids); diff != "" || got.complete != test.complete {
				t.Errorf("complete %v %s", got.complete, diff)
			}
		})
	}
	for body, want := range map[string]registry.Failure{
		"a|1|2|3||ref3|AMBIGUOUS (783 citations)\n": registry.TooMany,
		"a|1|2|3||ref3|EXCEPTION\n":                 registry.Unreadable,
	} {
		got, err := decodeMatches(registry.Response{Status: http.StatusOK, Body: []byte(body + end)}, []int{3})
		failed, ok := errors.AsType[*registry.Error](got.found[3].err)
		if err != nil || !ok || failed.Failure != want {
			t.Errorf("%q: %+v, %v", body, got, err)
		}
	}
}

// trapped is an ECitMatch that knows every journal but "unknown", leaves lines of the journal "odd" out
// and stops at the journal "trap".
func trapped(t *testing.T) (c *registry.Client, requests *int) {
	t.Helper()
	requests = new(int)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if r.URL.Path == "/efetch.fcgi" {
			_, _ = w.Write([]byte("<PubmedArticleSet>"))
			for id := range strings.SplitSeq(r.Form.Get("id"), ",") {
				_, _ = fmt.Fprintf(w, "<PubmedArticle><MedlineCitation><PMID>%s</PMID></MedlineCitation></PubmedArticle>", id)
			}
			_, _ = w.Write([]byte("</PubmedArticleSet>"))
			return
		}
		*requests++
		for line := range strings.SplitSeq(r.Form.Get("bdata"), "\r") {
			journal, _, _ := strings.Cut(line, "|")
			page := strings.Split(line, "|")[3]
			switch journal {
			case "trap":
				return
			case "odd":
			case "unknown":
				_, _ = fmt.Fprintln(w, line+"NOT_FOUND;INVALID_JOURNAL")
			default:
				_, _ = fmt.Fprintln(w, line+page)
			}
		}
	}))
	t.Cleanup(s.Close)
	var free float64
	cfg := Config(registry.Access{URL: s.URL, Rate: &free})
	cfg.Retries = -1
	return New(registry.New(cfg)), requests
}

func TestTraps(t *testing.T) {
	for _, test := range []struct {
		name     string
		journals string
		want     string // f found, - none, ! failed
		requests int
	}{
		{"all well", "j unknown j", "f-f", 1},
		{"left out", "j odd odd j odd", "f--f-", 1},
		{"only one, left out", "odd", "-", 1},
		{"stops", "j trap j j", "f!ff", 3},
		{"stops first", "trap j odd", "!f-", 2},
		{"stops last", "j j trap", "ff!", 2},
		{"stops too often", "trap trap trap trap j", "!!!!!", 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, requests := trapped(t)
			var queries []registry.Query
			for i, journal := range strings.Fields(test.journals) {
				queries = append(queries, registry.Query{Container: journal, Volume: "1", Page: fmt.Sprint(100 + i)})
			}
			var got strings.Builder
			for i, a := range client.Lookup(t.Context(), registry.ByCitation, queries) {
				switch {
				case a.Err != nil:
					if e, ok := errors.AsType[*registry.Error](a.Err); !ok || e.Failure != registry.Unreadable {
						t.Errorf("answer %d: %v", i, a.Err)
					}
					got.WriteByte('!')
				case len(a.Works) == 1 && a.Works[0].PMID == fmt.Sprint(100+i):
					got.WriteByte('f')
				case len(a.Works) == 0:
					got.WriteByte('-')
				}
			}
			if got.String() != test.want || *requests != test.requests {
				t.Errorf("%s in %d requests, want %s in %d", got.String(), *requests, test.want, test.requests)
			}
		})
	}
}

func FuzzMatches(f *testing.F) {
	f.Add("science|1987|235|182|palmenberg ac|ref0|3026048\na|b|c|d|e|end|NOT_FOUND\n")
	f.Add("x|2015|31|3897||ref1|AMBIGUOUS 26315901,25768914\r\n|||\n")
	f.Fuzz(func(t *testing.T, body string) {
		got, err := decodeMatches(registry.Response{Status: http.StatusOK, Body: []byte(body)}, []int{0, 1})
		if err == nil && !got.complete && len(got.found) == 0 {
			t.Error("nothing is said, without an error")
		}
		for place, m := range got.found {
			if place < 0 || place > 1 || len(m.pmids) > maxAmbiguous || m.err != nil && len(m.pmids) > 0 {
				t.Errorf("%d: %+v", place, m)
			}
		}
	})
}
