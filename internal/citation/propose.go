package citation

// maxWords and maxEnds bound how far a proposal of running text reaches: the longest titles have
// some hundred words.
const (
	maxWords = 160
	maxEnds  = 24
)

// maxEditors bounds how many editors are read, as a list of them may begin at many places.
const maxEditors = 30

// proposeNumber proposes the number that a list prints before its references: "[1]", "(12)", "3.",
// "26-", "1 ", "•".
func (l *lattice) proposeNumber(i int) {
	if i != 0 {
		return
	}
	t := l.at(0)
	switch {
	case l.isAny(0, "[("):
		for j := 1; j < 6; j++ {
			if l.isAny(j, "])") && j > 1 {
				if l.year(1) == 0 || j > 2 {
					l.edge(0, j+1, labelNumber, 1.5)
				}
				return
			}
			if t := l.at(j); !t.is(shapeDigit) && (!t.is(shapeWord) || t.runes > 12) && !l.isAny(j, "+-–/.*") {
				return
			}
		}
	case t.is(shapeNumber) && t.runes <= 4 && l.year(0) == 0:
		end := 1
		if l.isAny(1, ".)-:]") && !l.at(2).is(shapeNumber) {
			end = 2
		}
		if n := l.at(end); n.is(shapeCapital) || !n.is(shapeWord) || n.in(classParticle) {
			l.edge(0, end, labelNumber, 0.8+0.7*float32(end-1))
		}
	}
}

// proposeAuthors proposes lists of names, and an organisation, from token i.
func (l *lattice) proposeAuthors(i int) {
	for order := familyFirst; order <= firstTurned; order++ {
		l.people = l.names(i, order, len(l.tokens), l.people[:0])
		var worth float32
		for k := range l.people {
			p := &l.people[k]
			worth += p.worth
			if p.worth < -0.5 {
				break
			}
			if p.etAl > 0 {
				l.edge(i, p.etAl, labelAuthor, worth+1)
				continue
			}
			if len(l.people)-k <= 8 || k < 3 || !l.isAny(p.end, ",;&") {
				l.edge(i, p.end, labelAuthor, worth)
			}
		}
	}
	l.proposeOrganisation(i)
}

// proposeOrganisation proposes the name of an organisation as the author.
func (l *lattice) proposeOrganisation(i int) {
	if t := l.at(i); !t.is(shapeCapital) {
		return
	}
	ends := 0
	for j := i + 1; j <= min(i+24, int(l.barrier[i])); j++ {
		if e := l.textEnd(i, j); e != endNone {
			worth := l.organisation(i, j)
			if n, _ := l.initials(j + 1); e == endComma && n > 0 { // "BERGER, E. S."
				worth -= 2
			}
			l.edge(i, j, labelAuthor, worth)
			if ends++; ends > 4 {
				return
			}
		}
	}
}

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

// proposeEditors proposes a list of names with the word that makes them editors: "(eds.)" behind
// it, or "edited by" before it.
func (l *lattice) proposeEditors(i int, after labels) {
	from := l.editedBy(i)
	behindIn := after.has(labelIn)
	if from == 0 && !behindIn && !after.has(labelNone) && !after.has(labelNumber) && !after.has(labelContainer) && !after.has(labelTitle) {
		return
	}
	marked := from > 0
	if !marked {
		from = i
	}
	if t := l.at(from); !t.is(shapeUpper) && !t.in(classParticle) {
		return
	}
	for order := familyFirst; order <= firstTurned; order++ {
		l.people = l.names(from, order, maxEditors, l.people[:0])
		var worth float32
		for k := range l.people {
			p := &l.people[k]
			worth += p.worth
			end := max(p.end, p.etAl)
			if behind := l.editorMark(end); behind > 0 {
				l.edge(i, behind, labelEditor, worth+3)
			}
			if marked {
				l.edge(i, end, labelEditor, worth+2)
			} else if behindIn && k > len(l.people)-4 {
				l.edge(i, end, labelEditor, worth-1)
			}
		}
	}
	l.proposeOrganisationEditor(i)
}

