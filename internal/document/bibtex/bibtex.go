// Package bibtex reads bibliographies of BibTeX and BibLaTeX. Scan takes a source apart into a syntax
// tree whose spans cover it exactly; Parse makes references of it: macros resolved, fields inherited,
// names split, LaTeX read as the text it prints. Damage in one entry costs that entry at most, and is
// reported with its place.
//
// The grammar is BibTeX's own (O. Patashnik, "BibTeXing", 1988, and bibtex.web), read generously
// where tools and people break it; the data model is that of the biblatex manual (P. Kime, M. Wemheuer,
// P. Lehman, §2 and appendix B).
package bibtex

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/place"
)

// Parse returns the references of a source and what is wrong with it, both in the order of their
// places. The text is UTF-8; file is for the locations alone. Entries that carry no work of their own
// (@xdata, @set, settings of tools) and those that serve as the parent of others alone are left out.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	p := newParser(file, text)
	p.read(Scan(text))
	p.inherit()
	p.ignores()
	refs := make([]biblio.Reference, 0, len(p.entries))
	for _, e := range p.entries {
		if e.isReference() {
			refs = refs[:len(refs)+1] // its room is clean already
			ref := &refs[len(refs)-1]
			ref.Index, ref.Raw = len(refs), e.span.Of(text)
			p.describe(e, ref)
		}
	}
	return refs, p.located()
}

// parser holds what the entries of one source share.
type parser struct {
	file     string
	text     string
	entries  []*entry
	macros   macros
	problems []problem
	// kinds are the types in lower case; there are few of them.
	kinds map[string]string
	// values and places are room for those of the entry at hand; the others hold what is kept.
	values      []value
	places      biblio.Places
	keptValues  slab[value]
	keptEntries slab[entry]
	keptPlaces  slab[biblio.Place]
}

// problem is a Problem that is yet to be located.
type problem struct {
	at      int
	message string
	damaged bool
}

func newParser(file, text string) *parser {
	return &parser{file: file, text: text, macros: newMacros(len(text)), kinds: map[string]string{}}
}

// read makes entries of the blocks. Macros are defined once before, so that those used before their
// definition are known, and again in the order of the file, so that a redefinition counts from where
// it stands.
func (p *parser) read(blocks []Block) {
	for i := range blocks {
		if blocks[i].Kind == String {
			p.define(&blocks[i], nil)
		}
	}
	places := place.New(p.text)
	p.entries = make([]*entry, 0, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		switch b.Kind {
		case String:
			p.define(b, p.report)
		case Entry:
			p.entries = append(p.entries, p.entry(b, places))
		default:
		}
		p.damages(b)
	}
}

func (p *parser) report(at int, message string) {
	p.problems = append(p.problems, problem{at: at, message: message})
}

// damages reports what the scanner found wrong with a block.
func (p *parser) damages(b *Block) {
	for _, d := range b.Damages {
		name := "@" + strings.ToLower(b.Type.Of(p.text))
		if b.Key.Start < b.Key.End {
			name = "entry " + quote(b.Key.Of(p.text))
		}
		p.problems = append(p.problems, problem{at: d.At, message: name + ": " + d.Message, damaged: d.Lost})
	}
}

// define takes over the definitions of an @string.
func (p *parser) define(b *Block, report func(int, string)) {
	for _, f := range b.Fields {
		p.macros.define(f.Name.Of(p.text), p.macros.expand(p.text, f.Parts, report))
	}
}

// located returns the problems with their places, in order.
func (p *parser) located() []biblio.Problem {
	slices.SortStableFunc(p.problems, func(a, b problem) int { return cmp.Compare(a.at, b.at) })
	places := place.New(p.text)
	problems := make([]biblio.Problem, 0, len(p.problems))
	for _, q := range p.problems {
		problems = append(problems, biblio.Problem{Location: places.Location(p.file, q.at), Message: q.message, Damaged: q.damaged})
	}
	return problems
}

// entry reads the fields that refcheck knows. Of a field that stands twice the first counts, as in
// BibTeX, unless it is empty.
func (p *parser) entry(b *Block, places *place.Cursor) *entry {
	e := &p.keptEntries.copy(entry{
		span: b.Span, damaged: len(b.Damages) > 0, kind: p.kind(b.Type.Of(p.text)), key: b.Key.Of(p.text),
		location: places.Location(p.file, b.Start), values: p.values[:0],
	})[0]
	for _, f := range b.Fields {
		name, known := fieldByName(f.Name.Of(p.text))
		if !known {
			continue
		}
		v := value{name: name, text: p.macros.expand(p.text, f.Parts, p.report)}
		if strings.TrimSpace(v.text) == "" {
			continue
		}
		if old := e.own(name); old != nil {
			if old.text != v.text && !old.repeated {
				old.repeated = true
				p.report(f.Start, fmt.Sprintf("entry %s: the field %q stands twice; the first one counts", quote(e.key), name))
			}
			continue
		}
		v.line, v.column = places.At(f.Start)
		e.add(v)
	}
	p.values = e.values
	e.values = p.keptValues.copy(e.values...)
	return e
}

// kind returns a type in lower case.
func (p *parser) kind(word string) string {
	lower, known := p.kinds[word]
	if !known {
		lower = strings.ToLower(word)
		p.kinds[word] = lower
	}
	return lower
}
