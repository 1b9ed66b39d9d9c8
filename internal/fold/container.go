package fold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Degree says how two names of containers (journals, proceedings, series) are related.
type Degree int

// The degrees, from none to the same letters.
const (
	// Unlike names are of different containers; so are siblings ("Lancet", "Lancet Oncology").
	Unlike Degree = iota
	// Akin names differ by a misprint, or by a section or subtitle that one of them leaves out.
	Akin
	// Abbreviated names are the same word for word, one or both of them abbreviated.
	Abbreviated
	// Equal names have the same key, articles aside.
	Equal
)

// Container is the name of a container, ready to be compared.
type Container struct {
	key   string
	words []containerWord
	// section is where a subtitle or the letter of a section begins in words, or their number.
	section int
	// letter is that of the section ("B"), "" if none is named.
	letter string
	// subtitle stands behind a colon after an acronym: "JAMA: the journal of …".
	subtitle *Container
}

type containerWord struct {
	text string
	// idle words need no partner: articles, prepositions, and in names of conferences the words
	// that come and go ("Proceedings of the 37th …").
	idle bool
	// acronym says that the word is written as one: with two capitals.
	acronym bool
}

// NewContainer takes a name apart. Places in brackets ("Science (New York, N.Y.)") do not count.
func NewContainer(name string) Container {
	main, subtitle := cutSubtitle(unbracket(name))
	c := parseContainer(main)
	if subtitle == "" {
		c.finish()
		return c
	}
	sub := parseContainer(subtitle)
	sub.finish()
	if len(c.words) == 1 && c.words[0].acronym {
		c.subtitle = &sub
	}
	c.section = len(c.words)
	c.words = append(c.words, sub.words...)
	c.finish()
	return c
}

// IsZero reports whether the name says nothing.
func (c Container) IsZero() bool { return len(c.words) == 0 }

// SameContainer compares two names as they stand.
func SameContainer(a, b string) Degree { return NewContainer(a).Same(NewContainer(b)) }

// Same compares two names: word for word and in order, either of two words may abbreviate the
// other, a word of capitals may stand for the first letters of several, and every word that says
// something must have its partner.
func (c Container) Same(d Container) Degree {
	switch {
	case c.IsZero() || d.IsZero():
		return Unlike
	case c.key == d.key:
		return Equal
	case c.letter != "" && d.letter != "" && c.letter != d.letter:
		return Unlike
	}
	if acronyms.share(c.key, d.key) {
		return Abbreviated
	}
	m := nameMatch{c.words, d.words, len(c.words), len(d.words), 0}
	if m.from(0, 0) {
		return Abbreviated
	}
	best := Unlike
	if c.section < len(c.words) || d.section < len(d.words) {
		m = nameMatch{c.words, d.words, c.section, d.section, 0}
		if m.from(0, 0) && weight(c.words[:c.section])+weight(d.words[:d.section]) > 2 {
			best = Akin
		}
	}
	for _, pair := range [][2]*Container{{c.subtitle, &d}, {&c, d.subtitle}} {
		if pair[0] != nil && pair[1] != nil {
			best = max(best, min(Abbreviated, pair[0].Same(*pair[1])))
		}
	}
	if best == Unlike && (c.isWith(d, "j", "journal") || d.isWith(c, "j", "journal")) {
		return Akin
	}
	if best == Unlike && c.letter == d.letter && Closer(c.key, d.key, 0.93) {
		return Akin
	}
	return best
}

// isWith reports whether c is d, of two words or more, with one of the given words behind it.
func (c Container) isWith(d Container, behind ...string) bool {
	n := len(c.words) - 1
	if n < 2 || weight(d.words) < 2 || !slices.Contains(behind, c.words[n].text) {
		return false
	}
	m := nameMatch{c.words, d.words, n, len(d.words), 0}
	return m.from(0, 0)
}

// weight counts the words that need a partner.
func weight(words []containerWord) int {
	n := 0
	for _, w := range words {
		if !w.idle {
			n++
		}
	}
	return n
}

// unbracket takes out what stands in brackets, unless nothing else is there.
func unbracket(name string) string {
	if strings.IndexByte(name, '(') < 0 && strings.IndexByte(name, '[') < 0 && !strings.Contains(name, "（") {
		return name
	}
	var out strings.Builder
	depth := 0
	for _, r := range name {
		switch r {
		case '(', '[', '（':
			depth++
			out.WriteByte(' ')
		case ')', ']', '）':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				out.WriteRune(r)
			}
		}
	}
	if strings.TrimSpace(out.String()) == "" {
		return strings.Trim(name, "()[]（）")
	}
	return out.String()
}

