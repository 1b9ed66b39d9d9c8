package pubmed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
)

// How a title is asked for. A quoted title is of no use: PubMed knows only the phrases in its
// index, and asks for whatever else in its own way. Words are never misunderstood, but one that is
// misprinted, or spelled the other way across the ocean, finds nothing. So the term has two sides:
// most of the words, or else a few others with first author and year.
const (
	titleWords  = 5 // words of the first side, the longest
	otherWords  = 3 // words of the second side, none of the two longest
	enoughWords = 3 // fewer are asked for only with author or year
	minWord     = 4 // letters; shorter words are in every title
)

// titleTerm returns the term that asks esearch for a query's title, or "" where it is too short to
// mean anything.
func titleTerm(q registry.Query) string {
	words := significant(q.Title)
	by := len(narrowing(q, 0))
	if few := len(words) < enoughWords; few && (len(words) == 0 || len(words)+by < enoughWords) {
		return ""
	} else if few {
		return narrowTerm(q, words)
	}
	term := all(tagged(words[:min(len(words), titleWords)]))
	if by < 2 {
		return term
	}
	return "(" + term + " OR " + narrowTerm(q, words[2:min(len(words), 2+otherWords)]) + ")"
}

// narrowTerm returns the term of a title's words with all that is known of author and year.
func narrowTerm(q registry.Query, words []string) string {
	return all(append(tagged(words), narrowing(q, len(words))...))
}

// all joins the parts of a term of which none may fail.
func all(parts []string) string { return "(" + strings.Join(parts, " AND ") + ")" }

// tagged returns words as they are asked for in titles.
func tagged(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w + "[ti]"
	}
	return out
}

// narrowing returns the author and the year, with those beside it, as terms to stand beside some words
// of a title.
func narrowing(q registry.Query, words int) []string {
	var by []string
	if name := authorTerm(q.Author, words < 2); name != "" {
		by = append(by, name+"[au]")
	}
	if q.Year > 1000 && q.Year < 3000 {
		by = append(by, fmt.Sprintf("%d:%d[dp]", q.Year-1, q.Year+1))
	}
	return by
}

// authorTerm returns a name as PubMed's author index has it: the family name alone, since initials are
// what references get wrong, or with one initial, to which PubMed adds whatever others there are. A
// name of many words is a group's.
func authorTerm(author string, withInitial bool) string {
	parts := strings.Fields(author)
	if len(parts) == 0 || len(parts) > 4 {
		return ""
	}
	name, initial := parts, ""
	if last := parts[len(parts)-1]; len(parts) > 1 && len(last) <= 4 && strings.ToUpper(last) == last {
		name, initial = parts[:len(parts)-1], fold.Key(last)
	}
	key := fold.Key(strings.Join(name, " "))
	if !isASCII(key) || key == "" {
		return ""
	}
	if withInitial && initial != "" && isASCII(initial) {
		key += " " + initial[:1]
	}
	return key
}

// significant returns the words of a title by which it can be found, the longest first: the longest
// are the rarest, near enough. Words with digits, apostrophes or letters outside Latin are spelled
// in too many ways.
func significant(title string) []string {
	words := strings.FieldsFunc(fold.Markup(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("'’ʼ´`", r)
	})
	var out []string
	for _, w := range words {
		key := fold.Key(w)
		if len(key) >= minWord && isLatin(w) && isLetters(key) && !stop[key] && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return out
}

// stop are words of four letters and more that PubMed does not index.
var stop = map[string]bool{
	"about": true, "again": true, "almost": true, "also": true, "although": true, "always": true, "among": true, "another": true,
	"because": true, "been": true, "before": true, "being": true, "between": true, "both": true, "could": true, "does": true,
	"done": true, "during": true, "each": true, "either": true, "enough": true, "especially": true, "etc": true, "found": true,
	"from": true, "further": true, "have": true, "having": true, "here": true, "however": true, "into": true, "itself": true,
	"just": true, "made": true, "mainly": true, "make": true, "might": true, "most": true, "mostly": true, "must": true,
	"nearly": true, "neither": true, "obtained": true, "often": true, "overall": true, "perhaps": true, "quite": true,
	"rather": true, "really": true, "regarding": true, "seem": true, "seen": true, "several": true, "should": true, "show": true,
	"showed": true, "shown": true, "shows": true, "significantly": true, "since": true, "some": true, "such": true, "than": true,
	"that": true, "their": true, "theirs": true, "them": true, "then": true, "there": true, "therefore": true, "these": true,
	"they": true, "this": true, "those": true, "through": true, "thus": true, "upon": true, "using": true, "various": true,
	"very": true, "were": true, "what": true, "when": true, "which": true, "while": true, "with": true, "within": true,
	"without": true, "would": true,
}

// isLatin reports whether a word is of Latin letters alone, with or without marks.
func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Latin, r) && !unicode.IsMark(r) })
}

func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
