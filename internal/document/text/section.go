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
	// numbers are the lines that begin with a number, by its style.
	numbers map[style][]numbered
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
	for _, begins := range []kind{listHeading, noteHeading} {
		if s := under(lines, begins); len(s) > 0 {
			ways = append(ways, s)
		}
	}
	return append(ways, []section{newSection(lines, false)})
}

// sortLines notes the kind of every line, and takes the heading off a line on which the list begins
// right behind it.
func sortLines(lines []line) []line {
	var out []line
	for _, l := range lines {
		if at := runInHeading(l.text); at > 0 {
			head := l
			head.text, head.kind = l.text[:at], listHeading
			out = append(out, head)
			l.column += utf8.RuneCountInString(l.text[:at])
			l.text = l.text[at:]
		}
		l.kind = kindOf(l.text)
		out = append(out, l)
	}
	return out
}

// under returns the stretches under the headings of a kind.
func under(lines []line, heading kind) []section {
	var out []section
	from := -1
	end := func(to int) {
		if from >= 0 && from < to {
			out = append(out, newSection(lines[from:to], true))
		}
	}
	for i, l := range lines {
		if l.kind == heading {
			end(i)
			from = i + 1
		}
	}
	end(len(lines))
	return out
}

// newSection returns the section of some lines.
func newSection(lines []line, headed bool) section {
	s := section{lines: lines, headed: headed, numbers: map[style][]numbered{}}
	for i, l := range lines {
		if headed && i > 0 && l.kind == endHeading {
			s.ends = append(s.ends, i)
		}
		if m, ok := numberMark(l.text); ok {
			s.numbers[m.style] = append(s.numbers[m.style], numbered{line: i, mark: m, block: len(s.ends)})
		}
	}
	return s
}
