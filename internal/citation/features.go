package citation

// featuresOf returns the features of cell i. They are valid until the next call. A feature is the hash
// of its kind, a number that means nothing but must differ from all others, and of its value; whoever
// changes one has to train the model anew.
func (o *observer) featuresOf(i int) []uint32 {
	o.features = append(o.features[:0], always)
	o.wordFeatures(i)
	o.placeFeatures(i)
	o.stretchFeatures(i)
	return o.features
}

// always is the feature that holds everywhere.
const always = 0x5bd1e995

// add appends a feature: the number of its kind, and its value.
func (o *observer) add(kind, value uint32) {
	o.features = append(o.features, mix(kind*0x1000193+17, value))
}

// edgeCell stands before and behind the text.
var edgeCell = cell{word: 99, kind: 99}

func (o *observer) cell(i int) *cell {
	if i < 0 || i >= len(o.cells) {
		return &edgeCell
	}
	return &o.cells[i]
}

// wordFeatures are those of a cell and its neighbours.
func (o *observer) wordFeatures(i int) {
	p3, p2, p1, c, n1, n2, n3 := o.cell(i-3), o.cell(i-2), o.cell(i-1), o.cell(i), o.cell(i+1), o.cell(i+2), o.cell(i+3)
	o.add(1, c.word)
	o.add(2, p1.word)
	o.add(3, n1.word)
	o.add(4, p2.word)
	o.add(5, n2.word)
	o.add(6, mix(p1.word, c.word))
	o.add(7, mix(c.word, n1.word))
	o.add(8, c.kind)
	o.add(9, mix(p1.kind, c.kind))
	o.add(10, mix(c.kind, n1.kind))
	near := mix(mix(p1.kind, c.kind), n1.kind)
	o.add(11, near)
	o.add(12, mix(mix(p2.kind, p1.kind), c.kind))
	o.add(13, mix(mix(c.kind, n1.kind), n2.kind))
	wide := mix(mix(near, p2.kind), n2.kind)
	o.add(14, wide)
	o.add(15, mix(mix(wide, p3.kind), n3.kind))
	o.add(16, mix(p2.word, p1.word))
	o.add(17, mix(p2.kind, n2.kind))
	o.add(18, mix(uint32(c.class), c.kind))
	o.add(19, mix(uint32(p1.class), p1.kind))
	o.add(20, mix(uint32(n1.class), n1.kind))
	o.add(21, mix(mix(uint32(p2.class), p1.kind), c.kind))
	know := uint32(c.know) | uint32(c.journal)<<5 | uint32(min(c.run, 4))<<7
	o.add(22, mix(know, c.kind))
	o.add(23, uint32(p1.know)|uint32(n1.know)<<8|uint32(c.know)<<16)
	o.add(24, mix(mix(uint32(c.journal)|uint32(p1.journal)<<2|uint32(n1.journal)<<4|uint32(min(c.run, 4))<<6, p1.kind), n1.kind))
	o.add(25, mix(p1.word, n1.kind))
	o.add(26, mix(mix(p1.word, p2.kind), c.kind))
	if t := o.tokens[c.start]; c.id == labelNone && t.is(shapeWord) {
		o.affixes(o.text[t.start:t.end], t)
		if !t.is(shapeSpaced) {
			o.add(27, near)
		}
	}
	o.add(28, mix(uint32(c.quote)|uint32(c.bracket)<<2|uint32(p1.quote)<<4, c.kind))
	o.add(29, mix(uint32(c.quote)|uint32(c.bracket)<<2, p1.kind))
}

// affixes are the ends of a word.
func (o *observer) affixes(w string, t token) {
	if t.is(shapeNumber) {
		return
	}
	if len(w) > 3 {
		o.add(30, wordHash(w[:3]))
		o.add(31, wordHash(w[len(w)-3:]))
		o.add(32, wordHash(w[len(w)-2:]))
	}
	if len(w) > 5 {
		o.add(33, wordHash(w[:4]))
		o.add(34, wordHash(w[len(w)-4:]))
	}
}

