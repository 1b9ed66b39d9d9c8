package bibtex

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

// names reads a list of names: "and" outside of braces parts them, "and others" says that more have
// been left out. Lists that people typed with commas, semicolons or "&" are taken apart where it is
// clear that they are lists.
func names(raw string) (list []biblio.Name, etAl bool) {
	var room [16]string
	list, _, etAl = people(room[:0], raw)
	return list, etAl
}

// Names returns the names of a list as they stand there, one for each author that Parse reads from it.
func Names(raw string) []string {
	_, sources, _ := people(nil, raw)
	return sources
}

// people reads a list of names; sources are the pieces of it that the names were read from. They are
// appended to room, which is empty.
func people(room []string, raw string) (list []biblio.Name, sources []string, etAl bool) {
	raw = strings.TrimSpace(raw)
	if inner, ok := braced(raw); ok && isPeople(inner) {
		raw = inner
	}
	var between [16]string
	pieces := room
	for _, piece := range splitAnd(between[:0], raw) {
		pieces = splitList(pieces, piece)
	}
	capitals := anyCapitals(pieces)
	sources = pieces[:0]
	for i, piece := range pieces {
		piece, cut := cutEtAl(piece)
		etAl = etAl || cut
		name := person(piece, capitals)
		if name.IsZero() {
			continue
		}
		if list == nil {
			list = make([]biblio.Name, 0, len(pieces)-i)
		}
		list, sources = append(list, name), append(sources, piece)
	}
	return list, sources, etAl
}

// splitAnd splits a list at the word "and" outside of braces, in any case.
func splitAnd(pieces []string, s string) []string {
	if isAnd(s) {
		s = s[len("and"):]
	}
	return splitTop(pieces, s, &and)
}

// and is the word that parts names, with the white space or the tie before it.
var and = separator{
	begins: [256]bool{' ': true, '\t': true, '\n': true, '\v': true, '\f': true, '\r': true, '~': true},
	length: func(s string, i int) int {
		if isAnd(s[i+1:]) {
			return len(" and")
		}
		return 0
	},
}

// isAnd reports whether s begins with the word.
func isAnd(s string) bool {
	const word = "and"
	if len(s) < len(word) || s[0]|0x20 != 'a' || !strings.EqualFold(s[:len(word)], word) {
		return false
	}
	return len(s) == len(word) || isSpace(s[len(word)]) || s[len(word)] == '~'
}

// isPeople reports whether braced text is a list of people after all: every name in it has its one
// comma. "Department of Health and Human Services" has none.
func isPeople(inner string) bool {
	pieces := splitAnd(nil, inner)
	for _, piece := range pieces {
		if !isLastFirst(piece) {
			return false
		}
	}
	return len(pieces) > 1
}

// cutEtAl takes "others" or "et al." off a name.
func cutEtAl(s string) (rest string, cut bool) {
	if end := strings.TrimRight(s, "~.,{} \t\r\n\v\f"); end == "" || end[len(end)-1]|0x20 != 's' && end[len(end)-1]|0x20 != 'l' {
		return s, false // as nearly every name
	}
	var room [8]string
	words := nameWords(room[:0], s)
	n := len(words)
	if n == 1 && strings.EqualFold(strings.Trim(words[0], ".,{}"), "others") {
		return "", true
	}
	if n >= 2 && strings.EqualFold(strings.Trim(words[n-1], ".,{}"), "al") && strings.EqualFold(strings.Trim(words[n-2], ",{}"), "et") {
		return strings.Join(words[:n-2], " "), true
	}
	return s, false
}

