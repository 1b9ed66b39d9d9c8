package page

import (
	"fmt"
	"slices"
	"strconv"
)

// Health is a list of references at a glance.
type Health struct {
	// Attention counts those that somebody should look at, Takes those with a suggestion.
	Attention, Takes int
	Years            Years
	Registries       []Registry
}

// Years is how many references fall into which years.
type Years struct {
	Bins []Bin
	// Dated counts the references with a year, of which Attention need attention; From and To are the first
	// and the last year, Peak is the bin with the most.
	Dated, Attention, From, To int
	Peak                       Bin
}

// Bin is some years, with how many references fall into them, and how many of those need attention.
type Bin struct {
	First, Last      int
	Count, Attention int
	// Bar and Alarm are the bars of both.
	Bar, Alarm Rect
}

// Rect is a part of a chart, which is 1000 wide and 100 high.
type Rect struct {
	Kind                string
	X, Y, Width, Height int
}

// Label names the years of a bin.
func (b Bin) Label() string {
	if b.First == b.Last {
		return strconv.Itoa(b.First)
	}
	return fmt.Sprintf("%d–%d", b.First, b.Last)
}

// Registry is how often a registry was asked about a reference, and how that ended.
type Registry struct {
	Name                         string
	Asked, Found, Absent, Failed int
	Bar                          []Rect
}

// Health returns the charts, drawn.
func (s *Survey) Health() Health {
	h := Health{Attention: s.attention, Takes: s.takes, Years: newYears(s.years), Registries: slices.Clone(s.registries)}
	h.draw()
	return h
}

// draw sorts the registries, the most asked first, and gives each its bar; all are to one scale.
func (h *Health) draw() {
	slices.SortStableFunc(h.Registries, func(a, b Registry) int { return b.Asked - a.Asked })
	for i := range h.Registries {
		r, seen, most := &h.Registries[i], 0, h.Registries[0].Asked
		for _, part := range []struct {
			kind string
			n    int
		}{{"found", r.Found}, {"absent", r.Absent}, {"failed", r.Failed}} {
			if part.n > 0 {
				from, to := seen*1000/most, (seen+part.n)*1000/most
				r.Bar = append(r.Bar, Rect{Kind: part.kind, X: from, Width: to - from, Height: 100})
			}
			seen += part.n
		}
	}
}

// steps are how many years a bar may stand for; mostBars is how many bars there are at the most.
var steps = []int{1, 2, 5, 10, 25, 50, 100, 250, 1000}

const mostBars = 40

// widestBar is how wide a bar is at the most.
const widestBar = 60

// newYears puts years into bins of equal width, as few years each as there is room for.
func newYears(counts map[int]Bin) Years {
	var y Years
	for year, b := range counts {
		if y.Dated == 0 || year < y.From {
			y.From = year
		}
		y.To = max(y.To, year)
		y.Dated += b.Count
		y.Attention += b.Attention
	}
	if y.Dated == 0 {
		return y
	}
	step := steps[len(steps)-1]
	for _, s := range steps {
		if y.To/s-y.From/s < mostBars {
			step = s
			break
		}
	}
	for first := y.From / step * step; first <= y.To; first += step {
		bin := Bin{First: first, Last: first + step - 1}
		for year := first; year <= bin.Last; year++ {
			bin.Count += counts[year].Count
			bin.Attention += counts[year].Attention
		}
		if bin.Count > y.Peak.Count {
			y.Peak = bin
		}
		y.Bins = append(y.Bins, bin)
	}
	for i := range y.Bins {
		y.Bins[i].draw(i, len(y.Bins), y.Peak.Count)
	}
	return y
}

// draw gives a bin its bars: it is the i-th of n, and the highest holds most.
func (b *Bin) draw(i, n, most int) {
	from, to := i*1000/n, (i+1)*1000/n
	gap := max((to-from)/6, (to-from-widestBar)/2)
	bar := func(kind string, count int) Rect {
		height := (count*100 + most - 1) / most
		return Rect{Kind: kind, X: from + gap, Y: 100 - height, Width: to - from - 2*gap, Height: height}
	}
	b.Bar, b.Alarm = bar("count", b.Count), bar("alarm", b.Attention)
}
