package citation

// piece is a range of tokens, from start to end, empty where both are equal.
type piece struct{ start, end int }

func (p piece) empty() bool { return p.start >= p.end }

// person is one name of a list, as ranges of tokens. Where family is empty, the whole is a literal:
// an organisation, or a name that cannot be taken apart.
type person struct {
	piece
	particle, family, given, suffix piece
	form                            nameForm
	worth                           float32 // how sure it is a name at all; about 1 for a good one
	etAl                            int     // behind "et al.", where that follows; otherwise 0
}

// nameForm is the order and the fullness in which a name is printed.
type nameForm uint8

const (
	formNone       nameForm = iota
	familyInitials          // Smith JA
	familyComma             // Smith, J. A.
	familyGiven             // Smith, John
	initialsFamily          // J. A. Smith
	givenFamily             // John A. Smith
	formLiteral             // World Health Organization, 王小明
	nameFormsNumber
)

// formWorth says how seldom other text looks like a name of the form.
var formWorth = [nameFormsNumber]float32{
	familyInitials: 1.2, familyComma: 1.3, familyGiven: 0.7, initialsFamily: 1.1, givenFamily: 0.45, formLiteral: 0.3,
}

// name reads one name at token i.
func (s *source) name(i int, order nameOrder, first bool) (person, bool) {
	if order == familyFirst || order == firstTurned && first {
		if p, ok := s.familyFirst(i); ok {
			return p, true
		}
	} else {
		if p, ok := s.initialsFirst(i); ok {
			return p, true
		}
		if p, ok := s.givenFirst(i); ok {
			return p, true
		}
	}
	return s.literalName(i, first)
}

// familyFirst reads "van den Berg JM", "Berg, J. M. van den, Jr." or "Berg, Jodi Maria".
func (s *source) familyFirst(i int) (person, bool) {
	p := person{piece: piece{start: i}}
	i = s.particles(i, &p)
	p.family.start = i
	if w := s.word(i); (w == "O" || w == "D") && s.familyWord(i+1) > 0 { // "O Reilly"
		i++
	}
	for range 4 {
		end := s.familyWord(i)
		if end == 0 {
			return p, false
		}
		i = s.innerParticles(end)
		p.family.end = end
		if s.givenAfter(end, &p) {
			p.worth = formWorth[p.form] - s.doubt(p)
			return p, true
		}
	}
	return p, false
}

// givenAfter reads what stands behind a family name that ends before token i.
func (s *source) givenAfter(i int, p *person) bool {
	i = s.suffixBefore(i, p)
	if end := s.initials(i); end > 0 && s.nameMayEnd(end, true) {
		p.form, p.given = familyInitials, piece{i, end}
		p.end = s.suffix(end, p)
		return true
	}
	if !s.is(i, ',') && !s.is(i, '，') {
		return false
	}
	i = s.suffix(i+1, p)
	if s.is(i, ',') { // behind a suffix, or doubled
		i++
	}
	if end := s.initials(i); end > 0 && (s.at(i).runes < 3 || !s.at(end).is(shapeWord)) {
		end = s.moreInitials(end)
		p.form, p.given, p.end = familyComma, piece{i, end}, end
		s.trailing(p)
		if s.nameMayEnd(p.end, true) {
			return true
		}
	}
	if end := s.givenNames(i); end > 0 {
		p.form, p.given, p.end = familyGiven, piece{i, end}, end
		s.trailing(p)
		return s.nameMayEnd(p.end, false)
	}
	return false
}

// moreInitials reads what may follow initials before the comma: the "de M." of "Moura, J. F. de M.",
// the "ryung" of "Choi, K. ryung".
func (s *source) moreInitials(i int) int {
	t := s.at(i)
	if !t.is(shapeLower) || t.in(classAnd|classEditor|classSuffix) || s.etAl(i) > 0 {
		return i
	}
	if end := s.initials(i + 1); t.in(classParticle) && end > 0 && s.is(end, ',') {
		return end
	}
	if !t.in(classParticle|classFunction) && s.is(i+1, ',') {
		return i + 1
	}
	return i
}

// suffixBefore reads a suffix between the family name and the given names: "Smith Jr, J.",
// "King III, D. T.". What looks like one may be initials: "Ivanov IV, Petrov AB".
func (s *source) suffixBefore(i int, p *person) int {
	j := s.suffix(i, p)
	if j == i {
		return i
	}
	k := j
	if s.is(k, ',') {
		k++
	}
	end := s.initials(k)
	if end == 0 && (s.at(i).is(shapeCaps) || k == j || s.givenWord(k) == 0) {
		p.suffix = piece{}
		return i
	}
	return j
}

