package mods_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/mods"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		record string
		want   biblio.Item
	}{
		"article": {
			`<titleInfo type="translated"><title>Das</title></titleInfo><titleInfo><nonSort>The</nonSort><title>title</title><subTitle>a study</subTitle></titleInfo><genre>journalArticle</genre>
			<name type="personal"><namePart type="family">Berg</namePart><namePart type="given">Jan</namePart><role><roleTerm type="code">aut</roleTerm></role></name>
			<name><namePart>Roe, Richard</namePart><role><roleTerm>editor</roleTerm></role></name><name><namePart>Helper, A</namePart><role><roleTerm>translator</roleTerm></role></name>
			<relatedItem type="host"><titleInfo><title>Nature</title></titleInfo><identifier type="issn">0028-0836</identifier><identifier type="doi">10.1000/of-the-journal</identifier>
			<part><detail type="volume"><number>12</number></detail><detail type="issue"><number>3</number></detail><extent unit="pages"><start>1</start><end>9</end></extent><date>2003-08</date></part></relatedItem>
			<relatedItem type="references"><titleInfo><title>No</title></titleInfo></relatedItem><identifier type="doi">10.1000/AB</identifier><language><languageTerm>eng</languageTerm></language>`,
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "The title: a study", Authors: []biblio.Name{{Family: "Berg", Given: "Jan"}}, Editors: []biblio.Name{{Family: "Roe", Given: "Richard"}}, Container: "Nature",
				Volume: "12", Issue: "3", Pages: "1-9", Issued: biblio.Date{Year: 2003, Month: 8}, DOI: "10.1000/ab", ISSN: []string{"0028-0836"}, Language: "eng",
			},
		},
		"book": {
			`<titleInfo><title>A book</title></titleInfo><name type="corporate"><namePart>Press Office</namePart></name><typeOfResource>text</typeOfResource>
			<originInfo><place><placeTerm type="code">nyu</placeTerm><placeTerm type="text">New York</placeTerm></place><publisher>Press</publisher><dateIssued>c1999</dateIssued><edition>2nd ed.</edition><issuance>monographic</issuance></originInfo>
			<identifier type="isbn">9783161484100</identifier><location><url>https://example.org/</url></location><relatedItem type="series"><titleInfo><title>A series</title></titleInfo></relatedItem>`,
			biblio.Item{
				Type: biblio.Book, Title: "A book", Authors: []biblio.Name{{Literal: "Press Office"}}, Place: "New York", Publisher: "Press", Issued: biblio.Date{Year: 1999}, Edition: "2nd ed.", ISBN: []string{"9783161484100"},
				URL: "https://example.org/", Collection: "A series",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems := mods.Parse("f.xml", "<m:modsCollection xmlns:m='x'>\n<m:mods ID='k'>"+test.record+"</m:mods></m:modsCollection>")
			if len(refs) != 1 || len(problems) > 0 {
				t.Fatalf("%d references, %v", len(refs), problems)
			}
			if diff := cmp.Diff(test.want, refs[0].Item); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
			if refs[0].ID != "k" || refs[0].Location.Line != 2 || refs[0].Fields.At("title").Line != 2 {
				t.Errorf("%s at %v, title at %v", refs[0].ID, refs[0].Location, refs[0].Fields.At("title"))
			}
		})
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"<mods><titleInfo><title>x</title></titleInfo></mods>", "<mods><name><namePart>x</namePart></name><relatedItem type='host'><part><detail/></part>", "<mods><originInfo><dateIssued>1</dateIssued></originInfo></mods>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, _ := mods.Parse("f", s)
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > 1+strings.Count(s, "\n")+strings.Count(s, "\r") || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v", r.Index, r.Location)
			}
		}
	})
}
