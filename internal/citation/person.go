package citation

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

func decode(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

func isBlank(r rune) bool { return unicode.IsSpace(r) }

// readPeople splits the text of a list of authors or editors into names. Whatever cannot be taken
// apart becomes a literal name: nothing is lost. The second result says that the list is cut.
func readPeople(text string) ([]biblio.Name, bool) {
	text = strings.ReplaceAll(text, "&NA;", "") // what publishers' feeds have where no author is known
	s := source{text: text, tokens: tokenize(text, nil)}
	if s.isOrganisation() {
		return appendLiteral(nil, tidy(text)), false
	}
	var names []biblio.Name
	cut := hasAny(text, "…", "...", ". . .")
	var people []person
	for i := 0; i < len(s.tokens); {
		if !s.at(i).is(shapeWord) {
			i++
			continue
		}
		if end := s.etAl(i); end > 0 {
			cut, i = true, end
			continue
		}
		if s.at(i).in(classEditor) || s.at(i).in(classAnd) && s.at(i).is(shapeLower) || isByline(s.word(i)) {
			i++
			continue
		}
		people = s.bestNames(i, people[:0])
		if len(people) == 0 {
			end := s.literalEnd(i)
			names = appendLiteral(names, s.textOf(piece{i, end}))
			i = end
			continue
		}
		for _, p := range people {
			names = append(names, s.nameOf(p))
			if p.etAl > 0 {
				cut = true
			}
		}
		last := people[len(people)-1]
		i = max(last.end, last.etAl)
	}
	dropLastDot(names)
	return names, cut
}

// dropLastDot takes the dot that ends a list from its last initial, where the others have none.
func dropLastDot(names []biblio.Name) {
	if len(names) < 2 {
		return
	}
	last := &names[len(names)-1]
	for _, n := range names[:len(names)-1] {
		if n.Literal == "" && (n.Given == "" || strings.Contains(n.Given, ".")) {
			return
		}
	}
	if g := strings.TrimSuffix(last.Given, "."); !strings.ContainsAny(g, ". ") {
		last.Given = g
	}
}

// isOrganisation reports whether the text is the name of one organisation: words of one among its
// own, nothing that separates names, no initials.
func (s *source) isOrganisation() bool {
	orgs, words := 0, 0
	for i, t := range s.tokens {
		switch {
		case !t.is(shapeWord):
			if s.isAny(i, ",;/…") {
				return false
			}
		case t.runes == 1 && t.is(shapeUpper), s.etAl(i) > 0:
			return false
		default:
			words++
			if t.in(classOrg) {
				orgs++
			}
		}
	}
	return orgs > 0 && words > 1
}

// isByline reports whether a word introduces a list of editors.
func isByline(w string) bool {
	switch w {
	case "by", "edited", "Edited", "herausgegeben", "von", "par":
		return true
	}
	return false
}

// bestNames reads the names at token i in the order that accounts for the most text.
func (s *source) bestNames(i int, people []person) []person {
	var best []person
	score := float32(0)
	for order := familyFirst; order <= firstTurned; order++ {
		people = s.names(i, order, len(s.tokens), people[:0])
		var sum float32
		for k := range people {
			sum += people[k].worth
		}
		if len(people) == 0 {
			continue
		}
		last := people[len(people)-1]
		sum += 0.3 * float32(last.end-i)
		if last.etAl > 0 || last.end >= len(s.tokens)-1 {
			sum += 2
		}
		if best == nil || sum > score {
			best, score = append(best[:0], people...), sum
		}
	}
	return best
}

// literalEnd returns the token behind a literal name that begins at token i.
func (s *source) literalEnd(i int) int {
	for j := i + 1; j < len(s.tokens); j++ {
		if s.isAny(j, ";；、،؛") || s.etAl(j) > 0 || s.is(j, ',') && (s.initialsAhead(j+1) || s.caseless(j+1)) {
			return j
		}
	}
	return len(s.tokens)
}

// initialsAhead reports whether a name that can be taken apart begins at token i.
func (s *source) initialsAhead(i int) bool {
	p, ok := s.name(i, familyFirst, false)
	return ok && p.form != formLiteral
}

// caseless reports whether the word at token i is written in a script that knows no capitals, as
// Hebrew, Arabic or Chinese, in which initials do not tell names.
func (s *source) caseless(i int) bool {
	t := s.at(i)
	return t.is(shapeWord) && !t.is(shapeDigit|shapeUpper|shapeLower)
}

func appendLiteral(names []biblio.Name, text string) []biblio.Name {
	if text = strings.Trim(text, " .,;:()[]"); text != "" {
		names = append(names, biblio.Name{Literal: text})
	}
	return names
}

// nameOf returns the name that p stands for.
func (s *source) nameOf(p person) biblio.Name {
	if p.family.empty() {
		return biblio.Name{Literal: s.textOf(p.piece)}
	}
	return biblio.Name{
		Family: s.textOf(p.family), Given: s.givenOf(p.given), Particle: s.textOf(p.particle), Suffix: s.textOf(p.suffix),
	}
}

// givenOf returns the text of given names. A dot behind initials that are run together ends the
// list, and is none of theirs.
func (s *source) givenOf(p piece) string {
	if p.end-p.start == 2 && s.is(p.end-1, '.') && s.at(p.start).is(shapeCaps) && s.at(p.start).runes > 1 {
		p.end--
	}
	return s.textOf(p)
}

func (s *source) textOf(p piece) string {
	if p.empty() {
		return ""
	}
	return tidy(s.text[s.tokens[p.start].start:s.tokens[p.end-1].end])
}

// undated says in many languages that a work has no date.
var undated = regexp.MustCompile(`(?i)^\W*(?:n\.\s?d|o\.\s?J|s\.\s?[adf]|no date|undated|б\.\s?г)\.?\W*$`)

// readDate reads the text of a date.
func readDate(text string) biblio.Date {
	s := source{text: text, tokens: tokenize(text, nil)}
	var d biblio.Date
	if s.dottedYear(0) {
		return biblio.Date{Year: s.year(4), Month: s.number(2), Day: s.number(0)}
	}
	for i := range s.tokens {
		t := s.at(i)
		switch {
		case s.year(i) > 0 && d.Year == 0:
			d.Year = s.year(i)
		case t.in(classMonth) && d.Month == 0:
			d.Month = monthOf(lower(s.word(i)))
		case s.isoPart(i) && d.Month == 0:
			d.Month = s.number(i)
		case s.day(i) && d.Day == 0 && s.year(i) == 0:
			d.Day, _ = strconv.Atoi(strings.TrimRight(s.word(i), "stndrh"))
		}
	}
	if d.Month == 0 || d.Month > 12 {
		d.Month, d.Day = 0, 0
	}
	if d.Year == 0 && d.Month == 0 && !undated.MatchString(text) {
		d.Literal = strings.Trim(tidy(text), "()[]., ")
	}
	return d
}

// later joins a second date of a reference to the first: it may add the month to a year.
func later(first, second biblio.Date) biblio.Date {
	switch {
	case first.IsZero(), first.Year == 0 && second.Year != 0:
		if second.Month == 0 && first.Month != 0 {
			second.Month, second.Day = first.Month, first.Day
		}
		return second
	case first.Month == 0 && second.Month != 0 && (second.Year == 0 || second.Year == first.Year):
		first.Month, first.Day = second.Month, second.Day
	}
	return first
}

// months gives the beginnings of the names of months in the languages of the lexicon; seasons have
// no number.
var months = []struct {
	month    int
	prefixes []string
}{
	{1, []string{"jan", "jän", "ene", "gen"}}, {2, []string{"feb", "fév", "fev"}}, {3, []string{"mar", "mär", "mai"}},
	{4, []string{"apr", "avr", "abr"}}, {5, []string{"may", "mag"}}, {6, []string{"jun", "juin", "giu"}},
	{7, []string{"jul", "juil", "lug"}}, {8, []string{"aug", "aoû", "ago"}}, {9, []string{"sep", "set"}},
	{10, []string{"oct", "okt", "out", "ott"}}, {11, []string{"nov"}}, {12, []string{"dec", "dez", "déc", "dic"}},
}

// monthOf returns the number of a month's name, or 0.
func monthOf(w string) int {
	if w == "mai" || w == "maio" || w == "maggio" {
		return 5
	}
	for _, m := range months {
		for _, p := range m.prefixes {
			if strings.HasPrefix(w, p) {
				return m.month
			}
		}
	}
	return 0
}
