package bibtex

import "strings"

// value reads the parts of a value and returns where it ends.
func (r *reader) value(name Span) (end int, ok bool) {
	first := len(r.parts)
	end = r.pos
	for {
		r.skip(false)
		part, ok := r.part(name)
		if !ok {
			return 0, false
		}
		if part.Start < part.End {
			r.parts = append(r.parts, part)
			end = part.End
		}
		r.skip(false)
		if r.pos == len(r.text) || r.text[r.pos] != '#' {
			break
		}
		r.pos++
	}
	if len(r.parts) == first {
		r.damage(name.Start, "the field %s has no value", quote(name.Of(r.text)))
	}
	return end, true
}

// part reads one piece of a value.
func (r *reader) part(name Span) (Part, bool) {
	if r.pos == len(r.text) {
		return Part{}, true
	}
	start := r.pos
	delimiter := r.text[start]
	var end int
	var closed bool
	switch delimiter {
	case '{':
		end, closed = r.braced(start)
	case '"':
		end, closed = r.quoted(start)
	default:
		return r.bare(), true
	}
	p := Part{Span: Span{start, end}, Text: Span{start + 1, end - 1}, Delimiter: delimiter}
	if !closed {
		if !r.lenient {
			return Part{}, false
		}
		r.loss(start, "the value of the field %s is never closed; it was read up to %s", quote(name.Of(r.text)), r.place(end))
		text := strings.TrimRight(r.text[start+1:end], " \t\r\n\v\f")
		text = strings.TrimRight(strings.TrimSuffix(text, ","), " \t\r\n\v\f")
		p.Text.End = start + 1 + len(text)
		p.End = p.Text.End
	}
	r.pos = p.End
	return p, true
}

// bare reads a number or the name of an @string. Several words without braces or quotes are read as
// they stand, up to the comma or the end of the line.
func (r *reader) bare() Part {
	start := r.pos
	if end, ok := r.unopened(start); ok {
		r.pos = end
		r.loss(start, "the opening brace of this value is missing: %s", quote(r.text[start:end]))
		return Part{Span: Span{start, end}, Text: Span{start, end - 1}, Delimiter: '{'}
	}
	for r.pos < len(r.text) && !r.endsBare(r.text[r.pos]) && !isSpace(r.text[r.pos]) {
		r.pos++
	}
	end := r.pos
	if next := r.skipBlanks(end); next < len(r.text) && !r.endsBare(r.text[next]) && !isSpace(r.text[next]) {
		for r.pos < len(r.text) && !r.endsBare(r.text[r.pos]) && !r.newline(r.pos) {
			r.pos++
		}
		end = start + len(strings.TrimRight(r.text[start:r.pos], " \t\r"))
		r.damage(start, "a value of several words needs braces or quotes: %s", quote(r.text[start:end]))
	}
	return Part{Span: Span{start, end}, Text: Span{start, end}}
}

// unopened reports, in a lenient reading, whether the value at start has lost its opening brace: a
// closing one stands in it behind which the entry goes on. It returns the offset behind that.
func (r *reader) unopened(start int) (end int, ok bool) {
	if !r.lenient {
		return 0, false
	}
	depth := 0
	for i := start; i < len(r.text) && !r.stops(i); i++ {
		switch r.text[i] {
		case '{':
			depth++
		case '}':
			if depth == 0 {
				_, ok := r.goesOn(i + 1)
				return i + 1, ok
			}
			depth--
		}
	}
	return 0, false
}

func (r *reader) endsBare(c byte) bool {
	return c == ',' || c == '#' || c == '{' || c == '}' || c == '"' || c == '%' || c == r.closer
}

// braced returns the offset behind the brace that closes the one at open. Where none does, or too
// many entries seem to begin before it does, it returns the place to which the value can be read. For
// BibTeX an escaped brace is a brace; a lenient reading tries it as text.
func (r *reader) braced(open int) (end int, ok bool) {
	depth := 0
	for i := open; i < len(r.text); i++ {
		switch r.text[i] {
		case '\\':
			if r.lenient && i+1 < len(r.text) && (r.text[i+1] == '{' || r.text[i+1] == '}') {
				i++
			}
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1, true
			}
		case '\n', '\r':
			if r.stops(i) {
				return i + 1, false
			}
		}
	}
	return len(r.text), false
}

// quoted returns the offset behind the quote that closes the one at open, at the level of its
// braces. A closing brace without its opening one, and, in a lenient reading, a quote behind which
// the value goes on, close nothing.
func (r *reader) quoted(open int) (end int, ok bool) {
	depth := 0
	for i := open + 1; i < len(r.text); i++ {
		switch r.text[i] {
		case '{':
			depth++
		case '}':
			if depth == 0 {
				if !r.lenient || r.endsEntry(i) {
					return i, false
				}
				continue
			}
			depth--
		case '"':
			if depth == 0 && (!r.lenient || r.endsValue(i+1)) {
				return i + 1, true
			}
		case '\n', '\r':
			if r.stops(i) {
				return i + 1, false
			}
		}
	}
	return len(r.text), false
}

// stops reports whether a value has to end with the line that ends at i: in a lenient reading where
// the next line begins a field or an entry, else where too many lines begin entries.
func (r *reader) stops(i int) bool {
	if !r.newline(i) {
		return false
	}
	if r.lenient {
		return r.lineHead(i+1) || r.lineField(i+1)
	}
	if !r.lineHead(i + 1) {
		return false
	}
	r.nested--
	return r.nested < 0
}

// endsValue reports whether a value can end before i: a comma, "#", the end of the entry or another
// field follows.
func (r *reader) endsValue(i int) bool {
	next := r.skipSpace(i)
	if next == len(r.text) {
		return true
	}
	switch c := r.text[next]; c {
	case ',', '#', r.closer, '@':
		return true
	}
	_, _, ok := r.assignment(next)
	return ok
}

// endsEntry reports whether the brace at i ends an entry: nothing of its line follows.
func (r *reader) endsEntry(i int) bool {
	next := r.skipBlanks(i + 1)
	return next == len(r.text) || r.text[next] == '\n' || r.text[next] == '\r' || r.text[next] == '@'
}

// bracketed returns the offset behind what closes the brace or bracket at open. Where nothing does,
// it returns the end of the line.
func (r *reader) bracketed(open int) (end int, ok bool) {
	if r.text[open] == '{' {
		if end, ok = r.braced(open); ok {
			return end, true
		}
		return r.lineEnd(open), false
	}
	depth := 0
	for i := open + 1; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth = max(0, depth-1)
		case c == ')' && depth == 0:
			return i + 1, true
		case r.stops(i):
			return r.lineEnd(open), false
		}
	}
	return r.lineEnd(open), false
}
