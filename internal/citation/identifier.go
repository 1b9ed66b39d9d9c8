package citation

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// identified is an identifier found in the text: from token start to end.
type identified struct {
	piece
	label label
}

// identifiers finds every identifier of the text, with the word that announces it, in order. They
// stand wherever a style puts them, so that they are cut out before anything else is read.
func (s *source) identifiers(found []identified) []identified {
	for i := 0; i < len(s.tokens); i++ {
		l, end := s.identifier(i)
		if end > i {
			found = append(found, identified{piece{i, end}, l})
			i = end - 1
		}
	}
	return found
}

// identifier reads the identifier at token i and returns its label and the token behind it.
func (s *source) identifier(i int) (label, int) {
	t := s.at(i)
	if !t.is(shapeWord) || t.runes > 12 {
		return labelNone, 0
	}
	if t.is(shapeNumber) {
		if t.runes == 2 && s.is(i+1, '.') && s.text[t.start:t.end] == "10" {
			return labelDOI, s.doi(i)
		}
		return labelNone, 0
	}
	switch w := s.text[t.start:t.end]; w[0] {
	case 'd', 'D':
		if strings.EqualFold(w, "doi") {
			return labelDOI, s.announced(i, s.doi)
		}
	case 'h', 'H', 'w', 'f':
		switch lower(w) {
		case "http", "https", "ftp", "www":
			return s.url(i)
		case "hep":
			return labelArXiv, s.oldArXiv(i)
		}
	case 'P', 'p':
		return s.pubmed(i, w)
	case 'a', 'A':
		switch {
		case strings.EqualFold(w, "arxiv"):
			return labelArXiv, s.announced(i, s.arXiv)
		case w == "astro":
			return labelArXiv, s.oldArXiv(i)
		}
	case 'c', 'g', 'n', 'q', 'm':
		return labelArXiv, s.oldArXiv(i)
	case 'I', 'i':
		switch {
		case strings.EqualFold(w, "isbn"):
			return labelISBN, s.announced(i, func(i int) int { return s.digits(i, 10) })
		case strings.EqualFold(w, "issn"):
			return labelISSN, s.announced(i, func(i int) int { return s.digits(i, 8) })
		}
	}
	return labelNone, 0
}

// announced reads an identifier behind its name and a colon: "doi: 10.1038/171737a0".
func (s *source) announced(i int, read func(int) int) int {
	for j := i + 1; j <= i+5; j++ {
		if end := read(j); end > 0 {
			return end
		}
		if s.at(j).is(shapeWord) && !s.at(j).is(shapeNumber) && s.word(j) != "DOI" && s.word(j) != "org" || j >= len(s.tokens) {
			return 0
		}
	}
	return 0
}

// doi reads a bare DOI, perhaps broken by a blank behind "10." or its slash.
func (s *source) doi(i int) int {
	if s.word(i) != "10" || !s.is(i+1, '.') || !s.at(i+2).is(shapeNumber) || s.at(i+2).runes < 4 {
		return 0
	}
	slash := i + 3
	for s.is(slash, '.') && s.at(slash+1).is(shapeNumber) && slash < i+9 {
		slash += 2
	}
	if encoded := s.is(slash, '%') && s.word(slash+1) != ""; !encoded && (!s.is(slash, '/') || s.at(slash).is(shapeSpaced)) {
		return 0
	}
	if slash+1 >= len(s.tokens) {
		return 0
	}
	return s.run(slash + 1)
}

// run returns the token behind the text without blanks that begins at token i, without the
// punctuation that a sentence or a bracket puts behind it.
func (s *source) run(i int) int {
	end := i + 1
	for end < len(s.tokens) && !s.at(end).is(shapeSpaced) && !s.isAny(end, "\"“”«»，；。") {
		end++
	}
	from := int(s.at(i).start)
	for end > i {
		t := s.at(end - 1)
		if t.is(shapeWord) {
			break
		}
		inside := s.text[from:t.end]
		if t.first == '/' || t.first == '#' || t.first == '=' || t.first == '-' && end > i+1 ||
			t.first == ')' && strings.Count(inside, "(") >= strings.Count(inside, ")") ||
			t.first == ']' && strings.Count(inside, "[") >= strings.Count(inside, "]") ||
			t.first == '>' && strings.Count(inside, "<") >= strings.Count(inside, ">") {
			break
		}
		end--
	}
	if end <= i {
		return 0
	}
	return end
}

