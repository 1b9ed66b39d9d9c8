package text

import "unicode/utf8"

// section is a stretch of the page that may hold references. A headed one stands under a heading
// that says so; its lines run up to the next such heading.
type section struct {
	lines  []line
	headed bool
	// ends are the places in lines, in order, at which something begins that follows a list
	// ("Acknowledgements"). In columns copied out of a PDF the list can go on behind it.
	ends []int
}

// list returns the lines before the first end.
func (s section) list() []line {
	if len(s.ends) > 0 {
		return s.lines[:s.ends[0]]
	}
	return s.lines
}

// sections returns the ways of looking for the list on a page, the surest first: under the headings
// of reference lists, under those of notes, and everywhere.
func sections(lines []line) [][]section {
	var ways [][]section
	for _, begins := range []func(string) bool{beginsList, func(s string) bool { return noteHeadings[heading(s)] }} {
		if s := under(lines, begins); len(s) > 0 {
			ways = append(ways, s)
		}
	}
	return append(ways, []section{{lines: lines}})
}

// under returns the stretches under the headings that the predicate knows.
func under(lines []line, begins func(string) bool) []section {
	var out []section
	from := -1
	end := func(to int) {
		if from >= 0 && from < to {
			s := section{lines: lines[from:to], headed: true}
			for i, l := range s.lines {
				if i > 0 && endsList(l.text) {
					s.ends = append(s.ends, i)
				}
			}
			out = append(out, s)
		}
	}
	for i, l := range lines {
		if begins(l.text) {
			end(i)
			from = i + 1
		} else if at := runInHeading(l.text); at > 0 && begins(l.text[:at-1]) {
			end(i)
			lines[i].column += utf8.RuneCountInString(l.text[:at])
			lines[i].text = l.text[at:]
			from = i
		}
	}
	end(len(lines))
	return out
}
