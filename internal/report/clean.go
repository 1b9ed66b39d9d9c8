package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// ansi is an escape sequence of a terminal (ECMA-48 §5.4: CSI; §5.6: strings such as OSC, of which
// an unended one takes no more than its opening; any other two-character escape), opened in seven
// bits or in eight.
var ansi = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]?" +
	"|(?:\x1b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])(?:[^\x07\x1b\u009c\n]{0,400}(?:\x07|\x1b\\\\|\u009c))?" +
	"|\x1b[ -~]?")

// Clean returns s as one line that is safe to print: escape sequences, control characters and
// invisible or text-turning characters are taken out, line breaks and runs of space become one
// space, and bytes that are no UTF-8 become U+FFFD.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = ansi.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), "")
	var out strings.Builder
	out.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = out.Len() > 0
		case harmful(r):
		default:
			if space {
				out.WriteByte(' ')
				space = false
			}
			out.WriteRune(r)
		}
	}
	return out.String()
}

// plain reports whether s is printing ASCII with single spaces inside, so that nothing is to clean.
func plain(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// harmful reports whether a character can steer a terminal, turn or hide the text around it, or is
// none: controls (Cc), formats (Cf) but the joiners that Persian and Indic scripts need, line and
// paragraph separators, surrogates and noncharacters.
func harmful(r rune) bool {
	switch {
	case r >= ' ' && r <= '~', r == '\u200c', r == '\u200d':
		return false
	case r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs)
}

// escape rewrites JSON so that its strings hold no harmful character: nothing is lost, and a terminal
// or a reader of lines sees none. Line feeds stay, which JSON has only between its tokens.
func escape(data []byte) []byte {
	var out bytes.Buffer
	for {
		at := bytes.IndexFunc(data, func(r rune) bool { return r != '\n' && harmful(r) })
		if at < 0 {
			break
		}
		out.Write(data[:at])
		r, n := utf8.DecodeRune(data[at:])
		if r > 0xFFFF {
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		} else {
			fmt.Fprintf(&out, `\u%04x`, r)
		}
		data = data[at+n:]
	}
	if out.Len() == 0 {
		return data
	}
	out.Write(data)
	return out.Bytes()
}
