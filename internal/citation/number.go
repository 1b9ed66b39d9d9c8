package citation

// date reads a date at token i: "(1998)", "2003 Aug 5", "Aug. 2003", "5 March 2003", "1999/2000",
// "(1998, March 5)", "in press". It returns the token behind it, or 0, and whether a year is in it.
func (s *source) date(i int) (end int, year bool) {
	open := s.isAny(i, "([（")
	if open {
		i++
	}
	if end = s.noDate(i); end == 0 {
		end, year = s.openDate(i)
	}
	if end == 0 || !open {
		return end, year
	}
	if s.is(end, ',') || s.is(end, '.') {
		end++
	}
	if !s.isAny(end, ")]）") {
		return 0, false
	}
	return end + 1, year
}

// noDate reads the words that stand for a date that is not known yet, or not at all.
func (s *source) noDate(i int) int {
	switch w, v := lower(s.word(i)), lower(s.word(i+1)); {
	case w == "in" && (v == "press" || v == "preparation"), w == "im" && (v == "druck" || v == "erscheinen"),
		w == "to" && v == "appear", w == "no" && v == "date":
		return i + 2
	case w == "forthcoming", w == "submitted", w == "undated":
		return i + 1
	case (w == "n" || w == "s") && v == "" && s.is(i+1, '.') && lower(s.word(i+2)) == "d" && s.is(i+3, '.'),
		w == "o" && s.is(i+1, '.') && s.word(i+2) == "J" && s.is(i+3, '.'):
		return i + 4
	}
	return 0
}

// openDate reads a date without brackets. Days count only beside a month.
func (s *source) openDate(i int) (end int, year bool) {
	if s.dottedYear(i) {
		return i + 5, true
	}
	month := false
	if (s.word(i) == "c" || s.word(i) == "ca") && s.year(s.behindDot(i)) > 0 {
		i = s.behindDot(i)
	} else if s.is(i, '©') {
		i++
	}
	for n := 0; n < 9; n++ {
		t := s.at(i)
		switch {
		case t.in(classMonth) && (t.is(shapeUpper) || s.text[t.start:t.end] != "may" && t.runes > 2):
			month = true
		case s.year(i) > 0 && !year:
			year = true
		case s.year(i) > 0 && s.isAny(i-1, "/–-—") && s.year(i)-s.year(i-2) <= 3:
		case s.day(i) && (month && s.at(i-1).is(shapeSpaced|shapeWord) || s.at(s.behindDot(i)).in(classMonth)):
		case month && s.day(i) && s.isAny(i-1, ".,"):
		case s.isoPart(i):
		default:
			return s.dateEnd(end, year, month), year
		}
		i++
		end = i
		switch {
		case s.is(i, '.') && (month && !year || t.in(classMonth)), s.is(i, ',') && month && !year:
			i++
		case month && s.isAny(i, "-–—") && (s.day(i+1) || s.at(i+1).in(classMonth)): // "May 23-26", "April 29–May 1"
			i++
		case s.isAny(i, ",") && year && !month && s.at(i+1).in(classMonth):
			i++
		case s.isAny(i, "/–-—") && (s.at(i+1).in(classMonth) || s.year(i+1) > 0 || s.isoPart(i+1)):
			i++
		case s.is(i, '/') && s.shortYear(i+1):
			end = i + 2
			i = end
		}
	}
	return s.dateEnd(end, year, month), year
}

// dottedYear reports whether "9.4.2006" begins at token i.
func (s *source) dottedYear(i int) bool {
	return s.day(i) && s.is(i+1, '.') && s.day(i+2) && s.number(i+2) <= 12 && s.is(i+3, '.') && s.year(i+4) > 0 && s.tight(i+1) && s.tight(i+3)
}

// dateEnd returns end where there is a date before it.
func (s *source) dateEnd(end int, year, month bool) int {
	if year || month {
		return end
	}
	return 0
}

// day reports whether token i is a day of a month: "5", "21st".
func (s *source) day(i int) bool {
	if n := s.number(i); n >= 0 {
		return n >= 1 && n <= 31
	}
	t := s.at(i)
	return t.is(shapeDigit) && t.runes <= 4 && t.runes >= 3 && t.is(shapeWord) && s.ordinal(i)
}

