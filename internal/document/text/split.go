package text

// start is a line at which an entry begins.
type start struct {
	line int // its place among the lines
	mark mark
}

// way is one way of cutting a list into entries.
type way struct {
	name string
	// layout says that the cut follows something that was set on purpose, so that an entry of an
	// unusual shape does not speak against it.
	layout bool
	// breaks says that the cut follows the ends of lines, which are set on purpose only where lines
	// are not wrapped.
	breaks bool
	// last says that the cut is tried where no other does: under a heading, what may be references are.
	last bool
	// cut returns where entries begin, in order; none where the list is not made that way.
	cut func(section) []start
}

// ways are the ways of cutting a list, those with the plainest marks first: where two do equally
// well, the first is taken.
func ways() []way {
	return []way{
		{"[1]", true, false, false, func(s section) []start { return byNumber(s, square) }},
		{"1.", true, false, false, func(s section) []start { return byNumber(s, dotted) }},
		{"1)", true, false, false, func(s section) []start { return byNumber(s, round) }},
		{"(1)", true, false, false, func(s section) []start { return byNumber(s, bracket) }},
		{"1", true, false, false, func(s section) []start { return byNumber(s, bare) }},
		{"1Smith", true, false, false, func(s section) []start { return byNumber(s, glued) }},
		{"[Smi03]", true, false, false, func(s section) []start { return byMark(s, nameMark) }},
		{"bullets", true, false, false, func(s section) []start { return byMark(s, bulletMark) }},
		{"1. 1. 1.", true, false, false, func(s section) []start { return byMark(s, oneMark) }},
		{"paragraphs", true, false, false, byGap},
		{"hanging indent", true, false, false, byHangingIndent},
		{"first-line indent", true, false, false, byFirstIndent},
		{"lines", false, true, false, byLine},
		{"content", false, false, true, byContent},
	}
}

// splitAll cuts several sections into the entries of one list.
func splitAll(found []section) (entries, rest []entry) {
	for _, s := range found {
		e, r := split(s)
		entries, rest = append(entries, e...), append(rest, r...)
	}
	return entries, rest
}

// split cuts a section into entries, in the way that yields the most that look like references. It
// returns also the stretches within the list that look like none.
func split(s section) (entries, rest []entry) {
	for i := range s.lines {
		s.lines[i].dated = holdsYear(s.lines[i].text)
	}
	var best cut
	score := 0
	for _, w := range ways() {
		starts := w.cut(s)
		if len(starts) == 0 {
			continue
		}
		c := newCut(s.lines, starts)
		lenient := w.layout || w.breaks && unwrapped(s.list()) || w.last && s.headed && score <= 0
		if got := c.judge(lenient, score); got > score {
			best, score = c, got
		}
	}
	return best.assemble(s.headed)
}
