package citation

// stretch is a run of cells between strong punctuation, as a clause or a sentence is.
type stretch struct {
	start, end int // cells
	form       uint32
	content    uint32
}

// divide cuts the cells into sentences and clauses, and says of each what it looks like.
func (o *observer) divide() {
	o.clauses, o.sentences = o.clauses[:0], o.sentences[:0]
	clause, sentence := 0, 0
	for i := range o.cells {
		o.cells[i].clause, o.cells[i].sentence = int32(len(o.clauses)), int32(len(o.sentences))
		weak, strong := o.breaks(i)
		if i == len(o.cells)-1 {
			weak, strong = true, true
		}
		if weak || strong {
			o.clauses = append(o.clauses, o.stretchOf(clause, i+1))
			clause = i + 1
		}
		if strong {
			o.sentences = append(o.sentences, o.stretchOf(sentence, i+1))
			sentence = i + 1
		}
	}
}

// breaks reports whether a clause ends with cell i, and whether a sentence does.
func (o *observer) breaks(i int) (clause, sentence bool) {
	c := o.cells[i]
	if c.id != labelNone {
		return true, true
	}
	t := o.tokens[c.start]
	if t.is(shapeWord) {
		if i+1 < len(o.cells) && o.cells[i+1].id != labelNone {
			return true, true
		}
		return false, false
	}
	next := o.at(int(c.end))
	switch t.first {
	case ',', ':', ';', '/', '(', '[', ')', ']', '，', '、', '；', '：', '،', '؛':
		return true, false
	case '”', '»', '“', '"', '«', '」', '』', '》':
		return true, true
	case '?', '!', '。':
		return true, next.is(shapeSpaced)
	case '.':
		before := o.at(int(c.start) - 1)
		if before.runes == 1 && before.is(shapeUpper) {
			return false, false
		}
		if !next.is(shapeSpaced) && !before.is(shapeLower) {
			return false, false
		}
		abbreviated := before.in(classAbbrev|classJournal) && before.runes <= 7 && !before.in(classAlone) || before.is(shapeUpper) && before.runes <= 4 && !before.is(shapeCaps)
		return true, !abbreviated && !next.is(shapeLower)
	}
	return isDash(t.first) && t.is(shapeSpaced) && next.is(shapeSpaced), false
}

// stretchOf describes the cells from start to end.
func (o *observer) stretchOf(start, end int) stretch {
	var words, lower, initials, digits, journal, family, title, container, org, function, year uint32
	for i := start; i < end; i++ {
		c := &o.cells[i]
		if c.id != labelNone {
			continue
		}
		t := o.tokens[c.start]
		if !t.is(shapeWord) {
			continue
		}
		words++
		switch {
		case t.is(shapeDigit):
			digits++
			if o.year(int(c.start)) > 0 {
				year = 1
			}
		case t.is(shapeLower):
			lower++
		case t.is(shapeUpper) && (t.runes == 1 || t.runes <= 3 && t.is(shapeCaps)):
			initials++
		}
		if c.journal != 0 {
			journal++
		}
		if c.know&KnowFamily != 0 && t.is(shapeUpper) {
			family++
		}
		if c.know&KnowTitle != 0 {
			title++
		}
		if c.know&KnowContainer != 0 || c.class.has(classEvent) {
			container++
		}
		if c.class.has(classOrg | classPublisher | classPlace) {
			org++
		}
		if c.class.has(classFunction) && t.is(shapeLower) {
			function++
		}
	}
	share := func(n uint32) uint32 {
		if words == 0 {
			return 7
		}
		return n * 4 / words
	}
	s := stretch{start: start, end: end}
	s.form = share(lower) | bucket(words)<<3 | share(initials)<<7 | min(digits, 2)<<10 | year<<12 | min(function, 2)<<13
	s.content = share(journal) | share(family)<<3 | share(title)<<6 | share(container)<<9 | share(org)<<12
	return s
}

// bucket makes few numbers of many: 0, 1, 2, 3, 4, 5–6, 7–9, 10–14, 15–24, more.
func bucket(n uint32) uint32 {
	switch {
	case n <= 4:
		return n
	case n <= 6:
		return 5
	case n <= 9:
		return 6
	case n <= 14:
		return 7
	case n <= 24:
		return 8
	}
	return 9
}
