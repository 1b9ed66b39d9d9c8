package citation

import "unicode"

// nameOrder is the order of the names of a list.
type nameOrder uint8

const (
	familyFirst nameOrder = iota // all as in "Smith J, Doe K"
	givenFirst                   // all as in "J. Smith, K. Doe"
	firstTurned                  // as in "Smith, John, and Kate Doe"
)

// names reads at most limit names that begin at token i, in the given order, and appends them to
// people. It stops where no further name stands, or behind "et al.".
func (s *source) names(i int, order nameOrder, limit int, people []person) []person {
	first := formNone
	begin := len(people)
	for i < len(s.tokens) && len(people)-begin < limit {
		p, ok := s.name(i, order, len(people) == begin)
		if !ok && len(people) > begin && order == givenFirst {
			p, ok = s.lone(i)
		}
		if !ok {
			return people
		}
		switch {
		case first == formNone:
			first = p.form
		case p.form == formLiteral, order == firstTurned:
		case p.form != first:
			p.worth -= 0.4
		}
		if len(people) > begin && s.at(p.start-1).in(classAnd) || s.is(p.start-1, '&') {
			p.worth += 0.4
		}
		next, etAl := s.nameSeparator(p.end)
		p.etAl = etAl
		people = append(people, p)
		if etAl > 0 || next == 0 {
			return people
		}
		i = next
	}
	return people
}

// lone reads a name of one word amid a list: the "Thinlay" of "N. Om, Thinlay, P. Loday".
func (s *source) lone(i int) (person, bool) {
	end := s.familyWord(i)
	if end == 0 || !s.is(end, ',') || s.at(i).in(classJournal) {
		return person{}, false
	}
	next, _ := s.nameSeparator(end)
	p, ok := s.name(next, givenFirst, false)
	return person{piece: piece{i, end}, form: formLiteral, worth: -0.1}, ok && p.form != givenFamily && p.form != formLiteral
}

// nameSeparator reads what stands between two names from token i. It returns the token at which the
// next name begins, or 0; and the token behind "et al." where that ends the list.
func (s *source) nameSeparator(i int) (next, etAl int) {
	j := i
	for s.isAny(j, ",;，；、…،؛") || s.is(j, '・') && j == i && s.at(j+1).is(shapeCJK) && unicode.Is(unicode.Han, s.at(j+1).first) {
		j++
	}
	for s.is(j, '.') && s.is(j+1, '.') && j-i < 8 { // an ellipsis of dots
		j += 2
		for s.isAny(j, ",.") {
			j++
		}
	}
	if end := s.etAl(j); end > 0 {
		return 0, end
	}
	switch {
	case s.is(j, '&'), s.isAnd(j):
		j++
		if s.is(j, ',') {
			j++
		}
		if end := s.etAl(j); end > 0 {
			return 0, end
		}
	case s.is(j, '/') && j == i, s.spacedDash(j) && j == i:
		j++
	}
	if j == i {
		return 0, 0
	}
	return j, 0
}

// isAnd reports whether token i is a word that joins two names. In capitals, one of one letter is
// an initial.
func (s *source) isAnd(i int) bool {
	t := s.at(i)
	return t.in(classAnd) && (t.runes > 1 || t.is(shapeLower)) && !s.is(i+1, '.')
}

// etAl returns the token behind "et al.", "and others" and their like at token i, or 0.
func (s *source) etAl(i int) (end int) {
	bracket := s.is(i, '[') || s.is(i, '(')
	if bracket {
		i++
	}
	switch w, v := s.word(i), s.word(i+1); {
	case (w == "et" || w == "Et" || w == "ET") && (v == "al" || v == "coll" || v == "alii" || v == "AL" || v == "Al"):
		end = i + 2
	case w == "et" && s.is(i+1, '.') && s.word(i+2) == "al":
		end = i + 3
	case w == "and" && (v == "others" || v == "colleagues"), w == "y" && (v == "otros" || v == "cols"), w == "и" && v == "др",
		w == "e" && v == "outros", w == "und" && v == "andere":
		end = i + 2
	case w == "others", w == "etal", w == "al" && s.is(i+1, '.'):
		end = i + 1
	case w == "u" && s.is(i+1, '.') && (s.word(i+2) == "a" || s.word(i+2) == "A") && s.is(i+3, '.'):
		return i + 4
	case s.at(i).is(shapeCJK) && (w == "等" || w == "ほか" || w == "外"):
		end = i + 1
	default:
		return 0
	}
	for n := 0; s.is(end, '.') && n < 2; n++ {
		end++
	}
	if bracket && s.isAny(end, ")]") {
		end++
	}
	return end
}
