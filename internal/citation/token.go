package citation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word (letters and digits run together), or one punctuation character.
type token struct {
	start, end int32 // byte offsets in the text
	first      rune  // its first character
	runes      int16 // its length in characters, at most 1000
	shape      shape
	class      class // what the lexicon says of it
}

// shape says of what characters a token is made.
type shape uint16

const (
	shapeWord    shape = 1 << iota // letters or digits, not punctuation
	shapeNumber                    // digits alone
	shapeDigit                     // a digit in it
	shapeUpper                     // begins with a capital
	shapeCaps                      // letters are capitals, all of them
	shapeLower                     // begins with a small letter
	shapeInner                     // a capital after a small letter: "eLife", "mBio"
	shapeRoman                     // a Roman number
	shapeCJK                       // Chinese, Japanese or Korean writing
	shapeSpaced                    // a blank stands before it
	shapeCapital = shapeUpper | shapeCJK
)

func (t token) is(s shape) bool    { return t.shape&s != 0 }
func (t token) in(c class) bool    { return t.class&c != 0 }
func (t token) isRune(r rune) bool { return t.shape&shapeWord == 0 && t.first == r }

// tokenize appends the tokens of text to tokens. Every character that is no blank belongs to exactly
// one token; soft hyphens and zero-width characters count as blanks, tags of HTML as well.
func tokenize(text string, tokens []token) []token {
	spaced := true
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if n := blankAt(text[i:], r, size); n > 0 {
			spaced = true
			i += n
			continue
		}
		var t token
		if isWordRune(r) {
			end := len(text)
			if i == 0 {
				end = gluedNumber(text)
			}
			t = word(text[:end], i)
		} else {
			t = token{start: int32(i), end: int32(i + size), first: r, runes: 1}
		}
		if spaced {
			t.shape |= shapeSpaced
		}
		spaced = false
		tokens = append(tokens, t)
		i = int(t.end)
	}
	return tokens
}

// gluedNumber returns the length of a number at the beginning of the text that is glued to the word
// behind it, as the number of a reference is when its markup is lost: "1Journal of Crystal Growth".
// Otherwise it returns the length of the text.
func gluedNumber(text string) int {
	n := 0
	for n < len(text) && n < 4 && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	r, size := utf8.DecodeRuneInString(text[n:])
	if n == 0 || !unicode.IsUpper(r) {
		return gluedToYear(text)
	}
	if next, _ := utf8.DecodeRuneInString(text[n+size:]); unicode.IsLower(next) || next == '.' || next == ' ' {
		return n
	}
	return len(text)
}

// gluedToYear returns the length of a number at the beginning of the text that is glued to the year of a
// conference: "12011 International Conference". Otherwise it returns the length of the text.
func gluedToYear(text string) int {
	digits := 0
	for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
		digits++
	}
	n := digits - 4
	if n < 1 || n > 3 || text[n:n+2] != "19" && text[n:n+2] != "20" || digits+1 >= len(text) || text[digits] != ' ' {
		return len(text)
	}
	if r, _ := utf8.DecodeRuneInString(text[digits+1:]); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return len(text)
	}
	return n
}

// blankAt returns the length of the blank, the invisible character or the tag at the beginning of s.
func blankAt(s string, r rune, size int) int {
	switch {
	case r == '<':
		return tagLength(s)
	case r < utf8.RuneSelf:
		if r <= ' ' || r == 0x7f {
			return 1
		}
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		return size
	}
	return 0
}

// tagLength returns the length of the HTML tag that s begins with, or 0: "<i>", "</sup>", "<br/>".
func tagLength(s string) int {
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	begin := i
	for i < len(s) && i-begin < 12 && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z') {
		i++
	}
	if i == begin {
		return 0
	}
	if i < len(s) && s[i] == '/' {
		i++
	}
	if i < len(s) && s[i] == '>' {
		return i + 1
	}
	return 0
}

// isWordRune reports whether r belongs to a word. Characters that an encoding error has eaten do.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == utf8.RuneError
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' || r == '´' }

// word reads the word that begins at byte i. An apostrophe between letters belongs to it. Digits and
// Chinese, Japanese or Korean writing are words apart, and so is what counts: "16巻第2号" has five.
func word(text string, i int) token {
	t := token{start: int32(i), shape: shapeWord}
	letters, capitals, digits, small := 0, 0, 0, false
	roman := true
	n, j := 0, i
	for j < len(text) {
		r, size := utf8.DecodeRuneInString(text[j:])
		if !isWordRune(r) {
			if !isApostrophe(r) || letters == 0 || !letterAt(text, j+size) {
				break
			}
			j += size
			n++
			continue
		}
		if n == 0 {
			t.first = r
		} else if r >= utf8.RuneSelf && isCJK(r) && digits == n || digits == 0 && isCJK(t.first) && unicode.IsDigit(r) || isCounter(t.first) && i > 0 && isDigit(text[i-1]) {
			break
		}
		switch {
		case r >= '0' && r <= '9' || r >= utf8.RuneSelf && unicode.IsDigit(r):
			digits++
		case unicode.IsUpper(r):
			letters++
			capitals++
			if small {
				t.shape |= shapeInner
			}
		default:
			letters++
			small = small || unicode.IsLower(r)
		}
		roman = roman && isRomanDigit(r)
		n++
		j += size
	}
	t.end, t.runes = int32(j), int16(min(n, 1000))
	if digits > 0 {
		t.shape |= shapeDigit
	}
	if letters == 0 {
		t.shape |= shapeNumber
		return t
	}
	if roman {
		t.shape |= shapeRoman
	}
	if letters == capitals {
		t.shape |= shapeCaps
	}
	t.shape |= shapeOf(t.first)
	t.class = classOf(text[i:j])
	return t
}

// shapeOf says how a word is written by its first letter.
func shapeOf(first rune) shape {
	switch {
	case unicode.IsUpper(first):
		return shapeUpper
	case unicode.IsLower(first):
		return shapeLower
	case isCJK(first):
		return shapeCJK
	}
	return 0
}

// isCounter reports whether r says what the number before it counts: years, volumes, issues, pages.
func isCounter(r rune) bool {
	return r >= utf8.RuneSelf && strings.ContainsRune("年月日卷巻冊册期号號页頁輯辑권호", r)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

func isRomanDigit(r rune) bool {
	switch r {
	case 'I', 'V', 'X', 'L', 'C', 'D', 'M', 'i', 'v', 'x', 'l', 'c':
		return true
	}
	return false
}

func isCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// isDash reports whether r is a hyphen or a dash of any length.
func isDash(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−', '－':
		return true
	}
	return false
}
