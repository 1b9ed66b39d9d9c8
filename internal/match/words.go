package match

import (
	"strings"
	"unicode"

	"github.com/refcheck/refcheck/internal/fold"
)

// wordsDiffer says what it means that two keys differ in some words: Equivalent for spellings and an
// article in front, Near for misprints, numbers of the noun, function words and other articles,
// Different for other words.
func wordsDiffer(a, b string) Outcome {
	x, y := withoutArticle(strings.Fields(a)), withoutArticle(strings.Fields(b))
	worst := Equivalent
	for _, e := range align(x, y) {
		if o := editOutcome(strings.Join(x[e.a:e.aEnd], " "), strings.Join(y[e.b:e.bEnd], " ")); o > worst {
			worst = o
		}
	}
	return worst
}

// editOutcome judges one place at which two titles differ.
func editOutcome(a, b string) Outcome {
	x, y := dropArticles(a), dropArticles(b)
	if x == y && a != b {
		return Near
	}
	a, b = x, y
	switch {
	case a == b, fold.SameLetters(a, b):
		return Equivalent
	case isRoman(a) || isRoman(b):
		return Different
	case spelling(a) == spelling(b), symbols(a) == symbols(b):
		return Equivalent
	case a == "" || b == "":
		if isFunction(a + b) {
			return Near
		}
		return Different
	case isFunction(a) && isFunction(b):
		return Near
	case fold.Similarity(a, b) >= 0.75 && !differsInNumber(a, b):
		return Near
	}
	return Different
}

// withoutArticle leaves out an article before the other words.
func withoutArticle(words []string) []string {
	if len(words) > 1 && articles[words[0]] {
		return words[1:]
	}
	return words
}

var articles = wordSet("a an the")

func dropArticles(s string) string {
	if s == "" {
		return ""
	}
	words := strings.Fields(s)
	kept := words[:0]
	for _, w := range words {
		if !articles[w] {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// functionWords carry no content of a title.
var functionWords = wordSet("and or of in on at to for by with using from as via towards toward into during under between among within its their is are")

func isFunction(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if !functionWords[w] {
			return false
		}
	}
	return true
}

// differsInNumber reports whether the two have digits and not the same: "part 1", "part 2".
func differsInNumber(a, b string) bool { return digitsOf(a) != digitsOf(b) }

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func isRoman(s string) bool { return s != "" && strings.Trim(s, "ivx") == "" }

// symbols writes signs and their names in one way.
var symbolNames = strings.NewReplacer("plus", "", "minus", "", "degrees", "", "percent", "", "per cent", "", "aluminum", "al", "aluminium", "al",
	"delta", "d", "alpha", "a", "beta", "b", "gamma", "g", "omega", "o", "epsilon", "e", "kappa", "k", "micro", "u", "mu", "u", " ", "", "x", "")

func symbols(s string) string { return symbolNames.Replace(s) }

// edit is a place at which two lists of words differ: x[a:aEnd] stands for y[b:bEnd].
type edit struct{ a, aEnd, b, bEnd int }

// align finds the places at which two lists of words differ, by their longest common subsequence.
func align(x, y []string) []edit {
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	n, m := len(x)-head-tail, len(y)-head-tail
	if n*m > 40_000 {
		return []edit{{head, head + n, head, head + m}}
	}
	long := make([][]int, n+1)
	for i := range long {
		long[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if x[head+i] == y[head+j] {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	var edits []edit
	for i, j := 0, 0; i < n || j < m; {
		if i < n && j < m && x[head+i] == y[head+j] {
			i, j = i+1, j+1
			continue
		}
		e := edit{a: head + i, b: head + j}
		for (i < n || j < m) && (i == n || j == m || x[head+i] != y[head+j]) {
			if j == m || i < n && long[i+1][j] >= long[i][j+1] {
				i++
			} else {
				j++
			}
		}
		e.aEnd, e.bEnd = head+i, head+j
		edits = append(edits, e)
	}
	return edits
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
