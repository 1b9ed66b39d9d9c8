package fix

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/bibtex"
)

// source is the text of a file, taken apart.
type source struct {
	text string
	// lines are the offsets at which the lines begin.
	lines []int
	// entries are the blocks that are entries without damage, by their offset.
	entries map[int]*bibtex.Block
	// definitions are the @string blocks, by the names that they define, in lower case.
	definitions map[string][]*bibtex.Block
	// ascii says that the author writes other letters as macros: there are none in the file.
	ascii bool
}

func newSource(text string) *source {
	s := &source{text: text, entries: map[int]*bibtex.Block{}, definitions: map[string][]*bibtex.Block{}, lines: []int{0}, ascii: isASCII(text)}
	newline := "\n"
	if !strings.Contains(text, newline) {
		newline = "\r"
	}
	for at := 0; ; {
		n := strings.Index(text[at:], newline)
		if n < 0 {
			break
		}
		at += n + 1
		s.lines = append(s.lines, at)
	}
	blocks := bibtex.Scan(text)
	for i := range blocks {
		b := &blocks[i]
		switch {
		case b.Kind == bibtex.String:
			for _, f := range b.Fields {
				name := strings.ToLower(f.Name.Of(text))
				s.definitions[name] = append(s.definitions[name], b)
			}
		case b.Kind == bibtex.Entry && len(b.Damages) == 0:
			s.entries[b.Start] = b
		}
	}
	return s
}

// defined returns the @string blocks that an entry uses, itself or through others, in the order of the
// file.
func (s *source) defined(entry *bibtex.Block) string {
	used := map[int]*bibtex.Block{} // by their place
	blocks := []*bibtex.Block{entry}
	for len(blocks) > 0 {
		fields := blocks[0].Fields
		blocks = blocks[1:]
		for _, f := range fields {
			for _, p := range f.Parts {
				if p.Delimiter != 0 {
					continue
				}
				for _, b := range s.definitions[strings.ToLower(p.Text.Of(s.text))] {
					if used[b.Start] == nil {
						used[b.Start] = b
						blocks = append(blocks, b)
					}
				}
			}
		}
	}
	var out strings.Builder
	for _, at := range slices.Sorted(maps.Keys(used)) {
		out.WriteString(used[at].Of(s.text) + "\n")
	}
	return out.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// offset returns where a place is in the text.
func (s *source) offset(l biblio.Location) (int, bool) {
	if l.Line < 1 || l.Line > len(s.lines) || l.Column < 1 {
		return 0, false
	}
	at := s.lines[l.Line-1]
	for range l.Column - 1 {
		if at >= len(s.text) {
			return 0, false
		}
		_, size := utf8.DecodeRuneInString(s.text[at:])
		at += size
	}
	return at, true
}

// entry is an entry and the work that it means.
type entry struct {
	source *source
	block  *bibtex.Block
	// definitions are the @string blocks that the entry uses, one after the other.
	definitions string
	ref         biblio.Reference
	work        biblio.Work
}

// entry returns the entry that a reference was read from. There is none where the entry is damaged.
func (s *source) entry(ref biblio.Reference) (*entry, bool) {
	at, ok := s.offset(ref.Location)
	if !ok {
		return nil, false
	}
	block, ok := s.entries[at]
	if !ok {
		return nil, false
	}
	return &entry{source: s, block: block, definitions: s.defined(block), ref: ref}, true
}

// field returns the field that a part of the reference was read from, nil where that is another
// entry's, from which it is inherited.
func (e *entry) field(part string) *bibtex.Field {
	at, ok := e.source.offset(e.ref.Fields.At(part))
	if !ok {
		return nil
	}
	for i := range e.block.Fields {
		if f := &e.block.Fields[i]; f.Name.Start == at && len(f.Parts) > 0 {
			return f
		}
	}
	return nil
}

// name returns the name of a field as it stands.
func (e *entry) name(f *bibtex.Field) string { return f.Name.Of(e.source.text) }

// value returns the span of a field's whole value, delimiters included.
func value(f *bibtex.Field) bibtex.Span {
	return bibtex.Span{Start: f.Parts[0].Start, End: f.Parts[len(f.Parts)-1].End}
}

// inner returns what a value holds between its delimiters and the span of that; the whole value where
// it has none, or has several parts.
func (e *entry) inner(f *bibtex.Field) (string, bibtex.Span) {
	span := value(f)
	if len(f.Parts) == 1 && f.Parts[0].Delimiter != 0 {
		span = f.Parts[0].Text
	}
	return span.Of(e.source.text), span
}

// set returns the change that gives a field another text: in the delimiters that are there, bare where
// a number takes the place of a number, and else in braces.
func (e *entry) set(f *bibtex.Field, text string) Change {
	old, span := e.inner(f)
	written := text
	if len(f.Parts) > 1 || f.Parts[0].Delimiter == 0 && !isNumber(text) {
		written = "{" + text + "}"
	}
	return Change{Field: e.name(f), Old: old, New: text, Edits: []Edit{{span.Start, span.End, written}}}
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// part returns the name that a comparison has for the field of a change.
func (c Change) part() string {
	switch name := strings.ToLower(c.Field); name {
	case "date":
		return "year"
	case "number":
		return "issue"
	case "pages", "eid", "articleno", "article-number":
		return "page"
	case "journal", "journaltitle", "fjournal", "booktitle", "maintitle", "shortjournal":
		return "container"
	case "url", "ee", "howpublished", "note":
		return "doi"
	default:
		return name
	}
}
