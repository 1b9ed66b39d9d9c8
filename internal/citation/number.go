package citation

// dottedYear reports whether "9.4.2006" begins at token i.
func (s *source) dottedYear(i int) bool {
	return s.day(i) && s.is(i+1, '.') && s.day(i+2) && s.number(i+2) <= 12 && s.is(i+3, '.') && s.year(i+4) > 0 && s.tight(i+1) && s.tight(i+3)
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

// behindDot returns the token behind the word at i and its dot, if it has one.
func (s *source) behindDot(i int) int {
	if s.is(i+1, '.') {
		return i + 2
	}
	return i + 1
}

// tight reports whether no blank stands around the punctuation at token i.
func (s *source) tight(i int) bool {
	return !s.at(i).is(shapeSpaced) && !s.at(i+1).is(shapeSpaced)
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
