package endnote_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/endnote"
)

func person(family, given string) biblio.Name { return biblio.Name{Family: family, Given: given} }

// TestParse reads one record of each kind and compares the whole item.
func TestParse(t *testing.T) {
	tests := map[string]struct {
		text string
		want biblio.Item
	}{
		"article": {
			"%0 Journal Article\n%A Halpern, Jodi\n%A World Health Organization,\n%D 2003\n%8 August 1\n%T What is clinical\nempathy?\n%J Journal of General Internal Medicine\n%O J Gen Intern Med\n%V 18\n%N 8\n%P 670-674\n%R 10.1046/X\n%@ 0884-8734\n%M 12911651\n%~ PubMed\n%F 7\n",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "What is clinical empathy?", Authors: []biblio.Name{person("Halpern", "Jodi"), {Literal: "World Health Organization"}}, Container: "Journal of General Internal Medicine",
				ContainerShort: "J Gen Intern Med", Issued: biblio.Date{Year: 2003, Month: 8, Day: 1}, Volume: "18", Issue: "8", Pages: "670-674", DOI: "10.1046/x", ISSN: []string{"0884-8734"}, PMID: "12911651",
			},
		},
		"chapter": {
			"%0 Book Section\n%A Doe, Jane\n%E Roe, Richard\n%T One\n%B A Book\n%S A Series\n%I Press\n%C Town\n%D 2001\n%@ 9783161484100",
			biblio.Item{
				Type: biblio.Chapter, Title: "One", Authors: []biblio.Name{person("Doe", "Jane")}, Editors: []biblio.Name{person("Roe", "Richard")}, Container: "A Book", Collection: "A Series", Publisher: "Press",
				Place: "Town", Issued: biblio.Date{Year: 2001}, ISBN: []string{"9783161484100"},
			},
		},
		"edited book": {
			"%0 Edited Book\n%A Doe, Jane\n%T One\n%B A Series\n",
			biblio.Item{Type: biblio.Book, Title: "One", Editors: []biblio.Name{person("Doe", "Jane")}, Collection: "A Series"},
		},
		"Refer": {
			"%A Jon L. Bentley\n%A Brian Kernighan\n%Q Mayo Clinic Staff Group\n%T Programming pearls\n%J CACM\n%D August 1984\n",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "Programming pearls", Authors: []biblio.Name{person("Bentley", "Jon L."), person("Kernighan", "Brian"), {Literal: "Mayo Clinic Staff Group"}}, Container: "CACM",
				Issued: biblio.Date{Year: 1984, Month: 8},
			},
		},
		"report": {"%0 Report\n%T One\n%N TR-1\n", biblio.Item{Type: biblio.Report, Title: "One", Number: "TR-1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems := endnote.Parse("f.enw", test.text)
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
	refs, _ := endnote.Parse("f", "%0 Book\n%T A\n%X one\n\ntwo\n%0 Serial\n%0 Book\n%T  B\n")
	if len(refs) != 2 || refs[0].Location.Line != 1 || refs[1].Location.Line != 7 {
		t.Fatalf("%+v", refs)
	}
	if diff := cmp.Diff(biblio.Location{File: "f", Line: 8, Column: 5}, refs[1].Fields.At("title")); diff != "" {
		t.Error(diff)
	}
	refs, _ = endnote.Parse("f", "%T A\n%D 2001\n\n\n%T B\n")
	if len(refs) != 2 || refs[1].Location.Line != 5 {
		t.Errorf("blank lines part the records of Refer: %+v", refs)
	}
}

const xmlRecord = `<record><rec-number>12</rec-number><ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Smith, J. M.</style></author><author>et al.</author></authors></contributors>
<titles><title><style>On <i>E. coli</i></style><style> &amp; more</style></title><secondary-title>Nature</secondary-title></titles>
<periodical><full-title>Nature</full-title><abbr-1>Nat.</abbr-1></periodical><pages>1-9</pages><volume>12</volume><number>3</number>
<dates><year>1998</year><pub-dates><date>Dec 3</date></pub-dates></dates><electronic-resource-num>https://doi.org/10.1000/AB</electronic-resource-num>
<accession-num>12345</accession-num><remote-database-name>Medline</remote-database-name>
<urls><related-urls><url>internal-pdf://x</url><url>https://example.org/</url></related-urls></urls></record>`

func TestParseXML(t *testing.T) {
	refs, problems := endnote.ParseXML("f.xml", "<?xml version=\"1.0\"?>\n<xml><records>\n"+xmlRecord+"<record><titles><title>Two</title>")
	if len(refs) != 2 || len(problems) != 1 {
		t.Fatalf("%d references, problems %v", len(refs), problems)
	}
	want := biblio.Item{
		Type: biblio.ArticleJournal, Title: "On E. coli & more", Authors: []biblio.Name{person("Smith", "J. M.")}, EtAl: true, Container: "Nature", ContainerShort: "Nat.", Pages: "1-9", Volume: "12", Issue: "3",
		Issued: biblio.Date{Year: 1998, Month: 12, Day: 3}, DOI: "10.1000/ab", PMID: "12345", URL: "https://example.org/",
	}
	if diff := cmp.Diff(want, refs[0].Item); diff != "" {
		t.Errorf("item (-want +got):\n%s", diff)
	}
	if refs[0].ID != "12" || refs[0].Location.Line != 3 || refs[0].Fields.At("title").Line != 5 || refs[1].Title != "Two" {
		t.Errorf("%s at %v, %v; %q", refs[0].ID, refs[0].Location, refs[0].Fields, refs[1].Title)
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"%0 Book\n%A A, B\n", "%A ;;,and ,\n\n%", "%T\n%T\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, _ := endnote.Parse("f", s)
		lines := 1 + strings.Count(s, "\n") + strings.Count(s, "\r")
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > lines || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v", r.Index, r.Location)
			}
		}
	})
}

// FuzzParseXML holds the same of the XML.
func FuzzParseXML(f *testing.F) {
	f.Add("<records>" + xmlRecord + "</records>")
	f.Add("<record><record><titles><title>x</record>")
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems := endnote.ParseXML("f", s)
		lines := 1 + strings.Count(s, "\n") + strings.Count(s, "\r")
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > lines || r.Index != i+1 || !strings.Contains(s, r.Raw) {
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
