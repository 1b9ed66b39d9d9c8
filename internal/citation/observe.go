package citation

// dictionary says what a word or phrase with a hash is known for, in bits of the know kinds.
type dictionary interface {
	Class(hash uint32) uint8
}

// What the dictionary knows of words and phrases.
const (
	KnowFamily    uint8 = 1 << iota // a family name
	KnowGiven                       // a given name
	KnowTitle                       // more often in titles than elsewhere
	KnowContainer                   // more often in names of journals than elsewhere
	KnowJournal                     // a phrase that is the name of a journal
)

// cell is a position of the sequence that is labelled: a token, or a whole identifier.
type cell struct {
	start, end int32 // tokens
	id         label // of an identifier, or labelNone
	word       uint32
	kind       uint32 // what it looks like
	class      class
	know       uint8
	journal    uint8 // its place in the name of a journal: 0 none, 1 at its beginning, 2 within, 3 at its end
	run        uint8 // the length of that name in words
	quote      uint8 // 1 within quotation marks, 2 behind some
	bracket    uint8
	years      uint8 // how many years stand before it
	around     uint8 // what stands before it and behind it, in bits
	clause     int32
	sentence   int32
}

// observer turns a text into the features of its positions. It is the scratch space of one call.
type observer struct {
	source
	known     dictionary
	found     []identified
	cells     []cell
	clauses   []stretch
	sentences []stretch
	global    uint32 // what the whole looks like
	years     uint32 // how many years stand in it, at most 3
	first     int    // the cell of the first year, or -1
	features  []uint32
}

// read takes a text apart.
func (o *observer) read(text string) {
	o.text = text
	o.tokens = tokenize(text, o.tokens[:0])
	o.found = o.identifiers(o.found[:0])
	o.fillCells()
	o.markQuotes()
	o.markJournals()
	o.divide()
	o.survey()
	o.lookAround()
}

// fillCells makes the cells, each with what can be said of it alone.
func (o *observer) fillCells() {
	o.cells = o.cells[:0]
	next := 0
	for i := 0; i < len(o.tokens); i++ {
		if next < len(o.found) && o.found[next].start == i {
			f := o.found[next]
			next++
			o.cells = append(o.cells, cell{start: int32(f.start), end: int32(f.end), id: f.label, word: mix(1, uint32(f.label)), kind: mix(2, uint32(f.label))})
			i = f.end - 1
			continue
		}
		t := o.tokens[i]
		c := cell{start: int32(i), end: int32(i + 1), class: t.class, kind: o.kindOf(i)}
		if t.is(shapeWord) && !t.is(shapeNumber) {
			c.word = wordHash(o.text[t.start:t.end])
			c.know = o.known.Class(c.word)
		} else {
			c.word = c.kind
		}
		o.cells = append(o.cells, c)
	}
}

// kindOf says what token i looks like: its character if it is punctuation, its length if it is a
// number, how it is written if it is a word.
func (o *observer) kindOf(i int) uint32 {
	t := o.tokens[i]
	n := uint32(min(t.runes, 6))
	switch {
	case !t.is(shapeWord):
		r := t.first
		if isDash(r) {
			r = '-'
		}
		return mix(3, uint32(r))
	case t.is(shapeNumber):
		if o.year(i) > 0 {
			return mix(4, 10)
		}
		return mix(4, n)
	case t.is(shapeDigit):
		if o.year(i) > 0 {
			return mix(4, 11)
		}
		return mix(5, uint32(min(t.runes, 5))<<4|uint32(t.shape&(shapeUpper|shapeLower))&0x18)
	case t.is(shapeCJK):
		return mix(6, n)
	case t.is(shapeCaps) && t.is(shapeUpper):
		return mix(7, n)
	case t.is(shapeUpper) && t.is(shapeInner):
		return mix(8, 0)
	case t.is(shapeUpper):
		return mix(9, min(n, 4))
	case t.is(shapeInner):
		return mix(10, 0)
	case !t.is(shapeLower): // a script that knows no capitals
		return mix(12, min(n, 3))
	}
	return mix(11, min(n, 3))
}

// markQuotes says of each cell whether it stands within quotation marks, and in how many brackets.
func (o *observer) markQuotes() {
	inside, behind, depth := false, false, uint8(0)
	for i := range o.cells {
		c := &o.cells[i]
		t := o.tokens[c.start]
		opens := false
		if c.id == labelNone && !t.is(shapeWord) {
			switch t.first {
			case '“', '«', '„', '‘', '「', '『', '《':
				opens = !inside
			case '"', '»', '`':
				opens = !inside && (t.is(shapeSpaced) || i == 0)
			case '(', '[':
				depth = min(depth+1, 3)
			}
		}
		if opens {
			inside = true
		}
		switch {
		case inside:
			c.quote = 1
		case behind:
			c.quote = 2
		}
		c.bracket = depth
		if c.id == labelNone && !t.is(shapeWord) {
			switch t.first {
			case '”', '»', '“', '"', '«', '’', '\'', '」', '』', '》':
				if !opens && inside {
					inside, behind = false, true
				}
			case ')', ']':
				depth -= min(depth, 1)
			}
		}
	}
}

func (c class) has(other class) bool { return c&other != 0 }

func (o *observer) isWord(i int) bool {
	return i >= 0 && i < len(o.cells) && o.cells[i].id == labelNone && o.tokens[o.cells[i].start].is(shapeWord)
}