// cutSubtitle parts a name at a colon, a spaced dash or an equals sign.
func cutSubtitle(name string) (main, subtitle string) {
	at, width := len(name), 0
	for _, mark := range []string{":", " - ", " – ", " — ", " = ", "; ", " / "} {
		if i := strings.Index(name, mark); i > 0 && i < at {
			at, width = i, len(mark)
		}
	}
	if at == len(name) {
		return name, ""
	}
	return name[:at], strings.TrimSpace(name[at+width:])
}

func parseContainer(name string) Container {
	c := Container{words: make([]containerWord, 0, strings.Count(name, " ")+2)}
	for token := range strings.FieldsFuncSeq(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) && r != '\'' && r != '’' && r != '&'
	}) {
		capitals := 0
		for _, r := range token {
			if unicode.IsUpper(r) {
				capitals++
			}
		}
		for text := range strings.FieldsSeq(Key(token)) {
			single := utf8.RuneCountInString(text) == 1
			idle := idleWords[text] && (!single || capitals == 0)
			c.words = append(c.words, containerWord{text: text, idle: idle, acronym: capitals > 1})
		}
	}
	c.section = len(c.words)
	return c
}

// finish marks the words that need no partner and finds the section.
func (c *Container) finish() {
	conference := false
	for _, w := range c.words {
		conference = conference || conferenceWords[w.text]
	}
	if conference {
		for i, w := range c.words {
			if conferenceIdle[w.text] || isOrdinal(w.text) {
				c.words[i].idle = true
			}
		}
	}
	c.dropCountry()
	if n := len(c.words); n > 2 && c.words[0].acronym && initials(c.words[0].text, c.words[1:]) >= 2 {
		c.words[0].idle = true // "TAG Theoretical and Applied Genetics"
	}
	c.findSection()
	key := make([]byte, 0, usualKey)
	for _, w := range c.words {
		if !w.idle {
			key = append(append(key, w.text...), ' ')
		}
	}
	c.key = trimmed(key)
}

// countries are what may stand or not at the end of a name.
var countries = [][]string{{"usa"}, {"u", "s", "a"}, {"united", "states", "of", "america"}, {"united", "states"}, {"us"}, {"u", "s"}}

func (c *Container) dropCountry() {
	for _, tail := range countries {
		n := len(c.words) - len(tail)
		if n < 3 {
			continue
		}
		same := true
		for i, t := range tail {
			same = same && c.words[n+i].text == t
		}
		if same {
			for i := range tail {
				c.words[n+i].idle = true
			}
			return
		}
	}
}

// sectionWords announce the letter or number of a section.
var sectionWords = map[string]bool{"part": true, "pt": true, "section": true, "sect": true, "sec": true, "series": true, "ser": true}

// sectionLetters stand for a section without being announced; "e" is too often "electronic".
var sectionLetters = set("a b c d f g")

// findSection finds the letter of a section, which must not be the first word: "Acta
// Crystallographica Section D", "J Phys B".
func (c *Container) findSection() {
	for i := 1; i < len(c.words); i++ {
		w := c.words[i]
		letter := utf8.RuneCountInString(w.text) == 1 && !w.idle
		announced := sectionWords[c.words[i-1].text]
		if announced && i > 1 && (letter || len(w.text) <= 3) {
			c.words[i-1].idle = true
			c.letter, c.section = w.text, min(c.section, i-1)
			return
		}
		if letter && i > 1 && sectionLetters[w.text] {
			c.letter, c.section = w.text, min(c.section, i)
			return
		}
	}
}

// isOrdinal reports whether a word counts a conference or gives its year: "37th", "2019".
func isOrdinal(w string) bool {
	digits := strings.TrimRight(w, "stndrh")
	if digits == "" || len(digits) > 4 {
		return false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Begins reports whether the first word of text is that of the name, or abbreviates it.
func (c Container) Begins(text string) bool {
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			break
		}
		text = text[n:]
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	if end < 0 {
		end = len(text)
	}
	first := Key(text[:end])
	if first == "" || idleWords[first] && first != "the" {
		return false
	}
	for _, w := range c.words {
		if w.text == first {
			return true
		}
		if !w.idle {
			return strings.ToUpper(text[:1]) == text[:1] && sameWord(first, w.text)
		}
	}
	return false
}