// proposeOrganisationEditor proposes "Bundesamt für Naturschutz (Hrsg.)".
func (l *lattice) proposeOrganisationEditor(i int) {
	for j := i + 1; j < min(i+14, len(l.tokens)); j++ {
		if behind := l.editorMark(j); behind > 0 && l.isAny(j, "(,[") {
			l.edge(i, behind, labelEditor, 1.5)
			return
		}
	}
}

// editedBy reads "edited by", "ed. by", "eds.", "hrsg. von" at token i and returns the token behind
// it, or 0.
func (l *lattice) editedBy(i int) int {
	t := l.at(i)
	if !t.in(classEditor) && lower(l.word(i)) != "edited" && lower(l.word(i)) != "herausgegeben" {
		return 0
	}
	j := l.behindDot(i)
	switch w := l.word(j); w {
	case "by", "von", "v", "par", "por", "di", "a":
		return l.behindDot(j)
	}
	if t.is(shapeLower) || l.is(i+1, '.') || l.is(i+1, ':') {
		if l.is(j, ':') {
			j++
		}
		return j
	}
	return 0
}

// editorMark reads "(eds.)", ", editors" at token i and returns the token behind it, or 0.
func (l *lattice) editorMark(i int) int {
	if l.is(i, ',') {
		i++
	}
	open := l.isAny(i, "([")
	if open {
		i++
	}
	if !l.at(i).in(classEditor) {
		return 0
	}
	end := l.behindDot(i)
	if open {
		for n := 0; n < 4 && !l.isAny(end, ")]"); n++ { // "(Hrsg. und Übers.)"
			end++
		}
		if !l.isAny(end, ")]") {
			return 0
		}
		return end + 1
	}
	if l.word(i) == "ed" || l.word(i) == "Ed" || l.word(i) == "org" {
		if !l.is(i+1, '.') {
			return 0
		}
	}
	return end
}

// proposeRemarks proposes what is no field of its own: "In", the kind of a thesis, "Available from".
func (l *lattice) proposeRemarks(i int) {
	t := l.at(i)
	if !t.is(shapeWord) {
		if l.isAny(i, "[(") {
			l.proposeBracketNote(i)
		}
		return
	}
	if l.isIn(i) {
		end := i + 1
		if l.is(end, ':') {
			end++
		}
		l.edge(i, end, labelIn, l.inWorth(i))
	}
	if t.in(classNote) {
		worth := float32(1)
		if t.runes > 6 && !t.in(classJournal) {
			worth = 1.8
		}
		l.proposeNote(i, worth)
	} else if t.is(shapeWord) && i > 0 {
		l.proposeNote(i, -1.5)
	}
	if end := l.genre(i); end > 0 {
		l.edge(i, end, labelGenre, 2)
	}
}

// isIn reports whether token i is the word before a container. In capitals, and where it is rather a
// word of a title, it needs its colon.
func (l *lattice) isIn(i int) bool {
	t := l.at(i)
	return t.in(classIn) && (l.is(i+1, ':') || !t.is(shapeCaps) && l.word(i) != "en" && l.word(i) != "em")
}

// inWorth scores the word "in" as the one before a container.
func (l *lattice) inWorth(i int) float32 {
	switch {
	case l.is(i+1, ':'):
		return 2.5
	case l.at(i).is(shapeUpper) && i > 0:
		return 1.2
	case l.isAny(i-1, "”’\"»,)"):
		return 0.8
	}
	return 0
}

// proposeNote proposes remarks from token i to the ends of sentences.
func (l *lattice) proposeNote(i int, worth float32) {
	ends := 0
	stop := min(i+40, int(l.barrier[i]))
	for j := i + 1; j <= stop; j++ {
		if l.textEnd(i, j) == endNone && j != stop {
			continue
		}
		words := float32(l.counts[j].words - l.counts[i].words)
		l.edge(i, j, labelNote, worth-0.15*min(words, 20))
		if ends++; ends > 6 {
			return
		}
	}
}

