package match

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/fold"
)

// text is a printed reference, folded word by word: the second witness of what it says.
type text struct {
	raw   string
	words []textWord
	// end is the word at which identifiers and addresses begin, or the number of words.
	end int
	// key is the keys of all words, with a blank before, between and behind.
	key  string
	etAl bool
}

type textWord struct {
	key        string
	start, end int // in raw, in bytes
	at         int // in key
	after      mark
	// initials says that the word may be initials: at most three letters, all capitals.
	initials bool
}

// mark is what stands behind a word.
type mark int

const (
	noMark mark = iota
	comma
	colon
	stop // a full stop, semicolon, question mark, quotation mark or bracket
)

// newText takes a printed reference apart.
func newText(raw string) *text {
	raw = withoutLabel(raw)
	t := &text{raw: raw}
	var key strings.Builder
	key.WriteByte(' ')
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		token := raw[start:end]
		for _, k := range strings.Fields(fold.Key(token)) {
			t.words = append(t.words, textWord{key: k, start: start, end: end, at: key.Len(), initials: isInitials(token)})
			key.WriteString(k)
			key.WriteByte(' ')
		}
		start = -1
	}
	for i, r := range raw {
		m, part := markOf(r)
		switch {
		case !part:
			if start < 0 {
				start = i
			}
			continue
		default:
			flush(i)
		}
		if n := len(t.words); n > 0 && m > t.words[n-1].after {
			t.words[n-1].after = m
		}
	}
	flush(len(raw))
	t.key = key.String()
	t.end = len(t.words)
	for i, w := range t.words {
		if w.key == "doi" || w.key == "pmid" || w.key == "pmcid" || strings.HasPrefix(w.key, "http") || w.key == "10" && strings.HasPrefix(raw[w.start:], "10.") && doiTail(raw[w.start:]) {
			t.end = i
			break
		}
	}
	t.etAl = strings.Contains(t.key, " et al ") || strings.Contains(t.key, " and others ") || strings.Contains(t.key, " and colleagues ") ||
		strings.Contains(t.key, " et coll ") || strings.Contains(t.key, " y cols ") || strings.Contains(raw, "…") || strings.Contains(raw, "...") || strings.Contains(raw, ". . .")
	return t
}

// withoutLabel cuts the number of a reference off where it runs into the first word: "1Agrekon".
func withoutLabel(raw string) string {
	i := strings.IndexFunc(raw, func(r rune) bool { return !unicode.IsDigit(r) && r != '[' && r != '(' })
	if i < 1 || i > 4 {
		return raw
	}
	rest := strings.TrimLeft(raw[i:], "]).")
	if r, n := utf8.DecodeRuneInString(rest); unicode.IsUpper(r) && n < len(rest) {
		return rest
	}
	return raw
}

// doiTail reports whether a text begins with a DOI.
func doiTail(s string) bool {
	prefix, _, ok := strings.Cut(s[len("10."):], "/")
	return ok && len(prefix) >= 4 && len(prefix) <= 9 && strings.Trim(prefix, "0123456789.") == ""
}

// markOf sorts characters: part says that r parts words; m is what it means.
func markOf(r rune) (m mark, part bool) {
	switch r {
	case ' ', '\t', '\n', '\r', '\u00a0', '\u202f', '-', '‐', '‑', '/', '&', '_', '+', '*':
		return noMark, true
	case ',', '，':
		return comma, true
	case ':', '：', '–', '—':
		return colon, true
	case '\'', '’', '‘', '`', '´', '′':
		return noMark, false
	}
	if unicode.IsPunct(r) {
		return stop, true
	}
	return noMark, unicode.IsSpace(r)
}

func isInitials(token string) bool {
	return utf8.RuneCountInString(token) <= 3 && strings.ToUpper(token) == token && strings.ToLower(token) != token
}

// wordAt returns the word that begins at or before a byte of the key.
func (t *text) wordAt(at int) int {
	return max(0, sort.Search(len(t.words), func(i int) bool { return t.words[i].at > at })-1)
}

// part is some words of a text: from the first to before the end.
type part struct{ from, to int }

