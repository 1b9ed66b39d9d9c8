package citation

import "math"

// counts are running totals over the tokens before one, so that a difference of two tells of a
// range what words and punctuation are in it.
type counts struct {
	words, small, capital, function, journal, alone int16
	publisher, place, org, event, figures, numbers  int16
	dots, soft, breaks, commas, colons, queries     int16
	initials, long                                  int16
	figure                                          int16 // see crossing
	depth, quote                                    int16
}

// measure fills counts and quotes.
func (l *lattice) measure() {
	n := len(l.tokens)
	l.counts = grow(l.counts, n+1)
	l.quotes = grow(l.quotes, n+1)
	l.matchQuotes()
	var c counts
	inside := 0 // behind this token the text is outside quotation marks again
	for i := range l.tokens {
		l.counts[i] = c
		if l.quotes[i] > int32(i) && i >= inside {
			inside = int(l.quotes[i]) + 1
		}
		c.quote = 0
		if i < inside-1 {
			c.quote = 1
		}
		if t := l.tokens[i]; t.is(shapeWord) {
			c.word(t)
			if t.is(shapeNumber) {
				c.figure += l.figure(i)
			}
		} else {
			l.punctuation(i, t.first, &c)
		}
	}
	l.counts[n] = c
	l.counts[n].quote = 0
}

func (c *counts) word(t token) {
	c.words++
	switch {
	case t.is(shapeNumber):
		c.numbers++
	case t.in(classFunction) && (t.is(shapeLower) || t.runes > 1):
		c.function++
	case t.is(shapeLower) && !t.is(shapeInner):
		c.small++
	default:
		c.capital++
	}
	if t.is(shapeDigit) {
		c.figures++
	}
	add(&c.long, t.runes > 3 && !t.is(shapeDigit) || t.is(shapeCJK))
	add(&c.journal, t.in(classJournal) && !t.is(shapeLower))
	add(&c.alone, t.in(classAlone) && !t.is(shapeLower))
	add(&c.publisher, t.in(classPublisher) && !t.is(shapeLower))
	add(&c.place, t.in(classPlace) && !t.is(shapeLower))
	add(&c.org, t.in(classOrg) && !t.is(shapeLower))
	add(&c.event, t.in(classEvent) && !t.is(shapeLower))
}

func add(n *int16, yes bool) {
	if yes {
		*n++
	}
}

func (l *lattice) punctuation(i int, r rune, c *counts) {
	switch r {
	case '.', '。':
		if t := l.at(i - 1); t.runes == 1 && t.is(shapeUpper) {
			c.initials++
		}
		switch l.dot(i) {
		case dotAbbreviation:
			c.dots++
		case dotUnsure:
			c.soft++
		case dotSentence:
			c.breaks++
		}
	case ',', ';':
		c.commas++
	case ':':
		c.colons++
	case '?', '!':
		if l.at(i + 1).is(shapeSpaced) {
			c.queries++
		}
	case '(', '[', '（':
		c.depth++
	case ')', ']', '）':
		c.depth--
	}
}

// between returns the counts of the tokens from i up to j.
func (l *lattice) between(i, j int) counts {
	a, b := &l.counts[i], &l.counts[j]
	return counts{
		words: b.words - a.words, small: b.small - a.small, capital: b.capital - a.capital, function: b.function - a.function,
		journal: b.journal - a.journal, alone: b.alone - a.alone, publisher: b.publisher - a.publisher, place: b.place - a.place,
		org: b.org - a.org, event: b.event - a.event, figures: b.figures - a.figures, numbers: b.numbers - a.numbers,
		dots: b.dots - a.dots, soft: b.soft - a.soft, breaks: b.breaks - a.breaks, commas: b.commas - a.commas, colons: b.colons - a.colons,
		queries: b.queries - a.queries, depth: b.depth - a.depth, initials: b.initials - a.initials, long: b.long - a.long,
	}
}