// placeFeatures are those of the place in the whole.
func (o *observer) placeFeatures(i int) {
	c, p1, n1 := o.cell(i), o.cell(i-1), o.cell(i+1)
	n := len(o.cells)
	o.add(40, mix(uint32(i*10/n), c.kind))
	o.add(41, bucket(uint32(min(i, 30)))|bucket(uint32(min(n-1-i, 30)))<<8)
	year := uint32(0)
	switch {
	case o.first < 0:
	case i < o.first:
		year = 1
	case i == o.first:
		year = 2
	default:
		year = 3 + min(uint32(i-o.first), 3)
	}
	where := year | uint32(c.years)<<4
	o.add(42, mix(where, c.kind))
	o.add(48, mix(mix(o.years, where), mix(p1.kind, n1.kind)))
	o.add(49, mix(mix(o.years, where), mix(c.kind, o.cell(i+2).kind)))
	o.add(43, mix(o.global, year))
	o.add(44, mix(mix(where, p1.kind), mix(c.kind, n1.kind)))
	o.add(45, mix(o.global, mix(year, uint32(c.quote))))
	around := uint32(c.around)
	o.add(70, mix(around, c.kind))
	o.add(71, mix(around, mix(p1.kind, year)))
	o.add(72, mix(around, o.global))
	ahead, behind := o.initialsAround(i)
	o.add(73, mix(around, ahead|behind<<4))
	o.add(46, mix(ahead|behind<<4, c.kind))
	o.add(47, mix(ahead|behind<<4, mix(p1.kind, year)))
}

// initialsAround counts the initials among the next cells and those before.
func (o *observer) initialsAround(i int) (ahead, behind uint32) {
	initial := func(i int) uint32 {
		if !o.isWord(i) {
			return 0
		}
		if t := o.tokens[o.cells[i].start]; t.is(shapeUpper) && t.is(shapeCaps) && t.runes <= 2 {
			return 1
		}
		return 0
	}
	for k := 1; k <= 6; k++ {
		ahead += initial(i + k)
		behind += initial(i - k)
	}
	return min(ahead, 3), min(behind, 3)
}

// stretchFeatures are those of the clause and the sentence around the cell.
func (o *observer) stretchFeatures(i int) {
	c, p1 := o.cell(i), o.cell(i-1)
	k, s := int(c.clause), int(c.sentence)
	clause, sentence := o.clauses[k], o.sentences[s]
	first := uint32(0)
	if i == clause.start {
		first = 1
	}
	if i == sentence.start {
		first = 2
	}
	o.add(50, mix(clause.form, first))
	o.add(51, mix(clause.content, first))
	o.add(52, mix(sentence.form, first))
	o.add(53, mix(sentence.content, first))
	o.add(54, mix(mix(sentence.form, sentence.content), uint32(min(s, 3))))
	o.add(55, mix(clause.form, clause.content))
	before, after := stretch{}, stretch{}
	if s > 0 {
		before = o.sentences[s-1]
	}
	if s+1 < len(o.sentences) {
		after = o.sentences[s+1]
	}
	o.add(56, mix(before.form, sentence.form))
	o.add(57, mix(after.form, sentence.form))
	o.add(58, mix(before.content, mix(sentence.content, first)))
	o.add(59, mix(after.content, mix(sentence.content, first)))
	o.add(60, mix(uint32(min(s, 4))|uint32(min(len(o.sentences)-s, 4))<<4|first<<8, o.global))
	o.add(61, mix(mix(uint32(min(s, 4))|first<<8, c.kind), o.global&7))
	beforeClause, afterClause := stretch{}, stretch{}
	if k > 0 {
		beforeClause = o.clauses[k-1]
	}
	if k+1 < len(o.clauses) {
		afterClause = o.clauses[k+1]
	}
	o.add(62, mix(beforeClause.content, mix(clause.content, p1.kind)))
	o.add(63, mix(afterClause.content, clause.content))
	o.add(64, mix(afterClause.form, mix(clause.form, first)))
	o.add(65, mix(o.cell(clause.start-1).kind, mix(o.cell(clause.end-1).kind, clause.form)))
	o.add(66, mix(o.cell(clause.start).word, min(uint32(i-clause.start), 3)))
	o.add(67, mix(o.cell(sentence.start).word, first))
	o.add(68, mix(mix(o.global, clause.content), uint32(min(s, 3))))
	o.add(69, mix(o.cell(sentence.end).word, first))
	o.add(74, mix(uint32(c.around), mix(sentence.form, first)))
	o.add(75, mix(uint32(c.around), mix(clause.content, first)))
}
