package citation

// survey says what the whole looks like: where the year stands, whether anything is quoted, whether
// there is running text that could be a title.
func (o *observer) survey() {
	o.first = -1
	var quoted, in, running, years uint32
	for i := range o.cells {
		c := &o.cells[i]
		c.years = uint8(min(years, 3))
		if c.quote == 1 {
			quoted = 1
		}
		if c.id != labelNone {
			continue
		}
		t := o.tokens[c.start]
		if o.marksIn(c) {
			in = 1
		}
		if t.is(shapeDigit) && o.year(int(c.start)) > 0 {
			if o.first < 0 {
				o.first = i
			}
			years++
		}
	}
	for _, s := range o.sentences {
		if s.form>>3&15 >= 4 && s.form&7 >= 1 && s.form>>7&7 == 0 {
			running = 1
		}
	}
	o.years = min(years, 3)
	place := uint32(0)
	if o.first >= 0 {
		place = 1 + uint32(o.first*4/len(o.cells))
		if o.is(int(o.cells[o.first].start)-1, '(') {
			place += 5
		}
	}
	o.global = quoted | in<<1 | running<<2 | place<<3
}

// What may stand before or behind a cell, at some distance.
const (
	inBehind   uint8 = 1 << iota // "In", somewhere before
	inAhead                      // "In", somewhere behind
	edAhead                      // a word for editors, behind it and before the next year or full stop
	edBehind                     // a word for editors, before it in the same sentence
	genreAhead                   // a word for theses and reports, somewhere behind
	placeAhead                   // a place or publisher, in the next clauses
	pagesAhead                   // "pp.", somewhere behind
)

// lookAround fills the field around of all cells.
func (o *observer) lookAround() {
	var seen uint8
	sentence := int32(0)
	for i := range o.cells {
		c := &o.cells[i]
		if c.sentence != sentence {
			seen &^= edBehind
			sentence = c.sentence
		}
		c.around = seen
		t := o.tokens[c.start]
		if o.marksIn(c) {
			seen |= inBehind
		}
		if c.id == labelNone && t.in(classEditor) && t.runes > 1 {
			seen |= edBehind
		}
	}
	seen = 0
	place := 0
	for i := len(o.cells) - 1; i >= 0; i-- {
		c := &o.cells[i]
		c.around |= seen
		if place > 0 {
			place--
			c.around |= placeAhead
		}
		if c.id != labelNone {
			continue
		}
		t := o.tokens[c.start]
		if o.marksIn(c) {
			seen |= inAhead
		}
		if t.in(classGenre) {
			seen |= genreAhead
		}
		if t.in(classPages) && o.at(o.behindDot(int(c.start))).is(shapeDigit) {
			seen |= pagesAhead
		}
		if t.in(classPlace|classPublisher) && t.is(shapeUpper) {
			place = 8
		}
		switch {
		case t.is(shapeDigit) && o.year(int(c.start)) > 0, t.in(classFunction) && t.is(shapeLower):
			seen &^= edAhead
		case t.in(classEditor) && t.runes > 1:
			seen |= edAhead
		}
	}
}

// marksIn reports whether the cell is an "In" that announces what contains a work.
func (o *observer) marksIn(c *cell) bool {
	t := o.tokens[c.start]
	return c.id == labelNone && t.in(classIn) && (t.is(shapeUpper) || o.is(int(c.end), ':'))
}
