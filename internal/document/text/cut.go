package text

import (
	"math"
	"strconv"
)

// cut is a list with the places at which its entries begin.
type cut struct {
	lines  []line
	starts []start
	// gaps says that blank lines stand within entries as a rule, as in text set with double spacing,
	// so that they say nothing.
	gaps  bool
	width int // to which lines are filled
}

func newCut(lines []line, starts []start) cut {
	c := cut{lines: lines, starts: starts, width: printWidth(lines)}
	with := 0
	for i := range starts {
		if c.hasGap(i) {
			with++
		}
	}
	c.gaps = with*3 > len(starts)*2
	return c
}

// hasGap reports whether a blank line stands within an entry. The one behind a number on a line of
// its own does not count.
func (c cut) hasGap(i int) bool {
	from, to := c.bounds(i)
	if c.starts[i].mark.end == len(c.lines[from].text) {
		from++
	}
	for j := from + 1; j < to; j++ {
		if c.lines[j].gap {
			return true
		}
	}
	return false
}

// bounds returns the lines from the beginning of an entry to that of the next.
func (c cut) bounds(i int) (from, to int) {
	if i+1 < len(c.starts) {
		return c.starts[i].line, c.starts[i+1].line
	}
	return c.starts[i].line, len(c.lines)
}

// judged is how many entries of a cut are looked at to judge it.
const judged = 400

// judge returns how well a cut does: the number of its entries that look like references less the
// number of those that do not, estimated from a sample. Where the cut follows the layout, an entry
// that may be a reference does not count against it. A cut that cannot do better than others have done
// is not looked at to its end.
func (c cut) judge(layout bool, others int) int {
	step := max(1, len(c.starts)/judged)
	sample := (len(c.starts) + step - 1) / step
	score, left := 0, sample
	for i := 0; left > 0 && (score+left)*len(c.starts)/sample > others; i += step {
		e, _ := c.build(i, longestUnmarked)
		left--
		switch {
		case isGood(e.text, c.starts[i].mark):
			score++
		case !layout || !mayBeReference(e.text):
			score--
		}
	}
	return (score + left) * len(c.starts) / sample
}

// isGood reports whether an entry is what an entry of the right cut is.
func isGood(text string, m mark) bool {
	switch {
	case unfinished(text):
		return false
	case m.style != noMark:
		return evidence(text) >= 1
	}
	return len(text) <= longestUnmarked && looksLikeReference(text)
}

// assemble makes entries of all starts and sorts out those that are no references. Where no heading
// says that a list is one of references, its marks count only if most of what they mark looks so.
func (c cut) assemble(headed bool) (entries, rest []entry) {
	var doubtful []entry // they stand within the list if another reference follows
	likely := 0
	for i, at := range c.starts {
		marked := at.mark.style != noMark
		limit := longestUnmarked
		if marked {
			limit = math.MaxInt
		}
		e, end := c.build(i, limit)
		looks := (!marked || !headed) && looksLikeReference(e.text)
		if looks {
			likely++
		}
		switch {
		case e.text != "" && (marked || looks || headed && mayBeReference(e.text)):
			rest = append(rest, doubtful...)
			doubtful = nil
			entries = append(entries, e)
		case len(entries) > 0 && headed:
			doubtful = append(doubtful, e)
		}
		if lost, ok := c.lost(i, end); ok && headed {
			doubtful = append(doubtful, lost)
		}
	}
	if !headed && likely*2 < len(entries) {
		return nil, nil
	}
	return entries, rest
}

// lost returns what stands between the end of an entry and the next start, if it looks like a
// reference that lacks its mark.
func (c cut) lost(i, end int) (entry, bool) {
	_, to := c.bounds(i)
	if end >= to || c.lines[end].kind != plainLine {
		return entry{}, false
	}
	e := entry{line: c.lines[end].number, column: c.lines[end].column, text: c.lines[end].text}
	return e, looksLikeReference(e.text)
}

// build makes an entry of the lines from a start on. It ends before what is no part of it: the
// heading of what follows the list, a caption, a paragraph behind a whole reference. Of an entry
// longer than the limit, in bytes, the rest is left out. The second result is the line at which it
// ends.
func (c cut) build(i, limit int) (entry, int) {
	from, to := c.bounds(i)
	first, m := c.lines[from], c.starts[i].mark
	e := entry{line: first.number, column: first.column, id: m.label}
	if m.value > 0 {
		e.id = strconv.Itoa(m.value)
	}
	var d draft
	if body := first.text[m.end:]; body != "" {
		d.add(body, m.end == 0 && first.dated || m.end > 0 && holdsYear(body))
	}
	end := from + 1
	for ; end < to; end++ {
		l := c.lines[end]
		if d.size > limit || d.endsBefore(l, c.gaps) || to == len(c.lines) && d.dated && c.endsAt(end-1) {
			break
		}
		if !isPageNumber(l.text) || unfinished(d.last()) {
			d.add(l.text, l.dated)
		}
	}
	if len(d.parts) > 0 {
		e.text = trimLabels(joinLines(d.parts))
	}
	return e, end
}

// endsAt reports whether a line is the last of the list, so that what follows the list without a
// heading is not taken for a part of its last entry.
func (c cut) endsAt(i int) bool {
	l, next := c.lines[i], c.lines[i+1]
	return ended(l.text) && l.hasRoom(next, c.width) && !continues(next.text)
}

// draft is an entry as far as its lines are read.
type draft struct {
	parts []string
	size  int  // in bytes
	dated bool // a year has stood
}

func (d *draft) add(text string, dated bool) {
	d.parts = append(d.parts, text)
	d.size += len(text)
	d.dated = d.dated || dated
}

// last returns the last line, or "".
func (d *draft) last() string {
	if len(d.parts) == 0 {
		return ""
	}
	return d.parts[len(d.parts)-1]
}

// endsBefore reports whether a line is no part of the entry any more. Gaps says that blank lines
// within entries are usual.
func (d *draft) endsBefore(l line, gaps bool) bool {
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
