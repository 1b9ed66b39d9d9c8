package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// LaTeX returns what LaTeX would print for s, as plain Unicode in NFC: accents and special letters
// composed, macros and markup resolved to their text, dashes, quotes and simple formulas written
// out, braces gone and white space collapsed to single spaces. Of a macro that it does not know the
// arguments stay. Text that holds nothing of LaTeX comes back as it is, but for its white space.
// Unbalanced braces do no harm; a sign of math that stands alone is a dollar. One pass, linear.
func LaTeX(s string) string {
	if isPlain(s, &texSpecials) {
		return s
	}
	if n := len(s); n > 1 && s[0] == '{' && s[n-1] == '}' && isPlain(s[1:n-1], &texSpecials) {
		return s[1 : n-1] // as some databases write every value
	}
	t := newTexPass(s, false)
	return t.run()
}

// LaTeXAddress returns a URL or an identifier as LaTeX would link it: escapes resolved, braces
// gone, and all that a dash, tilde, quote, caret or underscore would mean in prose left alone.
func LaTeXAddress(s string) string {
	if isPlain(s, &addressSpecials) {
		return s
	}
	t := newTexPass(strings.ReplaceAll(s, `$\sim$`, "~"), true)
	return t.run()
}

// texSpecials are the bytes that mean something in the prose of LaTeX. A hyphen means something
// only beside another one, see isPlain.
var texSpecials = [utf8.RuneSelf]bool{'\\': true, '{': true, '}': true, '$': true, '~': true, '`': true, '\'': true}

// texOrdinary are the bytes that mean nothing in prose, in a formula or in an address.
var texOrdinary = newTexOrdinary()

func newTexOrdinary() (ordinary [256]bool) {
	for c := '!'; c <= '~'; c++ {
		ordinary[c] = !strings.ContainsRune("\\{}$~`'?!-^_", c)
	}
	return ordinary
}

// addressSpecials are those that mean something in an address.
var addressSpecials = [utf8.RuneSelf]bool{'\\': true, '{': true, '}': true}

