package pubmedxml_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/pubmedxml"
)

const article = `<PubmedArticle><MedlineCitation><PMID Version="1">12</PMID><Article><Journal><Title>A journal</Title><JournalIssue><Volume>3</Volume>
<PubDate><Year>2003</Year><Month>Aug</Month></PubDate></JournalIssue></Journal><ArticleTitle>On <i>E. coli</i>.</ArticleTitle>
<AuthorList><Author><LastName>Smith</LastName><Initials>JM</Initials></Author></AuthorList></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/AB</ArticleId></ArticleIdList></PubmedData></PubmedArticle>`

func TestParse(t *testing.T) {
	const damaged = "<PubmedArticle><MedlineCitation><PMID>13</MedlineCitation"
	refs, problems := pubmedxml.Parse("f.xml", "<PubmedArticleSet>\n"+article+"\n<PubmedBookArticle><BookDocument><PMID>14</PMID><Book><BookTitle>A book</BookTitle></Book></BookDocument></PubmedBookArticle>\n"+damaged)
	want := biblio.Item{
		Type: biblio.ArticleJournal, PMID: "12", DOI: "10.1000/ab", Title: "On E. coli", Container: "A journal", Volume: "3", Issued: biblio.Date{Year: 2003, Month: 8}, Authors: []biblio.Name{{Family: "Smith", Given: "JM"}},
	}
	if len(refs) < 2 {
		t.Fatalf("%d references", len(refs))
	}
	if diff := cmp.Diff(want, refs[0].Item); diff != "" {
		t.Errorf("item (-want +got):\n%s", diff)
	}
	if refs[0].Location.Line != 2 || refs[0].Fields.At("title").Line != 3 || refs[0].Raw != article {
		t.Errorf("at %v, title at %v", refs[0].Location, refs[0].Fields.At("title"))
	}
	if refs[1].Title != "A book" || refs[1].Type != biblio.Book || refs[1].Location.Line != 6 {
		t.Errorf("book %+v", refs[1])
	}
	if len(problems) == 0 || problems[0].Location.Line != 7 {
		t.Errorf("problems %v", problems)
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	f.Add("<PubmedArticleSet>" + article + "</PubmedArticleSet>")
	f.Add("<PubmedBookArticle><BookDocument><PMID>4</PMID></PubmedBookArticle>")
	f.Fuzz(func(t *testing.T, s string) {
		refs, _ := pubmedxml.Parse("f", s)
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > 1+strings.Count(s, "\n")+strings.Count(s, "\r") || r.Index != i+1 {
				t.Errorf("reference %d at %v", r.Index, r.Location)
			}
		}
	})
}
