package pubmed

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/registry"
)

func TestTitleTerm(t *testing.T) {
	for _, test := range []struct {
		in   registry.Query
		want string
	}{
		{registry.Query{Title: "The relationship of physician medical interview style to patient satisfaction"},
			"(relationship[ti] AND satisfaction[ti] AND physician[ti] AND interview[ti] AND medical[ti])"},
		{registry.Query{Title: "Relationship of <i>physician</i> interview style", Author: "Bertakis KD", Year: 1991},
			"((relationship[ti] AND physician[ti] AND interview[ti] AND style[ti]) OR (interview[ti] AND style[ti] AND bertakis[au] AND 1990:1992[dp]))"},
		{registry.Query{Title: "What is clinical empathy?", Author: "Halpern J", Year: 2003}, "(clinical[ti] AND empathy[ti] AND halpern[au] AND 2002:2004[dp])"},
		{registry.Query{Title: "Mechanics of receptor-mediated endocytosis", Author: "Gao H", Year: 2005},
			"((endocytosis[ti] AND mechanics[ti] AND receptor[ti] AND mediated[ti]) OR (receptor[ti] AND mediated[ti] AND gao[au] AND 2004:2006[dp]))"},
		{registry.Query{Title: "Mechanics of receptormediated endocytosis", Author: "Gao H", Year: 2005},
			"((receptormediated[ti] AND endocytosis[ti] AND mechanics[ti]) OR (mechanics[ti] AND gao h[au] AND 2004:2006[dp]))"},
		{registry.Query{Title: "What is clinical empathy?", Year: 2003}, "(clinical[ti] AND empathy[ti] AND 2002:2004[dp])"},
		{registry.Query{Title: "What is clinical empathy?"}, ""},
		{registry.Query{Title: "Hypertension", Author: "Halpern J"}, ""},
		{registry.Query{Title: "Hypertension", Author: "van den Berg J-M", Year: 2003}, "(hypertension[ti] AND van den berg j[au] AND 2002:2004[dp])"},
		{registry.Query{Title: "Ménière's disease: β-catenin, p53 and naïve (T)-cells", Author: "Ångström Ö", Year: 2003},
			"((disease[ti] AND catenin[ti] AND naive[ti] AND cells[ti]) OR (naive[ti] AND cells[ti] AND angstrom[au] AND 2002:2004[dp]))"},
		{registry.Query{Title: "日本の医療の歴史", Author: "山田 太郎", Year: 2003}, ""},
		{registry.Query{Title: "A [ti] OR (b) \"c\" hypertension [dp]", Author: "\"x[au] OR", Year: 2003}, "(hypertension[ti] AND x au o[au] AND 2002:2004[dp])"},
		{registry.Query{}, ""},
	} {
		if got := titleTerm(test.in); got != test.want {
			t.Errorf("%+v gives\n\t%s, want\n\t%s", test.in, got, test.want)
		}
	}
}

// library is an esearch and an efetch over titles, by PMID. An esearch finds all of them and counts
// more than it lists, for as long as its term holds more than most titles.
func library(t *testing.T, titles map[string]string, most int) (c *registry.Client, terms *[]string) {
	t.Helper()
	terms = new([]string)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if term := r.Form.Get("term"); term != "" {
			*terms = append(*terms, term)
			var ids []string
			for id := range titles {
				ids = append(ids, `"`+id+`"`)
			}
			count := len(ids)
			if strings.Count(term, ") OR (")+1 > most {
				count = 100000
			}
			_, _ = fmt.Fprintf(w, `{"esearchresult":{"count":"%d","idlist":[%s]}}`, count, strings.Join(ids, ","))
			return
		}
		_, _ = w.Write([]byte("<PubmedArticleSet>"))
		for id := range strings.SplitSeq(r.Form.Get("id"), ",") {
			_, _ = fmt.Fprintf(w, "<PubmedArticle><MedlineCitation><PMID>%s</PMID><Article><ArticleTitle>%s.</ArticleTitle></Article></MedlineCitation></PubmedArticle>", id, titles[id])
		}
		_, _ = w.Write([]byte("</PubmedArticleSet>"))
	}))
	t.Cleanup(s.Close)
	var free float64
	return New(registry.New(Config(registry.Access{URL: s.URL, Rate: &free, Concurrency: 1}))), terms
}

