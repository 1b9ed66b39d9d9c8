package bibtex

import (
	"fmt"
	"strings"
)

// reader reads one entry. Strictly, it gives up where a brace or quote is never closed or text
// stands where none can, so that the entry is read again; leniently, it ends a value where the next
// field begins a line and passes over what it cannot read. Either way an entry ends where another
// begins.
type reader struct {
	*scanner
	pos     int
	block   *Block
	closer  byte
	lenient bool
	// garbled says that text was skipped; it is reported once.
	garbled bool
	// nested is how many more lines may look like the beginning of an entry.
	nested int
}

// read reads the key and the fields behind what opens the entry. It reports false where a strict
// reading broke off.
func (r *reader) read(open int) bool {
	r.fields, r.parts = r.fields[:0], r.parts[:0]
	r.pos, r.closer = open+1, '}'
	if r.text[open] == '(' {
		r.closer = ')'
	}
	if r.block.Kind == Entry {
		r.key()
	}
	for {
		r.skip(true)
		switch {
		case r.pos == len(r.text), r.atHead():
			return r.unclosed()
		case r.closes():
			return true
		case !r.field():
			return false
		}
	}
}

// skip passes over white space, "%" comments and, if commas is set, commas.
func (r *reader) skip(commas bool) {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '%':
			r.pos = r.lineEnd(r.pos)
		case isSpace(c), commas && c == ',':
			r.pos++
		default:
			return
		}
	}
}

func (r *reader) atHead() bool {
	_, ok := r.head(r.pos)
	return ok
}

func (r *reader) damage(at int, format string, args ...any) {
	r.block.Damages = append(r.block.Damages, Damage{At: at, Message: fmt.Sprintf(format, args...)})
}

// loss is a damage by which something may not have been read.
func (r *reader) loss(at int, format string, args ...any) {
	r.damage(at, format, args...)
	r.block.Damages[len(r.block.Damages)-1].Lost = true
}

// unclosed ends an entry at the next one or at the end of the file. What stands between goes to the
// junk behind it.
func (r *reader) unclosed() bool {
	if !r.lenient {
		return false
	}
	end := len(strings.TrimRight(r.text[:r.pos], " \t\r\n\v\f"))
	r.loss(r.block.Start, "it is never closed; it was read up to %s, and %d fields were kept", r.place(r.pos), len(r.fields))
	r.pos = max(end, r.block.Key.End)
	return true
}

// place names what stands at i, for messages.
func (r *reader) place(i int) string {
	if i >= len(r.text) {
		return "the end of the file"
	}
	i = r.skipBlanks(i)
	if open, ok := r.head(i); ok {
		end := open + 1
		for end < len(r.text) && isNameByte(r.text[end]) {
			end++
		}
		return "the entry " + quote(r.text[i:end])
	}
	if name, _, ok := r.assignment(i); ok {
		return "the field " + quote(name.Of(r.text))
	}
	return "the end of the entry"
}

// closes reads the end of the entry, if it stands here. A closing brace behind which the entry goes
// on is one too many; a bracket of the other kind ends the entry if nothing else of it follows.
func (r *reader) closes() bool {
	switch c := r.text[r.pos]; c {
	case r.closer:
		if next, ok := r.goesOn(r.pos + 1); ok {
			r.damage(r.pos, "here is a %q too many; the entry was read on behind it", c)
			r.pos = next
			return false
		}
		r.pos++
		return true
	case '}', ')':
		next := r.skipSpace(r.pos + 1)
		if _, ok := r.head(next); ok || next == len(r.text) {
			r.damage(r.pos, "it is closed by %q instead of %q", c, r.closer)
			r.pos++
			return true
		}
	}
	return false
}

// goesOn reports whether fields follow at i, behind a comma, or on a line of their own.
func (r *reader) goesOn(i int) (next int, ok bool) {
	next = r.skipSpace(i)
	if next < len(r.text) && r.text[next] == ',' {
		next = r.skipSpace(next + 1)
		_, _, ok = r.assignment(next)
		return next, ok
	}
	return next, next > i && r.lineField(next)
}

// key reads the citation key and the comma behind it. An entry without one begins with a field.
func (r *reader) key() {
	r.skip(false)
	start := r.pos
	if r.lineField(start) {
		r.block.Key = Span{start, start}
		return
	}
	for r.pos < len(r.text) && !r.endsKey(r.text[r.pos]) {
		if c := r.text[r.pos]; c == '{' || c == '"' {
			// The first field has begun: only the first word was the key.
			if n := strings.IndexAny(r.text[start:r.pos], " \t"); n >= 0 {
				r.pos = start + n
				break
			}
		}
		r.pos++
	}
	end := r.pos
	for end > start && isSpace(r.text[end-1]) {
		end--
	}
	r.block.Key = Span{start, end}
	r.skip(false)
	if r.pos < len(r.text) && r.text[r.pos] != ',' && r.text[r.pos] != r.closer {
		if _, _, ok := r.assignment(r.pos); ok {
			r.damage(end, "a comma is missing behind the key")
		}
	}
}

func (r *reader) endsKey(c byte) bool {
	return c == ',' || c == '\n' || c == '\r' || c == '}' || c == r.closer
}

// field reads one field and what must stand behind it.
func (r *reader) field() bool {
	start := r.pos
	name, ok := r.name()
	if !ok {
		return r.garbage(start)
	}
	first := len(r.parts)
	end, ok := r.value(name)
	if !ok {
		return false
	}
	// Parts is cut out of the copy that keep makes; here only its length counts.
	r.fields = append(r.fields, Field{Span: Span{name.Start, end}, Name: name, Parts: r.parts[first:]})
	r.skip(false)
	switch {
	case r.pos == len(r.text), r.text[r.pos] == ',', r.text[r.pos] == '}', r.text[r.pos] == ')', r.atHead():
		return true
	}
	if _, _, ok := r.assignment(r.pos); ok {
		r.damage(end, "a comma is missing behind the field %s", quote(name.Of(r.text)))
		return true
	}
	return r.garbage(r.pos)
}

// name reads the name of a field and the "=" behind it.
func (r *reader) name() (Span, bool) {
	name, value, ok := r.assignment(r.pos)
	if ok {
		r.pos = value
		return name, true
	}
	name = Span{r.pos, r.pos}
	for name.End < len(r.text) && isNameByte(r.text[name.End]) {
		name.End++
	}
	next := r.skipBlanks(name.End)
	if name.Start == name.End || next == len(r.text) {
		return name, false
	}
	switch r.text[next] {
	case '{', '"':
		r.damage(next, "a \"=\" is missing behind %s", quote(name.Of(r.text)))
		r.pos = next
		return name, true
	}
	return name, false
}

// garbage passes over text that is no field, up to a comma, the next field or the end of the entry.
func (r *reader) garbage(start int) bool {
	if !r.lenient {
		return false
	}
	depth := 0
	for r.pos = start; r.pos < len(r.text); r.pos++ {
		c := r.text[r.pos]
		if depth == 0 && (c == ',' || r.pos > start && (c == '}' || c == r.closer)) ||
			r.newline(r.pos) && (r.lineHead(r.pos+1) || r.lineField(r.pos+1)) {
			break
		}
		switch c {
		case '{':
			depth++
		case '}':
			depth = max(0, depth-1)
		}
	}
	if !r.garbled {
		r.garbled = true
		r.loss(start, "this could not be read and was skipped: %s", quote(r.text[start:r.pos]))
	}
	return true
}