// find looks for a title in the text. exact says that it stands there word for word, and that
// nothing before or behind could belong to it.
func (t *text) find(want title, s *subject) (at part, exact, ok bool) {
	if want.key == "" || len(t.words) == 0 {
		return at, false, false
	}
	for from := 0; ; {
		i := strings.Index(t.key[from:], " "+want.key+" ")
		if i < 0 {
			break
		}
		at = part{t.wordAt(from + i + 1), t.wordAt(from+i+len(want.key)) + 1}
		if ok = true; t.begins(at.from, s) && t.ends(at.to, s) {
			return at, true, true
		}
		from += i + 1
	}
	if ok {
		return at, false, true
	}
	if len(want.key) < 16 {
		return at, false, false
	}
	edits, end := fold.Find(want.key, t.key)
	if edits*3 > len(want.key) {
		return at, false, false
	}
	to := t.wordAt(end-1) + 1
	return part{t.bestStart(want.key, to), to}, false, true
}

// bestStart finds the word from which the text up to word to is most like the key.
func (t *text) bestStart(key string, to int) int {
	endAt := len(t.key) - 1
	if to < len(t.words) {
		endAt = t.words[to].at - 1
	}
	guess := t.wordAt(max(1, endAt-len(key)))
	best, start := -1.0, guess
	for i := max(0, guess-3); i < min(to, guess+4); i++ {
		if s := fold.Similarity(t.key[t.words[i].at:endAt], key); s > best {
			best, start = s, i
		}
	}
	return start
}

// widen takes in the words around a part that no mark parts from it.
func (t *text) widen(p part, s *subject) part {
	for p.from > 0 && !t.begins(p.from, s) {
		p.from--
	}
	for p.to < len(t.words) && !t.ends(p.to, s) {
		p.to++
	}
	return p
}

// plain returns the printed text of a part.
func (t *text) plain(p part) string {
	if p.from >= p.to {
		return ""
	}
	return t.raw[t.words[p.from].start:t.words[p.to-1].end]
}

// begins reports whether a title may begin at word i: behind a mark, a year, or the name of an
// author of the work.
func (t *text) begins(i int, s *subject) bool {
	if i == 0 {
		return true
	}
	w := t.words[i-1]
	if i > 1 && len(w.key) == 1 && isYear(t.words[i-2].key) {
		return true // "2012 b"
	}
	if w.after == stop || w.after == comma || w.after == colon && t.labelled(i) || w.initials || w.key == "al" || isYear(w.key) || i == 1 && isPlainNumber(w.key) {
		return true
	}
	for j := range s.authors {
		for _, part := range s.authors[j].words {
			if part == w.key {
				return true
			}
		}
	}
	return false
}

// labelled reports whether what stands before word i, up to the mark before it, is a label such as
// "Review" and no part of a title.
func (t *text) labelled(i int) bool {
	from := i - 1
	for from > 0 && t.words[from-1].after == noMark {
		from--
	}
	return titleLabels[fold.Key(t.plain(part{from, i}))] || t.words[i-1].key == "al" || isYear(t.words[i-1].key)
}

// ends reports whether a title may end before word i: at a mark, or where the container begins.
func (t *text) ends(i int, s *subject) bool {
	if i >= len(t.words) || t.words[i-1].after == stop {
		return true
	}
	if m := t.words[i-1].after; m == colon {
		return false
	}
	rest := t.raw[t.words[i].start:]
	for _, c := range s.containers {
		if c.Begins(rest) {
			return true
		}
	}
	return false
}

// isYear reports whether a word is a year, perhaps with a letter: "2004a".
func isYear(w string) bool {
	if len(w) == 5 && w[4] >= 'a' {
		w = w[:4]
	}
	return len(w) == 4 && isPlainNumber(w) && (w[:2] == "18" || w[:2] == "19" || w[:2] == "20")
}

// locates reports whether the text gives a volume and a first page one behind the other, with at
// most the issue and labels between them, and whether it gives the issue. A number that is the year
// as well is no volume.
func (t *text) locates(volume, issue locator, pages []span, year int) (ok bool, issueOutcome Outcome) {
	if volume.key == "" || volume.number == itoa(year) {
		return false, Unknown
	}
	for i, w := range t.words[:t.end] {
		if trimZeros(w.key) != volume.number {
			continue
		}
		issueOutcome = Absent
		for j := i + 1; j < min(t.end, i+6); j++ {
			k := trimZeros(t.words[j].key)
			if t.isPage(j, pages) {
				return true, issueOutcome
			}
			if k == issue.number && issueOutcome == Absent || issue.key == "" && isPlainNumber(k) && issueOutcome == Absent && t.words[j].after == stop {
				issueOutcome = Same
			} else if !betweenLocators[k] {
				break
			}
		}
	}
	return false, Unknown
}

