package pdf

import (
	"cmp"
	"slices"
)

// page is a page as fragments, from above.
type page struct {
	fragments []fragment
	em        float64 // the size of its letters, in points
}

// newPage returns the page of some words, without the numbers of its lines.
func newPage(words []word) page {
	words = upright(words)
	p := page{em: emOf(words)}
	p.fragments = fragments(words, p.em)
	slices.SortStableFunc(p.fragments, func(a, b fragment) int { return cmp.Compare(a.top+a.bottom, b.top+b.bottom) })
	p.fragments = withoutLineNumbers(p.fragments)
	return p
}

// fragment is a stretch of words on a line without a wide gap in it.
type fragment struct {
	box
	text string
}

// upright returns the words of a page that stand as most of them do, turned so that they are upright.
// What runs along the edge of a page, as arXiv's stamp does, is not among them.
func upright(words []word) []word {
	var count [4]int
	for _, w := range words {
		count[w.turn]++
	}
	turn := 0
	for i, n := range count {
		if n > count[turn] {
			turn = i
		}
	}
	kept := make([]word, 0, len(words))
	for _, w := range words {
		if w.turn != turn {
			continue
		}
		b := w.box
		switch turn {
		case 1:
			w.box = box{-b.bottom, b.left, -b.top, b.right}
		case 2:
			w.box = box{-b.right, -b.bottom, -b.left, -b.top}
		case 3:
			w.box = box{b.top, -b.right, b.bottom, -b.left}
		}
		kept = append(kept, w)
	}
	return kept
}

// Widths in ems.
const (
	wordGap   = 0.15 // is a space
	columnGap = 0.6  // is a wide space, or more than one
)

// fragments puts the words of a page together, as far as they follow each other on a line.
func fragments(words []word, em float64) []fragment {
	var out []fragment
	for _, w := range words {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if gap := w.left - last.right; sameLine(last.box, w.box) && gap < columnGap*em && gap > -em/2 {
				last.text += " " + w.text
				last.box = last.with(w.box)
				continue
			}
		}
		out = append(out, fragment{w.box, w.text})
	}
	return out
}

// with returns the box around two.
func (b box) with(o box) box {
	return box{min(b.left, o.left), min(b.top, o.top), max(b.right, o.right), max(b.bottom, o.bottom)}
}

// around returns the box around fragments, of which there is one at least.
func around(list []fragment) box {
	b := list[0].box
	for _, f := range list {
		b = b.with(f.box)
	}
	return b
}

// row returns how many of the first fragments stand side by side.
func row(list []fragment) int {
	n := 1
	for b := list[0].box; n < len(list) && sameLine(b, list[n].box); n++ {
		b = b.with(list[n].box)
	}
	return n
}

// sameLine reports whether two boxes stand side by side: they share more than half of the height of the
// lower one.
func sameLine(a, b box) bool {
	shared := min(a.bottom, b.bottom) - max(a.top, b.top)
	return shared*2 > min(a.height(), b.height())
}

// emOf returns the height of most words of a page, in points: about the size of their letters.
func emOf(words []word) float64 {
	heights := make([]float64, 0, len(words))
	for _, w := range words {
		if w.height() > 1 {
			heights = append(heights, w.height())
		}
	}
	if len(heights) == 0 {
		return 10
	}
	slices.Sort(heights)
	return heights[len(heights)/2]
}
