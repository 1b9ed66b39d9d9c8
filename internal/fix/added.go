package fix

import (
	"strings"

	"github.com/refcheck/refcheck/internal/document/bibtex"
)

// added returns the change that puts a new field behind the last one, laid out as that is. Whatever
// follows the last field, a comma or none, follows the new one; a comment on its line stays there. A
// field of that name that says nothing gets the text.
func (e *entry) added(name, text string) (Change, bool) {
	n := len(e.block.Fields)
	for i := range e.block.Fields {
		if f := &e.block.Fields[i]; strings.EqualFold(e.name(f), name) && len(f.Parts) > 0 {
			return e.set(f, text), true
		}
	}
	if n == 0 || len(e.block.Fields[n-1].Parts) == 0 {
		return Change{}, false
	}
	last := &e.block.Fields[n-1]
	layout := e.layout(last)
	field := layout.name(name) + layout.open + text + layout.closing
	at, before, after := last.End, ","+layout.before, ""
	if end, ok := e.commentEnd(last.End); ok {
		at, before, after = end, layout.before, ","
	}
	return Change{Field: name, New: text, Edits: []Edit{{at, at, before + field + after}}}, true
}

// commentEnd returns the end of the line on which a field ends, where a comma and a comment follow it.
func (e *entry) commentEnd(at int) (int, bool) {
	rest := e.source.text[at:e.block.End]
	line, _, _ := strings.Cut(rest, "\n")
	tail, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), ",")
	if !ok || !strings.HasPrefix(strings.TrimLeft(tail, " \t"), "%") {
		return 0, false
	}
	return at + len(strings.TrimRight(line, "\r")), true
}

// layout is how the fields of an entry are laid out.
type layout struct {
	// before stands before the name: a line break and an indentation, or a blank.
	before string
	// equals stands between name and value. Where the names are padded, so that the values stand in
	// one column, column is where it begins after its blanks; else 0.
	equals        string
	column        int
	upper         bool
	open, closing string
}

// layout reads off how a field is laid out.
func (e *entry) layout(f *bibtex.Field) layout {
	text := e.source.text
	l := layout{
		before: " ", equals: text[f.Name.End:f.Parts[0].Start],
		upper: strings.ToUpper(e.name(f)) == e.name(f), open: "{", closing: "}",
	}
	if f.Parts[0].Delimiter == '"' {
		l.open, l.closing = `"`, `"`
	}
	line := text[e.block.Start:f.Name.Start]
	if i := strings.LastIndexAny(line, "\r\n"); i >= 0 && strings.TrimLeft(line[i+1:], " \t,") == "" {
		l.before = strings.ReplaceAll(line[len(strings.TrimRight(line[:i+1], "\r\n")):], ",", " ")
		if n := strings.Count(l.before, "\n"); n > 1 { // no empty lines
			l.before = l.before[strings.LastIndex(l.before, "\n"):]
		}
	}
	if e.aligned(f) {
		sign := strings.TrimLeft(l.equals, " \t")
		l.column = f.Name.End - f.Name.Start + len(l.equals) - len(sign)
		l.equals = sign
	}
	return l
}

// aligned reports whether the values of fields with names of other lengths stand in the same column.
func (e *entry) aligned(f *bibtex.Field) bool {
	for i := range e.block.Fields {
		g := &e.block.Fields[i]
		if len(g.Parts) > 0 && g.Name.End-g.Name.Start != f.Name.End-f.Name.Start {
			return g.Parts[0].Start-g.Name.Start == f.Parts[0].Start-f.Name.Start
		}
	}
	return false
}

// name returns the name of a new field with what stands behind it.
func (l layout) name(name string) string {
	if l.upper {
		name = strings.ToUpper(name)
	}
	if l.column > 0 {
		name += strings.Repeat(" ", max(1, l.column-len(name)))
	}
	return name + l.equals
}
