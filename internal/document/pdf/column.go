package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// layout is a page as lines in the order of reading.
type layout struct {
	lines []line
	em    float64
}

// line is a line of a column.
type line struct {
	box
	text   string
	indent int  // in widths of a letter, against its column
	gap    bool // it stands apart from the line above
}

// column is a stretch of the width of a page.
type column struct{ left, right float64 }

// newLayout finds the columns of a page and reads it: from the top as far as the next line that runs
// across columns, one column after the other, then that line, and so on.
func newLayout(p page) layout {
	l := layout{em: p.em}
	list := p.fragments
	if len(list) == 0 {
		return l
	}
	columns := columnsOf(list, around(list), l.em)
	band := make([][]fragment, len(columns))
	var across []fragment
	endBand := func() {
		for i := range band {
			l.add(band[i])
			band[i] = nil
		}
	}
	for _, f := range list {
		at := columnOf(columns, f.box, l.em)
		if at < 0 {
			if len(across) == 0 {
				endBand()
			}
			across = append(across, f)
			continue
		}
		if len(across) > 0 && !sameLine(across[len(across)-1].box, f.box) {
			l.add(across)
			across = nil
		}
		if len(across) > 0 {
			across = append(across, f)
		} else {
			band[at] = append(band[at], f)
		}
	}
	l.add(across)
	endBand()
	return l
}

// columnOf returns the column in which a box stands, or -1 if it reaches well into several: a line that
// is too long stays in its own.
func columnOf(columns []column, b box, em float64) int {
	best, most, into := 0, math.Inf(-1), 0
	for i, c := range columns {
		shared := min(b.right, c.right) - max(b.left, c.left)
		if shared > most {
			best, most = i, shared
		}
		if shared > 2*em {
			into++
		}
	}
	if into > 1 {
		return -1
	}
	return best
}

// columnsOf returns the columns of a page, whose fragments are sorted from above: between them there is a strip that next to nothing crosses,
// and each is wide and full enough to be one.
func columnsOf(list []fragment, page box, em float64) []column {
	const step = 1.0 // points
	bins := int((page.right-page.left)/step) + 1
	if bins < 40 || bins > 5000 {
		return []column{{math.Inf(-1), math.Inf(1)}}
	}
	crossed := make([]int, bins)
	for _, f := range list {
		for i := max(0, int((f.left-page.left)/step)); i <= min(bins-1, int((f.right-page.left)/step)); i++ {
			crossed[i]++
		}
	}
	few := len(list) / 16
	columns := []column{{math.Inf(-1), math.Inf(1)}}
	for from := 0; from < bins; from++ {
		if crossed[from] > few {
			continue
		}
		to := from
		for to < bins && crossed[to] <= few {
			to++
		}
		if float64(to-from)*step >= em*0.3 && from > 0 && to < bins {
			middle := page.left + float64(from+to)*step/2
			if trial := split(columns, middle); full(trial[len(trial)-2:], list, page, em) {
				columns = trial
			}
		}
		from = to
	}
	return columns
}

// split divides the last column.
func split(columns []column, at float64) []column {
	last := columns[len(columns)-1]
	return append(slices.Clone(columns[:len(columns)-1]), column{last.left, at}, column{at, last.right})
}

// full reports whether columns are wide enough, and hold enough lines that fill them, not labels or
// the cells of a table.
func full(columns []column, list []fragment, page box, em float64) bool {
	for _, c := range columns {
		width := min(c.right, page.right) - max(c.left, page.left)
		if width < (page.right-page.left)/5 {
			return false
		}
		lines, filled := 0, 0.0
		var last box
		for _, f := range list {
			if f.left < c.left-em || f.right > c.right+em {
				continue
			}
			if !sameLine(last, f.box) {
				filled = 0
			}
			before := filled
			if filled += f.right - f.left; before <= width*0.6 && filled > width*0.6 {
				lines++
			}
			last = f.box
		}
		if lines < 4 {
			return false
		}
	}
	return true
}

// add appends the fragments of a column as lines. They are sorted from above.
func (l *layout) add(list []fragment) {
	if len(list) == 0 {
		return
	}
	left := math.Inf(1)
	for _, f := range list {
		left = min(left, f.left)
	}
	first := len(l.lines)
	for len(list) > 0 {
		n := row(list)
		l.lines = append(l.lines, newLine(list[:n], left, l.em))
		list = list[n:]
	}
	gaps(l.lines[first:])
}

// newLine joins fragments that stand side by side.
func newLine(list []fragment, left, em float64) line {
	slices.SortStableFunc(list, func(a, b fragment) int { return cmp.Compare(a.left, b.left) })
	l := line{box: list[0].box}
	var b strings.Builder
	for i, f := range list {
		if i > 0 && f.left-l.right > wordGap*em {
			b.WriteByte(' ')
		}
		b.WriteString(f.text)
		l.box = l.with(f.box)
	}
	l.text = b.String()
	l.indent = int(math.Round((l.left - left) / (em / 2)))
	return l
}

// gaps notes the lines that stand farther below the one above than most do.
func gaps(lines []line) {
	if len(lines) < 3 {
		return
	}
	steps := make([]float64, 0, len(lines))
	for i := 1; i < len(lines); i++ {
		steps = append(steps, middle(lines[i])-middle(lines[i-1]))
	}
	usual := slices.Clone(steps)
	slices.Sort(usual)
	for i, s := range steps {
		lines[i+1].gap = s > usual[len(usual)/2]*1.4
	}
}

func middle(l line) float64 { return (l.top + l.bottom) / 2 }