// matchQuotes finds for each opening quotation mark the one that closes it.
func (l *lattice) matchQuotes() {
	for i := range l.quotes {
		l.quotes[i] = 0
	}
	budget := 4 * len(l.tokens) // keeps a text of nothing but quotation marks linear
	for i := 0; i < len(l.tokens); i++ {
		closer := l.closer(i)
		if closer == "" {
			continue
		}
		for j := i + 2; j < len(l.tokens) && budget > 0; j++ {
			budget--
			if l.isAny(j, closer) && !l.opensWord(j) && (!l.closesLate(j) || j+1 == len(l.tokens)) {
				l.quotes[i] = int32(j)
				break
			}
		}
		if l.quotes[i] > 0 {
			i = int(l.quotes[i])
		}
	}
}

// closer returns the marks that may close the quotation mark at token i, or "" where that opens none.
func (l *lattice) closer(i int) string {
	t := l.at(i)
	if t.is(shapeWord) {
		return ""
	}
	switch t.first {
	case '“', '„':
		return "”“\""
	case '"':
		return "\"”"
	case '«':
		return "»"
	case '»':
		return "«"
	case '‘', '\'', '`':
		if l.opensWord(i) {
			return "’'"
		}
	}
	return ""
}

// opensWord reports whether the mark at token i stands before a word like an opening bracket.
func (l *lattice) opensWord(i int) bool {
	t, n := l.at(i), l.at(i+1)
	return (t.is(shapeSpaced) || l.isAny(i-1, "([")) && n.first != 0 && !n.is(shapeSpaced)
}

// closesLate reports whether a single quotation mark at token j is rather an apostrophe.
func (l *lattice) closesLate(j int) bool {
	return l.isAny(j, "’'") && l.at(j+1).is(shapeWord) && !l.isAny(j-1, ".,?!") && l.at(j+1).is(shapeLower)
}

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
		s -= 1.6
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

