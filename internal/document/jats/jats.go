// Package jats reads the reference list of an article in JATS (ANSI/NISO Z39.96) or one of its
// forerunners and relatives (NLM DTD, BITS, the tag set of SciELO): <element-citation>,
// <mixed-citation>, <nlm-citation> and <citation>, whose fields are exact, and mixed citations without
// fields, which are read as printed text.
//
// It promises one reference for each citation. Where a <ref> gives one citation twice, tagged and as
// text, the tags count and the text is its raw form.
package jats

import (
	"fmt"
	"slices"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/text"
	"github.com/refcheck/refcheck/internal/document/xmltree"
)

// Parse returns the references of an article, those without fields of their own taken apart by a
// parser of printed references. The file only names the place.
func Parse(file, source string, parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	r := reader{parse: parse}
	problems := xmltree.Each(file, source, r.ref, "ref")
	return r.refs, append(problems, r.problems...)
}

type reader struct {
	parse    text.Parser
	refs     []biblio.Reference
	problems []biblio.Problem
}

var (
	tags  = []string{"element-citation", "nlm-citation", "citation", "mixed-citation", "product"}
	mixed = tags[3]
)

// ref reads a <ref>, which may hold several citations.
func (r *reader) ref(n *xmltree.Node) {
	id := n.Attr("id")
	if id == "" {
		id = n.Find("label").String()
	}
	printed, tagged := n.Within(mixed), n.Within(tags[:3]...)
	citations := tagged
	if len(tagged) == 0 {
		citations, printed = printed, nil
	}
	if len(citations) == 0 {
		citations = []*xmltree.Node{n} // its text stands in it without an element
	}
	for i, c := range citations {
		own := id
		if i > 0 && id != "" {
			own = fmt.Sprintf("%s-%d", id, i+1)
		}
		var twin *xmltree.Node
		if len(printed) == len(citations) {
			twin = printed[i]
		}
		r.citation(c, twin, own)
	}
}

// citation reads one citation, of which twin is the printed form, if it has one beside it.
func (r *reader) citation(c, twin *xmltree.Node, id string) {
	words := unlabelled(c).String()
	if words == "" {
		r.problems = append(r.problems, biblio.Problem{Location: c.Place, Message: "the reference has no text"})
		return
	}
	b := xmltree.NewBuilder()
	fields(b, c)
	ref := b.Reference(c, id, len(r.refs)+1)
	switch {
	case twin != nil:
		ref.Raw = unlabelled(twin).String()
	case c.Name == mixed || c.Name == "ref":
		ref.Raw = words
	}
	if !isTagged(ref.Item) && ref.Raw != "" && c.Name != tags[0] {
		r.print(&ref)
	}
	r.refs = append(r.refs, ref)
}

// isTagged reports whether the tags of a citation say enough to go by them alone.
func isTagged(i biblio.Item) bool {
	return (i.Title != "" || i.Container != "") && (len(i.Authors)+len(i.Editors) > 0 || i.Issued.Year != 0)
}

// print has the printed text taken apart; identifiers that are tagged stay.
func (r *reader) print(ref *biblio.Reference) {
	exact := ref.Item
	read := r.parse(ref.Raw)
	ref.Item, ref.Confidence, ref.FieldConfidence = read.Item, read.Confidence, read.FieldConfidence
	ref.Printed = true
	for _, id := range []struct{ into, from *string }{
		{&ref.DOI, &exact.DOI}, {&ref.PMID, &exact.PMID}, {&ref.PMCID, &exact.PMCID}, {&ref.ArXiv, &exact.ArXiv}, {&ref.URL, &exact.URL},
	} {
		if *id.from != "" {
			*id.into = *id.from
		}
	}
}

// unlabelled returns an element without its label.
func unlabelled(n *xmltree.Node) *xmltree.Node {
	bare := *n
	bare.Children = slices.DeleteFunc(slices.Clone(n.Children), func(c *xmltree.Node) bool { return c.Name == "label" })
	return &bare
}
