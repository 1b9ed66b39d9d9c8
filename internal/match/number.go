package match

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// locator is a volume or an issue, folded: without its label, leading zeros, and in Arabic numbers.
type locator struct {
	key string
	// number is its first number, or the key where it has none; rest what else stands there.
	number, rest string
}

// locatorLabels stand before volumes and issues.
var locatorLabels = wordSet("vol volume v band bd tome t no number nr n issue iss num heft h")

func newLocator(s string) locator {
	if s == "" {
		return locator{}
	}
	if isPlainNumber(s) {
		s = trimZeros(s)
		return locator{key: s, number: s}
	}
	words := strings.Fields(fold.Key(s))
	for len(words) > 1 && locatorLabels[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 {
		return locator{}
	}
	for i, w := range words {
		words[i] = trimZeros(w)
	}
	if n := roman(words[0]); n > 0 && len(words) == 1 {
		words[0] = strconv.Itoa(n)
	}
	l := locator{key: strings.Join(words, " ")}
	l.number, l.rest = words[0], strings.Join(words[1:], " ")
	if d := leadingDigits(words[0]); d != "" && d != words[0] {
		l.number, l.rest = d, strings.TrimSpace(words[0][len(d):]+" "+l.rest)
	}
	return l
}

func isPlainNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" || t[0] < '0' || t[0] > '9' {
		return s
	}
	return t
}

func leadingDigits(s string) string {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i]
}

// roman returns the value of a Roman numeral in lower case, or 0.
func roman(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		v := romanDigit(s[i])
		if v == 0 {
			return 0
		}
		if i+1 < len(s) && v < romanDigit(s[i+1]) {
			n -= v
		} else {
			n += v
		}
	}
	return n
}

// romanDigit returns the value of a Roman digit in lower case, or 0.
func romanDigit(c byte) int {
	switch c {
	case 'i':
		return 1
	case 'v':
		return 5
	case 'x':
		return 10
	case 'l':
		return 50
	case 'c':
		return 100
	case 'd':
		return 500
	case 'm':
		return 1000
	}
	return 0
}

// compareLocators compares two volumes or two issues.
func compareLocators(cited, registered locator) Outcome {
	switch {
	case registered.key == "":
		return Unknown
	case cited.key == "":
		return Absent
	case cited.key == registered.key:
		return Same
	case cited.number == registered.number && (cited.rest == "" || registered.rest == "" || !differsInNumber(cited.rest, registered.rest)):
		return Equivalent
	case fold.SameLetters(cited.key, registered.key):
		return Equivalent
	case strings.HasPrefix(cited.rest, registered.number) || strings.HasPrefix(registered.rest, cited.number):
		return Equivalent // "3-4" and "4", "36 suppl 1" and "suppl 1"
	}
	return Different
}

// span is a range of pages or an article number, folded.
type span struct {
	first, last string
	// digits are those of first.
	digits string
}

func newSpan(s string) span {
	if s == "" {
		return span{}
	}
	p := parsePages(s)
	if first, last, ok := strings.Cut(p.First, " "); ok && p.First == p.Last && digitsOf(first) != "" && digitsOf(last) != "" {
		p.First, p.Last = first, last // a dash was lost
	}
	first := pageKey(p.First)
	return span{first: first, last: pageKey(p.Last), digits: trimZeros(digitsOf(first))}
}

// parsePages is biblio.ParsePages, and quicker for what most pages are: one number, or two with a
// hyphen.
func parsePages(s string) biblio.Pages {
	first, last, ranged := strings.Cut(s, "-")
	switch {
	case !ranged && isPlainNumber(s):
		return biblio.Pages{First: s, Last: s}
	case ranged && isPlainNumber(first) && isPlainNumber(last):
		if n := len(first) - len(last); n > 0 {
			last = first[:n] + last
		}
		return biblio.Pages{First: first, Last: last}
	}
	return biblio.ParsePages(s)
}

// telling reports whether few works of a volume begin on this page.
func (s span) telling() bool { return len(s.digits) > 1 }

func pageKey(s string) string {
	if isPlainNumber(s) {
		return trimZeros(s)
	}
	return trimZeros(fold.Compact(fold.Key(s)))
}

// comparePages compares cited pages with those registered, of which any will do. Near says that only
// the last page is another.
func comparePages(cited span, registered []span) Outcome {
	if len(registered) == 0 {
		return Unknown
	}
	if cited.first == "" {
		return Absent
	}
	best := Different
	for _, r := range registered {
		switch {
		case cited.first == r.first && (cited.last == r.last || cited.last == cited.first || r.last == r.first):
			return Same
		case cited.first == r.first:
			best = min(best, Near)
		case cited.digits != "" && cited.digits == r.digits && letters(cited.first, r.first):
			best = min(best, Equivalent)
		}
	}
	return best
}

// letters reports whether of two locators with the same digits one has no letters, or both the same.
func letters(a, b string) bool {
	x, y := strings.Trim(a, "0123456789"), strings.Trim(b, "0123456789")
	return x == "" || y == "" || strings.HasSuffix(x, y) || strings.HasSuffix(y, x)
}

// inDOI reports whether an article number is the tail of the DOI, as in e0068161 and
// 10.1371/journal.pone.0068161.
func inDOI(pages span, doi string) bool {
	if len(pages.digits) < 4 {
		return false
	}
	tail := doi
	if i := strings.LastIndexAny(doi, "./-_"); i >= 0 {
		tail = doi[i+1:]
	}
	return trimZeros(digitsOf(tail)) == pages.digits
}

// compareYears compares the cited year with those in which the work was issued. final says that the
// reference gives the volume or the page, so that it cites the printed form.
func compareYears(cited int, registered []int, final bool) Outcome {
	switch {
	case len(registered) == 0:
		return Unknown
	case cited == 0:
		return Absent
	}
	nearest := 1 << 30
	for _, y := range registered {
		nearest = min(nearest, abs(y-cited))
	}
	switch {
	case nearest == 0:
		return Same
	case nearest == 1 && !final:
		return Equivalent
	case nearest == 1:
		return Near
	}
	return Different
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
