package citation

import "math"

// follows scores which label follows which. What is not listed is unlikely.
var follows = func() (m [labelCount][labelCount]float32) {
	for i := range m {
		for j := range m[i] {
			m[i][j] = -1.6
			if label(j).isIdentifier() || j == int(labelNote) {
				m[i][j] = -0.2
			}
		}
	}
	for _, t := range []struct {
		from, to label
		score    float32
	}{
		{labelNone, labelNumber, 0.5}, {labelNone, labelAuthor, 0.8}, {labelNone, labelEditor, 0}, {labelNone, labelTitle, -0.6},
		{labelNone, labelContainer, -1.2}, {labelNone, labelDate, -0.6},
		{labelNumber, labelAuthor, 0.8}, {labelNumber, labelEditor, 0}, {labelNumber, labelTitle, -0.6}, {labelNumber, labelContainer, -0.8},
		{labelAuthor, labelDate, 0.8}, {labelAuthor, labelTitle, 0.5}, {labelAuthor, labelContainer, -0.4}, {labelAuthor, labelEditor, -2},
		{labelEditor, labelDate, 0.6}, {labelEditor, labelTitle, 0.4}, {labelEditor, labelContainer, 0.8}, {labelEditor, labelPublisher, 0},
		{labelEditor, labelPlace, 0.3}, {labelEditor, labelPages, 0}, {labelEditor, labelVolume, -0.8},
		{labelDate, labelTitle, 0.8}, {labelDate, labelVolume, 0.6}, {labelDate, labelPages, 0.4}, {labelDate, labelContainer, -0.5},
		{labelDate, labelIssue, -0.6}, {labelDate, labelAuthor, -0.2}, {labelDate, labelDate, -1.2}, {labelDate, labelPlace, -0.3},
		{labelDate, labelPublisher, -0.5}, {labelDate, labelIn, -0.8}, {labelDate, labelEdition, -1},
		{labelTitle, labelContainer, 0.8}, {labelTitle, labelIn, 1}, {labelTitle, labelPlace, 0.4}, {labelTitle, labelPublisher, 0.2},
		{labelTitle, labelEdition, 0.5}, {labelTitle, labelDate, 0}, {labelTitle, labelGenre, 0.5}, {labelTitle, labelEditor, 0},
		{labelTitle, labelVolume, -0.9}, {labelTitle, labelPages, -0.8},
		{labelContainer, labelVolume, 1.2}, {labelContainer, labelDate, 0.5}, {labelContainer, labelPages, 0.4}, {labelContainer, labelIssue, 0},
		{labelContainer, labelPlace, 0}, {labelContainer, labelPublisher, 0}, {labelContainer, labelEditor, 0.3}, {labelContainer, labelEdition, 0},
		{labelIn, labelContainer, 0.8}, {labelIn, labelEditor, 0.8}, {labelIn, labelTitle, -3},
		{labelVolume, labelIssue, 0.8}, {labelVolume, labelPages, 0.9}, {labelVolume, labelDate, 0.5}, {labelVolume, labelPlace, -0.3},
		{labelVolume, labelPublisher, -0.3}, {labelVolume, labelContainer, -1.4}, {labelVolume, labelTitle, -2},
		{labelIssue, labelPages, 0.9}, {labelIssue, labelDate, 0.5}, {labelIssue, labelVolume, -1}, {labelIssue, labelPlace, -0.6},
		{labelPages, labelDate, 0.3}, {labelPages, labelPlace, 0}, {labelPages, labelPublisher, -0.1}, {labelPages, labelIn, 0.3},
		{labelPages, labelVolume, -1.2}, {labelPages, labelContainer, -1.6}, {labelPages, labelEditor, -0.6},
		{labelEdition, labelPlace, 0.3}, {labelEdition, labelPublisher, 0.2}, {labelEdition, labelDate, 0}, {labelEdition, labelVolume, -0.6},
		{labelEdition, labelEditor, -0.3}, {labelEdition, labelContainer, -1}, {labelEdition, labelPages, 0},
		{labelPublisher, labelPlace, 0.3}, {labelPublisher, labelDate, 0.4}, {labelPublisher, labelPages, 0.2}, {labelPublisher, labelPublisher, -0.8},
		{labelPlace, labelPublisher, 0.5}, {labelPlace, labelDate, 0.3}, {labelPlace, labelPlace, -0.6}, {labelPlace, labelPages, 0.1},
		{labelGenre, labelPlace, 0}, {labelGenre, labelPublisher, 0.5}, {labelGenre, labelDate, 0}, {labelGenre, labelIssue, 0},
		{labelNote, labelNote, -0.6}, {labelNote, labelDate, -1.2}, {labelNote, labelContainer, -0.6}, {labelNote, labelPlace, -0.5},
	} {
		m[t.from][t.to] = t.score
	}
	for i := labelDOI; i < labelCount; i++ { // an identifier stands anywhere, and changes nothing
		for j := range m[i] {
			m[i][j] = -0.4
		}
		m[i][labelNote] = 0
	}
	return m
}()