// splitList appends the names in a piece of a list that are parted by something else than "and".
func splitList(pieces []string, piece string) []string {
	var room [8]string
	if strings.Contains(piece, ";") {
		if parts := splitTop(room[:0], piece, &semicolon); len(parts) > 1 {
			return append(pieces, parts...)
		}
	}
	if strings.Contains(piece, "&") {
		if parts := splitTop(room[:0], piece, &ampersand); len(parts) > 1 && areNames(parts) {
			return append(pieces, parts...)
		}
	}
	parts := commaParts(room[:0], piece)
	if n := len(parts); n < 2 || strings.Contains(piece, "=") {
		return append(pieces, piece)
	} else if n >= 4 && n%2 == 0 && (every(odd(parts), isInitials) || every(parts, isOneWord)) {
		return append(pieces, pairs(parts)...)
	}
	if areListed(parts) {
		return append(pieces, parts...)
	}
	return append(pieces, piece)
}

// areListed reports whether what commas part are names, not the parts of one: all are complete by
// themselves, or there are more than the three that a name can have, or three of which none is a
// suffix.
func areListed(parts []string) bool {
	n := len(parts)
	switch {
	case every(parts, isWhole):
		return true
	case n < 3 || slices.ContainsFunc(parts, isSuffix):
		return false
	}
	return n > 3 || every(parts, hasWords) || every(parts, isOneWord) && !isInitials(parts[n-1])
}

// semicolon is one that does not end an entity of HTML.
var semicolon = separator{begins: [256]bool{';': true}, length: func(s string, i int) int {
	for j := i - 1; j >= 0 && i-j < 10; j-- {
		if s[j] == '&' {
			return 0
		}
		if isSpace(s[j]) {
			break
		}
	}
	return 1
}}

// ampersand is an "&" between spaces, escaped or not.
var ampersand = separator{begins: [256]bool{' ': true}, length: func(s string, i int) int {
	for _, and := range []string{" & ", ` \& `} {
		if strings.HasPrefix(s[i:], and) {
			return len(and)
		}
	}
	return 0
}}

// areNames reports whether all parts are names of people beyond doubt, so that an "&" between them
// is no part of the name of a firm.
func areNames(parts []string) bool {
	return every(parts, func(s string) bool { return isLastFirst(s) || isWhole(s) })
}

// isLastFirst reports whether a name has its one comma.
func isLastFirst(s string) bool {
	var room [4]string
	return len(commaParts(room[:0], s)) == 2
}

// isWhole reports whether a name without commas is complete: "A. Smith", "A. B. Smith" or "Smith AB".
func isWhole(s string) bool {
	var room [8]string
	words := nameWords(room[:0], s)
	n := len(words)
	if n < 2 {
		return false
	}
	if isInitialsRun(words[n-1]) {
		return !isInitials(words[0])
	}
	return strings.Contains(words[0], ".") && isInitials(words[0]) && utf8.RuneCountInString(plain(words[n-1])) > 2
}

func hasWords(s string) bool { return countWords(s) > 1 }

func isOneWord(s string) bool { return countWords(s) == 1 }

func countWords(s string) int {
	var room [8]string
	return len(nameWords(room[:0], s))
}

// anyCapitals reports whether the list prints family names in capitals, "Wei XU and Jun ZHANG", so
// that a short one is not taken for initials.
func anyCapitals(pieces []string) bool {
	return slices.ContainsFunc(pieces, func(s string) bool {
		if last := s[len(s)-1]; last >= 'a' && last <= 'z' {
			return false // as nearly every name
		}
		if strings.Contains(s, ",") {
			return false
		}
		var room [8]string
		words := nameWords(room[:0], s)
		if len(words) < 2 {
			return false
		}
		last := plain(words[len(words)-1])
		return utf8.RuneCountInString(last) > 3 && isCapitals(last) && !isCapitals(plain(words[0]))
	})
}

// odd returns every second of parts, from the second on.
func odd(parts []string) []string {
	var out []string
	for i := 1; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	return out
}

// pairs joins every two parts into a name "Last, First".
func pairs(parts []string) []string {
	var out []string
	for i := 0; i+1 < len(parts); i += 2 {
		out = append(out, parts[i]+", "+parts[i+1])
	}
	return out
}

func every(list []string, test func(string) bool) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !test(s) })
}
