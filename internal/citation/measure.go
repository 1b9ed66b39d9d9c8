package citation

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