// trailing reads a particle and a suffix behind given names: "Boer, J. de", "Smith, J., Jr.".
func (s *source) trailing(p *person) {
	if p.particle.empty() {
		end := p.end
		for s.at(end).in(classParticle) && s.at(end).is(shapeLower) && (!s.at(end).in(classAnd) || s.is(end+1, ';')) {
			end++
		}
		if end > p.end && s.isAny(end, ",;.&(") {
			p.particle, p.end = piece{p.end, end}, end
		}
	}
	p.end = s.suffix(p.end, p)
}

// initialsFirst reads "J. M. van den Berg, Jr.".
func (s *source) initialsFirst(i int) (person, bool) {
	p := person{piece: piece{start: i}, form: initialsFamily}
	end := s.initials(i)
	if t := s.at(i); end == 0 || t.runes > 3 || t.runes > 1 && t.in(classJournal|classEvent) {
		return p, false // "AIAA Guidance", "ACM Queue"
	}
	p.given = piece{i, end}
	return p, s.familyBehind(end, &p)
}

// familyBehind reads a family name of up to three words behind initials, of one behind given names.
func (s *source) familyBehind(i int, p *person) bool {
	i = s.particles(i, p)
	p.family.start = i
	words := 3
	if p.form == givenFamily {
		words = 1
	}
	for range words {
		end := s.familyWord(i)
		if end == 0 {
			return false
		}
		p.family.end = end
		if s.nameMayEnd(end, false) || s.suffix(end, p) > end {
			p.end = s.suffix(end, p)
			p.worth = formWorth[p.form] - s.doubt(*p)
			return true
		}
		i = s.innerParticles(end)
	}
	return false
}

// givenFirst reads "Jodi M. van den Berg": one to three given names, the first written out.
func (s *source) givenFirst(i int) (person, bool) {
	p := person{piece: piece{start: i}, form: givenFamily}
	end := i
	for n := 0; n < 4; n++ {
		next := s.givenWord(end)
		if next == 0 {
			next = s.initials(end)
			if n == 0 || next == 0 {
				break
			}
		}
		end = next
		q := p
		q.given = piece{i, end}
		if s.familyBehind(end, &q) && q.family.end-q.family.start < 4 {
			if t := s.at(end - 1); t.runes == 1 { // an initial between
				q.worth += 0.4
			}
			return q, true
		}
	}
	return p, false
}

// givenNames reads given names behind a comma, the first written out, and returns their end, or 0.
func (s *source) givenNames(i int) int {
	end := s.givenWord(i)
	if end == 0 {
		return 0
	}
	for range 3 {
		next := s.initials(end)
		if next == 0 && !s.is(end-1, '.') {
			next = s.givenWord(end)
		}
		if next == 0 {
			break
		}
		end = next
	}
	return end
}

// givenWord returns the token behind a given name that is written out, with its hyphen, or 0.
func (s *source) givenWord(i int) int {
	t := s.at(i)
	if !t.is(shapeUpper) || t.is(shapeDigit) || t.runes < 2 || t.in(classFunction) && !t.in(classParticle) {
		return 0
	}
	if s.tightDash(i+1) && s.at(i+2).is(shapeWord) {
		return i + 3
	}
	return i + 1
}

// familyWord returns the token behind one word of a family name, with its hyphens, or 0.
func (s *source) familyWord(i int) int {
	t := s.at(i)
	if !t.is(shapeUpper) && !t.is(shapeInner) || t.is(shapeDigit) || t.runes < 2 {
		return 0
	}
	for s.tightDash(i+1) && s.at(i+2).is(shapeWord) && !s.at(i+2).is(shapeDigit) {
		i += 2
	}
	if !s.at(i+1).is(shapeWord|shapeSpaced) && isApostrophe(s.at(i+1).first) && s.is(i+2, ',') { // "Calio’, R."
		i++
	}
	return i + 1
}

// innerParticles skips small particles between two words of a family name: "García de la Torre".
func (s *source) innerParticles(i int) int {
	end := i
	for s.at(end).in(classParticle) && s.at(end).is(shapeLower) {
		end++
	}
	if end > i && s.at(end).is(shapeUpper) {
		return end
	}
	return i
}

// particles reads the particles before a family name. A capital one belongs to the family name.
func (s *source) particles(i int, p *person) int {
	end := i
	for s.at(end).in(classParticle) && s.at(end).is(shapeLower) && end < i+4 {
		end++
		if s.tightDash(end) { // "al-Hassan"
			end++
		}
	}
	if end == i || !s.at(end).is(shapeUpper) {
		return i
	}
	p.particle = piece{i, end}
	return end
}