// proposeBracketNote proposes a remark in brackets: "[in Russian]", "[cited 2010 Jan 5]",
// "(accessed 4 May 2012)".
func (l *lattice) proposeBracketNote(i int) {
	for j := i + 1; j < min(i+30, int(l.barrier[i])); j++ {
		if l.isAny(j, ")]") {
			worth := float32(-0.8)
			if l.at(i+1).in(classNote|classIn) || l.at(i+2).in(classNote) {
				worth = 1
			} else if l.is(i, '[') {
				worth = 0
			}
			l.edge(i, j+1, labelNote, worth)
			return
		}
	}
}

// genre reads the kind of a thesis or a report: "PhD thesis", "[dissertation]", "Technical report",
// "Working paper No. 12", and returns the token behind it, or 0.
func (l *lattice) genre(i int) int {
	j := i
	for n := 0; n < 5; n++ {
		t := l.at(j)
		switch w := lower(l.word(j)); {
		case t.in(classGenre):
			if w == "doctoral" {
				break
			}
			if l.is(j+1, '.') && w == "diss" {
				return j + 2
			}
			return j + 1
		case (w == "report" || w == "rep" || w == "paper" || w == "memo") && j > i:
			return l.behindDot(j)
		case t.in(classDegree), w == "ph", w == "d", w == "m", w == "s", w == "sc", w == "master", w == "masters", w == "doctoral", w == "tech",
			w == "technical", w == "working", w == "discussion", w == "bachelor", w == "unpublished", w == "master's", w == "master’s", w == "inaugural", w == "de", w == "doctorat" && j > i:
		default:
			return 0
		}
		j = l.behindDot(j)
		if l.is(j, '-') {
			j++
		}
	}
	return 0
}

// proposeQuoted proposes a text in quotation marks as the title.
func (l *lattice) proposeQuoted(i int) {
	end := int(l.quotes[i])
	if end <= i || int(l.barrier[i]) <= end {
		return
	}
	words := l.counts[end].words - l.counts[i].words
	worth := float32(3)
	if words < 2 {
		worth = 1.8
	}
	l.edge(i, end+1, labelTitle, worth)
	l.edge(i, end+1, labelContainer, -2)
}

// proposeText proposes running text from token i: a title, a container, a publisher, a place.
func (l *lattice) proposeText(i int, after labels) {
	t := l.at(i)
	if !t.is(shapeWord) && !l.isAny(i, "([¿¡‘'#$@&“\"«„") || l.isAny(i, "(") && !l.at(i+1).is(shapeCapital|shapeNumber) {
		return
	}
	names := float32(0)
	if l.nameLike(i) {
		names = 1.2
	}
	name, isName := l.familyFirst(i)
	isName = isName && name.form == familyInitials
	const behindIn labels = 1<<labelIn | 1<<labelEditor
	ends := 0
	stop := min(i+maxWords, int(l.barrier[i]))
	for j := i + 1; j <= stop && ends < maxEnds; j++ {
		e := l.textEnd(i, j)
		if e == endNone {
			continue
		}
		ends++
		c := l.between(i, j)
		names := names
		if isName && (name.end == j || name.end == j+1) {
			names += 1.5
		}
		l.edge(i, j, labelTitle, l.title(i, j, c, e)-names)
		l.edgeAfter(behindIn, i, j, labelContainer, l.book(i, j, c, e))
		l.edgeAfter(^behindIn, i, j, labelContainer, l.container(i, j, c, e)-names)
		if c.words <= 8 {
			l.edge(i, j, labelPublisher, l.publisher(i, c))
			l.edge(i, j, labelPlace, l.place(i, c))
		}
	}
}
