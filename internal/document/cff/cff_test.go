package cff_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/cff"
)

const file = `# A comment
cff-version: 1.2.0
message: "Cite it."
title: A program
version: "1.0"
date-released: 2020-07-02
authors:
  - family-names: Berg
    given-names: Jan
    name-particle: van den
    name-suffix: Jr.
  - name: The Group
identifiers:
  - type: doi
    value: 10.5281/zenodo.1
repository-code: https://example.org/code
references:
  - type: article
    title: One
    authors: [&smith {family-names: Smith, given-names: J}]
    journal: Nature
    year: 2003
    month: 8
    volume: 12
    issue: 3
    start: 1
    end: 9
    doi: https://doi.org/10.1000/AB
    issn: 0028-0836
  - type: conference-paper
    title: Two
    authors: [*smith]
    collection-title: Proceedings
    conference: {name: A meeting}
    publisher: {name: Press, city: Town}
    date-published: 2001-02-03
`

func TestParse(t *testing.T) {
	refs, problems := cff.Parse("CITATION.cff", file)
	if len(refs) != 3 || len(problems) > 0 {
		t.Fatalf("%d references, %v", len(refs), problems)
	}
	smith := []biblio.Name{{Family: "Smith", Given: "J"}}
	want := []biblio.Item{
		{
			Type: biblio.Software, Title: "A program", Authors: []biblio.Name{{Family: "Berg", Given: "Jan", Particle: "van den", Suffix: "Jr."}, {Literal: "The Group"}},
			Issued: biblio.Date{Year: 2020, Month: 7, Day: 2}, DOI: "10.5281/zenodo.1", URL: "https://example.org/code",
		},
		{
			Type: biblio.ArticleJournal, Title: "One", Authors: smith, Container: "Nature", Issued: biblio.Date{Year: 2003, Month: 8}, Volume: "12", Issue: "3", Pages: "1-9",
			DOI: "10.1000/ab", ISSN: []string{"0028-0836"},
		},
		{
			Type: biblio.Conference, Title: "Two", Authors: smith, Container: "Proceedings", Event: "A meeting", Publisher: "Press", Place: "Town", Issued: biblio.Date{Year: 2001, Month: 2, Day: 3},
		},
	}
	for i, r := range refs {
		if diff := cmp.Diff(want[i], r.Item); diff != "" {
			t.Errorf("item %d (-want +got):\n%s", i+1, diff)
		}
	}
	if refs[1].Location.Line != 18 || refs[1].Location.Column != 5 || refs[1].Fields.At("title").Line != 19 || !strings.HasPrefix(refs[2].Raw, "  - type: conference-paper") {
		t.Errorf("second at %v, title at %v; third %q", refs[1].Location, refs[1].Fields.At("title"), refs[2].Raw)
	}
}

func TestPreferred(t *testing.T) {
	refs, _ := cff.Parse("f", "cff-version: 1.2.0\ntitle: A program\npreferred-citation:\n  type: article\n  title: The paper\n")
	if len(refs) != 1 || refs[0].Title != "The paper" || refs[0].ID != "preferred-citation" {
		t.Errorf("%+v", refs)
	}
}

func TestDamaged(t *testing.T) {
	refs, problems := cff.Parse("f", "cff-version: 1.2.0\ntitle: [A\nreferences: {")
	if len(refs) != 0 || len(problems) != 1 || !problems[0].Damaged {
		t.Errorf("%v, %v", refs, problems)
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{file, "title: &a [*a]\nreferences: *a", "references: [{authors: {a: b}}, 1, null]", "a: b\n---\ntitle: x\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, _ := cff.Parse("f", s)
		for i, r := range refs {
			if r.Location.Line < 1 || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v with id %q", r.Index, r.Location, r.ID)
			}
		}
	})
}
