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
	parts := commaParts(s)
	switch {
	case len(parts) == 0:
		return biblio.Name{}
	case len(parts) == 1:
		return firstLast(nameWords(parts[0]), capitals)
	case len(parts) == 2 && isSuffix(parts[1]):
		name := firstLast(nameWords(parts[0]), capitals)
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
	parts := commaParts(inner)
	return len(parts) == 2 && isInitials(parts[1])
}

// commaParts returns what the commas outside of braces separate, without what is empty.
func commaParts(s string) []string {
	if strings.IndexByte(s, ',') < 0 {
		if s = strings.TrimSpace(s); s == "" {
			return nil
		}
		return []string{s}
	}
	return splitTop(s, func(s string, i int) int { return isByte(s[i], ',') })
}

// nameWords returns the words of a name: white space and "~" outside of braces part them.
func nameWords(s string) []string {
	return splitTop(s, func(s string, i int) int {
		if isSpace(s[i]) || s[i] == '~' && (i == 0 || s[i-1] != '\\') {
			return 1
		}
		return 0
	})
}

func isByte(c, want byte) int {
	if c == want {
		return 1
	}
	return 0
}

// splitTop splits s outside of braces wherever cut returns the length of a separator, and leaves out
// pieces that are empty.
func splitTop(s string, cut func(s string, i int) int) []string {
	pieces := make([]string, 0, 4) // a name has hardly ever more words
	depth, start := 0, 0
	add := func(end int) {
		if piece := strings.TrimSpace(s[start:end]); piece != "" {
			pieces = append(pieces, piece)
		}
	}
	for i := 0; i < len(s); {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth = max(0, depth-1)
		default:
			if depth > 0 {
				break
			}
			if n := cut(s, i); n > 0 {
				add(i)
				i += n
				start = i
				continue
			}
		}
		i++
	}
	add(len(s))
	return pieces
}

// firstLast reads a name without commas.
func firstLast(words []string, capitals bool) biblio.Name {
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
	first := n - 1 // where the family name begins, its particle included
	for i := range n - 1 {
		if isVon(words[i]) {
			first = i
			break
		}
	}
	if first == 0 && n > 1 && isVon(words[n-1]) {
		first = n - 1 // all in small letters
	}
	name.Given = plain(strings.Join(words[:first], " "))
	name.Particle, name.Family = vonLast(words[first:])
	return name
}

// lastFirst makes a name of its parts, the family name with its particle, and with a suffix that
// stands behind it without a comma.
func lastFirst(last, suffix, first string) biblio.Name {
	words := nameWords(last)
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
var suffixes = map[string]bool{
	"jr": true, "sr": true, "jnr": true, "snr": true, "ii": true, "iii": true, "iv": true, "2nd": true, "3rd": true, "4th": true,
	"md": true, "phd": true, "esq": true, "filho": true, "júnior": true, "junior": true,
}

func isSuffix(s string) bool {
	if len(s) > 12 {
		return false
	}
	return suffixes[strings.ToLower(strings.ReplaceAll(plain(s), ".", ""))]
}

// isInitials reports whether s is nothing but initials: "J.", "J. A.", "J.-P.", "JA".
func isInitials(s string) bool {
	letters := 0
	for _, word := range strings.FieldsFunc(plain(s), func(r rune) bool { return r == '.' || r == '-' || r == ' ' }) {
		if !isCapitals(word) || utf8.RuneCountInString(word) > 3 {
			return false
		}
		letters++
	}
	return letters > 0
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
var organisationWords = map[string]bool{
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
		if functionWords[w] || organisationWords[strings.ToLower(strings.Trim(w, "{}.,()"))] {
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
	for _, part := range commaParts(s) {
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
