package export

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document"
)

// formats are what can be written, and as what it is read again.
var formats = []struct {
	name  string
	write func(io.Writer, []biblio.Reference) error
}{
	{"bibtex", BibTeX},
	{"ris", RIS},
}

func items() map[string]biblio.Item {
	return map[string]biblio.Item{
		"article": {
			Type: biblio.ArticleJournal, Title: "What is 100 % clinical empathy? A_B & C #1 {draft}",
			Authors:   []biblio.Name{{Family: "Halpern", Given: "Jodi"}, {Particle: "van den", Family: "Berg", Given: "J. M."}},
			Container: "Journal of General Internal Medicine", Issued: biblio.Date{Year: 2003, Month: 8, Day: 5}, Volume: "18", Issue: "8",
			Pages: "670-674", DOI: "10.1046/j.1525-1497.2003.21017.x", ISSN: []string{"0884-8734"}, URL: "https://example.org/a_b?c=%20",
		},
		"cut list": {
			Type: biblio.ArticleJournal, Title: "Étude sur l’œuvre", Authors: []biblio.Name{{Family: "Müller", Given: "Ü."}}, EtAl: true,
			Container: "深度学习", Issued: biblio.Date{Year: 1999}, Pages: "e123",
		},
		"book": {
			Type: biblio.Book, Title: "Aequanimitas", Authors: []biblio.Name{{Family: "Osler", Given: "William"}}, Issued: biblio.Date{Year: 1963},
			Publisher: "Norton", Place: "New York, NY", Edition: "2", ISBN: []string{"9780262633123"},
		},
		"chapter": {
			Type: biblio.Chapter, Title: "Training for “detached concern”", Authors: []biblio.Name{{Family: "Fox", Given: "R."}},
			Editors: []biblio.Name{{Family: "Lief", Given: "H."}}, Container: "The Psychological Basis of Medical Practice",
			Issued: biblio.Date{Year: 1963}, Publisher: "Harper & Row",
		},
		"report": {
			Type: biblio.Report, Title: "World health report", Authors: []biblio.Name{{Literal: "World Health Organization"}},
			Issued: biblio.Date{Year: 2000}, Number: "12",
		},
		"thesis": {Type: biblio.Thesis, Title: "A thesis", Authors: []biblio.Name{{Family: "Roe", Given: "Jane", Suffix: "Jr."}}, Issued: biblio.Date{Year: 2001}},
	}
}

// What is written is read again as the same work.
func TestRoundTrip(t *testing.T) {
	for _, f := range formats {
		for name, want := range items() {
			t.Run(f.name+" "+name, func(t *testing.T) {
				got := readAgain(t, f.name, f.write, want)
				got.Genre = want.Genre // what a type of BibTeX implies
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("-written +read\n%s", diff)
				}
			})
		}
	}
}

// readAgain writes an item and reads it.
func readAgain(t *testing.T, format string, write func(io.Writer, []biblio.Reference) error, item biblio.Item) biblio.Item {
	t.Helper()
	var out strings.Builder
	if err := write(&out, []biblio.Reference{{ID: "1", Index: 1, Item: item}}); err != nil {
		t.Fatal(err)
	}
	doc, err := document.Reader{}.Read(t.Context(), "written", []byte(out.String()), format)
	if err != nil || len(doc.References) != 1 || len(doc.Problems) > 0 {
		t.Fatalf("%v, %d references, %v in\n%s", err, len(doc.References), doc.Problems, out.String())
	}
	return doc.References[0].Item
}

func TestBibTeXKeys(t *testing.T) {
	var out strings.Builder
	refs := []biblio.Reference{{ID: "smith2020"}, {ID: "Smith2020"}, {ID: "7"}, {ID: "a b{c},d"}, {ID: "深"}, {ID: "ref7"}}
	if err := BibTeX(&out, refs); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for l := range strings.Lines(out.String()) {
		if k, ok := strings.CutPrefix(l, "@misc{"); ok {
			keys = append(keys, strings.TrimRight(k, ",\n"))
		}
	}
	if diff := cmp.Diff([]string{"smith2020", "Smith2020-2", "ref7", "abcd", "ref", "ref7-2"}, keys); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestWriteFails(t *testing.T) {
	for _, f := range formats {
		if err := f.write(full{}, make([]biblio.Reference, 1)); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v", f.name, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// No text in a field ends the field or the entry.
func FuzzFields(f *testing.F) {
	f.Add("a {b} \\c & d % e", "van", "x\nER  - \nTY  - JOUR")
	f.Add("}", ",", "@article{")
	f.Add("", "}0,", "")
	f.Fuzz(func(t *testing.T, title, family, container string) {
		ref := biblio.Reference{ID: "1", Item: biblio.Item{
			Type: biblio.ArticleJournal, Title: "T " + title, Container: "C " + container, Volume: "12",
			Authors: []biblio.Name{{Family: "F" + family, Given: "G"}}, Issued: biblio.Date{Year: 2000},
		}}
		for _, format := range formats {
			var out strings.Builder
			if err := format.write(&out, []biblio.Reference{ref, {ID: "2", Item: biblio.Item{Title: "the next one"}}}); err != nil {
				t.Fatal(err)
			}
			doc, err := document.Reader{}.Read(t.Context(), "written", []byte(out.String()), format.name)
			if err != nil || len(doc.References) != 2 || doc.References[0].Volume != "12" || doc.References[1].Title != "the next one" {
				t.Errorf("%s: %v, %+v in\n%s", format.name, err, doc.References, out.String())
			}
		}
	})
}
