package fold

import (
	"strings"
	"unicode/utf8"
)

// nameMatch walks two names side by side, up to the ends given.
type nameMatch struct {
	a, b       []containerWord
	endA, endB int
	steps      int
}

// maxSteps bounds the walk of two long names.
const maxSteps = 4000

// from reports whether the rest of both names, from words i and j on, says the same.
func (m *nameMatch) from(i, j int) bool {
	m.steps++
	if m.steps > maxSteps {
		return false
	}
	if i == m.endA && j == m.endB {
		return true
	}
	if i < m.endA && j < m.endB {
		if sameWord(m.a[i].text, m.b[j].text) && m.from(i+1, j+1) {
			return true
		}
		if m.runs(i, j) {
			return true
		}
	}
	if i < m.endA && m.a[i].idle && m.from(i+1, j) {
		return true
	}
	return j < m.endB && m.b[j].idle && m.from(i, j+1)
}

// runs tries one word of either side for several of the other: as their first letters, or as the
// words written together.
func (m *nameMatch) runs(i, j int) bool {
	if m.a[i].acronym || len(m.a[i].text) > 4 {
		for _, n := range spans(m.a[i], m.b[j:m.endB]) {
			if m.from(i+1, j+n) {
				return true
			}
		}
	}
	if m.b[j].acronym || len(m.b[j].text) > 4 {
		for _, n := range spans(m.b[j], m.a[i:m.endA]) {
			if m.from(i+n, j+1) {
				return true
			}
		}
	}
	return false
}

// spans lists how many of the words one word may stand for.
func spans(w containerWord, words []containerWord) []int {
	var out []int
	if len(words) > 1 && w.text == words[0].text+words[1].text {
		out = append(out, 2)
	}
	if w.acronym {
		if n := initials(w.text, words); n > 1 {
			out = append(out, n)
		}
	}
	return out
}

// initials returns how many words an acronym takes: each gives its first letter or two, or all of
// itself where it is an acronym ("CACM"); words that need no partner may be left out. 0 is none.
func initials(acronym string, words []containerWord) int {
	if acronym == "" {
		return 0
	}
	for n := 1; n <= len(words); n++ {
		w := words[n-1]
		for _, piece := range pieces(w) {
			rest, ok := strings.CutPrefix(acronym, piece)
			if !ok || piece == "" {
				continue
			}
			if rest == "" {
				return n
			}
			if more := initials(rest, words[n:]); more > 0 {
				return n + more
			}
		}
		if !w.idle {
			return 0
		}
	}
	return 0
}

// pieces are the parts of a word that an acronym may take, in the order to be tried, or "".
func pieces(w containerWord) (list [3]string) {
	_, one := utf8.DecodeRuneInString(w.text)
	if w.acronym {
		list[0] = w.text
	}
	list[1] = w.text[:one]
	if one < len(w.text) {
		_, two := utf8.DecodeRuneInString(w.text[one:])
		list[2] = w.text[:one+two]
	}
	return list
}

// sameWord reports whether one of two words is the other or abbreviates it, as ISO 4 has it: cut
// short ("Sci"), contracted ("Natl"), or without its vowels ("Jpn").
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	if a[0] != b[0] {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if strings.HasPrefix(b, a) {
		return !misleading(a, b)
	}
	return contracts(a, b) || len(a) > 5 && Distance(a, b) == 1
}

// stems are abbreviations of the LTWA that begin another abbreviation of another word: "phys" is
// physics, "physiol" physiology.
var stems = map[string][]string{
	"phys": {"physiol"}, "chem": {"chemother"}, "gen": {"genet", "genom"}, "soc": {"sociol"}, "comp": {"comput"},
	"immun": {"immunolog"}, "mar": {"mark"}, "med": {"media"}, "int": {"intell", "integr", "intensive"}, "cell": {"cellul"},
	"mech": {"mechat"}, "anal": {"analges"}, "stat": {"station"},
}

func misleading(short, long string) bool {
	for _, other := range stems[short] {
		if strings.HasPrefix(long, other) {
			return true
		}
	}
	return false
}

// contracts reports whether short is long with letters left out inside: it keeps the order and the
// ends ("natl"), or the first three letters, or all consonants from the first on ("jpn").
func contracts(short, long string) bool {
	if len(short) < 2 || len(long)-len(short) < 2 {
		return false
	}
	at := 0
	for i := 0; i < len(long) && at < len(short); i++ {
		if long[i] == short[at] {
			at++
		}
	}
	if at < len(short) {
		return false
	}
	if short[len(short)-1] == long[len(long)-1] || len(short) > 3 && short[:3] == long[:3] {
		return true
	}
	return len(short) > 2 && strings.HasPrefix(consonants(long), short)
}

func consonants(w string) string {
	return w[:1] + strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiou", r) {
			return -1
		}
		return r
	}, w[1:])
}
