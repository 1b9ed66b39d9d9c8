// Package citation reads one printed reference into its fields. It works in three steps, each in
// files of its own, so that one can be replaced without the others:
//
//  1. token.go splits the text into tokens with byte offsets;
//  2. tagging gives each span of the text a label (span.go): identifier.go cuts out identifiers by
//     rules of their own, observe.go and features.go say what can be seen of every other token, and
//     tagger.go labels them with a trained model (model.go; package crf, and the command in train);
//  3. fields.go, person.go and type.go turn labelled spans into a biblio.Item.
//
// It promises that every field is made of the text, that its time and memory are linear in the
// length of the text, and that a line that is no reference gets a low confidence and no fields.
// The forms of reference it knows are those of the manuals of style (Vancouver/ICMJE, AMA, APA,
// Chicago, MLA, IEEE, ACS, AIP, Harvard, DIN ISO 690) and of large publishers.
package citation

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

// maxText is how much of a reference is read, in bytes. The longest real ones, with hundreds of
// authors, have some 20 kB; what is longer is no reference.
const maxText = 32 << 10

// minConfidence is the confidence under which a line is taken for no reference.
const minConfidence = 0.3

// Parser reads printed references. It is safe for concurrent use.
type Parser struct {
	scratch sync.Pool // of *tagger
}

// New returns a Parser.
func New() *Parser {
	return &Parser{scratch: sync.Pool{New: func() any { return newTagger(model()) }}}
}

// Parse splits the text of one reference into fields. The confidence says how sure it is that the
// text is a reference and is split rightly, from 0 to 1; under 0.3 it is no reference, and the item
// holds nothing but the identifiers that stand in the text. The confidence of a field says how likely
// that field is right, where the text is a reference.
func (p *Parser) Parse(text string) biblio.Reading {
	text = normalize(text)
	t := p.scratch.Get().(*tagger)
	defer p.scratch.Put(t)
	spans, confidence := t.tag(text)
	item := assemble(text, spans)
	if confidence < minConfidence {
		item = identifiersOf(item)
	}
	return biblio.Reading{Item: item, Confidence: confidence, FieldConfidence: fieldConfidence(&item, spans)}
}

// cut bounds the text, at the end of a character.
func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimSpace(text[:end])
}

// identifiersOf keeps of an item what needs no reading to be right.
func identifiersOf(i biblio.Item) biblio.Item {
	return biblio.Item{DOI: i.DOI, PMID: i.PMID, PMCID: i.PMCID, ArXiv: i.ArXiv, ISBN: i.ISBN, ISSN: i.ISSN, URL: i.URL}
}
