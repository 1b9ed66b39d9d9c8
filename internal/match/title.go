package match

import (
	"strings"
	"unicode"

	"github.com/refcheck/refcheck/internal/fold"
)

// title is a title, folded.
type title struct {
	plain string // as it stands, without a label such as "RETRACTED:"
	key   string
	// main is the length of the key of what stands before the subtitle; that of the key if there is none.
	main int
	// notice is what kind of notice about another work the title announces: "erratum", "reply".
	notice string
}

// newTitle folds a title. A label that registries put before titles of retracted works is left out.
func newTitle(s string) title {
	t := title{plain: s, key: fold.Key(s)}
	for _, label := range statusLabels {
		if len(t.key) > len(label) && t.key[len(label)] == ' ' && t.key[:len(label)] == label && labelled(s) {
			t.key = t.key[len(label)+1:]
			t.plain = strings.TrimLeft(s[labelEnd(s):], ":. —–-")
			break
		}
	}
	t.notice = notice(t.key)
	t.main = len(t.key)
	if main := mainTitle(t.plain); len(main) < len(t.plain) {
		if n := len(fold.Key(main)); n > 0 {
			t.main = n
		}
	}
	return t
}

// statusLabels are put before the titles of works that were taken back, as keys, the longest first.
var statusLabels = []string{"retracted article", "withdrawn article", "article retracted", "removed article", "temporary removal", "retracted", "withdrawn", "removed"}

// labelled reports whether the title begins with words and a colon, or with capitals.
func labelled(s string) bool { return labelEnd(s) > 0 }

func labelEnd(s string) int {
	if i := strings.IndexAny(s, ":]."); i > 0 && i < 24 {
		return i + 1
	}
	for _, mark := range []string{" — ", " – ", " - "} {
		if i := strings.Index(s, mark); i > 0 && i < 24 {
			return i + len(mark)
		}
	}
	if word, _, ok := strings.Cut(s, " "); ok && len(word) > 5 && word == strings.ToUpper(word) {
		return len(word)
	}
	return 0
}

// mainTitle returns what stands before the subtitle: up to a colon, a spaced dash, a question mark
// or a full stop, if at least two words do.
func mainTitle(s string) string {
	for i, r := range s {
		rest := s[i:]
		switch {
		case r == ':' || r == '：':
		case (r == '?' || r == '.' || r == '!' || r == ';') && len(rest) > 2 && rest[1] == ' ':
		case (r == '-' || r == '–' || r == '—') && i > 0 && s[i-1] == ' ' && strings.HasPrefix(rest[len(string(r)):], " "):
		case r == '—':
		case r == '(' && i > 12:
		default:
			continue
		}
		if len(strings.Fields(s[:i])) >= 1 && i > 2 {
			return s[:i]
		}
	}
	return s
}

// noticeWords begin the titles of notices, by the kind of notice. A title that is a notice about a
// work is not that work.
var noticeWords = []struct{ kind, begins string }{
	{"erratum", "erratum"}, {"erratum", "errata"}, {"erratum", "corrigend"}, {"erratum", "correction"}, {"erratum", "author correction"},
	{"erratum", "publisher correction"}, {"erratum", "addendum"},
	{"retraction", "retraction"}, {"retraction", "notice of retraction"}, {"retraction", "expression of concern"}, {"retraction", "withdrawal"},
	{"reply", "reply"}, {"reply", "authors reply"}, {"reply", "author reply"}, {"reply", "response to"}, {"reply", "re "}, {"reply", "in reply"},
	{"reply", "authors response"}, {"reply", "rejoinder"},
	{"comment", "comment on"}, {"comment", "comments on"}, {"comment", "commentary on"}, {"comment", "letter by"}, {"comment", "letter to the editor"},
	{"comment", "faculty opinions"}, {"comment", "faculty of 1000"}, {"comment", "f1000"}, {"comment", "discussion of"},
	{"review", "book review"}, {"review", "review of "}, {"review", "peer review"}, {"review", "decision letter"},
	{"part", "supplementary"}, {"part", "supplement to"}, {"part", "figure s"}, {"part", "table s"}, {"part", "additional file"},
	{"part", "front matter"}, {"part", "table of contents"},
}

// notice returns the kind of notice that a title's key announces, or "".
func notice(key string) string {
	for _, n := range noticeWords {
		if strings.HasPrefix(key, n.begins) && (len(key) > len(n.begins)+2 || n.kind == "part") {
			return n.kind
		}
	}
	return ""
}

