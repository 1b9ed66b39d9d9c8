package text

import (
	"math"
	"strconv"
)

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
	// cut returns where entries begin, in order; none where the list is not made that way.
	cut func(section) []start
}

// ways are the ways of cutting a list, those with the plainest marks first: where two do equally
// well, the first is taken.
func ways() []way {
	return []way{
		{"[1]", true, false, func(s section) []start { return byNumber(s, square) }},
		{"1.", true, false, func(s section) []start { return byNumber(s, dotted) }},
		{"1)", true, false, func(s section) []start { return byNumber(s, round) }},
		{"(1)", true, false, func(s section) []start { return byNumber(s, bracket) }},
		{"1", true, false, func(s section) []start { return byNumber(s, bare) }},
		{"1Smith", true, false, func(s section) []start { return byNumber(s, glued) }},
		{"[Smi03]", true, false, func(s section) []start { return byMark(s, nameMark) }},
		{"bullets", true, false, func(s section) []start { return byMark(s, bulletMark) }},
		{"1. 1. 1.", true, false, func(s section) []start { return byMark(s, oneMark) }},
		{"paragraphs", true, false, byGap},
		{"hanging indent", true, false, byHangingIndent},
		{"first-line indent", true, false, byFirstIndent},
		{"lines", false, true, byLine},
		{"content", false, false, byContent},
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
	var best []start
	score := 0
	for _, w := range ways() {
		starts := w.cut(s)
		if len(starts) == 0 {
			continue
		}
		if got := judge(s.lines, starts, w.layout || w.breaks && unwrapped(s.list())); got > score {
			best, score = starts, got
		}
	}
	return assemble(s, best)
}

// judged is how many entries of a split are looked at to judge it.
const judged = 400

// judge returns how well a split does: the number of its entries that look like references less
// the number of those that do not, estimated from a sample.
func judge(lines []line, starts []start, layout bool) int {
	step := max(1, len(starts)/judged)
	score, seen := 0, 0
	gaps := gapsWithin(lines, starts)
	for i := 0; i < len(starts); i += step {
		e := build(lines, starts, i, gaps, longestUnmarked)
		seen++
		switch {
		case isGood(e.text, starts[i].mark):
			score++
		case !layout || !mayBeReference(e.text):
			score--
		}
	}
	return score * len(starts) / seen
}

// isGood reports whether an entry is what an entry of the right split is.
func isGood(text string, m mark) bool {
	switch {
	case unfinished(text):
		return false
	case m.style != noMark:
		return evidence(text) >= 1
	}
	return len(text) <= longestUnmarked && looksLikeReference(text)
}

// gapsWithin reports whether blank lines stand within entries as a rule, as in text set with double
// spacing, so that they say nothing.
func gapsWithin(lines []line, starts []start) bool {
	with := 0
	for i, s := range starts {
		from, to := bounds(lines, starts, i)
		if starts[i].mark.end == len(lines[s.line].text) {
			from++ // the gap behind a number on a line of its own
		}
		for j := from + 1; j < to; j++ {
			if lines[j].gap {
				with++
				break
			}
		}
	}
	return with*3 > len(starts)*2
}

// bounds returns the lines from the beginning of an entry to that of the next.
func bounds(lines []line, starts []start, i int) (from, to int) {
	if i+1 < len(starts) {
		return starts[i].line, starts[i+1].line
	}
	return starts[i].line, len(lines)
}

// build makes an entry of the lines from a start on. It ends before what is no part of it: the
// heading of what follows the list, a caption, a paragraph behind a whole reference. Of an entry
// longer than the limit, in bytes, the rest is left out.
func build(lines []line, starts []start, i int, gaps bool, limit int) entry {
	from, to := bounds(lines, starts, i)
	first, m := lines[from], starts[i].mark
	e := entry{line: first.number, column: first.column, id: m.label}
	if m.value > 0 {
		e.id = strconv.Itoa(m.value)
	}
	var d draft
	if body := first.text[m.end:]; body != "" {
		d.add(body)
	}
	for _, l := range lines[from+1 : to] {
		if d.size > limit || d.ends(l, gaps) {
			break
		}
		if isPageNumber(l.text) && !unfinished(d.last()) {
			continue
		}
		d.add(l.text)
	}
	if len(d.parts) > 0 {
		e.text = trimLabels(joinLines(d.parts))
	}
	return e
}

// draft is an entry as far as its lines are read.
type draft struct {
	parts []string
	size  int  // in bytes
	dated bool // a year has stood
}

func (d *draft) add(text string) {
	d.parts = append(d.parts, text)
	d.size += len(text)
	d.dated = d.dated || aYear.MatchString(ends(text))
}

// last returns the last line, or "".
func (d *draft) last() string {
	if len(d.parts) == 0 {
		return ""
	}
	return d.parts[len(d.parts)-1]
}

// ends reports whether a line is no part of the entry any more. Gaps says that blank lines within
// entries are usual.
func (d *draft) ends(l line, gaps bool) bool {
	switch {
	case l.kind != plainLine:
		return true
	case len(d.parts) == 0 || !l.gap && !l.closed || continues(l.text):
		return false
	case l.closed:
		return true
	}
	return !gaps && d.dated && ended(d.last())
}

// assemble makes entries of all starts and sorts out those that are no references. Where no heading
// says that a list is one of references, its marks count only if most of what they mark looks so.
func assemble(s section, starts []start) (entries, rest []entry) {
	gaps := gapsWithin(s.lines, starts)
	var doubtful []entry
	likely := 0
	for i, at := range starts {
		marked := at.mark.style != noMark
		limit := longestUnmarked
		if marked {
			limit = math.MaxInt
		}
		e := build(s.lines, starts, i, gaps, limit)
		looks := looksLikeReference(e.text)
		if looks {
			likely++
		}
		switch {
		case e.text == "":
		case marked, looks, s.headed && mayBeReference(e.text):
			rest = append(rest, doubtful...) // they stand within the list
			doubtful = nil
			entries = append(entries, e)
		case len(entries) > 0 && s.headed:
			doubtful = append(doubtful, e)
		}
	}
	if !s.headed && likely*2 < len(entries) {
		return nil, nil
	}
	return entries, rest
}
