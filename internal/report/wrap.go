package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// color is an SGR parameter of ECMA-48; "" is the terminal's own.
type color string

const (
	plainText color = ""
	bold      color = "1"
	dim       color = "2"
	red       color = "31"
	green     color = "32"
	yellow    color = "33"
	cyan      color = "36"
)

// paint returns text in a colour, or as it is where colours are off.
func (c color) paint(text string, on bool) string {
	if !on || c == plainText || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// piece is a stretch of text in one colour. It follows the piece before it after a space, unless it
// is tight.
type piece struct {
	text  string
	color color
	tight bool
}

// columns returns how many columns of a terminal a text takes: two for wide characters (UAX #11),
// none for combining marks and joiners.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case isWide(r):
		return 2
	}
	return 1
}

// isWide reports whether r is a wide character, before and after which a line may break.
func isWide(r rune) bool {
	if r < 0x1100 {
		return false
	}
	kind := width.LookupRune(r).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}

// shorten cuts a text to so many columns, with an ellipsis in the last.
func shorten(s string, limit int) string {
	if len(s) <= limit || columns(s) <= limit {
		return s
	}
	n := 0
	for i, r := range s {
		n += runeColumns(r)
		if n >= limit {
			return strings.TrimRight(s[:i], " ,;:–-") + "…"
		}
	}
	return s
}

// words takes a text apart where a line may break: at spaces, and around wide characters. Words
// that follow the one before without a space are tight.
func words(s string) []piece {
	var out []piece
	for _, field := range strings.Fields(s) {
		start, tight := 0, false
		for i, r := range field {
			if !isWide(r) {
				continue
			}
			if i > start {
				out = append(out, piece{text: field[start:i], tight: tight})
				tight = true
			}
			start = i + len(string(r))
			out = append(out, piece{text: field[i:start], tight: tight})
			tight = true
		}
		if start < len(field) {
			out = append(out, piece{text: field[start:], tight: tight})
		}
	}
	return out
}

// canBreak reports whether a line may break before next.
func canBreak(last, next piece) bool {
	return !next.tight || isWide([]rune(next.text)[0]) || isWide([]rune(last.text)[0])
}

// layout is where lines go.
type layout struct {
	out   *strings.Builder
	width int // 0: no wrapping
	color bool
}

// line writes a paragraph: its first line after first, the others after rest (both without colour),
// broken at the layout's width. A word that is wider than a line stands on one of its own, since
// breaking it would break addresses.
func (l layout) line(first, rest string, paragraph ...piece) {
	l.out.WriteString(first)
	used, fresh := columns(first), true
	var last piece
	var run painter
	for _, w := range units(paragraph) {
		gap := 0
		if !w.tight && !fresh {
			gap = 1
		}
		n := columns(w.text)
		if l.width > 0 && !fresh && used+gap+n > l.width && canBreak(last, w) {
			run.flush(l)
			l.out.WriteString("\n" + rest)
			used, gap = columns(rest), 0
		}
		run.add(l, gap, w)
		used += gap + n
		last, fresh = w, false
	}
	run.flush(l)
	l.out.WriteByte('\n')
}

// units takes a paragraph apart where it may break.
func units(paragraph []piece) []piece {
	var all []piece
	for _, p := range paragraph {
		for i, w := range words(p.text) {
			w.color = p.color
			w.tight = w.tight || i == 0 && p.tight
			all = append(all, w)
		}
	}
	return all
}

// painter gathers words of one colour, to paint them together.
type painter struct {
	text  strings.Builder
	color color
}

// add takes one more word, after a gap.
func (p *painter) add(l layout, gap int, w piece) {
	if w.color != p.color {
		p.flush(l)
		l.out.WriteString(strings.Repeat(" ", gap))
		gap = 0
	}
	p.color = w.color
	p.text.WriteString(strings.Repeat(" ", gap) + w.text)
}

// flush writes what was gathered.
func (p *painter) flush(l layout) {
	l.out.WriteString(p.color.paint(p.text.String(), l.color))
	p.text.Reset()
}
