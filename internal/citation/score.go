package citation

// titleEnd and containerEnd score what stands behind a title and a container.
var titleEnd = [endKinds]float32{
	endPeriod: 0.6, endSoft: 0.4, endDot: -0.7, endQuery: 0.7, endComma: -0.4, endColon: -1.2, endSemicolon: -1, endDash: -0.8,
	endOpen: -0.5, endClose: -0.6, endFigure: -1, endText: 0.2,
}

var containerEnd = [endKinds]float32{
	endPeriod: 0.2, endSoft: 0.2, endDot: 0.2, endQuery: -1, endComma: 0.2, endColon: -0.3, endSemicolon: -0.1, endDash: -0.5,
	endOpen: 0.1, endClose: -0.3, endFigure: 0.4, endText: 0,
}

// title scores the text from token i to j as a title.
func (l *lattice) title(i, j int, c counts, e endKind) float32 {
	if c.words == c.numbers { // no word in it
		return -4
	}
	s := 0.4 + titleEnd[e]
	s += 0.15*float32(min(c.small, 8)) + 0.1*float32(min(c.function, 5))
	switch c.words {
	case 1:
		s -= 1.2
	case 2:
		s -= 0.6
	case 3:
		s -= 0.2
	default:
		s += 0.2
	}
	if c.words > 30 {
		s -= 0.05 * float32(c.words-30)
	}
	s -= 0.6*float32(c.dots) + 0.9*float32(c.breaks+c.soft) + 0.5*float32(c.queries) + 0.08*float32(c.commas)
	if c.small == 0 {
		s -= 0.5 * float32(min(c.journal, 3))
	}
	s -= 0.25*float32(c.numbers) + 0.25*float32(c.initials) + l.crossing(i, j)
	if c.depth != 0 {
		s -= 1.2
	}
	if c.commas > 0 && c.publisher+c.place > 0 { // "Title, Publisher, Place"
		s -= 0.35
	}
	if t := l.at(i); t.is(shapeLower) && !t.is(shapeInner) {
		s -= 0.5
		if c.words == 1 {
			s -= 1.5
		}
	}
	if c.initials >= c.words || c.words == 1 && l.at(j-1).runes == 1 { // initials alone
		s -= 3
	}
	if c.words == 1 && (e == endDot || e == endSoft) {
		s -= 0.6
	}
	s -= l.hanging(j)
	if c.small == 0 && (c.words <= 3 || c.journal+c.event > 0) && (e == endComma || e == endColon || e == endDash) {
		s -= 0.8
	}
	if l.year(j-1) > 0 && e == endText {
		s -= 1.2
	}
	if c.long == 0 && c.words <= 4 {
		s--
	}
	return s
}

// nameLike reports whether the text at token i goes on with a list of names rather than begins
// something else: "and F. Crick", "F. H. Crick", "Crick, F. H.".
func (l *lattice) nameLike(i int) bool {
	t := l.at(i)
	if l.isAnd(i) || l.is(i, '&') {
		return true
	}
	if !t.is(shapeUpper) {
		return false
	}
	if t.runes == 1 || t.in(classInitial) {
		_, ok := l.initialsFirst(i)
		return ok && l.is(i+1, '.')
	}
	if p, ok := l.givenFirst(i); ok && l.namesGoOn(p.end) {
		return true
	}
	p, ok := l.familyFirst(i)
	return ok && p.worth > 0.8 && (p.form == familyComma || p.form == familyInitials && l.isAny(p.end, ",(;&"))
}

// namesGoOn reports whether "and" and another name stand at token i.
func (l *lattice) namesGoOn(i int) bool {
	if l.is(i, ',') {
		i++
	}
	if !l.isAnd(i) && !l.is(i, '&') {
		return false
	}
	p, ok := l.name(i+1, givenFirst, false)
	return ok && p.form != formLiteral && p.worth > 0.3
}

