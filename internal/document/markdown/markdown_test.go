package markdown_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/markdown"
)

// untold stands for the parser of printed references: it gives back what it was given.
func untold(s string) biblio.Reading {
	return biblio.Reading{Item: biblio.Item{Note: s}, Confidence: 0.5}
}

const manuscript = `---
title: A manuscript
bibliography: [refs.bib, more.json]
references:
- id: halpern
  type: article-journal
  title: What is *clinical* empathy?
  author:
  - {family: Halpern, given: Jodi}
  issued: {year: 2003, month: 8}
  DOI: 10.1046/X
---

# Introduction

Text [@halpern].

# References {-}

::: {#refs .references}
1. Blumgart H. *Caring for the patient*. N Engl J Med. 1964;270:449–56. [link](https://doi.org/10.1056/nejm196402272700906)
2. Roter D, Hall J. **Communication patterns** of primary care physicians. JAMA. 1997;277(4):350–6. <https://example.org/a_b_c>
:::

# Appendix
`

func TestParse(t *testing.T) {
	refs, problems := markdown.Parse("paper.qmd", manuscript, untold)
	type short struct {
		id, text string
		line     int
	}
	var got []short
	for i, r := range refs {
		if r.Index != i+1 {
			t.Errorf("reference %d has the index %d", i, r.Index)
		}
		got = append(got, short{r.ID, r.Title + r.Note, r.Location.Line})
	}
	want := []short{
		{"halpern", "What is clinical empathy?", 5},
		{"1", "Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56. link https://doi.org/10.1056/nejm196402272700906", 21},
		{"2", "Roter D, Hall J. Communication patterns of primary care physicians. JAMA. 1997;277(4):350–6. https://example.org/a_b_c", 22},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(short{})); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 2 || problems[0].Location.Line != 3 || !strings.Contains(problems[1].Message, "more.json") {
		t.Errorf("problems %v", problems)
	}
}

func TestParseYAML(t *testing.T) {
	tests := map[string]struct {
		text string
		want biblio.Item
	}{
		"list under references": {
			"---\nreferences:\n- id: a\n  type: book\n  title: One [NASA]{.nocase} H~2~O\n  author: [{family: Berg, non-dropping-particle: van}]\n  issued:\n  - year: 2001\n  publisher: Press\n...\n",
			biblio.Item{Type: biblio.Book, Title: "One NASA H2O", Authors: []biblio.Name{{Family: "Berg", Particle: "van"}}, Issued: biblio.Date{Year: 2001}, Publisher: "Press"},
		},
		"bare list": {
			"- id: a\n  title: One\n  volume: 012\n  issued: 2001-05-06\n",
			biblio.Item{Title: "One", Volume: "012", Issued: biblio.Date{Year: 2001, Month: 5, Day: 6}},
		},
		"date-parts": {
			"references:\n- {id: a, title: One, issued: {date-parts: [[2001, 5]]}}\n",
			biblio.Item{Title: "One", Issued: biblio.Date{Year: 2001, Month: 5}},
		},
		"in press": {
			"references:\n- {id: a, title: One, issued: in press}\n",
			biblio.Item{Title: "One", Issued: biblio.Date{Literal: "in press"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems := markdown.ParseYAML("f.yaml", test.text)
			if len(refs) != 1 || len(problems) > 0 {
				t.Fatalf("%d references, %v", len(refs), problems)
			}
			if diff := cmp.Diff(test.want, refs[0].Item); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
			if refs[0].ID != "a" || refs[0].Location.Line < 1 {
				t.Errorf("%q at %v", refs[0].ID, refs[0].Location)
			}
		})
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{manuscript, "---\nreferences: &a [*a, {id: *a}]\n---\n", "# References\n\n- *A*. [b](c_d_(e)) {.x}\n", "---\n\t- {\n---"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, refs := range [][]biblio.Reference{first(markdown.Parse("f", s, untold)), first(markdown.ParseYAML("f", s))} {
			for i, r := range refs {
				if r.Location.Line < 1 || r.Location.Line > 2+strings.Count(s, "\n")+strings.Count(s, "\r") || r.Index != i+1 || r.ID == "" {
					t.Errorf("reference %d at %v with id %q", r.Index, r.Location, r.ID)
				}
			}
		}
	})
}

func first(refs []biblio.Reference, _ []biblio.Problem) []biblio.Reference { return refs }