// betweenLocators may stand between a volume and a page.
var betweenLocators = wordSet("no number issue n pp p pages art article suppl supplement jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october november december e s")

func (t *text) isPage(i int, pages []span) bool {
	for _, p := range pages {
		if trimZeros(t.words[i].key) == p.first {
			return true
		}
	}
	return false
}

// holdsDOI reports whether a DOI stands in the text, with blanks in it or not.
func (t *text) holdsDOI(doi string) bool {
	return doi != "" && strings.Contains(strings.ToLower(strings.Join(strings.Fields(t.raw), "")), doi)
}

// dated reports whether the text gives a year outside of a part, and gives another one in it alone.
func (t *text) dated(year, other string, title part) bool {
	found := false
	for i, w := range t.words[:t.end] {
		in := i >= title.from && i < title.to
		if !in && w.key == other {
			return false
		}
		found = found || !in && w.key == year
	}
	return found
}

// namesEnd returns the word before which the authors stand in a reference without a title: that of
// the container, or the first number behind a label.
func (t *text) namesEnd(journal string) int {
	if at, ok := t.where(journal); ok && at.from > 0 {
		return at.from
	}
	for i := 1; i < t.end; i++ {
		if isPlainNumber(t.words[i].key) {
			return i
		}
	}
	return 0
}

// names reports whether the words before a part name the registered authors in their order and
// nobody else. all says that every one of them is named, or that the list says it is cut.
func (t *text) names(before int, registered []person) (ok, all bool) {
	next, named, given := 0, 0, -1
	for _, w := range t.words[:before] {
		if w.initials || len(w.key) == 1 || isPlainNumber(w.key) || isYear(w.key) || nameNoise[w.key] || particles[w.key] || suffixes[w.key] {
			continue
		}
		at := -1
		for j := max(0, next-1); j < len(registered) && at < 0; j++ {
			if holds(registered[j].words, w.key) {
				at = j
			}
		}
		switch {
		case at == next, at > next && t.etAl && at == len(registered)-1:
			if given >= 0 && given != at {
				return false, false
			}
			next, named, given = at+1, named+1, -1
		case at == next-1 && at >= 0, next > 0 && hasGiven(registered[next-1], w.key): // behind the family name
		case next < len(registered) && hasGiven(registered[next], w.key): // before it
			given = next
		default:
			return false, false
		}
	}
	return named > 0 && given < 0, named == len(registered) || t.etAl
}

func hasGiven(p person, word string) bool { return strings.Contains(" "+p.given+" ", " "+word+" ") }

// nameNoise stands among names.
var nameNoise = wordSet("and et al eds ed editor editors und y with in collaborators colleagues others")

func holds(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}

// where returns the last place of some words in the text.
func (t *text) where(words string) (at part, ok bool) {
	key := fold.Key(words)
	i := strings.LastIndex(t.key, " "+key+" ")
	if i < 0 || key == "" {
		return at, false
	}
	return part{t.wordAt(i + 1), t.wordAt(i+len(key)) + 1}, true
}

// container reports whether a name of the work's container stands in the text at or behind word
// from, as a part of its own.
func (t *text) container(from int, containers []fold.Container) fold.Degree {
	best := fold.Unlike
	for i := from; i < t.end && i < from+24; i++ {
		if i > from && t.words[i-1].after == noMark {
			continue
		}
		for j := i + 1; j <= t.end && j <= i+14; j++ {
			if j < t.end && t.words[j-1].after == noMark && !isPlainNumber(t.words[j].key) {
				continue
			}
			if t.words[j-1].at+len(t.words[j-1].key)-t.words[i].at < 3 {
				continue // a letter or two abbreviate anything
			}
			name := fold.NewContainer(t.plain(part{i, j}))
			for _, c := range containers {
				best = max(best, name.Same(c))
			}
			if best >= fold.Abbreviated {
				return best
			}
		}
	}
	return best
}
