package nbib_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/nbib"
)

func person(family, given string) biblio.Name { return biblio.Name{Family: family, Given: given} }

func TestParse(t *testing.T) {
	tests := map[string]struct {
		text string
		want biblio.Item
	}{
		"article": {
			"PMID- 12911651\nOWN - NLM\nIS  - 0884-8734 (Print)\nIS  - 0884-8734 (Linking)\nVI  - 18\nIP  - 8\nDP  - 2003 Aug\nTI  - [What is clinical\n      empathy?].\nPG  - 670-4\nLID - 10.1046/X [doi]\nFAU - Halpern, Jodi\nAU  - Halpern J\nCN  - The Group\nLA  - eng\nPT  - Journal Article\nPL  - United States\nTA  - J Gen Intern Med\nJT  - Journal of general internal medicine\nPMC - PMC1494899\nAID - jgi_21017 [pii]\n",
			biblio.Item{
				Type: biblio.ArticleJournal, PMID: "12911651", PMCID: "PMC1494899", DOI: "10.1046/x", Title: "What is clinical empathy?", Authors: []biblio.Name{person("Halpern", "Jodi"), {Literal: "The Group"}},
				Container: "Journal of general internal medicine", ContainerShort: "J Gen Intern Med", Volume: "18", Issue: "8", Pages: "670-4", Issued: biblio.Date{Year: 2003, Month: 8}, Language: "eng", ISSN: []string{"0884-8734"},
			},
		},
		"article number": {
			"PMID- 1\nTI  - One.\nLID - e123 [pii]\nLID - 10.1000/x [doi]\nAU  - Smith JM\n",
			biblio.Item{Type: biblio.ArticleJournal, PMID: "1", Title: "One", Pages: "e123", DOI: "10.1000/x", Authors: []biblio.Name{person("Smith", "JM")}},
		},
		"book": {
			"PMID- 2\nPT  - Book\nBTI - A Book\nPB  - Press\nPL  - Town (UK)\nDP  - 2009\nFED - Doe, Jane\nISBN- 9783161484100\n",
			biblio.Item{
				Type: biblio.Book, PMID: "2", Title: "A Book", Publisher: "Press", Place: "Town (UK)", Issued: biblio.Date{Year: 2009}, Editors: []biblio.Name{person("Doe", "Jane")}, ISBN: []string{"9783161484100"},
			},
		},
		"chapter": {
			"PMID- 3\nPT  - Book\nTI  - A Chapter\nBTI - A Book\n",
			biblio.Item{Type: biblio.Chapter, PMID: "3", Title: "A Chapter", Container: "A Book"},
		},
		"ERIC": {
			"OWN - ERIC\nTI  - Test Approaches\nAU  - van Groen, Maaike M.\nJT  - A Journal\nAID - http://dx.doi.org/10.1186/s40468-019-0086-7\nLID - http://eric.ed.gov/?id=EJ1\nVI  - 9\nDP  - Article 10 2019\n",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "Test Approaches", Authors: []biblio.Name{{Family: "Groen", Given: "Maaike M.", Particle: "van"}}, Container: "A Journal", DOI: "10.1186/s40468-019-0086-7",
				URL: "http://eric.ed.gov/?id=EJ1", Volume: "9", Issued: biblio.Date{Year: 2019},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems := nbib.Parse("f.nbib", test.text)
			if len(refs) != 1 || len(problems) > 0 {
				t.Fatalf("%d references, %v", len(refs), problems)
			}
			if diff := cmp.Diff(test.want, refs[0].Item); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	refs, problems := nbib.Parse("f", "\nPMID- 1\nTI  - One\nPMID-2\nTI  - Two\n\nOWN - x\nPMID- 3\nTI  - Three\n\nstray\n")
	var lines []int
	for _, r := range refs {
		lines = append(lines, r.Location.Line)
	}
	if diff := cmp.Diff([]int{2, 4, 7}, lines); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 1 || problems[0].Location.Line != 11 {
		t.Errorf("problems %v", problems)
	}
	if diff := cmp.Diff(biblio.Location{File: "f", Line: 3, Column: 7}, refs[0].Fields.At("title")); diff != "" {
		t.Error(diff)
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"PMID- 1\nTI  - [x].\n      y\n", "PMID-\n\nPMC - 1\nAU-", "LID - 10.1/x [doi]\nIS  - 1234-5679"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems := nbib.Parse("f", s)
		lines := 1 + strings.Count(s, "\n") + strings.Count(s, "\r")
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > lines || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v", r.Index, r.Location)
			}
		}
		for _, p := range problems {
			if p.Location.Line < 1 || p.Location.Line > lines {
				t.Errorf("problem at %v", p.Location)
			}
		}
	})
}
