package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// seam is how two lines of an entry belong together.
type seam int

const (
	spaced  seam = iota // two words
	tight               // one word or address
	divided             // one word, the hyphen at the end of the first line being only the line's
)

// joinLines makes one text of the lines of an entry. Words divided at the end of a line become one,
// addresses and DOIs too; scripts that do without spaces get none.
func joinLines(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	var out []byte
	for i, p := range parts {
		if i > 0 {
			switch joint(parts[i-1], p) {
			case spaced:
				out = append(out, ' ')
			case divided:
				_, size := utf8.DecodeLastRune(out)
				out = out[:len(out)-size]
			case tight:
			}
		}
		out = append(out, p...)
	}
	return string(out)
}

// joint returns how a line goes on in the next. Neither is empty.
func joint(line, next string) seam {
	before, size := utf8.DecodeLastRuneInString(line)
	after, _ := utf8.DecodeRuneInString(next)
	switch {
	case inAddress(line, next):
		return tight
	case before == '-' || before == '‐' || before == '‑':
		return atHyphen(line[:len(line)-size], before, next)
	case before == '–' || before == '−':
		if r, _ := utf8.DecodeLastRuneInString(line[:len(line)-size]); unicode.IsDigit(r) && (unicode.IsDigit(after) || unicode.IsLetter(after)) {
			return tight
		}
	case unspaced(before) && (unspaced(after) || unicode.IsPunct(before)):
		return tight
	}
	return spaced
}

// atHyphen returns how a line that ends with a hyphen goes on.
func atHyphen(stem string, hyphen rune, next string) seam {
	before, _ := utf8.DecodeLastRuneInString(stem)
	after, _ := utf8.DecodeRuneInString(next)
	switch {
	case before == ' ' || before == utf8.RuneError:
		return spaced // a dash between words
	case !unicode.IsLower(after) || !unicode.IsLetter(before):
		if unicode.IsLetter(after) || unicode.IsDigit(after) {
			return tight // Frasure-Smith, 670-674
		}
		return spaced
	case hyphen != '‑' && !keepsHyphen(stem, next):
		return divided
	}
	return tight
}

// Parts of words that are written with a hyphen more often than not, so that one at the end of a
// line is taken for theirs.
var (
	hyphenBefore = set("meta", "self", "non", "quasi", "cross", "long", "short", "high", "low", "well", "ill", "large", "small", "single", "double", "triple", "two", "three", "four", "five", "six", "ten", "first", "second", "third",
		"state", "real", "case", "peer", "evidence", "patient", "decision", "community", "population", "school", "family", "hospital", "problem", "model", "object", "open", "closed", "user", "computer", "doctor", "physician", "nurse",
		"mother", "parent", "drug", "gene", "cost", "risk", "quality", "dose", "placebo", "age", "sex", "cluster", "follow", "vice", "ultra", "socio", "éco", "demi")
	hyphenAfter = set("based", "related", "like", "term", "being", "up", "blind", "blinded", "controlled", "specific", "induced", "dependent", "independent", "free", "type", "wide", "scale", "level", "driven", "aware", "oriented", "associated", "mediated",
		"centered", "centred", "aided", "assisted", "of", "to", "in", "on", "by", "for", "and", "or", "world", "order", "effective", "effectiveness", "dimensional", "year", "old", "making", "regulation", "efficacy", "esteem", "report", "reported",
		"linear", "parametric", "sectional", "cultural", "reviewed", "source", "access", "performance", "resolution", "income", "density", "frequency", "energy", "temperature", "benefit", "randomised", "randomized", "hospital", "house")
)

// keepsHyphen reports whether the hyphen between two parts of a word is the word's own: where one
// of them is known for it, where there is another hyphen before (state-of-the-), and between two
// equal vowels (anti-inflammatory). Otherwise it is the line's.
func keepsHyphen(stem, next string) bool {
	first, second := strings.ToLower(lastWord(stem)), strings.ToLower(firstWord(next))
	if hyphenBefore[first] || hyphenAfter[second] || strings.HasPrefix(first, "state-of") {
		return true
	}
	vowel, _ := utf8.DecodeLastRuneInString(first)
	again, _ := utf8.DecodeRuneInString(second)
	return vowel == again && strings.ContainsRune("aeiou", vowel)
}

func lastWord(s string) string {
	at := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '‐' })
	_, size := utf8.DecodeRuneInString(s[max(at, 0):])
	if at < 0 {
		size = 0
	}
	return s[max(at, 0)+size:]
}

func firstWord(s string) string {
	if at := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); at >= 0 {
		return s[:at]
	}
	return s
}

// unspaced reports whether r belongs to a script that writes words without spaces between them.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}

var (
	addressEnd  = regexp.MustCompile(`(?i)(?:https?://\S*|\bwww\.\S+|\b10\.\d{4,9}(?:/\S*)?|\b(?:doi|urn):\S+)$`)
	addressPart = regexp.MustCompile(`^(?:[./_=?&#%~+-]\S*|[a-z0-9][\w.()/%=&?;:+~#-]*[\d/_=][\w.()/%=&?;:+~#-]*|[\w-]+\.(?:html?|pdf|php|aspx?)\b\S*)(?:$|\s)`)
)

// inAddress reports whether an address or a DOI at the end of a line goes on in the next one.
func inAddress(line, next string) bool {
	tail := line[strings.LastIndexByte(line, ' ')+1:]
	if len(tail) < 5 || !addressEnd.MatchString(tail) {
		return false
	}
	word, _, _ := strings.Cut(next, " ")
	last := tail[len(tail)-1]
	switch {
	case strings.HasSuffix(strings.ToLower(tail), "doi:"):
		return false
	case strings.IndexByte("/-_=?&%#~(", last) >= 0:
		return true
	case last == '.' && startsLower(word) && strings.ContainsAny(word, "0123456789/."):
	case strings.IndexByte(".,;:)]>", last) >= 0:
		return false
	}
	return addressPart.MatchString(next)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r) || unicode.IsDigit(r)
}
