// Package fold makes two spellings of the same thing comparable: LaTeX and markup become plain
// Unicode, plain Unicode becomes a key without case, diacritics and punctuation, and keys are
// compared by edits, by words, and as names of containers with their abbreviations. It promises
// pure functions: no I/O, no judgement about what a difference means.
//
// Sources of facts: Unicode 15 (NFKD, scripts), ISO 4:1997 and the list of title word abbreviations
// (LTWA) for containers, ISO 9 and common usage for transliteration.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key returns what two spellings of one text share: lower case, no diacritics, Greek letters spelled
// out, sub- and superscripts plain, every run of punctuation one blank. An apostrophe inside a word
// vanishes; "&" becomes "and". Letters of other scripts stay; each Han, Hiragana and Katakana character is
// a word of its own. The text must be free of markup; see Markup and LaTeX.
func Key(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return unicodeKey(s)
		}
	}
	return asciiKey(s)
}

// Words returns the words of the key of s.
func Words(s string) []string { return strings.Fields(Key(s)) }

// Compact returns a key without its blanks, for spellings that differ in hyphens and spaces alone.
func Compact(key string) string { return strings.ReplaceAll(key, " ", "") }

// SameLetters reports whether two keys differ in their blanks alone.
func SameLetters(a, b string) bool {
	for {
		a, b = strings.TrimLeft(a, " "), strings.TrimLeft(b, " ")
		if a == "" || b == "" || a[0] != b[0] {
			return a == b
		}
		a, b = a[1:], b[1:]
	}
}

// asciiClass says what a byte of ASCII becomes in a key: itself in lower case, a blank, or nothing.
var asciiClass = func() (class [utf8.RuneSelf]byte) {
	for c := range class {
		switch b := byte(c); {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9':
			class[c] = b
		case b >= 'A' && b <= 'Z':
			class[c] = b + 'a' - 'A'
		case b == '\'', b == '`':
			class[c] = 0
		default:
			class[c] = ' '
		}
	}
	return class
}()

func asciiKey(s string) string {
	if isKey(s) {
		return s
	}
	out := make([]byte, 0, usualKey)
	for i := 0; i < len(s); i++ {
		c := asciiClass[s[i]]
		switch {
		case c > ' ':
			out = append(out, c)
		case s[i] == '&':
			out = appendWord(out, "and")
		case c == ' ':
			out = appendBlank(out)
		}
	}
	return trimmed(out)
}

// usualKey is the length that most keys do not exceed: for those no memory is asked twice.
const usualKey = 128

// isKey reports whether a text in ASCII is its own key.
func isKey(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != asciiClass[c] || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

func unicodeKey(s string) string {
	s = norm.NFKD.String(mend(strings.ToValidUTF8(s, "")))
	out := make([]byte, 0, usualKey)
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			c := asciiClass[r]
			switch {
			case c > ' ':
				out = append(out, c)
			case r == '&':
				out = appendWord(out, "and")
			case c == ' ':
				out = appendBlank(out)
			}
		case vanishes(r):
		case spelled[r] != "":
			out = append(out, spelled[r]...)
		case isIdeograph(r):
			out = utf8.AppendRune(appendBlank(out), r)
			out = append(out, ' ')
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.Mc, r):
			lower := unicode.ToLower(r)
			if word, ok := spelled[lower]; ok {
				out = append(out, word...)
			} else {
				out = utf8.AppendRune(out, lower)
			}
		default:
			out = appendBlank(out)
		}
	}
	return trimmed(out)
}

// vanishes reports whether a character says nothing in a key: combining marks, apostrophes, primes,
// soft hyphens and other invisible ones, and what stands for an unreadable character.
func vanishes(r rune) bool {
	switch r {
	case '’', '‘', 'ʼ', 'ʻ', '′', '´', '‵', '\u00ad', unicode.ReplacementChar:
		return true
	}
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Lm, r)
}

// isIdeograph reports whether a character is written without blanks between words.
func isIdeograph(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// appendBlank ends a word.
func appendBlank(out []byte) []byte {
	if n := len(out); n == 0 || out[n-1] == ' ' {
		return out
	}
	return append(out, ' ')
}

// appendWord adds a word of its own.
func appendWord(out []byte, word string) []byte {
	return append(append(appendBlank(out), word...), ' ')
}

func trimmed(out []byte) string {
	if n := len(out); n > 0 && out[n-1] == ' ' {
		out = out[:n-1]
	}
	return string(out)
}