// A record belongs to the titles that it is like, whichever of them found it.
func TestSortedOut(t *testing.T) {
	client, terms := library(t, map[string]string{
		"1": "Deep residual learning for image recognition",
		"2": "Deep learning for image restoration",
		"3": "Brain edema and aquaporin-4 in mice: a long review of all that is known",
	}, 10)
	got := client.Lookup(t.Context(), registry.ByTitle, []registry.Query{
		{Title: "Deep Residual Learning for Image Recognition"},
		{Title: "Brain edema and aquaporin-4 in mice"},
		{Title: "Physician medical interview style"},
	})
	var pmids [][]string
	for _, a := range got {
		if a.Err != nil {
			t.Fatal(a.Err)
		}
		var list []string
		for _, w := range a.Works {
			list = append(list, w.PMID)
		}
		pmids = append(pmids, list)
	}
	if diff := cmp.Diff([][]string{{"1", "2"}, {"3"}, nil}, pmids); diff != "" {
		t.Error(diff)
	}
	if len(*terms) != 1 {
		t.Errorf("%d searches", len(*terms))
	}
}

// Where more is found than can be looked at, the titles are asked for in halves; one that is too common
// by itself, with its author and year.
func TestTooMany(t *testing.T) {
	var queries []registry.Query
	for _, word := range []string{"alpha", "bravo", "charlie", "delta"} {
		queries = append(queries, registry.Query{Title: "Physician interview " + word, Author: "Smith J", Year: 2000})
	}
	client, terms := library(t, map[string]string{"1": "Physician interview delta"}, 2)
	for i, a := range client.Lookup(t.Context(), registry.ByTitle, queries) {
		if a.Err != nil || len(a.Works) != 1 {
			t.Errorf("%d: %+v", i, a)
		}
	}
	// Each term has two sides: four titles are too many, and so are two; one by one they are not.
	if len(*terms) != 7 {
		t.Errorf("%d searches, want 1 + 2 + 4", len(*terms))
	}
	client, terms = library(t, map[string]string{"1": "Physician interview delta"}, 0)
	client.Lookup(t.Context(), registry.ByTitle, queries[:1])
	want := "(physician[ti] AND interview[ti] AND alpha[ti] AND smith[au] AND 1999:2001[dp])"
	if len(*terms) != 2 || (*terms)[1] != want {
		t.Errorf("searched %q, want %s at last", *terms, want)
	}
}

func FuzzTitleTerm(f *testing.F) {
	f.Add("What is clinical empathy?", "Halpern J", 2003)
	f.Add("A \"quoted\" [ti] OR (bracketed) title of β-catenin", "van den \x00Berg JM", -1)
	f.Fuzz(func(t *testing.T, title, author string, year int) {
		term := titleTerm(registry.Query{Title: title, Author: author, Year: year})
		if strings.Count(term, "(") != strings.Count(term, ")") || strings.ContainsAny(term, "\"\n\x00") || !isASCII(term) {
			t.Errorf("%q", term)
		}
		if term != "" && !strings.Contains(term, "[ti]") {
			t.Errorf("%q asks for no title", term)
		}
	})
}

func FuzzHits(f *testing.F) {
	f.Add(`{"esearchresult":{"count":"2","idlist":["1","2"]}}`)
	f.Add(`{"esearchresult":{"ERROR":"Empty term and query_key - nothing todo"}}`)
	f.Fuzz(func(t *testing.T, body string) {
		found, err := decodeHits(registry.Response{Status: http.StatusOK, Body: []byte(body)})
		if err != nil && len(found.pmids) > 0 || err == nil && found.count > 0 && len(found.pmids) == 0 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}
