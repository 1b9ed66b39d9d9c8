package hayagriva_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/hayagriva"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		entry string
		want  biblio.Item
	}{
		"article": {
			"type: Article\n  title: {value: One, short: 1}\n  author: [\"Berg, Jan\", {name: Roe, given-name: Richard, prefix: van}]\n  date: 2003-08\n  page-range: 1-9\n  serial-number: {doi: 10.1000/AB, pmid: 17}\n  url: {value: https://example.org/, date: 2020-01-01}\n  parent: {type: Periodical, title: Nature, volume: 12, issue: 3, serial-number: {issn: 0028-0836, doi: 10.1000/journal}}",
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "One", Authors: []biblio.Name{{Family: "Berg", Given: "Jan"}, {Family: "Roe", Given: "Richard", Particle: "van"}}, Container: "Nature", Volume: "12", Issue: "3",
				Issued: biblio.Date{Year: 2003, Month: 8}, Pages: "1-9", DOI: "10.1000/ab", PMID: "17", ISSN: []string{"0028-0836"}, URL: "https://example.org/",
			},
		},
		"paper": {
			"type: article\n  title: One\n  author: Berg, Jan\n  parent:\n    - type: proceedings\n      title: Proceedings\n      editor: Roe, R\n      date: 2001\n      publisher: {name: Press, location: Town}\n      parent: {type: anthology, title: Notes}",
			biblio.Item{
				Type: biblio.Conference, Title: "One", Authors: []biblio.Name{{Family: "Berg", Given: "Jan"}}, Editors: []biblio.Name{{Family: "Roe", Given: "R"}}, Container: "Proceedings", Collection: "Notes",
				Issued: biblio.Date{Year: 2001}, Publisher: "Press", Place: "Town",
			},
		},
		"book": {
			"type: Book\n  title: A book\n  author: {name: WHO}\n  publisher: Press\n  isbn: 978-3-16-148410-0\n  date: 1999",
			biblio.Item{Type: biblio.Book, Title: "A book", Authors: []biblio.Name{{Literal: "WHO"}}, Publisher: "Press", ISBN: []string{"9783161484100"}, Issued: biblio.Date{Year: 1999}},
		},
		"web": {
			"type: Web\n  title: A page\n  url: https://arxiv.org/abs/1706.03762",
			biblio.Item{Type: biblio.Webpage, Title: "A page", URL: "https://arxiv.org/abs/1706.03762", ArXiv: "1706.03762"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems := hayagriva.Parse("f.yml", "key:\n  "+test.entry+"\n")
			if len(refs) != 1 || len(problems) > 0 {
				t.Fatalf("%d references, %v", len(refs), problems)
			}
			if diff := cmp.Diff(test.want, refs[0].Item); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
			if refs[0].ID != "key" || refs[0].Location.Line != 2 || refs[0].Fields.At("title").Line != 3 {
				t.Errorf("%s at %v, title at %v", refs[0].ID, refs[0].Location, refs[0].Fields.At("title"))
			}
		})
	}
}

// FuzzParse holds that no text breaks the reader.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a:\n  type: article\n  parent: {title: x}\n", "a: &a\n  parent: *a\n  title: x", "a: 1\nb: [c]", "a: {author: [[x]]}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, _ := hayagriva.Parse("f", s)
		for i, r := range refs {
			if r.Location.Line < 1 || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v with id %q", r.Index, r.Location, r.ID)
			}
		}
	})
}
