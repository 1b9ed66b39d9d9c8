// Package html reads the references of a page of HTML. A list is known by its element (a class, id or
// role that says so, <ol> and <li>, publishers' pages made from JATS) or by its heading. What a page
// says of a reference in COinS (https://en.wikipedia.org/wiki/COinS) is exact and counts before the
// printed text; where no list is to be seen, COinS or the citation_reference of Highwire's meta tags
// stand for it.
//
// It promises one pass over the page and no more nesting than it keeps.
package html

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/text"
)

// Parse returns the references of a page. The file only names the place.
func Parse(file, source string, parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	p := newPage(file, source)
	p.read()
	refs, problems := p.listed(parse)
	if len(refs) == 0 {
		list := make([]text.Paragraph, len(p.blocks))
		for i, b := range p.blocks {
			list[i] = b.Paragraph
		}
		refs, problems = text.Paragraphs(list, parse)
		for i := range refs {
			p.enrich(&refs[i])
		}
	}
	if len(refs) == 0 {
		refs = p.hidden
	}
	for i := range refs {
		refs[i].Index = i + 1
		if refs[i].ID == "" {
			refs[i].ID = strconv.Itoa(i + 1)
		}
	}
	return refs, problems
}

// listed returns the references of the elements that say that they are lists of them.
func (p *page) listed(parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	var list []text.Paragraph
	for _, b := range p.blocks {
		if b.listed && !b.Heading {
			list = append(list, b.Paragraph)
		}
	}
	var refs []biblio.Reference
	var problems []biblio.Problem
	for _, r := range text.Entries(list, parse) {
		p.enrich(&r)
		if r.Printed && r.Confidence < text.Doubtful {
			problems = append(problems, biblio.Problem{Location: r.Location, Message: "this looks like no reference and is left out: " + shorten(r.Raw)})
			continue
		}
		refs = append(refs, r)
	}
	return refs, problems
}

// enrich adds what the page says of a reference besides its text.
func (p *page) enrich(r *biblio.Reference) {
	b, ok := p.byPlace[r.Location]
	if !ok || strings.Contains(b.Text, lineBreak) && !b.listed {
		return
	}
	if b.exact != nil {
		r.Item, r.Printed, r.Confidence, r.FieldConfidence = *b.exact, false, 1, nil
	}
	if r.DOI == "" {
		r.DOI = b.doi
	}
}

func shorten(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
