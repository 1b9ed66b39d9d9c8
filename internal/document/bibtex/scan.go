package bibtex

import (
	"fmt"
	"strings"
)

// Scan takes a source apart. The spans of the blocks follow one another and cover it exactly, the
// spans of fields and parts lie in those of their blocks in order. Nothing is undone here: macros,
// braces and LaTeX stay as they stand. The work is linear in the length of the text.
func Scan(text string) []Block {
	likely := 1 + 2*(1+strings.Count(text, "\n@")) // an entry and what stands before it
	s := scanner{lookingAt: lookingAt(text), text: text, blocks: make([]Block, 0, likely)}
	for s.pos < len(text) {
		s.junk()
		s.block()
	}
	return s.blocks
}

// scanner walks over a source from block to block.
type scanner struct {
	lookingAt
	text   string
	pos    int
	blocks []Block
	// openComment says that an @comment is never closed, so that the search for the end of the
	// next one has to be bounded.
	openComment bool
	// fields and parts are room for the entry at hand.
	fields []Field
	parts  []Part
	// keptFields and keptParts hold those of the blocks.
	keptFields slab[Field]
	keptParts  slab[Part]
}

// junk passes to the next "@" that begins a block.
func (s *scanner) junk() {
	start := s.pos
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '%':
			s.pos = s.lineEnd(s.pos)
			continue
		case '@':
			if s.begins(s.pos) {
				s.add(Block{Span: Span{start, s.pos}})
				return
			}
		}
		s.pos++
	}
	s.add(Block{Span: Span{start, s.pos}})
}

// begins reports whether a block begins at i; an @comment needs no brace.
func (s *scanner) begins(i int) bool {
	if _, ok := s.head(i); ok {
		return true
	}
	word, _ := s.word(i)
	return strings.EqualFold(word.Of(s.text), "comment") && (i == 0 || !isWordByte(s.text[i-1]))
}

// add keeps a block that is not empty.
func (s *scanner) add(b Block) {
	if b.Start < b.End {
		s.blocks = append(s.blocks, b)
	}
}

// block reads the block that begins here.
func (s *scanner) block() {
	if s.pos == len(s.text) {
		return
	}
	word, open := s.word(s.pos)
	b := Block{Span: Span{s.pos, s.pos}, Type: word}
	switch b.Kind = kindOf(word.Of(s.text)); b.Kind {
	case Comment:
		s.comment(&b, open)
	case Preamble:
		s.preamble(&b, open)
	default:
		s.entry(&b, open)
	}
	b.End = s.pos
	s.add(b)
}

// kindOf returns the kind of block that the word behind its "@" says.
func kindOf(word string) Kind {
	switch {
	case strings.EqualFold(word, "comment"):
		return Comment
	case strings.EqualFold(word, "preamble"):
		return Preamble
	case strings.EqualFold(word, "string"):
		return String
	}
	return Entry
}

// maxNested is how many lines that look like the beginning of an entry may stand inside one: an
// annotation may quote an entry, but beyond this a brace is missing.
const maxNested = 4

// comment passes over an @comment: as far as its braces reach, which may hold any number of entries
// that are commented out, or to the end of the line.
func (s *scanner) comment(b *Block, open int) {
	s.pos = s.lineEnd(b.Type.End)
	if open == len(s.text) || s.text[open] != '{' {
		return
	}
	nested := len(s.text)
	if s.openComment {
		nested = maxNested
	}
	r := reader{scanner: s, nested: nested}
	if end, ok := r.braced(open); ok {
		s.pos = end
		return
	}
	s.openComment = true
	s.pos = max(s.pos, open+1)
	b.Damages = []Damage{{At: open, Message: "the brace of this comment is never closed; only its first line was skipped", Lost: true}}
}

// preamble passes over an @preamble.
func (s *scanner) preamble(b *Block, open int) {
	r := reader{scanner: s, nested: maxNested}
	end, ok := r.bracketed(open)
	s.pos = end
	if !ok {
		b.Damages = []Damage{{At: open, Message: "this preamble is never closed; only its first line was skipped", Lost: true}}
	}
}

// entry reads an entry or an @string: strictly first, and if that finds it broken, once more so
// that as much as possible of it is kept.
func (s *scanner) entry(b *Block, open int) {
	r := reader{scanner: s, block: b, nested: maxNested}
	if !r.read(open) {
		r = reader{scanner: s, block: b, lenient: true}
		b.Key, b.Damages = Span{}, nil
		r.read(open)
		if len(b.Damages) == 0 {
			r.damage(b.Start, "a brace or a quote in it is not balanced; it could be read all the same")
		}
	}
	s.pos = r.pos
	s.keep(b)
}

// keep moves the fields read into the block.
func (s *scanner) keep(b *Block) {
	parts := s.keptParts.copy(s.parts...)
	b.Fields = s.keptFields.copy(s.fields...)
	for i := range b.Fields {
		n := len(b.Fields[i].Parts)
		b.Fields[i].Parts, parts = parts[:n:n], parts[n:]
	}
}

// quote returns text for a message, cut to a length that fits a line.
func quote(s string) string {
	const most = 40
	start := strings.ToValidUTF8(s[:min(len(s), 8*most)], "")
	runes := []rune(strings.Join(strings.Fields(start), " "))
	if len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", string(runes))
}
