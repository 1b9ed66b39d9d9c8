package html_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/html"
)

// untold stands for the parser of printed references: it gives back what it was given, and takes for
// none what is short.
func untold(s string) biblio.Reading {
	if len(s) < 30 {
		return biblio.Reading{}
	}
	return biblio.Reading{Item: biblio.Item{Note: s}, Confidence: 0.9}
}

const (
	first  = "Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56."
	second = "Roter D, Hall J. Communication patterns of primary care physicians. JAMA. 1997;277(4):350–6."
)

// short is what the tests look at of a reference.
type short struct {
	ID, Text, DOI string
	Line          int
	Printed       bool
}

func TestParse(t *testing.T) {
	one, two := short{"1", first, "", 2, true}, short{"2", second, "", 3, true}
	tests := map[string]struct {
		page string
		want []short
	}{
		"heading and list":      {"<h2>References</h2><ol>\n<li>" + first + "</li>\n<li>" + second + "</li></ol><h2>About us and the journal</h2><p>Nothing at all is here.</p>", []short{one, two}},
		"heading and paragraph": {"<p>Text.</p><h2>References</h2>\n<p>" + first + "</p>\n<p>" + second, []short{one, two}},
		"heading and breaks":    {"<h2>References</h2><p>\n1. " + first + "<br>2. " + second + "</p>", []short{one, {"2", second, "", 2, true}}},
		"items left open":       {"<div class='references'><ol>\n<li>" + first + "\n<li>" + second + "</ol></div>", []short{one, two}},
		"class, with links": {
			"<ul class=\"ref-list\">\n<li><span class=\"label\">1.</span> " + strings.Replace(first, "Caring", "<i>Caring</i>", 1) + "<div><a href=\"https://doi.org/10.1056/NEJM1\">CrossRef</a> <a>PubMed</a> <a>Google Scholar</a></div></li>\n<li>2. " + second + "</li><li>Show all</li></ul>",
			[]short{{"1", first, "10.1056/nejm1", 2, true}, two},
		},
		"citation processor":        {"<div id='refs' class='references csl-bib-body' role='list'>\n<div class='csl-entry'>" + first + "</div>\n<div class='csl-entry'><div>2. </div><div>" + second + "</div></div></div>", []short{one, two}},
		"nothing shown but scripts": {"<script>var references = '" + first + "'</script><style>" + second + "</style>", nil},
		"COinS in a list": {
			"<div class='reflist'><ol>\n<li>" + first + `<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.genre=article&amp;rft.atitle=Caring&amp;rft.jtitle=NEJM&amp;rft.aulast=Blumgart&amp;rft.aufirst=H&amp;rft.date=1964&amp;rft_id=info%3Adoi%2F10.1056%2FNEJM1"></span></li></ol></div>`,
			[]short{{"1", "Caring", "10.1056/nejm1", 2, false}},
		},
		"COinS alone": {"<p>A page.</p>\n<span class='Z3988' title='rft.btitle=A+book&amp;rft.au=Doe%2C+Jane'></span>", []short{{"1", "A book", "", 2, false}}},
		"meta tags": {
			"<head>\n<meta name='citation_reference' content='citation_title=Caring; citation_author=H Blumgart; citation_journal_title=NEJM; citation_doi=10.1056/NEJM1'></head><body><p>A page.</p>",
			[]short{{"1", "Caring", "10.1056/nejm1", 2, false}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, _ := html.Parse("f.html", test.page, untold)
			var got []short
			for _, r := range refs {
				got = append(got, short{r.ID, r.Title + r.Note, r.DOI, r.Location.Line, r.Printed})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCOinS holds what a ContextObject says.
func TestCOinS(t *testing.T) {
	refs, _ := html.Parse("f", `<span class="Z3988" title="rft.genre=bookitem&amp;rft.atitle=One&amp;rft.btitle=A+book&amp;rft.aulast=Doe&amp;rft.aufirst=Jane&amp;rft.au=Roe%2C+R&amp;rft.spage=1&amp;rft.epage=9&amp;rft.pub=Press&amp;rft.isbn=9783161484100&amp;rft.date=2001-05"></span>`, untold)
	want := biblio.Item{
		Type: biblio.Chapter, Title: "One", Container: "A book", Authors: []biblio.Name{{Family: "Doe", Given: "Jane"}, {Family: "Roe", Given: "R"}}, Pages: "1-9", Publisher: "Press", ISBN: []string{"9783161484100"},
		Issued: biblio.Date{Year: 2001, Month: 5},
	}
	if len(refs) != 1 {
		t.Fatalf("%d references", len(refs))
	}
	if diff := cmp.Diff(want, refs[0].Item); diff != "" {
		t.Error(diff)
	}
}

// FuzzParse holds that no page breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"<ol class=references><li>" + first, "<h1>References</h1><p>" + first + "<br>x</p>", "<li><li></ol></ul><tr><td>", `<span class=Z3988 title="rft.atitle=%">`, "<meta name=citation_reference content='a=b;=;citation_title=x'>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems := html.Parse("f", s, untold)
		lines := 1 + strings.Count(s, "\n") + strings.Count(s, "\r")
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > lines || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v with id %q", r.Index, r.Location, r.ID)
			}
		}
		for _, p := range problems {
			if p.Location.Line < 1 || p.Location.Line > lines {
				t.Errorf("problem at %v", p.Location)
			}
		}
	})
}
