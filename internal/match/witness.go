package match

import (
	"strings"

	"github.com/refcheck/refcheck/internal/fold"
)

// locates reports whether the text gives a volume and a first page one behind the other, with at
// most the issue and labels between them, and whether it gives the issue. A number that is the year
// as well is no volume.
func (t *text) locates(volume, issue locator, pages []span, year int) (ok bool, issueOutcome Outcome) {
	if volume.key == "" || volume.number == itoa(year) {
		return false, Unknown
	}
	for i, w := range t.words[:t.end] {
		if trimZeros(w.key) != volume.number {
			continue
		}
		issueOutcome = Absent
		inBrackets := t.bracketed(i)
		for j := i + 1; j < min(t.end, max(i, inBrackets)+6); j++ {
			k := trimZeros(t.words[j].key)
			if t.isPage(j, pages) {
				return true, issueOutcome
			}
			if issue.key != "" && (k == issue.number || k == issue.rest) && issueOutcome == Absent || issue.key == "" && isPlainNumber(k) && issueOutcome == Absent && t.words[j].after == stop {
				issueOutcome = Same
			} else if !betweenLocators[k] && j >= inBrackets {
				break
			}
		}
	}
	return false, Unknown
}

// bracketed returns the word behind what stands in brackets right behind word i, the place of an
// issue, or 0: "34(Web Server issue):".
func (t *text) bracketed(i int) int {
	at := t.words[i].end
	if at >= len(t.raw) || t.raw[at] != '(' {
		return 0
	}
	length := strings.IndexByte(t.raw[at:], ')')
	for j := i + 1; j < t.end; j++ {
		if t.words[j].start > at+length {
			return j
		}
	}
	return 0
}

// betweenLocators may stand between a volume and a page.
var betweenLocators = wordSet("no number issue n pp p pages art article suppl supplement jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october november december e s")

func (t *text) isPage(i int, pages []span) bool {
	for _, p := range pages {
		if trimZeros(t.words[i].key) == p.first {
			return true
		}
	}
	return false
}

// holdsDOI reports whether a DOI stands in the text, with blanks in it or not.
func (t *text) holdsDOI(doi string) bool {
	return doi != "" && strings.Contains(strings.ToLower(strings.Join(strings.Fields(t.raw), "")), doi)
}

// dated reports whether the text gives a year outside of a part, and gives another one in it alone.
func (t *text) dated(year, other string, title part) bool {
	found := false
	for i, w := range t.words[:t.end] {
		in := i >= title.from && i < title.to
		if !in && w.key == other {
			return false
		}
		found = found || !in && w.key == year
	}
	return found
}

// namesEnd returns the word before which the authors stand in a reference without a title: that of
// the container, or the first number behind a label.
func (t *text) namesEnd(journal string) int {
	if at, ok := t.where(journal); ok && at.from > 0 {
		return at.from
	}
	for i := 1; i < t.end; i++ {
		if isPlainNumber(t.words[i].key) {
			return i
		}
	}
	return 0
}

// names reports whether the words before a part name the registered authors in their order and
// nobody else. all says that every one of them is named, or that the list says it is cut.
func (t *text) names(before int, registered []person) (ok, all bool) {
	next, named, given := 0, 0, -1
	for _, w := range t.words[:before] {
		if w.initials || len(w.key) == 1 || isPlainNumber(w.key) || isYear(w.key) || nameNoise[w.key] || particles[w.key] || suffixes[w.key] {
			continue
		}
		at := -1
		for j := max(0, next-1); j < len(registered) && at < 0; j++ {
			if holds(registered[j].words, w.key) {
				at = j
			}
		}
		switch {
		case at == next, at > next && t.etAl && at == len(registered)-1:
			if given >= 0 && given != at {
				return false, false
			}
			next, named, given = at+1, named+1, -1
		case at == next-1 && at >= 0, next > 0 && hasGiven(registered[next-1], w.key): // behind the family name
		case next < len(registered) && hasGiven(registered[next], w.key): // before it
			given = next
		default:
			return false, false
		}
	}
	return named > 0 && given < 0, named == len(registered) || t.etAl
}

func hasGiven(p person, word string) bool { return strings.Contains(" "+p.given+" ", " "+word+" ") }

// nameNoise stands among names.
var nameNoise = wordSet("and et al eds ed editor editors und y with in collaborators colleagues others")

func holds(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}

// where returns the last place of some words in the text.
func (t *text) where(words string) (at part, ok bool) {
	key := fold.Key(words)
	i := strings.LastIndex(t.key, " "+key+" ")
	if i < 0 || key == "" {
		return at, false
	}
	return part{t.wordAt(i + 1), t.wordAt(i+len(key)) + 1}, true
}

// container reports whether a name of the work's container stands in the text at or behind word
// from, as a part of its own, and where.
func (t *text) container(from int, containers []fold.Container) (best fold.Degree, at part) {
	for i := from; i < t.end && i < from+24; i++ {
		if i > from && t.words[i-1].after == noMark {
			continue
		}
		for j := i + 1; j <= t.end && j <= i+14; j++ {
			if j < t.end && t.words[j-1].after == noMark && !isPlainNumber(t.words[j].key) && roman(t.words[j].key) == 0 {
				continue
			}
			if t.words[j-1].at+len(t.words[j-1].key)-t.words[i].at < 3 {
				continue // a letter or two abbreviate anything
			}
			name := t.name(part{i, j})
			for _, c := range containers {
				if d := name.Same(c); d > best {
					best, at = d, part{i, j}
				}
			}
			if best >= fold.Abbreviated {
				return best, at
			}
		}
	}
	return best, at
}

// name returns the words of a stretch as the name of a container. Every candidate asks for the same
// ones, so they are kept.
func (t *text) name(p part) fold.Container {
	name, known := t.parts[p]
	if !known {
		name = fold.NewContainer(t.plain(p))
		t.parts[p] = name
	}
	return name
}
