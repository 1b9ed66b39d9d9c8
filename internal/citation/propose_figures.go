package citation

// proposeFigures proposes dates, volumes, issues and pages at token i.
func (l *lattice) proposeFigures(i int) {
	l.proposeDate(i)
	if end := l.marked(i, classVolume); end > 0 {
		l.edge(i, end, labelVolume, 2.5)
	}
	if end := l.marked(i, classIssue); end > 0 {
		l.edge(i, end, labelIssue, 2)
	}
	if end := l.bracketed(i); end > 0 {
		worth := float32(1.5)
		if l.year(i+1) > 0 {
			worth = -0.8
		}
		l.edge(i, end, labelIssue, worth)
	}
	if end := l.supplement(i); end > 0 {
		l.edge(i, end, labelIssue, 1.2)
	}
	if end := l.counted(i); end > 0 {
		l.edge(i, end, labelVolume, l.bareVolume(i))
		l.edge(i, end, labelIssue, -0.6)
	}
	l.proposePages(i)
	l.proposeEdition(i)
}

func (l *lattice) proposeDate(i int) {
	end, year := l.date(i)
	if end == 0 {
		return
	}
	worth := float32(1)
	switch {
	case l.isAny(i, "([（") && year:
		worth = 2.2
	case l.isAny(i, "([（") && l.noDate(i+1) > 0:
		worth = 2
	case l.isAny(i, "([（"):
		worth = 0.8
	case end-i > 1 && year:
		worth = 1.5
	case l.amidText(i, end):
		worth = -0.8
	case !year && l.noDate(i) == 0: // a month alone
		worth = -0.8
	}
	l.edge(i, end, labelDate, worth)
}

// amidText reports whether the year in a token range belongs to the text around it: "from 1945 to
// our days", or the name of a conference.
func (l *lattice) amidText(i, end int) bool {
	before, behind := l.at(i-1), l.at(end)
	if behind.is(shapeUpper) { // "2009 IEEE Energy Conversion Congress"
		for j := end; j < end+6 && l.at(j).is(shapeWord); j++ {
			if l.at(j).in(classEvent) {
				return true
			}
		}
	}
	return before.in(classFunction) && before.is(shapeLower) || behind.in(classFunction) && behind.is(shapeLower) && !behind.in(classIn)
}

// bareVolume scores a number without a marker as a volume.
func (l *lattice) bareVolume(i int) float32 {
	t := l.at(i)
	switch {
	case l.besideMonth(i):
		return -2
	case l.year(i) > 0:
		return -0.9
	case t.is(shapeNumber) && l.is(i+1, '.') && l.at(i+2).is(shapeNumber) && l.tight(i+1) && !l.isAny(i+3, "(:,/-–_"):
		return -1.5 // a decimal number, "version 6.0"
	case t.is(shapeNumber) && t.runes <= 3:
		return 0.6
	case t.is(shapeNumber) && t.runes == 4:
		return 0
	case t.is(shapeNumber):
		return -1.5
	case t.runes == 1: // a Roman number of one letter
		return -1.5
	case !t.is(shapeDigit):
		return -0.9
	case t.is(shapeUpper) && l.sectionVolume(i):
		return 0.4
	}
	return -0.4
}

func (l *lattice) proposePages(i int) {
	if end := l.markedPages(i); end > 0 {
		l.edge(i, end, labelPages, 2.5)
	}
	if end := max(l.pageCount(i), l.noPages(i)); end > 0 {
		l.edge(i, end, labelNote, 2)
	}
	end, isRange := l.pageRange(i)
	if end == 0 || l.is(i-1, '.') && l.at(i-2).is(shapeDigit) && l.tight(i-1) && !isRange {
		return // no page, or the end of a decimal number
	}
	t := l.at(i)
	worth := float32(0.3)
	switch {
	case isRange:
		worth = 1.8
		if l.year(i) > 0 && l.year(end-1) > 0 && !l.behindFigure(i) {
			worth = -0.6
		}
	case l.year(i) > 0, l.besideMonth(i):
		worth = -1
	case t.is(shapeNumber) && (t.runes >= 5 || t.first == '0'):
		worth = 1
	case t.is(shapeDigit) && !t.is(shapeNumber):
		worth = 0.9
	case !t.is(shapeDigit):
		worth = -1
	}
	if next := l.following(end); next > end {
		l.edge(i, next, labelPages, worth+0.2)
	}
	l.edge(i, end, labelPages, worth)
}

// besideMonth reports whether token i is the day of a date without a year.
func (l *lattice) besideMonth(i int) bool {
	before, behind := l.at(i-1), l.at(l.behindDot(i))
	return l.day(i) && (before.in(classMonth) && before.runes > 2 || behind.in(classMonth) && behind.is(shapeUpper) && behind.runes > 2)
}

// sectionVolume reports whether token i is the letter of a journal's section with the volume run
// together: the "D89" of "Phys. Rev. D89".
func (l *lattice) sectionVolume(i int) bool {
	w := l.word(i)
	if len(w) < 2 || len(w) > 4 || w[0] < 'A' || w[0] > 'H' {
		return false
	}
	for _, c := range []byte(w[1:]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// behindFigure reports whether a volume or an issue may stand right before token i.
func (l *lattice) behindFigure(i int) bool {
	if l.isAny(i-1, ",:") {
		i--
	}
	return l.at(i-1).is(shapeDigit) || l.is(i-1, ')') && l.at(i-2).is(shapeDigit)
}

// proposeEdition proposes "2nd ed.", "3. Aufl.", "rev. ed.", in brackets or without.
func (l *lattice) proposeEdition(i int) {
	j := i
	for n := 0; n < 4; n++ {
		t := l.at(j)
		switch {
		case t.in(classEdition) && j > i && !t.is(shapeCaps):
			l.edge(i, l.behindDot(j), labelEdition, 2.5)
			return
		case t.is(shapeNumber) && t.runes <= 2, l.ordinal(j):
		case t.is(shapeWord) && isRevision(lower(l.word(j))):
		default:
			return
		}
		j = l.behindDot(j)
	}
}

func isRevision(w string) bool {
	switch w {
	case "rev", "revised", "first", "second", "third", "fourth", "fifth", "new", "überarb", "erw", "rd", "nd", "th", "st", "neue", "e", "ª", "a":
		return true
	}
	return false
}
