package fold

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// texMacro says what a macro prints or does.
type texMacro struct {
	// text is printed where the macro stands.
	text string
	// tight says that the white space behind the name only ends the name, as TeX reads it. Names of
	// symbols in prose, where TeX would not take them, and logos keep it: people type them as words.
	tight bool
	// mark is an accent for the letter that follows.
	mark rune
	// drop is how many arguments in braces are passed over; those behind them are kept.
	drop int
	// length says that a length ("-.1em") follows, to be passed over.
	length bool
	// group says how the argument that follows is read, and what is printed behind it.
	group texGroup
	// ask says that group is set.
	ask bool
}

// macro reads a macro: a backslash with a word, or with one other character.
func (t *texPass) macro() {
	t.pos++
	start := t.pos
	for t.pos < len(t.in) && isLetterByte(t.in[t.pos]) {
		t.pos++
	}
	if t.pos == start {
		t.symbol()
		return
	}
	name := t.in[start:t.pos]
	switch name {
	case "char", "symbol":
		t.char()
		return
	case "verb":
		t.verb()
		return
	}
	m, known := texMacros[name]
	if !known {
		t.skipSpace()
		return
	}
	t.apply(name, m)
}

// apply does what a known macro asks for.
func (t *texPass) apply(name string, m texMacro) {
	if m.mark != 0 {
		t.mark(m.mark)
		t.skipSpace()
		return
	}
	if text, dotted := texDotless[name]; dotted && len(t.marks) > 0 {
		m.text = text // the accent takes the place of the dot
	}
	t.print(m.text)
	if m.tight || m.ask || m.drop > 0 || m.length || t.math {
		t.skipSpace()
	}
	if m.length {
		t.skipLength()
	}
	for range m.drop {
		t.skipGroup()
	}
	if m.ask {
		t.next, t.asked = m.group, true
	}
}

// symbol reads a macro of one character that is no letter.
func (t *texPass) symbol() {
	if t.pos == len(t.in) {
		return
	}
	c := t.in[t.pos]
	if c >= utf8.RuneSelf {
		t.printRune()
		return
	}
	t.pos++
	if mark, ok := texAccents[c]; ok {
		t.mark(mark)
		return
	}
	switch c {
	case '-', '/', '!', '@', '*', '+':
	case '(', '[':
		t.math = !t.raw
	case ')', ']':
		t.math = false
	case ',', ';', ':', '>', '\\', ' ', '\t', '\n', '\r':
		t.blank()
	case '|':
		t.print("‖")
	default:
		t.print(string(rune(c)))
	}
}

// mark keeps an accent for the next letter. In an address a tilde or a caret is itself.
func (t *texPass) mark(m rune) {
	if len(t.marks) < maxMarks {
		t.marks = append(t.marks, m)
	}
	if t.raw {
		if strings.HasPrefix(t.in[t.pos:], "{}") {
			t.pos += len("{}")
		}
		t.loneMarks()
	}
}

// char prints the character of a code: \char233, \char"E9, \char'351, \symbol{233}.
func (t *texPass) char() {
	rest := strings.TrimLeft(t.in[t.pos:], "{ ")
	base := 10
	switch {
	case strings.HasPrefix(rest, `"`):
		rest, base = rest[1:], 16
	case strings.HasPrefix(rest, "'"):
		rest, base = rest[1:], 8
	case strings.HasPrefix(rest, "`"):
		t.pos = len(t.in) - len(rest) + 1
		return // the character that follows is the one
	}
	n := 0
	for n < len(rest) && n < 6 && digitValue(rest[n]) < base {
		n++
	}
	code, err := strconv.ParseInt(rest[:n], base, 32)
	if err != nil {
		return
	}
	braced := strings.HasPrefix(t.in[t.pos:], "{") && strings.HasPrefix(rest[n:], "}")
	t.pos = len(t.in) - len(rest) + n
	if r := rune(code); r >= ' ' && utf8.ValidRune(r) {
		t.print(string(r))
	}
	if braced {
		t.pos++
		return
	}
	t.skipSpace()
}

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return 16
}

// maxVerb is how many bytes \verb can print; it bounds the search for its end.
const maxVerb = 1000

// verb prints what stands between two equal characters.
func (t *texPass) verb() {
	if t.pos == len(t.in) {
		return
	}
	_, size := utf8.DecodeRuneInString(t.in[t.pos:])
	delim := t.in[t.pos : t.pos+size]
	rest := t.in[t.pos+size:]
	text, _, closed := strings.Cut(rest[:min(len(rest), maxVerb)], delim)
	if !closed || delim == "{" || delim == "}" {
		return
	}
	t.pos += 2*size + len(text)
	for i, word := range strings.Fields(text) {
		if i > 0 {
			t.blank()
		}
		t.print(word)
	}
}

// skipSpace passes over white space that ends the name of a macro.
func (t *texPass) skipSpace() {
	for t.pos < len(t.in) && isSpaceByte(t.in[t.pos]) {
		t.pos++
	}
}

// skipGroup passes over an argument in braces, if one stands here.
func (t *texPass) skipGroup() {
	t.skipSpace()
	if t.pos == len(t.in) || t.in[t.pos] != '{' {
		return
	}
	depth := 0
	for t.pos < len(t.in) {
		switch t.in[t.pos] {
		case '\\':
			t.pos++
		case '{':
			depth++
		case '}':
			depth--
		}
		t.pos++
		if depth == 0 {
			break
		}
	}
	t.pos = min(t.pos, len(t.in))
}

// skipLength passes over a length of TeX: an optional "to" or "=", a number and its unit.
func (t *texPass) skipLength() {
	rest := strings.TrimLeft(t.in[t.pos:], "= ")
	trimmed := strings.TrimLeft(rest, "+-.0123456789")
	if len(trimmed) == len(rest) {
		return
	}
	for _, unit := range []string{"em", "ex", "pt", "mm", "cm", "in", "pc", "mu", "sp"} {
		if strings.HasPrefix(trimmed, unit) {
			trimmed = trimmed[len(unit):]
			break
		}
	}
	t.pos = len(t.in) - len(trimmed)
	t.skipSpace()
}

func isLetterByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