// figure says how much the number at token i looks like a date or a page range, in tenths.
func (l *lattice) figure(i int) int16 {
	var n int16
	switch {
	case l.year(i) > 0 && l.is(i-1, '(') && l.isAny(i+1, "),"):
		n = 15
	case l.isAny(i+1, ":;(") && l.at(i+2).is(shapeDigit):
		n = 12
	case !l.at(i+1).is(shapeSpaced|shapeWord) && isDash(l.at(i+1).first) && l.at(i+2).is(shapeNumber):
		n = 5
	}
	return n
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

// follows scores which label follows which. What is not listed is unlikely.
var follows = func() (m [labelCount][labelCount]float32) {
	for i := range m {
		for j := range m[i] {
			m[i][j] = -1.6
			if label(j).isIdentifier() || j == int(labelNote) {
				m[i][j] = -0.2
			}
		}
	}
	for _, t := range []struct {
		from, to label
		score    float32
	}{
		{labelNone, labelNumber, 0.5}, {labelNone, labelAuthor, 0.8}, {labelNone, labelEditor, 0}, {labelNone, labelTitle, -0.6},
		{labelNone, labelContainer, -1.2}, {labelNone, labelDate, -0.6},
		{labelNumber, labelAuthor, 0.8}, {labelNumber, labelEditor, 0}, {labelNumber, labelTitle, -0.6}, {labelNumber, labelContainer, -0.8},
		{labelAuthor, labelDate, 0.8}, {labelAuthor, labelTitle, 0.5}, {labelAuthor, labelContainer, -0.4}, {labelAuthor, labelEditor, -2},
		{labelEditor, labelDate, 0.6}, {labelEditor, labelTitle, 0.4}, {labelEditor, labelContainer, 0.8}, {labelEditor, labelPublisher, 0},
		{labelEditor, labelPlace, 0.3}, {labelEditor, labelPages, 0}, {labelEditor, labelVolume, -0.8},
		{labelDate, labelTitle, 0.8}, {labelDate, labelVolume, 0.6}, {labelDate, labelPages, 0.4}, {labelDate, labelContainer, -0.5},
		{labelDate, labelIssue, -0.6}, {labelDate, labelAuthor, -0.2}, {labelDate, labelDate, -1.2}, {labelDate, labelPlace, -0.3},
		{labelDate, labelPublisher, -0.5}, {labelDate, labelIn, -0.8}, {labelDate, labelEdition, -1},
		{labelTitle, labelContainer, 0.8}, {labelTitle, labelIn, 1}, {labelTitle, labelPlace, 0.4}, {labelTitle, labelPublisher, 0.2},
		{labelTitle, labelEdition, 0.5}, {labelTitle, labelDate, 0}, {labelTitle, labelGenre, 0.5}, {labelTitle, labelEditor, 0},
		{labelTitle, labelVolume, -0.9}, {labelTitle, labelPages, -0.8},
		{labelContainer, labelVolume, 1.2}, {labelContainer, labelDate, 0.5}, {labelContainer, labelPages, 0.4}, {labelContainer, labelIssue, 0},
		{labelContainer, labelPlace, 0}, {labelContainer, labelPublisher, 0}, {labelContainer, labelEditor, 0.3}, {labelContainer, labelEdition, 0},
		{labelIn, labelContainer, 0.8}, {labelIn, labelEditor, 0.8}, {labelIn, labelTitle, -3},
		{labelVolume, labelIssue, 0.8}, {labelVolume, labelPages, 0.9}, {labelVolume, labelDate, 0.5}, {labelVolume, labelPlace, -0.3},
		{labelVolume, labelPublisher, -0.3}, {labelVolume, labelContainer, -1.4}, {labelVolume, labelTitle, -2},
		{labelIssue, labelPages, 0.9}, {labelIssue, labelDate, 0.5}, {labelIssue, labelVolume, -1}, {labelIssue, labelPlace, -0.6},
		{labelPages, labelDate, 0.3}, {labelPages, labelPlace, 0}, {labelPages, labelPublisher, -0.1}, {labelPages, labelIn, 0.3},
		{labelPages, labelVolume, -1.2}, {labelPages, labelContainer, -1.6}, {labelPages, labelEditor, -0.6},
		{labelEdition, labelPlace, 0.3}, {labelEdition, labelPublisher, 0.2}, {labelEdition, labelDate, 0}, {labelEdition, labelVolume, -0.6},
		{labelEdition, labelEditor, -0.3}, {labelEdition, labelContainer, -1}, {labelEdition, labelPages, 0},
		{labelPublisher, labelPlace, 0.3}, {labelPublisher, labelDate, 0.4}, {labelPublisher, labelPages, 0.2}, {labelPublisher, labelPublisher, -0.8},
		{labelPlace, labelPublisher, 0.5}, {labelPlace, labelDate, 0.3}, {labelPlace, labelPlace, -0.6}, {labelPlace, labelPages, 0.1},
		{labelGenre, labelPlace, 0}, {labelGenre, labelPublisher, 0.5}, {labelGenre, labelDate, 0}, {labelGenre, labelIssue, 0},
		{labelNote, labelNote, -0.6}, {labelNote, labelDate, -1.2}, {labelNote, labelContainer, -0.6}, {labelNote, labelPlace, -0.5},
	} {
		m[t.from][t.to] = t.score
	}
	for i := labelDOI; i < labelCount; i++ { // an identifier stands anywhere, and changes nothing
		for j := range m[i] {
			m[i][j] = -0.4
		}
		m[i][labelNote] = 0
	}
	return m
}()

// transition scores that a span labelled to follows one labelled from over the gap g.
func transition(from, to label, g gap) float32 {
	return follows[from][to] + joint(from, to, g)
}

// joint scores the punctuation between two spans.
func joint(from, to label, g gap) float32 {
	switch from {
	case labelAuthor:
		return authorJoint(to, g)
	case labelVolume, labelIssue, labelPages:
		return figureJoint(from, to, g)
	case labelContainer:
		switch {
		case to == labelVolume && g&(gapOpen|gapQuery|gapSlash) != 0, to == labelDate && g&gapColon != 0:
			return -0.6
		}
	case labelTitle:
		switch to {
		case labelContainer, labelPublisher, labelPlace:
			if g == 0 {
				return -1
			}
		case labelIn:
			if g == 0 {
				return -0.8
			}
		}
	case labelPlace:
		if to == labelPublisher {
			if g&gapColon != 0 {
				return 1.5
			}
			return -0.3
		}
	case labelPublisher:
		if to == labelPlace && g&gapColon != 0 {
			return -0.5
		}
	case labelDate:
		switch {
		case to == labelVolume && g&gapSemicolon != 0:
			return 0.6
		case to == labelPages && g&gapColon != 0:
			return 0.4
		}
	}
	return 0
}

func authorJoint(to label, g gap) float32 {
	switch to {
	case labelTitle, labelContainer:
		switch {
		case g&(gapPeriod|gapColon|gapQuote) != 0:
			return 0.3
		case g == 0:
			return -0.7
		case g&gapSemicolon != 0:
			return -0.8
		}
	case labelDate:
		if g&gapSemicolon != 0 {
			return -0.8
		}
	}
	return 0
}

func figureJoint(from, to label, g gap) float32 {
	switch {
	case from == labelVolume && to == labelPages || from == labelIssue && to == labelPages:
		if g&gapColon != 0 {
			return 0.8
		}
	case from == labelVolume && to == labelIssue:
		if g&gapOpen != 0 {
			return -0.5
		}
	}
	return 0
}

// again scores a label that a path has used before.
func again(p *path, as label) float32 {
	if p.used&(1<<as) == 0 {
		switch {
		case as == labelIssue && p.used&(1<<labelVolume) == 0:
			return -0.5
		case as == labelVolume && p.used&(1<<labelContainer) == 0:
			return -0.8
		case as == labelVolume && p.used&(1<<labelPages) != 0:
			return -1
		case as == labelAuthor && p.used&(1<<labelTitle|1<<labelContainer) != 0:
			return -4
		}
		return 0
	}
	switch as {
	case labelNote, labelPlace, labelDOI, labelURL, labelISBN, labelISSN, labelPMID, labelPMCID, labelArXiv:
		return 0
	case labelDate:
		return -0.8
	case labelPublisher:
		return -0.5
	case labelContainer: // a series behind the book
		return -1.5
	}
	return -6
}

// ending scores the set of labels that a whole path has used.
func ending(used uint32) float32 {
	has := func(l label) bool { return used&(1<<l) != 0 }
	var s float32
	if has(labelTitle) {
		s += 1
	} else if has(labelContainer) && has(labelVolume) {
		s += 0.5
	}
	if has(labelContainer) {
		s += 0.4
		if !has(labelVolume) && !has(labelPages) && !has(labelIn) && !has(labelIssue) {
			s -= 0.5
		}
	} else if has(labelVolume) && has(labelPages) {
		s -= 0.7
	} else if has(labelVolume) || has(labelIssue) {
		s -= 1.5
	} else if has(labelPages) && !has(labelPublisher) && !has(labelPlace) {
		s -= 0.8
	}
	if has(labelDate) {
		s += 0.5
	}
	if has(labelVolume) && !has(labelPages) {
		s -= 0.5
	}
	return s
}

// confidence says how sure a path is: how much of what a reference has is there, and how well its
// spans fit what they are taken for.
func (l *lattice) confidence(k int32) float64 {
	p := l.path(k)
	has := func(l label) bool { return p.used&(1<<l) != 0 }
	weight := -3.0
	for _, e := range []struct {
		yes   bool
		worth float64
	}{
		{has(labelAuthor) || has(labelEditor), 1.5}, {has(labelTitle), 0.8}, {has(labelDate), 1.5},
		{has(labelContainer) || has(labelPublisher) || has(labelPlace) || has(labelGenre), 1},
		{has(labelVolume), 1}, {has(labelPages), 1}, {has(labelIssue), 0.4},
		{has(labelDOI) || has(labelPMID) || has(labelPMCID) || has(labelArXiv) || has(labelISBN), 3.5},
		{has(labelURL), 0.7},
	} {
		if e.yes {
			weight += e.worth
		}
	}
	weight += 0.08 * float64(min(max(p.score-6, -12), 12))
	return 1 / (1 + math.Exp(-weight))
}
