package record

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// LongWords returns the words of a text in lower case, the longest first: the longest are the rarest,
// near enough. They are of letters and digits alone, so that no search engine takes them for its
// syntax. Those with an apostrophe in them are left out: where it parts a word is not certain enough.
// So are those that an index may not have.
func LongWords(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(fold.Markup(text)), func(r rune) bool {
		return !isWord(r) && !strings.ContainsRune("'’ʼ´`", r)
	})
	var out []string
	for _, w := range words {
		if !strings.ContainsFunc(w, func(r rune) bool { return !isWord(r) }) && !unindexed[w] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		return cmp.Compare(utf8.RuneCountInString(b), utf8.RuneCountInString(a))
	})
	return out
}

// unindexed are the words that Lucene, on which most search engines are built, leaves out of an English
// index.
var unindexed = map[string]bool{
	"a": true, "an": true, "and": true, "are": true, "as": true, "at": true, "be": true, "but": true, "by": true, "for": true, "if": true,
	"in": true, "into": true, "is": true, "it": true, "no": true, "not": true, "of": true, "on": true, "or": true, "such": true, "that": true,
	"the": true, "their": true, "then": true, "there": true, "these": true, "they": true, "this": true, "to": true, "was": true, "will": true,
	"with": true,
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// FamilyWord returns the longest word of the family name in a registry.Query's Author, or "".
func FamilyWord(author string) string {
	name := strings.Fields(author)
	if last := len(name) - 1; last > 0 && strings.ToUpper(name[last]) == name[last] {
		name = name[:last] // initials
	}
	return First(LongWords(strings.Join(name, " ")))
}

const (
	// maxAlike is how many works one title is answered with.
	maxAlike = 5
	// alike is the least likeness of a candidate's title.
	alike = 0.5
)

// Alike returns the works whose titles are like one that was asked for, the likest first. The answer to
// a request for several titles is sorted out by it.
func Alike(title string, works []biblio.Work) []biblio.Work {
	asked := wordSet(title)
	type candidate struct {
		work     biblio.Work
		likeness float64
	}
	var candidates []candidate
	for _, w := range works {
		if l := likeness(asked, w); l >= alike {
			candidates = append(candidates, candidate{w, l})
		}
	}
	slices.SortStableFunc(candidates, func(x, y candidate) int { return cmp.Compare(y.likeness, x.likeness) })
	var out []biblio.Work
	for _, c := range candidates[:min(len(candidates), maxAlike)] {
		out = append(out, c.work)
	}
	return out
}

// likeness is the share of words that the title and the best of the work's titles have in common, of
// the shorter one, since either may lack its subtitle, and a little of the longer one, to tell
// apart those that lack none.
func likeness(asked map[string]bool, w biblio.Work) float64 {
	best := 0.0
	for _, t := range w.AllTitles() {
		words := wordSet(t)
		common := 0
		for word := range words {
			if asked[word] {
				common++
			}
		}
		shorter, longer := min(len(words), len(asked)), max(len(words), len(asked))
		if shorter > 0 {
			best = max(best, 0.9*float64(common)/float64(shorter)+0.1*float64(common)/float64(longer))
		}
	}
	return best
}

func wordSet(title string) map[string]bool {
	set := map[string]bool{}
	for _, w := range fold.Words(fold.Markup(title)) {
		set[w] = true
	}
	return set
}