// url reads an address, perhaps broken behind its colon. The address of a DOI, of PubMed or of arXiv
// is that identifier.
func (s *source) url(i int) (label, int) {
	at := i + 1
	if s.word(i) != "www" && s.word(i) != "WWW" {
		if !s.is(at, ':') || !s.is(at+1, '/') {
			return labelNone, 0
		}
		at += 2
	} else if !s.is(at, '.') {
		return labelNone, 0
	}
	end := 0
	if at < len(s.tokens) {
		end = s.run(at)
	}
	if end <= at {
		return labelNone, 0
	}
	address := s.text[s.at(i).start:s.at(end-1).end]
	switch {
	case strings.Contains(address, "10.") && biblio.DOI(address) != "" && strings.Contains(address, "doi"):
		return labelDOI, end
	case strings.Contains(address, "pubmed") && biblio.PMID(address) != "":
		return labelPMID, end
	case strings.Contains(address, "PMC") && biblio.PMCID(address) != "":
		return labelPMCID, end
	case strings.Contains(address, "arxiv") && biblio.ArXiv(address) != "":
		return labelArXiv, end
	}
	return labelURL, end
}

// pubmed reads "PMID: 9708588", "PMC1234567" and "PMCID: PMC1234567".
func (s *source) pubmed(i int, w string) (label, int) {
	switch {
	case strings.EqualFold(w, "pmid"):
		return labelPMID, s.announced(i, func(i int) int {
			if t := s.at(i); t.is(shapeNumber) && t.runes <= 9 {
				return i + 1
			}
			return 0
		})
	case strings.EqualFold(w, "pmcid"):
		return labelPMCID, s.announced(i, s.pmc)
	}
	if end := s.pmc(i); end > 0 {
		return labelPMCID, end
	}
	return labelNone, 0
}

func (s *source) pmc(i int) int {
	if w := strings.TrimPrefix(s.word(i), "PMC"); w != "" && biblio.PMCID("PMC"+strings.TrimPrefix(w, "PMC")) != "" && s.word(i) != w {
		return i + 1
	}
	return 0
}

// arXiv reads "1706.03762v1", "1505. 03756" or "hep-th/9901001".
func (s *source) arXiv(i int) int {
	if t := s.at(i); t.is(shapeNumber) && t.runes == 4 && s.is(i+1, '.') && s.at(i+2).is(shapeDigit) && s.at(i+2).runes >= 4 {
		return i + 3
	}
	return s.oldArXiv(i)
}

// archives are those of arXiv's old identifiers.
var archives = map[string]bool{
	"hep-th": true, "hep-ph": true, "hep-ex": true, "hep-lat": true, "astro-ph": true, "gr-qc": true, "cond-mat": true,
	"quant-ph": true, "nucl-th": true, "nucl-ex": true, "math-ph": true, "math": true, "cs": true, "nlin": true, "q-bio": true,
}

func (s *source) oldArXiv(i int) int {
	j := i + 1
	if s.tightDash(j) {
		j += 2
	}
	if !s.is(j, '/') || !archives[s.text[s.at(i).start:s.at(j-1).end]] {
		return 0
	}
	if t := s.at(j + 1); t.is(shapeDigit) && t.runes >= 7 && t.runes <= 9 {
		return j + 2
	}
	return 0
}

// digits reads a number printed in groups, of at least n digits: "978-3-16-148410-0".
func (s *source) digits(i, n int) int {
	count, end := 0, i
	for j := i; j < i+10; j++ {
		t := s.at(j)
		if t.is(shapeDigit) || s.word(j) == "X" && count > 0 {
			count += int(t.runes)
			end = j + 1
			continue
		}
		if t.first == 0 || !isDash(t.first) && s.at(j).is(shapeWord) || j == i {
			break
		}
		if !isDash(t.first) {
			break
		}
	}
	if count == 2 && end == i+1 { // the "13" of "ISBN-13: …"
		return 0
	}
	if count < n {
		return 0
	}
	return end
}