// suffix reads "Jr.", ", Jr." or "III" at token i into p and returns the token behind it.
func (s *source) suffix(i int, p *person) int {
	j := i
	if s.is(j, ',') {
		j++
	}
	t := s.at(j)
	if !t.in(classSuffix) || t.is(shapeLower) || t.runes < 2 {
		return i
	}
	end := j + 1
	if s.is(end, '.') && !t.is(shapeRoman) {
		end++
	} else if t.is(shapeCaps) && !t.is(shapeRoman) { // the initials of "McCouch SR"
		return i
	}
	p.suffix = piece{j, end}
	return end
}

// initials reads "J.-M.", "J M", "JM" or "Yu. V." at token i. It returns the token behind them, or
// 0.
func (s *source) initials(i int) (end int) {
	letters, dotted := 0, false
	for i < len(s.tokens) {
		t := s.at(i)
		n := int(t.runes)
		dot := s.is(i+1, '.')
		if !t.is(shapeUpper) || t.is(shapeDigit) || letters+n > 6 || !s.isInitial(i, letters, dot, dotted) {
			return end
		}
		letters += n
		i++
		if dot {
			i++
			dotted = true
		}
		end = i
		if !isDash(s.at(i).first) || s.at(i).is(shapeWord) {
			continue
		}
		switch t := s.at(i + 1); {
		case t.is(shapeWord) && t.runes == 1 && t.is(shapeLower): // "J.-h."
			i += 2
			if s.is(i, '.') {
				i++
			}
			end = i
		case t.is(shapeUpper) && t.runes <= 2:
			i++
		default:
			return end
		}
	}
	return end
}

// isInitial reports whether the capitalised word at token i is one or more initials.
func (s *source) isInitial(i, letters int, dot, dotted bool) bool {
	t := s.at(i)
	switch {
	case t.runes == 1:
		// The article of a title: "Smith J. A new method", "Smith J A new method".
		return letters == 0 || dot || !dotted && !s.at(i+1).is(shapeLower)
	case t.is(shapeCaps) && (t.runes <= 3 || t.runes == 4 && !dot):
		return letters == 0 && s.word(i) != "III" || letters > 0 && t.runes == 2 && dot && dotted
	case t.in(classInitial):
		return dot
	}
	return false
}

// nameMayEnd reports whether a name may end before token i. Behind initials a title may follow
// without punctuation.
func (s *source) nameMayEnd(i int, initials bool) bool {
	t := s.at(i)
	switch {
	case i >= len(s.tokens), !t.is(shapeWord):
		return !isDash(t.first) || s.spacedDash(i)
	case s.isAnd(i), t.in(classEditor), s.year(i) > 0, t.in(classSuffix) && t.is(shapeUpper):
		return true
	case t.is(shapeLower):
		return s.etAl(i) > 0 || initials && t.in(classParticle|classIn)
	}
	return initials && t.is(shapeSpaced)
}

// doubt says how much the words of a name speak for something else: a journal, a title.
func (s *source) doubt(p person) float32 {
	var d float32
	for i := p.start; i < p.end; i++ {
		t := s.at(i)
		if !t.is(shapeWord) || t.runes < 2 {
			continue
		}
		full := p.form == givenFamily || p.form == familyGiven
		switch {
		case t.in(classJournal) && (full || s.is(i+1, '.')):
			d += 0.9
		case t.in(classJournal | classPublisher | classMonth), t.in(classFunction) && !t.in(classParticle):
			d += 0.4
		case full && t.in(classOrg):
			d += 0.6
		case full && t.in(classPlace):
			d += 0.3
		}
	}
	return d
}

// literalName reads the name of an organisation, or one in Chinese, Japanese or Korean writing.
func (s *source) literalName(i int, first bool) (person, bool) {
	p := person{piece: piece{i, i + 1}, form: formLiteral, worth: formWorth[formLiteral]}
	t := s.at(i)
	if t.is(shapeCJK) {
		return p, t.runes >= 2 && t.runes <= 4 && s.isAny(i+1, ",，、;；.。．:：・")
	}
	orgs, n := 0, 0
	for j := i; j < i+16; j++ {
		t := s.at(j)
		switch {
		case t.is(shapeWord) && (t.is(shapeUpper) || t.in(classFunction) && n > 0):
			n++
			p.end = j + 1
			if t.in(classOrg) {
				orgs++
			}
			continue
		case s.tightDash(j), s.is(j, '&'):
			continue
		}
		break
	}
	p.worth += 0.2 * float32(min(orgs, 2))
	return p, !first && orgs > 0 && n > 1 && s.nameMayEnd(p.end, false) && !s.at(p.end).is(shapeWord)
}
