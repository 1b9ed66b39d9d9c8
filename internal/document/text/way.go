package text

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// byNumber cuts before the lines that number the list in a style.
func byNumber(s section, in style) []start {
	kept := chain(s.numbers[in])
	if len(kept) == 1 && s.headed && kept[0].line > 0 {
		return nil // a number at the beginning of a wrapped line
	}
	starts := make([]start, len(kept))
	for i, n := range kept {
		starts[i] = start{line: n.line, mark: n.mark}
	}
	return starts
}

// byMark cuts before the lines that begin with a mark, where there are two at least.
func byMark(s section, find func(string) (mark, bool)) []start {
	var starts []start
	for i, l := range s.list() {
		if m, ok := find(l.text); ok {
			starts = append(starts, start{line: i, mark: m})
		}
	}
	if len(starts) < 2 {
		return nil
	}
	return starts
}

// byGap cuts behind blank lines and link labels, except where an entry plainly goes on.
func byGap(s section) []start {
	lines := s.list()
	var starts []start
	for i, l := range lines {
		if i == 0 || (l.gap || l.closed) && !continues(l.text) && (l.closed || ended(lines[i-1].text) || beginsWithAuthor(l.text)) {
			starts = append(starts, start{line: i})
		}
	}
	return starts
}

// byLine cuts before every line.
func byLine(s section) []start {
	starts := make([]start, len(s.list()))
	for i := range starts {
		starts[i] = start{line: i}
	}
	return starts
}

// byContent cuts where the signs are that one entry ends and another begins.
func byContent(s section) []start {
	lines := s.list()
	width := printWidth(lines)
	var starts []start
	dated := false // a year has stood in the entry
	for i, l := range lines {
		if i == 0 || !continues(l.text) && signs(lines[i-1], l, dated, width) >= enoughSigns {
			starts = append(starts, start{line: i})
			dated = false
		}
		dated = dated || l.dated
	}
	return starts
}

// enoughSigns is from how many points on an entry begins where no mark says so.
const enoughSigns = 5

// signs weighs what speaks for a line being the last of an entry and the next the first of another: how
// much room was left for the first word of the next, so that the line was broken on purpose; that it
// ends as an entry does, and that its entry has its year; that the next begins with an author and has
// its year where entries have it. The points are round numbers near those of a logistic regression over
// lists of references that nothing is measured on.
func signs(l, next line, dated bool, width int) int {
	points := 0
	add := func(sign bool, worth int) {
		if sign {
			points += worth
		}
	}
	room := l.room(next, width)
	add(room >= 0, 2)
	add(room*10 >= width, 1)
	add(room*10 > width*3, 1)
	initials := beginsWithInitials(next.text)
	author := initials || beginsWithAuthor(next.text)
	add(author, 1)
	add(initials, 1)
	add(author && dated, 2)
	add(dated, 1)
	add(ended(l.text) || next.gap || next.closed, 2)
	add(datesEarly(next.text), 2)
	add(unfinished(l.text), -3)
	return points
}

// room returns how much room a line has left behind the first word of the next, in code points. It is
// less than none where the line is full. Width is that to which lines are filled.
func (l line) room(next line, width int) int {
	word, _, _ := strings.Cut(next.text, " ")
	return width - (l.width() + 1 + utf8.RuneCountInString(word))
}

// hasRoom reports whether the first word of the next line would have stood on a line too, had the
// line not been broken on purpose. Letters differ in their width.
func (l line) hasRoom(next line, width int) bool { return l.room(next, width)*10 > width }

// width is how long a line is, in code points.
func (l line) width() int { return l.indent + utf8.RuneCountInString(l.text) }

// printWidth returns the width to which lines are filled: that of the longest but a few.
func printWidth(lines []line) int {
	const longest = 400
	var count [longest + 1]int
	for _, l := range lines {
		count[min(l.width(), longest)]++
	}
	few := len(lines) / 50
	for w := longest; w > 0; w-- {
		if few -= count[w]; few < 0 {
			return w
		}
	}
	return 0
}

// byHangingIndent cuts before the lines that stand out to the left.
func byHangingIndent(s section) []start {
	return byIndent(s.list(), func(indent, near, far int) bool { return indent-near < far-indent })
}

// byFirstIndent cuts before the lines that are set in.
func byFirstIndent(s section) []start {
	return byIndent(s.list(), func(indent, near, far int) bool { return indent-near >= far-indent })
}

// byIndent cuts by the two most frequent indentations of a list.
func byIndent(lines []line, begins func(indent, near, far int) bool) []start {
	count := map[int]int{}
	for _, l := range lines {
		count[l.indent]++
	}
	indents := make([]int, 0, len(count))
	for indent := range count {
		indents = append(indents, indent)
	}
	sort.Slice(indents, func(i, j int) bool {
		if count[indents[i]] != count[indents[j]] {
			return count[indents[i]] > count[indents[j]]
		}
		return indents[i] < indents[j]
	})
	if len(indents) < 2 {
		return nil
	}
	near, far := min(indents[0], indents[1]), max(indents[0], indents[1])
	var starts []start
	for i, l := range lines {
		if begins(l.indent, near, far) {
			starts = append(starts, start{line: i})
		}
	}
	return starts
}

// unwrapped reports whether lines are as long as what they hold: one in ten at least is longer than
// a line of print.
func unwrapped(lines []line) bool {
	const printed = 130
	long := 0
	for _, l := range lines {
		if len(l.text) > printed {
			long++
		}
	}
	return long*10 > len(lines)
}
