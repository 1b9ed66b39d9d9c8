package registry

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds one text of a record, in bytes. The longest title in Crossref's public data has
// some 5,000; what is longer is damage, and would only cost time in every comparison.
const maxText = 16 << 10

// Clean returns a text out of a registry's answer as one line: white space folded, and without the
// control and direction characters that could break a terminal or a report. Overlong texts are cut
// at a character.
func Clean(s string) string {
	s = Cut(s, maxText)
	plain := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r), r == utf8.RuneError, r == 0xFEFF,
			r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// Cut returns at most n bytes of s, whole characters only.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Words returns the words of a text in lower case, without anything that a search engine could take
// for its syntax: quotes, brackets, colons, AND, OR and NOT in capitals. An apostrophe inside a word
// stays, as indexes keep it.
func Words(s string) []string {
	words := strings.FieldsFunc(apostrophes.Replace(strings.ToLower(s)), func(r rune) bool {
		return r != '\'' && !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	kept := words[:0]
	for _, w := range words {
		if w = strings.Trim(w, "'"); w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}

var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'")
