package bibtex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

// person reads one name by BibTeX's rules: "First von Last", "von Last, First" or "von Last, Jr,
// First", where a word is "von" if it begins with a small letter outside of braces. It also reads a
// name wholly in braces (an organisation), BibLaTeX's "family=…, given=…", and PubMed's "Last FM",
// unless capitals says that the list prints family names in capitals.
func person(s string, capitals bool) biblio.Name {
	s = strings.Trim(s, " \t\r\n,;")
	if inner, ok := braced(s); ok && !isPersonInBraces(inner) {
		return biblio.Name{Literal: plain(s)}
	} else if ok {
		s = inner
	}
	if name, ok := extendedName(s); ok {
		return name
	}
	var room [4]string
	parts := commaParts(room[:0], s)
	switch {
	case len(parts) == 0:
		return biblio.Name{}
	case len(parts) == 1:
		return firstLast(parts[0], capitals)
	case len(parts) == 2 && isSuffix(parts[1]):
		name := firstLast(parts[0], capitals)
		name.Suffix = plain(parts[1])
		return name
	case len(parts) == 2:
		return lastFirst(parts[0], "", parts[1])
	case len(parts) == 3 && isSuffix(parts[1]):
		return lastFirst(parts[0], parts[1], parts[2])
	case len(parts) == 3 && isSuffix(parts[2]):
		return lastFirst(parts[0], parts[2], parts[1])
	}
	return lastFirst(parts[0], "", strings.Join(parts[1:], " "))
}

// braced returns what stands between the braces that hold all of s. A brace before a macro only holds
// an accented letter.
func braced(s string) (string, bool) {
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' || s[1] == '\\' && !strings.Contains(s, " ") {
		return "", false
	}
	depth := 0
	for i := range len(s) - 1 {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return "", false
		}
	}
	return s[1 : len(s)-1], true
}

// isPersonInBraces reports whether braced text is one person after all: initials stand behind its
// only comma.
func isPersonInBraces(inner string) bool {
	parts := commaParts(nil, inner)
	return len(parts) == 2 && isInitials(parts[1])
}

// commaParts appends what the commas outside of braces separate, without what is empty.
func commaParts(parts []string, s string) []string {
	if strings.IndexByte(s, ',') < 0 {
		return appendPiece(parts, s)
	}
	return splitTop(parts, s, &comma)
}

// nameWords appends the words of a name: white space and "~" outside of braces part them.
func nameWords(words []string, s string) []string { return splitTop(words, s, &wordBreak) }

// separator is what parts the pieces of a text: the bytes with which it can begin, and how long it is
// at i, 0 if it does not stand there.
type separator struct {
	begins [256]bool
	length func(s string, i int) int
}

var comma = separator{begins: [256]bool{',': true}, length: func(string, int) int { return 1 }}

var wordBreak = separator{begins: and.begins, length: func(s string, i int) int {
	if s[i] == '~' && i > 0 && s[i-1] == '\\' {
		return 0
	}
	return 1
}}

// splitTop appends the pieces of s that separators outside of braces part, and leaves out those that
// are empty. The caller gives the room, since most lists are short and soon forgotten.
func splitTop(pieces []string, s string, by *separator) []string {
	depth, start := 0, 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth = max(0, depth-1)
		case depth == 0 && by.begins[c]:
			if n := by.length(s, i); n > 0 {
				pieces = appendPiece(pieces, s[start:i])
				i += n
				start = i
				continue
			}
		}
		i++
	}
	return appendPiece(pieces, s[start:])
}

// appendPiece appends s without the white space around it, unless nothing is left.
func appendPiece(pieces []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		pieces = append(pieces, s)
	}
	return pieces
}

// firstLast reads a name without commas.
func firstLast(s string, capitals bool) biblio.Name {
	var room [8]string
	words := nameWords(room[:0], s)
	var name biblio.Name
	if n := len(words); n > 1 && isSuffix(words[n-1]) {
		name.Suffix = plain(words[n-1])
		words = words[:n-1]
	}
	n := len(words)
	switch {
	case n == 0: // nothing but ties
		return name
	case isOrganisation(words):
		return biblio.Name{Literal: plain(strings.Join(words, " "))}
	case n > 1 && !capitals && isInitialsRun(words[n-1]) && !isInitials(words[n-2]):
		name.Given = plain(words[n-1])
		name.Particle, name.Family = vonLast(words[:n-1])
		return name
	}
	first := beforeFamily(words)
	name.Given = plain(phrase(s, words[:first]))
	name.Particle, name.Family = vonLast(words[first:])
	return name
}

// beforeFamily returns how many words stand before the family name and its particle.
func beforeFamily(words []string) int {
	n := len(words)
	first := n - 1
	for i := range n - 1 {
		if isVon(words[i]) {
			first = i
			break
		}
	}
	if first == 0 && n > 1 && isVon(words[n-1]) {
		first = n - 1 // all in small letters
	}
	return first
}

// phrase joins words by spaces: it cuts them out of the text that begins with them, if they stand so
// in it.
func phrase(text string, words []string) string {
	end := 0
	for i, w := range words {
		if i > 0 {
			if end == len(text) || text[end] != ' ' {
				return strings.Join(words, " ")
			}
			end++
		}
		if !strings.HasPrefix(text[end:], w) {
			return strings.Join(words, " ")
		}
		end += len(w)
	}
	return text[:end]
}

