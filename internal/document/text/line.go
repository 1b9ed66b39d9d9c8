package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of the page that holds something.
type line struct {
	number int    // counted from 1
	column int    // of the first letter, in code points from 1
	indent int    // the width of the white space before it
	text   string // clean: single spaces, no control and no invisible characters
	gap    bool   // a blank line stands before it
	closed bool   // link labels stand between it and the line before
	page   bool   // it is the first of a page (after a form feed)
	dated  bool   // it holds a year; known once its section is split
	kind   kind
}

// tabWidth is how far a tab reaches.
const tabWidth = 8

// scan returns the lines of a text that hold something. Lines end with "\n"; the breaks within a
// line that word processors and PDF readers write (vertical tab, U+2028, form feed) divide it
// further without counting.
func scan(text string) []line {
	var lines []line
	var gap, page bool
	for number := 1; text != ""; number++ {
		physical, rest, _ := strings.Cut(text, "\n")
		text = rest
		column := 1
		for {
			at := -1
			if !plain(physical) {
				at = strings.IndexAny(physical, "\f\v\u2028\u2029")
			}
			part := physical
			if at >= 0 {
				part = physical[:at]
			}
			l := clean(part)
			switch {
			case l.text != "":
				l.number, l.gap, l.page = number, gap, page
				l.column += column - 1
				lines = append(lines, l)
				gap, page = false, false
			case at < 0:
				gap = true
			}
			if at < 0 {
				break
			}
			r, size := utf8.DecodeRuneInString(physical[at:])
			page = page || r == '\f'
			column += utf8.RuneCountInString(part) + 1
			physical = physical[at+size:]
		}
	}
	return lines
}

// clean takes the white space off a line, measures its indentation, turns all kinds of spaces into
// single ones and drops what cannot be seen.
func clean(s string) line {
	l := line{column: 1}
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == '\t':
			l.indent += tabWidth - l.indent%tabWidth
		case invisible(r), r == utf8.RuneError:
		case unicode.IsSpace(r):
			l.indent++
		default:
			l.text = tidy(s)
			return l
		}
		l.column++
		s = s[size:]
	}
	return l
}

// tidy returns a text with single spaces, none at its ends, and nothing invisible. A soft hyphen at
// the end is a hyphen that was printed.
func tidy(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r != softHyphen && invisible(r) })
	if strings.HasSuffix(s, "\u00ad") {
		s = strings.TrimSuffix(s, "\u00ad") + "-"
	}
	if plain(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	space := false
	var before rune
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = out.Len() > 0
			continue
		case joiner(r) && before > lastLatin:
		case invisible(r), r == utf8.RuneError:
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// plain reports whether a text needs no tidying: printable ASCII with single spaces.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

const (
	softHyphen = '\u00ad'
	// lastLatin is the last letter of the Latin blocks: behind it, zero-width joiners carry meaning
	// (Persian, the scripts of India) and are kept.
	lastLatin = '\u024f'
)

// joiner reports whether r is a zero-width joiner or non-joiner.
func joiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// invisible reports whether r says nothing: controls, format characters, and the arrow that
// publishers' pages print before an entry to lead back to the text.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r) || r == '↵'
}
