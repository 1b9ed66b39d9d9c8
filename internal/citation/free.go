package citation

import "slices"

// freeTitle takes a title of a word or two out of the list of authors behind which it stands, where
// there is no other title: "Osler W. Aequanimitas. New York: Norton". Where there is no container
// either, but a volume, it is the name of the journal: "Mannino, D. M. Chest 2007, 132, 1731".
func (t *tagger) freeTitle() {
	var seen labels
	for _, s := range t.spans {
		seen |= 1 << s.label
	}
	at := slices.IndexFunc(t.spans, func(s span) bool { return s.label == labelAuthor })
	if at < 0 || at+1 >= len(t.spans) || t.spans[at+1].start > t.spans[at].end+3 {
		return
	}
	free := labelTitle
	switch {
	case !seen.has(labelContainer) && seen.has(labelVolume) && t.spans[at+1].label == labelDate:
		free = labelContainer
	case seen.has(labelTitle) && !t.isSupplement(t.spans[slices.IndexFunc(t.spans, func(s span) bool { return s.label == labelTitle })]):
		return
	}
	authors := &t.spans[at]
	from, to := t.tokenAt(authors.start), t.tokenAt(authors.end)
	begin := t.lastSentence(from, to)
	if begin == 0 {
		return
	}
	title := span{label: free, start: int(t.tokens[begin].start), end: int(t.tokens[to-1].end), sure: authors.sure}
	authors.end = int(t.tokens[begin-1].end)
	t.spans = slices.Insert(t.spans, at+1, title)
}

// isSupplement reports whether a span begins as the name of a supplement does.
func (t *tagger) isSupplement(s span) bool { return t.at(t.tokenAt(s.start)).in(classSupplement) }

// lastSentence returns the token at which, within a list of authors from one token to another, a last
// sentence of one to three words begins behind names with the family first, or 0.
func (t *tagger) lastSentence(from, to int) int {
	s := source{text: t.text, tokens: t.tokens[from:to]}
	people := s.bestNames(0, nil)
	if len(people) == 0 {
		return 0
	}
	last := people[len(people)-1]
	end := max(last.end, last.etAl)
	if s.is(end, '.') {
		end++
	}
	if last.form != familyInitials && last.form != familyComma || !s.is(end-1, '.') || !s.at(end).is(shapeUpper) || len(s.tokens)-end > 3 {
		return 0
	}
	for i := end; i < len(s.tokens); i++ {
		if k := s.at(i); !k.is(shapeWord) || k.is(shapeDigit) || k.in(classAnd|classEditor|classSuffix|classOrg) {
			return 0
		}
	}
	return from + end
}

// freeVolume finds the volume among two years, where there is no other: behind the name of the journal
// and before the pages stands a volume, whatever it looks like, if another year is left to be the date:
// "Science, 2013, 1–8 (2011)", "Proc. SPIE 2012 (2013) 1–8".
func (t *tagger) freeVolume() {
	dates := 0
	for _, s := range t.spans {
		switch s.label {
		case labelVolume:
			return
		case labelDate:
			dates++
		}
	}
	for i := 1; i+1 < len(t.spans); i++ {
		s := t.spans[i]
		if s.label != labelDate || t.spans[i-1].label != labelContainer || t.spans[i+1].label != labelPages && t.spans[i+1].label != labelIssue {
			continue
		}
		from, to := t.tokenAt(s.start), t.tokenAt(s.end)
		switch {
		case to-from == 1 && dates > 1:
			t.spans[i].label = labelVolume
		case to-from == 4 && t.year(from) > 0 && t.is(from+1, '(') && t.year(from+2) > 0:
			t.spans[i] = span{label: labelVolume, start: s.start, end: int(t.tokens[from].end), sure: s.sure}
			t.spans = slices.Insert(t.spans, i+1, span{label: labelDate, start: int(t.tokens[from+1].start), end: s.end, sure: s.sure})
		}
		return
	}
}

// tokenAt returns the first token that begins at or behind a byte of the text.
func (t *tagger) tokenAt(start int) int {
	i, _ := slices.BinarySearchFunc(t.tokens, start, func(k token, at int) int { return int(k.start) - at })
	return i
}
