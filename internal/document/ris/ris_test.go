package ris_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/ris"
)

func person(family, given string) biblio.Name { return biblio.Name{Family: family, Given: given} }

// TestParse reads one record of each flavour and compares the whole item.
func TestParse(t *testing.T) {
	tests := map[string]struct {
		text string
		want biblio.Item
	}{
		"publisher": {
			"TY  - JOUR\nT1  - A <i>title</i>\nAU  - Valle-Delgado,J. J. \nAU  - Molina-Bolívar,J. A.\nY1  - 2005/07/15\nPY  - 2005\nN1  - doi: 10.1063/1.1954747\nDO  - 10.1063/1.1954747\n" +
				"T2  - The Journal of Chemical Physics\nJF  - The Journal of Chemical Physics\nJO  - J. Chem. Phys.\nSP  - 034708\nVL  - 123\nIS  - 3\nPB  - AIP\nSN  - 0021-9606\nUR  - https://doi.org/10.1063/1.1954747\nER  - \n",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "A title", Authors: []biblio.Name{person("Valle-Delgado", "J. J."), person("Molina-Bolívar", "J. A.")},
				Issued: biblio.Date{Year: 2005, Month: 7, Day: 15}, Note: "doi: 10.1063/1.1954747", DOI: "10.1063/1.1954747", Container: "The Journal of Chemical Physics", ContainerShort: "J. Chem. Phys.",
				Pages: "034708", Volume: "123", Issue: "3", Publisher: "AIP", ISSN: []string{"0021-9606"}, URL: "https://doi.org/10.1063/1.1954747",
			},
		},
		"PubMed Central": {
			"TY  - JOUR\nDB  - PMC\nAU  - Sears, Margaret E\nT1  - Chelation\nPY  - 2013/04/18\nPY  - 2013/02/15/received\nSP  - 219840\nVL  - 2013\nAN  - PMC3654245\nU1  - 23690738[pmid]\nJ1  - ScientificWorldJournal\nJF  - The Scientific World Journal\nER  - ",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "Chelation", Authors: []biblio.Name{person("Sears", "Margaret E")}, Issued: biblio.Date{Year: 2013, Month: 4, Day: 18},
				Pages: "219840", Volume: "2013", PMCID: "PMC3654245", PMID: "23690738", Container: "The Scientific World Journal", ContainerShort: "ScientificWorldJournal",
			},
		},
		"one space, small letters, continuation, no end": {
			"\ufeffty - JOUR\nti - Blood-brain barrier breach following\ncortical contusion in the rat\nau - Baldwin, S.A. and Fugaccia, I.\nau - et al.\njo - J.Neurosurg.\npy - 1996\nsp - 476-481\nep - 481",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "Blood-brain barrier breach following cortical contusion in the rat", Authors: []biblio.Name{person("Baldwin", "S.A."), person("Fugaccia", "I.")}, EtAl: true,
				Container: "J.Neurosurg.", Issued: biblio.Date{Year: 1996}, Pages: "476-481",
			},
		},
		"book": {
			"TY  - BOOK\nAU  - Smith, Bob, Jr.\nA2  - van den Berg, Steve\nT1  - Testing\nT2  - A Series\nPB  - Press\nCY  - New York\nY1  - 2015/october\nET  - 2nd\nSN  - 978-90-386-4503-2\nER  -",
			biblio.Item{
				Type: biblio.Book, Title: "Testing", Authors: []biblio.Name{{Family: "Smith", Given: "Bob", Suffix: "Jr."}}, Editors: []biblio.Name{{Family: "Berg", Given: "Steve", Particle: "van den"}},
				Collection: "A Series", Publisher: "Press", Place: "New York", Issued: biblio.Date{Year: 2015, Month: 10}, Edition: "2nd", ISBN: []string{"9789038645032"},
			},
		},
		"chapter": {
			"TY  - CHAP\nAU  - World Health Organization\nTI  - One\nBT  - A Book\nED  - Doe, Jane\nSP  - 12\nEP  - 19\nDA  - 2001\nER  - ",
			biblio.Item{
				Type: biblio.Chapter, Title: "One", Authors: []biblio.Name{{Literal: "World Health Organization"}}, Container: "A Book", Editors: []biblio.Name{person("Doe", "Jane")},
				Pages: "12-19", Issued: biblio.Date{Year: 2001},
			},
		},
		"EndNote, article number and accession": {
			"TY  - JOUR\nAU  - Smith JM\nTI  - One\nJF  - PLoS One\nJ2  - PLOS ONE\nC7  - e12345\nPY  - 2011\nDA  - May 5\nDB  - PubMed\nAN  - 21234567\nC2  - PMC3654245\nID  - 77\nER  - ",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "One", Authors: []biblio.Name{person("Smith", "JM")}, Container: "PLoS One", ContainerShort: "PLOS ONE", Pages: "e12345",
				Issued: biblio.Date{Year: 2011, Month: 5, Day: 5}, PMID: "21234567", PMCID: "PMC3654245",
			},
		},
		"DA before Y1": {
			"TY  - GEN\nT1  - Deprecated\nY1  - 1900/01/01\nDA  - 1950/02/03\nER  - ",
			biblio.Item{Title: "Deprecated", Issued: biblio.Date{Year: 1950, Month: 2, Day: 3}},
		},
		"in press": {
			"TY  - JOUR\nTI  - Soon\nPY  - in press\nER  - ",
			biblio.Item{Type: biblio.ArticleJournal, Title: "Soon", Issued: biblio.Date{Literal: "in press"}},
		},
		"article number in M1": {
			"TY  - JOUR\nTI  - One\nM1  - Artn 012301\nM3  - doi:10.1103/PhysRevB.1\nER  - ",
			biblio.Item{Type: biblio.ArticleJournal, Title: "One", Pages: "012301", DOI: "10.1103/physrevb.1"},
		},
		"report": {
			"TY  - RPRT\nTI  - One\nM1  - TR-12\nM3  - Working Paper\nPB  - NBER\nER  - ",
			biblio.Item{Type: biblio.Report, Title: "One", Number: "TR-12", Genre: "Working Paper", Publisher: "NBER"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, _ := ris.Parse("refs.ris", test.text)
			if len(refs) != 1 {
				t.Fatalf("%d references, want one", len(refs))
			}
			if diff := cmp.Diff(test.want, refs[0].Item); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	refs, problems := ris.Parse("a.ris", "stray\nand more\n\n  TY  - JOUR\n  TI  - Ünö\n  DO -  10.1/x\nER  - \nTI  - without type\nER  -\nTY  - BOOK\nTI  - no end\nTY  - BOOK\nID  - last\n")
	type place struct{ line, column int }
	var got []place
	for _, r := range refs {
		got = append(got, place{r.Location.Line, r.Location.Column})
	}
	if diff := cmp.Diff([]place{{4, 3}, {8, 1}, {10, 1}, {12, 1}}, got, cmp.AllowUnexported(place{})); diff != "" {
		t.Errorf("places of records (-want +got):\n%s", diff)
	}
	want := biblio.Places{{Field: "title", Location: biblio.Location{File: "a.ris", Line: 5, Column: 9}}}
	if diff := cmp.Diff(want, refs[0].Fields); diff != "" {
		t.Errorf("places of fields (-want +got):\n%s", diff)
	}
	if ids := []string{refs[0].ID, refs[3].ID}; ids[0] != "1" || ids[1] != "last" {
		t.Errorf("ids %q", ids)
	}
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Location.Line)
	}
	if diff := cmp.Diff([]int{1, 8, 10}, lines); diff != "" {
		t.Errorf("lines of problems (-want +got):\n%s\n%v", diff, problems)
	}
}

// FuzzParse holds that no text breaks the parser and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"TY  - JOUR\nAU  - A, B\nER  - \n", "ty - x\n in - vitro\n", "TY  -", "A1  - ;;,and ,", "TI  - \xff\nER"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems := ris.Parse("f", s)
		lines := 1
		for i := range len(s) {
			if s[i] == '\n' {
				lines++
			}
		}
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > lines || r.Location.Column < 1 || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v with id %q in %d lines", r.Index, r.Location, r.ID, lines)
			}
		}
		for _, p := range problems {
			if p.Location.Line < 1 || p.Location.Line > lines {
				t.Errorf("problem at %v in %d lines", p.Location, lines)
			}
		}
	})
}