// container scores the text from token i to j as a container.
func (l *lattice) container(i, j int, c counts, e endKind) float32 {
	if c.words == c.numbers {
		return -4
	}
	s := -0.6 + containerEnd[e]
	small, comma := float32(0.35), float32(0.5)
	if c.journal > 0 || c.event > 0 || c.alone > 0 || c.dots > 0 {
		s += 0.5
		small, comma = 0.12, 0.3
	}
	s -= small*float32(c.small) + 0.04*float32(c.function)
	s += 0.7*float32(min(c.journal, 3)) + 0.45*float32(min(c.dots, 4)) + 0.6*float32(min(c.event, 2))
	if c.alone > 0 && c.words <= 2 {
		s += 1.3
	}
	limit := int16(8)
	if c.event > 0 {
		limit = 16
	}
	if c.words > limit {
		s -= 0.2 * float32(c.words-limit)
	}
	s -= 0.9*float32(c.breaks) + 0.1*float32(c.soft) + comma*float32(c.commas) + 0.8*float32(c.queries) + 0.6*comma*float32(c.colons)
	if c.event == 0 {
		s -= 0.5 * float32(c.numbers)
	}
	s -= l.crossing(i, j)
	if c.depth != 0 {
		s -= 1.2
	}
	if t := l.at(i); t.is(shapeLower) && !t.is(shapeInner) {
		s -= 2.2
	} else if t.in(classPlace) && (c.colons > 0 || c.place == c.words) { // "Berlin: Springer", "New York"
		s -= 1.5
	}
	return s - l.hanging(j)
}

// hanging says how unlikely a text is to end before token j for the sake of its last word.
func (l *lattice) hanging(j int) float32 {
	switch t := l.at(j - 1); {
	case t.in(classFunction) && t.is(shapeLower) && t.runes > 1:
		return 1.2
	case t.in(classVolume|classIssue|classPages) && t.runes > 1 && l.at(l.behindDot(j-1)).is(shapeDigit), t.in(classMonth) && l.day(j):
		return 1.5
	}
	return 0
}

// book scores the text from token i to j as the title of a book, behind "In".
func (l *lattice) book(i, j int, c counts, e endKind) float32 {
	if c.words == c.numbers {
		return -4
	}
	s := 0.5 + containerEnd[e] + 0.04*float32(min(c.small+c.function, 10)) + 0.2*float32(min(c.event+c.journal, 3))
	s -= 0.2*float32(c.dots) + 0.5*float32(c.breaks) + 0.35*float32(c.soft) + 0.15*float32(c.commas) + 0.5*float32(c.initials) + 0.15*float32(c.numbers)
	if c.words == 1 {
		s -= 0.4
	}
	if c.words > 16 {
		s -= 0.1 * float32(c.words-16)
	}
	if c.depth != 0 {
		s -= 1.2
	}
	return s - l.crossing(i, j) - l.hanging(j)
}

// crossing says how much of what looks like a date or a page range lies in the text from i to j.
func (l *lattice) crossing(i, j int) float32 {
	return 0.1 * float32(l.counts[j].figure-l.counts[i+1].figure)
}

// publisher scores the text at token i as a publisher.
func (l *lattice) publisher(i int, c counts) float32 {
	if c.words == 0 {
		return -20
	}
	s := -0.7 + 1.1*float32(min(c.publisher, 2)) + 0.5*float32(min(c.org, 2))
	s -= 0.5*float32(c.small) + 0.1*float32(c.function) + 0.9*float32(c.numbers) + float32(c.breaks+c.soft) + 0.3*float32(c.commas) + float32(c.colons)
	if c.words > 5 {
		s -= 0.3 * float32(c.words-5)
	}
	if l.at(i).is(shapeLower) || c.depth != 0 {
		s -= 1.2
	}
	return s
}

// place scores the text at token i as a place.
func (l *lattice) place(i int, c counts) float32 {
	if c.words == 0 || c.words > 8 {
		return -20
	}
	s := -0.7 + 1.1*float32(min(c.place, 2)) - 0.8*float32(c.small) - 0.2*float32(c.function) - float32(c.numbers) - float32(c.breaks+c.soft) - 2*float32(c.colons)
	if c.words > 3 {
		s -= 0.5 * float32(c.words-3)
	}
	if l.at(i).is(shapeLower) || c.depth != 0 {
		s -= 1.2
	}
	return s
}

// organisation scores the text from token i to j as an author that is no person.
func (l *lattice) organisation(i, j int) float32 {
	c := l.between(i, j)
	if c.words == 0 {
		return -20
	}
	s := -0.9 - 1.5*float32(c.initials) + 0.6*float32(min(c.org, 3)) - 0.6*float32(c.small) - 0.05*float32(c.function) - 0.7*float32(c.breaks+c.soft+c.queries) - 0.5*float32(c.numbers)
	switch t := l.at(i); {
	case j == i+1 && t.is(shapeCaps) && t.runes >= 2:
		s += 0.8
	case t.runes == 1:
		s -= 1.5
	}
	if c.words > 8 {
		s -= 0.3 * float32(c.words-8)
	}
	if c.depth != 0 {
		s -= 1
	}
	return s
}
