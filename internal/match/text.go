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
	// parts keeps what name returns, by part.
	parts map[part]fold.Container
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

// maxText is how much of a printed reference is read, in bytes; the longest real ones have some 20 kB.
const maxText = 32 << 10

// newText takes a printed reference apart.
func newText(raw string) *text {
	if len(raw) > maxText {
		raw = raw[:maxText]
	}
	raw = withoutLabel(raw)
	t := &text{raw: raw, parts: map[part]fold.Container{}}
	var key strings.Builder
	key.WriteByte(' ')
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		token := raw[start:end]
		for k := range strings.FieldsSeq(fold.Key(token)) {
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
