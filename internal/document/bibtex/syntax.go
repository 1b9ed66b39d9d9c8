package bibtex

// Span is a stretch of the source, in bytes: Start inclusive, End exclusive.
type Span struct {
	Start, End int
}

// Of returns the stretch of text that the span covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Kind is what a block of the source is.
type Kind uint8

// The kinds of blocks.
const (
	// Junk is what stands between entries, which BibTeX takes for comment, "%" lines included.
	Junk Kind = iota
	// Comment is an @comment: with its braces if it has any, else up to the end of the line.
	Comment
	// Preamble is an @preamble.
	Preamble
	// String is an @string; its definitions are its Fields.
	String
	// Entry is any other @word.
	Entry
)

// Block is a part of the source. Its spans are empty where the kind or the damage leaves nothing.
type Block struct {
	Span
	Kind Kind
	// Type is the word behind the "@", in the case in which it stands.
	Type Span
	// Key is the citation key.
	Key    Span
	Fields []Field
	// Damages are what is wrong with the block, in the order of their places. Its fields are what
	// could be read all the same, so a block with damages is not safe to edit.
	Damages []Damage
}

// Field is "name = value". Its span reaches from the first byte of the name to the last of the
// value, without the comma.
type Field struct {
	Span
	Name Span
	// Parts are the pieces of the value that "#" joins; none where the value is missing.
	Parts []Part
}

// Part is a piece of a value: its span with the delimiters, and its text without them.
type Part struct {
	Span
	Text Span
	// Delimiter is '{' or '"', or 0 for a number, the name of an @string, or bare words.
	Delimiter byte
}

// Damage is something wrong in a block: where, and what was made of it. Lost says that something of
// the block may not have been read.
type Damage struct {
	At      int
	Message string
	Lost    bool
}

// lookingAt tells what stands at offsets of a source; the scanner decides by it.
type lookingAt string

// head reports whether an entry begins at i: "@", a word, and an opening brace or bracket. It
// returns the offset of what opens. An e-mail address before a bracket is none.
func (t lookingAt) head(i int) (open int, ok bool) {
	if i >= len(t) || t[i] != '@' {
		return 0, false
	}
	word, open := t.word(i)
	if word.Start == word.End || open == len(t) {
		return 0, false
	}
	switch t[open] {
	case '{':
		return open, true
	case '(':
		return open, i == 0 || !isWordByte(t[i-1])
	}
	return 0, false
}

// word returns the word behind the "@" at i, and the offset of what follows behind white space.
func (t lookingAt) word(i int) (word Span, next int) {
	start := t.skipSpace(i + 1)
	end := start
	for end < len(t) && isWordByte(t[end]) {
		end++
	}
	return Span{start, end}, t.skipSpace(end)
}

// lineHead reports whether the line that begins at i begins an entry.
func (t lookingAt) lineHead(i int) bool {
	i = t.skipBlanks(i)
	if i >= len(t) || t[i] != '@' {
		return false
	}
	_, ok := t.head(i)
	return ok
}

// assignment returns the name of the field that begins at i and the offset behind its "=".
func (t lookingAt) assignment(i int) (name Span, value int, ok bool) {
	end := i
	for end < len(t) && isNameByte(t[end]) {
		end++
	}
	next := t.skipSpace(end)
	if end == i || next == len(t) || t[next] != '=' {
		return Span{}, 0, false
	}
	return Span{i, end}, next + 1, true
}

// lineField reports whether the line that begins at i begins a field beyond doubt: a name, "=", and
// a delimiter, or a bare word behind a name that refcheck knows.
func (t lookingAt) lineField(i int) bool {
	name, value, ok := t.assignment(t.skipBlanks(i))
	if !ok {
		return false
	}
	value = t.skipBlanks(value)
	if value == len(t) {
		return false
	}
	if t[value] == '{' || t[value] == '"' {
		return true
	}
	_, known := fieldByName(name.Of(string(t)))
	return known && isWordByte(t[value])
}

func (t lookingAt) skipSpace(i int) int {
	for i < len(t) && isSpace(t[i]) {
		i++
	}
	return i
}

// skipBlanks passes over white space within a line.
func (t lookingAt) skipBlanks(i int) int {
	for i < len(t) && (t[i] == ' ' || t[i] == '\t') {
		i++
	}
	return i
}

// lineEnd returns the offset of the end of the line in which i stands.
func (t lookingAt) lineEnd(i int) int {
	for i < len(t) && t[i] != '\n' && t[i] != '\r' {
		i++
	}
	return i
}

// newline reports whether a line ends with the byte at i.
func (t lookingAt) newline(i int) bool {
	return t[i] == '\n' || t[i] == '\r' && (i+1 == len(t) || t[i+1] != '\n')
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// isWordByte reports whether c can stand in the type of an entry or a bare word.
func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c >= 0x80
}

// nameEnds says which bytes end the name of a field: those that BibTeX excludes from identifiers.
var nameEnds = [256]bool{
	' ': true, '\t': true, '\n': true, '\v': true, '\f': true, '\r': true, '"': true, '#': true, '%': true,
	'(': true, ')': true, ',': true, '=': true, '{': true, '}': true, '@': true,
}

func isNameByte(c byte) bool { return !nameEnds[c] }
