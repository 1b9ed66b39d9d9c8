package jats_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/jats"
)

func person(family, given string) biblio.Name { return biblio.Name{Family: family, Given: given} }

// untold stands for the parser of printed references: it gives back what it was given.
func untold(s string) biblio.Reading {
	return biblio.Reading{Item: biblio.Item{Note: s}, Confidence: 0.5}
}

func TestCitation(t *testing.T) {
	tests := map[string]struct {
		citation string
		want     biblio.Item
	}{
		"article": {
			`<element-citation publication-type="journal"><person-group person-group-type="author"><name><surname>van den Berg</surname><given-names>J</given-names><suffix>Jr</suffix></name><collab>The Group</collab><etal/></person-group>
			<article-title>On <italic>E. coli</italic></article-title><source>Nature</source><year>2003a</year><month>8</month><day>5</day><date-in-citation><year>2020</year></date-in-citation><volume>12</volume><issue>3</issue><fpage>1</fpage><lpage>9</lpage>
			<pub-id pub-id-type="doi">10.1000/AB</pub-id><pub-id pub-id-type="pmid">17</pub-id><pub-id pub-id-type="pmcid">PMC1234567</pub-id></element-citation>`,
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "On E. coli", Authors: []biblio.Name{{Family: "Berg", Given: "J", Particle: "van den", Suffix: "Jr"}, {Literal: "The Group"}}, EtAl: true, Container: "Nature",
				Issued: biblio.Date{Year: 2003, Month: 8, Day: 5}, Volume: "12", Issue: "3", Pages: "1-9", DOI: "10.1000/ab", PMID: "17", PMCID: "PMC1234567",
			},
		},
		"book": {
			`<mixed-citation publication-type="book"><name><surname>Doe</surname><given-names>J</given-names></name> (<year>2001</year>) <source>A Book</source>, <edition>2nd</edition>. <publisher-loc>Town</publisher-loc>: <publisher-name>Press</publisher-name>. <isbn>9783161484100</isbn></mixed-citation>`,
			biblio.Item{Type: biblio.Book, Title: "A Book", Authors: []biblio.Name{person("Doe", "J")}, Issued: biblio.Date{Year: 2001}, Edition: "2nd", Place: "Town", Publisher: "Press", ISBN: []string{"9783161484100"}},
		},
		"chapter": {
			`<nlm-citation citation-type="book"><person-group person-group-type="author"><name><surname>Doe</surname></name></person-group><person-group person-group-type="editor"><name><surname>Roe</surname></name></person-group><article-title>One</article-title><source>A Book</source><year>2001</year></nlm-citation>`,
			biblio.Item{Type: biblio.Chapter, Title: "One", Container: "A Book", Authors: []biblio.Name{person("Doe", "")}, Editors: []biblio.Name{person("Roe", "")}, Issued: biblio.Date{Year: 2001}},
		},
		"DOI in a comment": {
			`<nlm-citation citation-type="journal"><name><surname>Doe</surname></name><source>PLoS ONE</source><elocation-id>e12</elocation-id><comment>doi:<ext-link ext-link-type="uri" xlink:href="http://dx.doi.org/10.1371/journal.pone.1">10.1371/journal.pone.1</ext-link></comment></nlm-citation>`,
			biblio.Item{Type: biblio.ArticleJournal, Container: "PLoS ONE", Authors: []biblio.Name{person("Doe", "")}, Pages: "e12", DOI: "10.1371/journal.pone.1"},
		},
		"printed": {
			`<mixed-citation>Doe J. <italic>One</italic>. <ext-link xlink:href="https://doi.org/10.1000/x">link</ext-link></mixed-citation>`,
			biblio.Item{Note: "Doe J. One. link", DOI: "10.1000/x"},
		},
		"printed without an element": {`Doe J. One.`, biblio.Item{Note: "Doe J. One."}},
		"website": {
			`<element-citation publication-type="webpage"><collab>WHO</collab><source>A page</source><year>2019</year><uri>https://www.who.int/</uri></element-citation>`,
			biblio.Item{Type: biblio.Webpage, Title: "A page", Authors: []biblio.Name{{Literal: "WHO"}}, Issued: biblio.Date{Year: 2019}, URL: "https://www.who.int/"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems := jats.Parse("f.xml", `<article><ref-list><ref id="B1"><label>1</label>`+test.citation+`</ref></ref-list></article>`, untold)
			if len(refs) != 1 || len(problems) > 0 {
				t.Fatalf("%d references, %v", len(refs), problems)
			}
			if diff := cmp.Diff(test.want, refs[0].Item); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
			if refs[0].Raw == "" {
				t.Error("no raw text")
			}
		})
	}
}

// TestRefs holds how a <ref> with several citations, or one citation twice, is read.
func TestRefs(t *testing.T) {
	const source = `<ref-list>
<ref id="B1"><label>1.</label><mixed-citation>DOE, J. One, 2001.</mixed-citation><element-citation publication-type="book"><name><surname>DOE</surname></name><source>One</source><year>2001</year></element-citation></ref>
<ref id="B2"><label>2.</label><mixed-citation><label>a</label>Two.</mixed-citation>
<mixed-citation>Three.</mixed-citation></ref>
<ref id="B3"><label>3.</label></ref>
</ref-list>`
	refs, problems := jats.Parse("f.xml", source, untold)
	type short struct {
		id, raw string
		line    int
		printed bool
	}
	var got []short
	for _, r := range refs {
		got = append(got, short{r.ID, r.Raw, r.Location.Line, r.Printed})
	}
	want := []short{{"B1", "DOE, J. One, 2001.", 2, false}, {"B2", "Two.", 3, true}, {"B2-2", "Three.", 4, true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(short{})); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 1 || problems[0].Location.Line != 5 {
		t.Errorf("problems %v", problems)
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`<ref><mixed-citation>x</mixed-citation></ref>`, `<ref id="a"><element-citation><name><surname>x</surname></name><source>y</source><year>2001</year></element-citation></ref>`, `<ref><label>1</label></ref><ref>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems := jats.Parse("f", s, untold)
		lines := 1 + strings.Count(s, "\n") + strings.Count(s, "\r")
		for i, r := range refs {
			if r.Location.Line < 1 || r.Location.Line > lines || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v with id %q", r.Index, r.Location, r.ID)
			}
		}
		for _, p := range problems {
			if p.Location.Line < 1 || p.Location.Line > lines {
				t.Errorf("problem at %v", p.Location)
			}
		}
	})
}