// transition scores that a span labelled to follows one labelled from over the gap g.
func transition(from, to label, g gap) float32 {
	return follows[from][to] + joint(from, to, g)
}

// joint scores the punctuation between two spans.
func joint(from, to label, g gap) float32 {
	switch from {
	case labelAuthor:
		return authorJoint(to, g)
	case labelVolume, labelIssue, labelPages:
		return figureJoint(from, to, g)
	case labelContainer:
		switch {
		case to == labelVolume && g&(gapOpen|gapQuery|gapSlash) != 0, to == labelDate && g&gapColon != 0:
			return -0.6
		}
	case labelTitle:
		switch to {
		case labelContainer, labelPublisher, labelPlace:
			if g == 0 {
				return -1
			}
		case labelIn:
			if g == 0 {
				return -0.8
			}
		}
	case labelPlace:
		if to == labelPublisher {
			if g&gapColon != 0 {
				return 1.5
			}
			return -0.3
		}
	case labelPublisher:
		if to == labelPlace && g&gapColon != 0 {
			return -0.5
		}
	case labelDate:
		switch {
		case to == labelVolume && g&gapSemicolon != 0:
			return 0.6
		case to == labelPages && g&gapColon != 0:
			return 0.4
		}
	}
	return 0
}

func authorJoint(to label, g gap) float32 {
	switch to {
	case labelTitle, labelContainer:
		switch {
		case g&(gapPeriod|gapColon|gapQuote) != 0:
			return 0.3
		case g == 0:
			return -0.7
		case g&gapSemicolon != 0:
			return -0.8
		}
	case labelDate:
		if g&gapSemicolon != 0 {
			return -0.8
		}
	}
	return 0
}

func figureJoint(from, to label, g gap) float32 {
	switch {
	case from == labelVolume && to == labelPages || from == labelIssue && to == labelPages:
		if g&gapColon != 0 {
			return 0.8
		}
	case from == labelVolume && to == labelIssue:
		if g&gapOpen != 0 {
			return -0.5
		}
	}
	return 0
}

// again scores a label that a path has used before.
func again(p *path, as label) float32 {
	if !p.used.has(as) {
		switch {
		case as == labelIssue && !p.used.has(labelVolume):
			return -0.5
		case as == labelVolume && !p.used.has(labelContainer):
			return -0.8
		case as == labelVolume && p.used.has(labelPages):
			return -1
		case as == labelAuthor && (p.used.has(labelTitle) || p.used.has(labelContainer)):
			return -4
		}
		return 0
	}
	switch as {
	case labelNote, labelPlace, labelDOI, labelURL, labelISBN, labelISSN, labelPMID, labelPMCID, labelArXiv:
		return 0
	case labelDate:
		return -0.8
	case labelPublisher:
		return -0.5
	case labelContainer: // a series behind the book
		return -1.5
	}
	return -6
}

// ending scores the set of labels that a whole path has used.
func ending(used labels) float32 {
	has := used.has
	var s float32
	switch {
	case has(labelTitle):
		s++
	case has(labelContainer) && has(labelVolume):
		s += 0.5
	}
	switch {
	case has(labelContainer) && !has(labelVolume) && !has(labelPages) && !has(labelIn) && !has(labelIssue):
		s -= 0.1
	case has(labelContainer):
		s += 0.4
	case has(labelVolume) && has(labelPages):
		s -= 0.7
	case has(labelVolume) || has(labelIssue):
		s -= 1.5
	case has(labelPages) && !has(labelPublisher) && !has(labelPlace):
		s -= 0.8
	}
	if has(labelDate) {
		s += 0.5
	}
	if has(labelVolume) && !has(labelPages) {
		s -= 0.5
	}
	return s
}

// confidence says how sure a path is: how much of what a reference has is there, and how well its
// spans fit what they are taken for.
func (l *lattice) confidence(k int32) float64 {
	p := l.path(k)
	has := p.used.has
	weight := -3.0
	for _, e := range []struct {
		yes   bool
		worth float64
	}{
		{has(labelAuthor) || has(labelEditor), 1.5}, {has(labelTitle), 0.8}, {has(labelDate), 1.5},
		{has(labelContainer) || has(labelPublisher) || has(labelPlace) || has(labelGenre), 1},
		{has(labelVolume), 1}, {has(labelPages), 1}, {has(labelIssue), 0.4},
		{has(labelDOI) || has(labelPMID) || has(labelPMCID) || has(labelArXiv) || has(labelISBN), 3.5},
		{has(labelURL), 0.7},
	} {
		if e.yes {
			weight += e.worth
		}
	}
	weight += 0.08 * float64(min(max(p.score-6, -12), 12))
	return 1 / (1 + math.Exp(-weight))
}