// ordinal reports whether token i is a number in order: "1st", "22nd".
func (s *source) ordinal(i int) bool {
	w := s.word(i)
	if len(w) < 3 || w[0] < '1' || w[0] > '9' {
		return false
	}
	switch w[len(w)-2:] {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

// isoPart reports whether token i is the month or the day of "2020-01-03".
func (s *source) isoPart(i int) bool {
	two := func(i int) bool {
		return s.at(i).is(shapeNumber) && s.at(i).runes == 2 && !s.at(i).is(shapeSpaced) && s.day(i)
	}
	return two(i) && s.is(i-1, '-') && (s.year(i-2) > 0 && s.is(i+1, '-') && two(i+2) || s.year(i-4) > 0 && s.is(i-3, '-') && two(i-2))
}

// shortYear reports whether token i ends a range of years: the "99" of "1998/99".
func (s *source) shortYear(i int) bool {
	return s.at(i).is(shapeNumber) && s.at(i).runes == 2
}

// behindDot returns the token behind the word at i and its dot, if it has one.
func (s *source) behindDot(i int) int {
	if s.is(i+1, '.') {
		return i + 2
	}
	return i + 1
}

// counted reads a number of the kind that volumes and issues have: "18", "271-272", "5/6", "B39",
// "XII", "2A". It returns the token behind it, or 0.
func (s *source) counted(i int) int {
	t := s.at(i)
	if !t.is(shapeWord) || t.runes > 6 || !t.is(shapeDigit) && (!t.is(shapeRoman) || !t.is(shapeCaps)) || t.is(shapeDigit) && !t.is(shapeNumber) && t.runes > 5 {
		return 0
	}
	if s.isAny(i+1, "-–—‐‑/") && s.year(i+2) == 0 && s.at(i+2).is(shapeDigit|shapeRoman) && s.at(i+2).runes <= 4 && s.tight(i+1) {
		return i + 3
	}
	return i + 1
}

// tight reports whether no blank stands around the punctuation at token i.
func (s *source) tight(i int) bool {
	return !s.at(i).is(shapeSpaced) && !s.at(i+1).is(shapeSpaced)
}

// marked reads a number behind its marker, "vol. 18", "H. 3", "n° 4", and returns the token behind
// it, or 0. A marker of one letter needs its dot.
func (s *source) marked(i int, c class) int {
	t := s.at(i)
	if !t.in(c) && (c != classIssue || !s.is(i, '#') && !s.is(i, '№')) {
		return 0
	}
	j := i + 1
	switch {
	case s.isAny(j, ".°º"):
		j++
		if s.is(j, '.') {
			j++
		}
	case t.runes == 1 && t.is(shapeWord) && !t.in(classIssue):
		return 0
	}
	if s.is(j, ':') {
		j++
	}
	return s.counted(j)
}

// bracketed reads an issue in brackets, "(8)", "(Suppl 1)", "(3 Pt 2)", and returns the token behind
// it, or 0.
func (s *source) bracketed(i int) int {
	if !s.isAny(i, "(（[") {
		return 0
	}
	words := 0
	for j := i + 1; j < i+9; j++ {
		t := s.at(j)
		switch {
		case s.isAny(j, ")）]"):
			if words == 0 {
				return 0
			}
			return j + 1
		case t.is(shapeDigit) && t.runes <= 6, t.in(classSupplement | classIssue), t.is(shapeRoman) && t.is(shapeCaps),
			t.is(shapeUpper) && t.runes == 1, s.word(j) == "Issue", s.word(j) == "S":
			words++
		case s.isAny(j, ".-–—/,&:_"), isDash(t.first), t.in(classMonth) && words > 0:
		default:
			return 0
		}
	}
	return 0
}

// supplement reads "Suppl 1", "Suppl. 1", "Pt 2" without brackets and returns the token behind it, or 0.
func (s *source) supplement(i int) int {
	if t := s.at(i); !t.in(classSupplement) || !t.is(shapeUpper) && t.runes > 3 {
		return 0
	}
	j := s.behindDot(i)
	if end := s.counted(j); end > 0 && !s.is(j-1, ':') {
		return end
	}
	return 0
}

// page reads one page or article number: "670", "e123", "S12", "133a", "iv", "014601". It returns
// the token behind it, or 0.
func (s *source) page(i int) int {
	t := s.at(i)
	switch {
	case !t.is(shapeWord), t.runes > 16:
		return 0
	case t.is(shapeNumber):
	case t.is(shapeDigit): // the digits in one run, with letters before or behind
		if t.runes > 10 || s.ordinal(i) {
			return 0
		}
	case t.is(shapeRoman) && t.runes <= 7 && (t.runes > 1 || !t.is(shapeUpper)):
	case t.is(shapeCaps) && t.runes <= 3 && s.at(i+1).is(shapeNumber) && !s.at(i+1).is(shapeSpaced):
		return i + 2
	default:
		return 0
	}
	if s.is(i+1, '.') && s.at(i+2).is(shapeNumber) && s.tight(i+1) && s.at(i+2).runes <= 3 && t.runes <= 3 && !t.is(shapeNumber) {
		return i + 3 // "e1.12", "S1.3"
	}
	return i + 1
}

// pageRange reads "670–4", "S12-S15", "59--70", "C2–389–C2–395" or one page. It returns the token
// behind it, or 0, and whether it is a range.
func (s *source) pageRange(i int) (end int, isRange bool) {
	end = s.page(i)
	if end == 0 {
		return 0, false
	}
	for range 3 {
		j := end
		for !s.at(j).is(shapeWord) && isDash(s.at(j).first) && j < end+3 {
			j++
		}
		next := 0
		if j > end {
			next = s.page(j)
		}
		if next == 0 {
			return end, isRange
		}
		end, isRange = next, true
	}
	return end, isRange
}

// markedPages reads "pp. 670–674", "S. 12 ff.", "Article 123", "ID 12345" and returns the token
// behind it, or 0.
func (s *source) markedPages(i int) int {
	t := s.at(i)
	if !t.in(classPages | classArticle) {
		return 0
	}
	j := s.behindDot(i)
	if t.in(classArticle) {
		for s.at(j).in(classArticle|classIssue) && j < i+6 {
			j = s.behindDot(j)
		}
		if s.is(j, ':') {
			j++
		}
	} else if s.at(j).in(classPages) && s.is(j-1, '.') { // "p. p. 12"
		j = s.behindDot(j)
	}
	if t.is(shapeUpper) && t.runes == 1 && s.at(j).is(shapeRoman) && !s.is(i+1, '.') || t.in(classArticle) && !s.at(j).is(shapeDigit) {
		return 0
	}
	end, _ := s.pageRange(j)
	if end == 0 {
		return 0
	}
	return s.following(end)
}

// following reads "f.", "ff." and further ranges behind pages: "12–15, 18–20".
func (s *source) following(i int) int {
	if w := s.word(i); w == "ff" || w == "f" || w == "sq" || w == "sqq" {
		i = s.behindDot(i)
		if s.is(i-1, '.') && i == len(s.tokens) {
			i--
		}
	}
	for s.is(i, ',') {
		end, isRange := s.pageRange(i + 1)
		if !isRange || s.year(i+1) > 0 {
			break
		}
		i = end
	}
	return i
}

// pageCount reads the extent of a book, "189 p.", "[4 p.]", "xii, 340 S.", and returns the token
// behind it, or 0.
func (s *source) pageCount(i int) int {
	end, isRange := s.pageRange(i)
	if end == 0 || isRange || s.year(i) > 0 && !s.at(i).is(shapeNumber) {
		return 0
	}
	if t := s.at(end); !t.in(classPages) || s.at(s.behindDot(end)).is(shapeDigit) {
		return 0
	}
	return s.behindDot(end)
}

// noPages reads MLA's "n. pag." and "N.p." and returns the token behind it, or 0.
func (s *source) noPages(i int) int {
	if w := s.word(i); (w == "n" || w == "N") && s.is(i+1, '.') && (s.word(i+2) == "pag" || s.word(i+2) == "p") && s.is(i+3, '.') {
		return i + 4
	}
	return 0
}

// lower returns an ASCII word in small letters, without a copy where it is so already.
func lower(w string) string {
	for i := range len(w) {
		if w[i] >= 'A' && w[i] <= 'Z' {
			b := []byte(w)
			for j := i; j < len(b); j++ {
				if b[j] >= 'A' && b[j] <= 'Z' {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return w
}
