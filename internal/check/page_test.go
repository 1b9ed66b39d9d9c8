package check_test

import (
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
)

// web is the web with one page at its address, or none.
func web(pages ...biblio.Work) *fake {
	f := &fake{name: "web", kinds: byID}
	f.answer = func(q registry.Query) (found []biblio.Work) {
		for _, p := range pages {
			if p.URL == q.URL {
				p.Registry = "web"
				found = append(found, p)
			}
		}
		return found
	}
	return f
}

// A reference that is an address alone is looked up at that address, if that is wanted; one that cites
// more is not.
func TestWebPages(t *testing.T) {
	page := biblio.Work{Item: biblio.Item{Type: biblio.Webpage, Title: "WHO | Hand hygiene", URL: "https://example.org/hand"}, OtherTitles: []string{"Clean hands save lives"}}
	ref := func(title, url string) biblio.Reference {
		return biblio.Reference{Item: biblio.Item{Type: biblio.Webpage, Title: title, URL: url}, Confidence: 1}
	}
	article := cite(empathy)
	article.URL = page.URL
	refused := web()
	refused.err = &registry.Error{Registry: "web", Failure: registry.Refused}
	for _, tt := range []struct {
		name    string
		ref     biblio.Reference
		web     *fake
		verdict check.Verdict
		outcome check.Outcome
		says    string
	}{
		{"its title is there", ref("Clean hands save lives", page.URL), web(page), check.Verified, check.Found, ""},
		{"nothing but the address", ref("", page.URL), web(page), check.Verified, check.Found, "nothing is cited but an identifier"},
		{"another title", ref("The history of soap", page.URL), web(page), check.NotFound, check.Absent, "the cited title is not on it"},
		{"no page", ref("Clean hands save lives", "https://example.org/none"), web(page), check.NotFound, check.Absent, "does not exist"},
		{"no answer", ref("Clean hands save lives", page.URL), refused, check.Unchecked, check.Failed, "did not answer"},
		{"an article with an address", article, web(page), check.NotFound, check.Skipped, ""},
	} {
		r := run(t, []biblio.Reference{tt.ref}, crossref(communication), tt.web)[0]
		if c := r.Coverage[1]; r.Verdict != tt.verdict || c.Outcome != tt.outcome {
			t.Errorf("%s: %s %+v", tt.name, r.Verdict, c)
		}
		if tt.says != "" && (len(r.Findings) == 0 || !strings.Contains(r.Findings[0].Message, tt.says)) {
			t.Errorf("%s: %+v", tt.name, r.Findings)
		}
	}
}
