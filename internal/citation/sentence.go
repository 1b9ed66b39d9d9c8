package citation

// dotKind is what a full stop ends.
type dotKind uint8

const (
	dotNone         dotKind = iota // nothing: within a number, or "U.S."
	dotAbbreviation                // a word that is cut
	dotUnsure                      // a capitalised word, that may be cut
	dotSentence
)

// dot says what the full stop at token i ends.
func (l *lattice) dot(i int) dotKind {
	t, next := l.at(i-1), l.at(i+1)
	if next.first == 0 {
		return dotSentence
	}
	if next.is(shapeWord) && !next.is(shapeSpaced) && (t.is(shapeDigit) && next.is(shapeDigit) || t.runes == 1) {
		return dotNone
	}
	switch {
	case !next.is(shapeWord) && !l.isAny(i+1, "“\"«‘„([¿¡–—-"):
		return dotNone
	case t.is(shapeWord) && t.runes == 1 && t.is(shapeUpper):
		return dotNone
	case t.in(classAbbrev) && t.is(shapeLower) && t.runes <= 6 && next.is(shapeLower):
		return dotNone // "sp. nov.", "vs. controls"
	case next.is(shapeLower) && !next.is(shapeInner) && !next.in(classIn|classPages|classVolume|classIssue|classNote|classAlone):
		return dotAbbreviation
	case t.in(classAbbrev) && t.runes <= 5 && !t.is(shapeCaps):
		return dotAbbreviation
	case t.is(shapeUpper) && t.in(classJournal) && t.runes <= 8 && !t.in(classAlone):
		return dotAbbreviation
	case t.is(shapeUpper) && t.runes <= 5 && !t.is(shapeCaps|shapeDigit) && l.isAny(i-3, ".") && l.at(i-2).is(shapeWord):
		return dotAbbreviation
	}
	if t.is(shapeUpper) && t.runes <= 10 && !t.is(shapeCaps|shapeDigit) {
		return dotUnsure
	}
	return dotSentence
}

// endKind is what stands behind a piece of running text.
type endKind uint8

const (
	endNone   endKind = iota // nothing at which it could end
	endPeriod                // the end of a sentence
	endDot                   // the dot of an abbreviation
	endSoft                  // the dot of a word that may be one
	endQuery                 // its own question mark
	endComma
	endColon
	endSemicolon
	endDash
	endOpen
	endClose
	endFigure // a number, a marker, "in", without punctuation
	endText   // the end of all
	endKinds
)

// textEnd says at what running text from token i may end before token j.
func (l *lattice) textEnd(i, j int) endKind {
	n := len(l.tokens)
	last := l.at(j - 1)
	if l.counts[j].quote > 0 && l.counts[i].quote == 0 || j < n && l.isAny(j-1, ".,:;([") {
		return endNone
	}
	if j >= n {
		return endText
	}
	if int(l.barrier[i]) == j {
		return endFigure
	}
	if !last.is(shapeWord) && l.isAny(j-1, "?!") && l.at(j).is(shapeSpaced) {
		return endQuery
	}
	t := l.at(j)
	if t.is(shapeWord) {
		return l.wordEnd(j)
	}
	switch t.first {
	case '.', '。':
		switch l.dot(j) {
		case dotSentence:
			return endPeriod
		case dotAbbreviation:
			return endDot
		case dotUnsure:
			return endSoft
		}
		if !l.at(j+1).is(shapeWord) || l.at(j+1).is(shapeSpaced) {
			return endDot
		}
	case ',', '，', '、':
		return endComma
	case ':', '：':
		return endColon
	case ';', '；':
		return endSemicolon
	case '(', '[', '（':
		return endOpen
	case ')', ']', '）':
		return endClose
	case '/':
		return endDash
	case '“', '"', '«', '„':
		return endOpen
	}
	if l.spacedDash(j) || t.first == '—' {
		return endDash
	}
	return endNone
}

// wordEnd says whether text may end before the word at token j, without punctuation.
func (l *lattice) wordEnd(j int) endKind {
	t := l.at(j)
	if !t.is(shapeSpaced) && !l.isAny(j-1, ")]”»\"") {
		return endNone
	}
	switch {
	case t.is(shapeDigit) && (t.is(shapeNumber) || l.page(j) > 0), t.in(classIn) && (t.is(shapeUpper) || l.is(j+1, ':')):
		return endFigure
	case t.in(classVolume|classPages|classIssue|classSupplement) && (l.at(l.behindDot(j)).is(shapeDigit)),
		t.in(classMonth) && t.is(shapeUpper) && l.year(l.behindDot(j)) > 0:
		return endFigure
	case t.is(shapeRoman) && t.is(shapeCaps):
		return endFigure
	case t.in(classDegree) && l.at(j+1).in(classGenre):
		return endFigure
	}
	return endNone
}
