package page

import (
	"slices"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/report"
)

// Survey is what there is to say of a check as a whole, and which of its references are of which kind. It is told
// of one reference after the other and keeps a byte of each: so a list of any length can be looked at.
type Survey struct {
	attention, takes int
	years            map[int]Bin
	registries       []Registry
	kinds            []kindSet // by Index - 1
}

// kindSet holds a bit for each of the kindNames that a reference is of.
type kindSet uint8

// kindNames are the filters that leave references out.
var kindNames = []string{
	string(check.Verified), string(check.Mismatched), string(check.NotFound), string(check.Unchecked), waiting, "attention", "retracted",
}

// lastYear is the last that is taken for one.
const lastYear = 9999

// NewSurvey returns the survey of so many references, of which it knows nothing yet.
func NewSurvey(total int) *Survey {
	return &Survey{years: map[int]Bin{}, kinds: make([]kindSet, total)}
}

// Add tells of a reference, with what is known of it.
func (s *Survey) Add(r Reference) {
	if year, ok := yearOf(r); ok {
		b := s.years[year]
		b.Count++
		s.years[year] = b
	}
	if r.Waiting {
		s.kinds[r.Reference.Index-1] = kindSetOf(kinds(r))
		return
	}
	s.Decide(r)
}

// Decide tells what was decided of a reference that was waiting.
func (s *Survey) Decide(r Reference) {
	of := kinds(r)
	s.kinds[r.Reference.Index-1] = kindSetOf(of)
	if slices.Contains(of, "attention") {
		s.attention++
		if year, ok := yearOf(r); ok {
			b := s.years[year]
			b.Attention++
			s.years[year] = b
		}
	}
	if len(changes(r.Result)) > 0 {
		s.takes++
	}
	for _, c := range r.Coverage {
		s.cover(c)
	}
}

// yearOf returns the year of a reference, if it has one.
func yearOf(r Reference) (year int, ok bool) {
	year = r.Reference.Issued.Year
	return year, year > 0 && year <= lastYear
}

// cover counts the answer of a registry.
func (s *Survey) cover(c check.Coverage) {
	if c.Outcome == check.Skipped {
		return
	}
	name := check.DisplayName(report.Clean(c.Registry))
	i := slices.IndexFunc(s.registries, func(r Registry) bool { return r.Name == name })
	if i < 0 {
		i = len(s.registries)
		s.registries = append(s.registries, Registry{Name: name})
	}
	r := &s.registries[i]
	r.Asked++
	switch c.Outcome {
	case check.Found:
		r.Found++
	case check.Absent:
		r.Absent++
	default:
		r.Failed++
	}
}

// Of returns the indexes of the references that a filter shows, in their order.
func (s *Survey) Of(kind string) []int {
	wanted := kindSetOf([]string{kind})
	var indexes []int
	for i, k := range s.kinds {
		if k&wanted != 0 {
			indexes = append(indexes, i+1)
		}
	}
	return indexes
}

// kinds are the filters that show a reference.
func kinds(r Reference) []string {
	if r.Waiting {
		return []string{waiting}
	}
	return report.Kinds(report.Reference{Verdict: r.Verdict, Status: r.Statuses, Findings: r.Findings})
}

func kindSetOf(names []string) kindSet {
	var set kindSet
	for i, name := range kindNames {
		if slices.Contains(names, name) {
			set |= 1 << i
		}
	}
	return set
}
