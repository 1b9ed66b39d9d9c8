package citation

// maxWords and maxEnds bound how far a proposal of running text reaches: the longest titles have
// some hundred words.
const (
	maxWords = 160
	maxEnds  = 24
)

// proposeNumber proposes the number that a list prints before its references: "[1]", "(12)", "3.",
// "26-", "1 ". A bullet is skipped as any punctuation is.
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
		l.proposeNote(i, worth, 7)
	} else if i > 0 {
		l.proposeNote(i, -1.5, 3)
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

// proposeNote proposes remarks from token i to the first few places where they may end.
func (l *lattice) proposeNote(i int, worth float32, ends int) {
	stop := min(i+40, int(l.barrier[i]))
	for j := i + 1; j <= stop; j++ {
		if l.textEnd(i, j) == endNone && j != stop {
			continue
		}
		words := float32(l.counts[j].words - l.counts[i].words)
		l.edge(i, j, labelNote, worth-0.15*min(words, 20))
		if ends--; ends == 0 {
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
func (l *lattice) proposeText(i int) {
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
