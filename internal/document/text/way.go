package text

import "sort"

// firstYear is the least number that is rather a year than that of an entry, where nothing but the
// number itself marks it.
const firstYear = 1500

// byNumber cuts before the lines that number the list in a style.
func byNumber(s section, in style) []start {
	var all []numbered
	block := 0
	for i, l := range s.lines {
		for block < len(s.ends) && s.ends[block] <= i {
			block++
		}
		if m, ok := numberMark(l.text); ok && m.style == in && (in != bare && in != glued || m.value < firstYear) {
			all = append(all, numbered{line: i, mark: m, block: block})
		}
	}
	if len(all) == 0 {
		return nil
	}
	kept := chain(all)
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

// byContent cuts where a line begins like an entry and the one before ends like one.
func byContent(s section) []start {
	lines := s.list()
	var starts []start
	dated := false // a year has stood in the entry
	for i, l := range lines {
		if i == 0 || dated && !continues(l.text) && (beginsWithAuthor(l.text) || datedBody.MatchString(l.text)) && !unfinished(lines[i-1].text) && (ended(lines[i-1].text) || l.gap || l.closed) {
			starts = append(starts, start{line: i})
			dated = false
		}
		dated = dated || aYear.MatchString(head(l.text))
	}
	return starts
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