// lastFirst makes a name of its parts, the family name with its particle, and with a suffix that
// stands behind it without a comma.
func lastFirst(last, suffix, first string) biblio.Name {
	var room [8]string
	words := nameWords(room[:0], last)
	if n := len(words); n > 1 && suffix == "" && isSuffix(words[n-1]) {
		suffix, words = words[n-1], words[:n-1]
	}
	name := biblio.Name{Suffix: plain(suffix), Given: plain(first)}
	name.Particle, name.Family = vonLast(words)
	return name
}

// vonLast splits the words of a family name: the particle reaches to the last word in small letters
// that is not the last of all.
func vonLast(words []string) (particle, family string) {
	von := 0
	for i := range len(words) - 1 {
		if isVon(words[i]) {
			von = i + 1
		}
	}
	if von > 0 && !isVon(words[0]) {
		von = 0 // "Garcia y Vega": a small word within is no particle
	}
	return plain(strings.Join(words[:von], " ")), plain(strings.Join(words[von:], " "))
}

// isVon reports whether a word begins with a small letter. Braces around plain text hide it, as in
// BibTeX; those around an accent do not.
func isVon(word string) bool {
	if word != "" && isLetter(word[0]) {
		return word[0] >= 'a'
	}
	if strings.HasPrefix(word, "{") && !strings.HasPrefix(word, `{\`) {
		return false
	}
	for _, r := range plain(word) {
		if unicode.IsLetter(r) {
			return unicode.IsLower(r)
		}
	}
	return false
}

// suffixes are what stands behind a family name.
var suffixes = wordSet{
	"jr": true, "sr": true, "jnr": true, "snr": true, "ii": true, "iii": true, "iv": true, "2nd": true, "3rd": true, "4th": true,
	"md": true, "phd": true, "esq": true, "filho": true, "júnior": true, "junior": true,
}

func isSuffix(s string) bool {
	if len(s) > 12 {
		return false
	}
	s = plain(s)
	if strings.Contains(s, ".") {
		s = strings.ReplaceAll(s, ".", "")
	}
	return suffixes.has(s)
}

// wordSet is a set of words in lower case.
type wordSet map[string]bool

// has reports whether s, in any case, is one of the words.
func (w wordSet) has(s string) bool {
	var lower [16]byte // longer than nearly all of the words
	if len(s) > len(lower) {
		return w[strings.ToLower(s)]
	}
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return w[strings.ToLower(s)]
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return w[string(lower[:len(s)])]
}

// isInitials reports whether s is nothing but initials: "J.", "J. A.", "J.-P.", "JA".
func isInitials(s string) bool {
	if hasSmallLetter(s) {
		return false // as nearly every word
	}
	letters := 0
	for _, word := range strings.FieldsFunc(plain(s), func(r rune) bool { return r == '.' || r == '-' || r == ' ' }) {
		if !isCapitals(word) || utf8.RuneCountInString(word) > 3 {
			return false
		}
		letters++
	}
	return letters > 0
}

// hasSmallLetter reports whether s holds a small letter that is printed: none that belongs to a macro or
// an entity.
func hasSmallLetter(s string) bool {
	small := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\' || c == '&':
			return false
		case c >= 'a' && c <= 'z':
			small = true
		}
	}
	return small
}

// isInitialsRun reports whether a word is initials as PubMed writes them: one to three capitals
// without dots, or "J-P".
func isInitialsRun(word string) bool {
	return len(word) <= 12 && !strings.Contains(word, ".") && isInitials(word)
}

// isCapitals reports whether all of s is capital letters.
func isCapitals(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return s != ""
}

// organisationWords tell the name of an organisation that nobody put in braces.
var organisationWords = wordSet{
	"organization": true, "organisation": true, "university": true, "universität": true, "université": true, "universidad": true,
	"institute": true, "institut": true, "committee": true, "consortium": true, "collaboration": true, "group": true, "team": true,
	"society": true, "association": true, "foundation": true, "agency": true, "department": true, "ministry": true, "inc": true,
	"ltd": true, "gmbh": true, "llc": true, "corporation": true, "council": true, "commission": true, "network": true,
	"federation": true, "initiative": true, "investigators": true, "project": true, "laboratory": true, "laboratories": true,
	"bureau": true, "administration": true, "contributors": true, "developers": true, "community": true, "academy": true,
}

// functionWords stand in names of organisations and in none of a person: "Centers for Disease Control".
var functionWords = map[string]bool{"of": true, "for": true, "at": true, "on": true, "the": true, "The": true, "für": true, "pour": true}

// isOrganisation reports whether words that no comma parts name an organisation.
func isOrganisation(words []string) bool {
	if len(words) < 2 {
		return false
	}
	for _, w := range words {
		if len(w) < len("of") || isLetter(w[0]) && w[1] == '.' {
			continue // an initial
		}
		if len(w) <= len("pour") && functionWords[w] || organisationWords.has(strings.Trim(w, "{}.,()")) {
			return true
		}
	}
	return false
}

// extendedName reads BibLaTeX's "family=Smith, given=John, prefix=von" (manual, §3.6).
func extendedName(s string) (biblio.Name, bool) {
	if !strings.Contains(s, "=") {
		return biblio.Name{}, false
	}
	var name biblio.Name
	initials := ""
	for _, part := range commaParts(nil, s) {
		key, text, ok := strings.Cut(part, "=")
		if !ok {
			return biblio.Name{}, false
		}
		text = plain(strings.Trim(strings.TrimSpace(text), `"`))
		switch strings.ToLower(strings.Trim(key, ` "`)) {
		case "family":
			name.Family = text
		case "given":
			name.Given = text
		case "given-i":
			initials = text
		case "prefix":
			name.Particle = text
		case "suffix":
			name.Suffix = text
		}
	}
	if name.Given == "" {
		name.Given = initials
	}
	return name, name.Family != ""
}