// relation is how a cited title stands to a registered one.
type relation struct {
	outcome    Outcome
	similarity float64
	// cut says that one of them lacks a subtitle that the other has; tail, that it is the cited one
	// that has more.
	cut, tail bool
	// notice says that only one of the two is a notice; prefix, that the one with fewer words, three
	// or more, is the beginning of the other.
	notice, prefix bool
}

// compareTitles relates a cited title to a registered one.
func compareTitles(cited, registered title) relation {
	r := relation{outcome: Different, notice: cited.notice != registered.notice}
	switch {
	case cited.key == "" || registered.key == "":
		return relation{outcome: Unknown}
	case cited.key == registered.key:
		r.outcome, r.similarity = Same, 1
		return r
	}
	r.similarity = fold.Similarity(cited.key, registered.key)
	switch {
	case r.similarity > 0.7 && fold.Compact(cited.key) == fold.Compact(registered.key):
		r.outcome, r.similarity = Equivalent, 1
	case lacksSubtitle(cited, registered):
		r.outcome, r.cut = Equivalent, true
	case lacksSubtitle(registered, cited):
		r.outcome, r.cut, r.tail = Equivalent, true, true
	case begins(cited.key, registered.key), begins(registered.key, cited.key):
		r.prefix = true
	}
	if r.outcome == Different && r.similarity > 0.5 {
		r.outcome = wordsDiffer(cited.key, registered.key)
	}
	return r
}

// begins reports whether short is the first words of long, three at least.
func begins(short, long string) bool {
	return len(short) < len(long) && strings.HasPrefix(long, short) && long[len(short)] == ' ' && strings.Count(short, " ") >= 2
}

// lacksSubtitle reports whether short is all of long but its subtitle, or but a label before it.
func lacksSubtitle(short, long title) bool {
	if long.main >= len(long.key) || len(short.key) >= len(long.key) {
		return false
	}
	main, rest := long.key[:long.main], strings.TrimSpace(long.key[long.main:])
	switch {
	case isPlainNumber(rest), isRoman(rest):
		return false // the edition of a yearly report, the part of a series
	case short.key == main:
		return true
	case short.key == rest:
		return titleLabels[main]
	}
	return len(short.key) > 12 && begins(short.key, long.key) && !isPlainNumber(long.key[len(short.key)+1:]) && endsPart(long.plain, short.key) ||
		len(main) > 12 && fold.Similarity(short.key, main) > 0.9 && wordsDiffer(short.key, main) == Equivalent
}

// titleLabels are put before titles by journals, and come and go.
var titleLabels = map[string]bool{"review": true, "review article": true, "mini review": true, "minireview": true, "invited review": true,
	"editorial": true, "perspective": true, "perspectives": true, "commentary": true, "letter": true, "research article": true,
	"original article": true, "short communication": true, "case report": true, "special article": true, "opinion": true, "viewpoint": true,
	"symposium review": true, "clinical review": true, "invited commentary": true, "guest editorial": true, "brief report": true}

// endsPart reports whether in a title the words of key are followed by a mark that ends a part.
func endsPart(plain, key string) bool {
	for i, r := range plain {
		if strings.ContainsRune(":?!.;—–(", r) || r == '-' && i > 0 && plain[i-1] == ' ' {
			if head := fold.Key(plain[:i]); head == key {
				return true
			} else if len(head) > len(key) {
				return false
			}
		}
	}
	return false
}

// wordsDiffer says what it means that two keys differ in some words: Equivalent for articles and
// spellings, Near for misprints, numbers of the noun and function words, Different for other words.
func wordsDiffer(a, b string) Outcome {
	x, y := strings.Fields(a), strings.Fields(b)
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
	a, b = dropArticles(a), dropArticles(b)
	switch {
	case a == b, fold.Compact(a) == fold.Compact(b):
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

func dropArticles(s string) string {
	if s == "" {
		return ""
	}
	words := strings.Fields(s)
	kept := words[:0]
	for _, w := range words {
		if w != "a" && w != "an" && w != "the" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// functionWords carry no content of a title.
var functionWords = wordSet("and or of in on at to for by with using from as via towards toward into during under between among within its their is are")

func isFunction(s string) bool {
	for _, w := range strings.Fields(s) {
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
	"delta", "d", "alpha", "a", "beta", "b", "gamma", "g", "omega", "o", "epsilon", "e", "kappa", "k", "mu", "u", " ", "", "x", "")

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
		for (i < n || j < m) && !(i < n && j < m && x[head+i] == y[head+j]) {
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
