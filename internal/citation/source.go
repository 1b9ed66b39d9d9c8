package citation

import "strings"

// source is a text with its tokens. Its methods ask about the token at an index; an index outside
// the text gives a token of no kind.
type source struct {
	text   string
	tokens []token
}

func (s *source) at(i int) token {
	if i < 0 || i >= len(s.tokens) {
		return token{}
	}
	return s.tokens[i]
}

// word returns the text of the word at token i, or "".
func (s *source) word(i int) string {
	t := s.at(i)
	if !t.is(shapeWord) {
		return ""
	}
	return s.text[t.start:t.end]
}

// is reports whether token i is the punctuation r.
func (s *source) is(i int, r rune) bool { return s.at(i).isRune(r) }

// isAny reports whether token i is one of the punctuation characters of set.
func (s *source) isAny(i int, set string) bool {
	t := s.at(i)
	return t.first != 0 && !t.is(shapeWord) && strings.ContainsRune(set, t.first)
}

// tightDash reports whether token i is a hyphen that joins its neighbours.
func (s *source) tightDash(i int) bool {
	t, n := s.at(i), s.at(i+1)
	return !t.is(shapeWord|shapeSpaced) && isDash(t.first) && n.is(shapeWord) && !n.is(shapeSpaced)
}

// spacedDash reports whether token i is a dash between blanks.
func (s *source) spacedDash(i int) bool {
	t, n := s.at(i), s.at(i+1)
	return !t.is(shapeWord) && isDash(t.first) && t.is(shapeSpaced) && n.is(shapeSpaced)
}

// year returns the year at token i, where that is one, perhaps with a letter: "1998a". Its digits may
// be those of any script.
func (s *source) year(i int) int {
	t := s.at(i)
	if !t.is(shapeDigit) || t.runes < 4 || t.runes > 5 {
		return 0
	}
	y, n := 0, 0
	for _, r := range s.text[t.start:t.end] {
		d := digitOf(r)
		switch {
		case n < 4 && d >= 0:
			y = y*10 + d
		case n < 4 || d >= 0:
			return 0
		}
		n++
	}
	if y < 1400 || y > 2039 {
		return 0
	}
	return y
}

// digitOf returns the value of a decimal digit, European, Arabic or Persian, or -1.
func digitOf(r rune) int {
	for _, zero := range [...]rune{'0', '٠', '۰'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// number returns the value of the digits at token i, or -1 where that is no number of up to six digits.
func (s *source) number(i int) int {
	t := s.at(i)
	if !t.is(shapeNumber) || t.end-t.start > 6 {
		return -1
	}
	n := 0
	for _, c := range []byte(s.text[t.start:t.end]) {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}