// isPlain reports whether s is ASCII without any of the special bytes, a run of hyphens, or white
// space that would be collapsed, so that most values of a bibliography cost one look.
func isPlain(s string, specials *[utf8.RuneSelf]bool) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && last == ' ' || c == '-' && last == '-' ||
			specials[c] {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// texPass is one pass over a LaTeX text.
type texPass struct {
	in  string
	pos int
	out strings.Builder
	texMode
	groups []texGroup
	// next is what the macro just read asks of the group that opens behind it.
	next texGroup
	// asked says that next is to be used.
	asked bool
	// marks are accents that wait for their letter, the outermost first.
	marks []rune
	// space says that white space was read and nothing printed since.
	space bool
	// lastDollar is where the last sign of math stands, or -1.
	lastDollar int
}

// texMode is how characters are read: as prose, as a formula, or as an address.
type texMode struct {
	math, raw bool
}

// texGroup is an open brace: the mode to go back to (or, while it is asked for, to read it in) and
// the text to print where it closes.
type texGroup struct {
	texMode
	after string
}

// maxMarks is how many accents one letter can bear; Vietnamese needs two.
const maxMarks = 4

func newTexPass(s string, raw bool) texPass {
	return texPass{in: s, lastDollar: lastDollar(s), texMode: texMode{raw: raw}}
}

// lastDollar returns where the last unescaped dollar stands, or -1: one without a partner behind it
// is money, not math.
func lastDollar(s string) int {
	for i := strings.LastIndexByte(s, '$'); i >= 0; i = strings.LastIndexByte(s[:i], '$') {
		if i == 0 || s[i-1] != '\\' {
			return i
		}
	}
	return -1
}

func (t *texPass) run() string {
	t.out.Grow(len(t.in))
	for t.pos < len(t.in) {
		t.step()
	}
	for i := len(t.groups) - 1; i >= 0; i-- {
		t.print(t.groups[i].after)
	}
	return norm.NFC.String(t.out.String())
}

// step reads one character, ligature, brace or macro.
func (t *texPass) step() {
	c := t.in[t.pos]
	if c != '{' && !isSpaceByte(c) {
		t.asked = false
	}
	switch {
	case c == '\\':
		t.macro()
	case c == '{':
		t.open()
	case c == '}':
		t.close()
	case isSpaceByte(c):
		t.pos++
		t.blank()
	case t.raw:
		t.printRune()
	default:
		t.prose(c)
	}
}

// prose reads one character outside addresses.
func (t *texPass) prose(c byte) {
	switch c {
	case '$':
		t.dollar()
	case '~':
		t.pos++
		t.blank()
	case '^', '_':
		if t.math {
			t.pos++
			return
		}
		t.printRune()
	case '-', '`', '\'', '?', '!':
		t.ligature(c)
	default:
		t.printRune()
	}
}

// dollar begins or ends a formula; a double one is read as one.
func (t *texPass) dollar() {
	start := t.pos
	t.pos++
	if t.pos < len(t.in) && t.in[t.pos] == '$' {
		t.pos++
	}
	switch {
	case t.math:
		t.math = false
	case start < t.lastDollar:
		t.math = true
	default:
		t.print(t.in[start:t.pos])
	}
}

// texLigatures are the runs of characters that TeX prints as one, the longer first.
var texLigatures = map[byte][][2]string{
	'-':  {{"---", "—"}, {"--", "–"}},
	'`':  {{"``", "“"}, {"`", "‘"}},
	'\'': {{"''", "”"}, {"'", "’"}},
	'?':  {{"?`", "¿"}},
	'!':  {{"!`", "¡"}},
}

// ligature prints the ligature that begins here, or the character alone.
func (t *texPass) ligature(c byte) {
	if t.math && c == '\'' {
		t.pos++
		t.print("′")
		return
	}
	if !t.math {
		for _, l := range texLigatures[c] {
			if strings.HasPrefix(t.in[t.pos:], l[0]) {
				t.pos += len(l[0])
				t.print(l[1])
				return
			}
		}
	}
	t.printRune()
}

// open begins a group. An empty one behind an accent prints the accent alone: "\~{}".
func (t *texPass) open() {
	t.pos++
	if len(t.marks) > 0 && t.pos < len(t.in) && t.in[t.pos] == '}' {
		t.pos++
		t.loneMarks()
		return
	}
	g := texGroup{texMode: t.texMode}
	if t.asked {
		g.after = t.next.after
		t.math, t.raw = t.math || t.next.math, t.raw || t.next.raw
		t.asked = false
	}
	t.groups = append(t.groups, g)
}

// close ends a group; a brace that closes nothing is passed over.
func (t *texPass) close() {
	t.pos++
	if len(t.groups) == 0 {
		return
	}
	g := t.groups[len(t.groups)-1]
	t.groups = t.groups[:len(t.groups)-1]
	t.texMode = g.texMode
	t.print(g.after)
}

// blank notes white space, to be printed once, before the next text.
func (t *texPass) blank() {
	if len(t.marks) == 0 {
		t.space = t.out.Len() > 0
	}
}

// printRune prints the character that stands here, and those behind it that mean nothing to LaTeX.
func (t *texPass) printRune() {
	if end := ordinary(t.in, t.pos); end > t.pos && len(t.marks) == 0 {
		t.print(t.in[t.pos:end])
		t.pos = end
		return
	}
	r, size := utf8.DecodeRuneInString(t.in[t.pos:])
	if unicode.IsSpace(r) || unicode.IsControl(r) {
		t.pos += size
		t.blank()
		return
	}
	t.print(t.in[t.pos : t.pos+size])
	t.pos += size
}

// ordinary returns the offset behind the letters, digits and marks at i that stand for themselves in
// every mode, and the single spaces between them.
func ordinary(s string, i int) int {
	for i < len(s) {
		switch {
		case texOrdinary[s[i]]:
			i++
		case s[i] == ' ' && i+1 < len(s) && texOrdinary[s[i+1]]:
			i += 2
		default:
			return i
		}
	}
	return i
}

// print appends text, with the white space and under the accents that wait for it.
func (t *texPass) print(s string) {
	switch s {
	case "":
		return
	case " ":
		t.blank()
		return
	}
	first, size := utf8.DecodeRuneInString(s)
	if len(t.marks) > 0 && !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		t.loneMarks()
	}
	if t.space {
		t.out.WriteByte(' ')
		t.space = false
	}
	if len(t.marks) > 0 {
		t.out.WriteString(s[:size])
		for i := len(t.marks) - 1; i >= 0; i-- {
			t.out.WriteRune(t.marks[i])
		}
		t.marks, s = t.marks[:0], s[size:]
	}
	t.out.WriteString(s)
}

// loneMarks prints accents that have no letter: a tilde and a caret are typed so for themselves, the
// others say nothing.
func (t *texPass) loneMarks() {
	marks := t.marks
	t.marks = nil
	for _, m := range marks {
		switch m {
		case markTilde:
			t.print("~")
		case markCircumflex:
			t.print("^")
		}
	}
}

func isSpaceByte(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
