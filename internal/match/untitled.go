package match

import (
	"strings"

	"github.com/refcheck/refcheck/internal/fold"
)

// untitled sees to printed references of styles without titles, of which the split takes the
// container for the title.
func (p *Prepared) untitled(s *subject, e *evidence) {
	if p.text == nil || e.title.outcome < Near || p.title.key == "" {
		return
	}
	plain := withoutLocators(p.title.plain)
	name := fold.NewContainer(plain)
	for i, c := range s.containers {
		d := name.Same(c)
		if key := fold.Key(s.names[i]); strings.Contains(key, p.title.key) && strings.Contains(p.text.key, " "+key+" ") {
			d = fold.Equal // a name with a mark in it, of which but a part was split off
		}
		if d > fold.Unlike {
			e.title = relation{outcome: Absent}
			e.degree, e.container = max(e.degree, d), degreeOutcome(max(e.degree, d))
			e.place, _ = p.text.where(plain)
		}
	}
}

// withoutLocators cuts the numbers of a volume or a page from the end of a name.
func withoutLocators(name string) string {
	words := strings.Fields(name)
	n := len(words)
	for n > 1 && locates(strings.Trim(words[n-1], ".,:;()[]")) {
		n--
	}
	return strings.TrimRight(strings.Join(words[:n], " "), ",;:")
}

// locates reports whether a word may be a volume or a page: a number, Roman or with letters, or a
// range.
func locates(word string) bool {
	key := fold.Key(word)
	return key != "" && (roman(key) > 0 && word == key || digitsOf(key) != "" && word[0] <= '9')
}

// weighBehind reads volume and page behind the container once more, where a style without titles
// left the split with less than the text has: "Educación XX1 10, (2007)", "Reality TV 14".
func (p *Prepared) weighBehind(s *subject, e *evidence) {
	if p.text == nil || e.title.outcome > Absent || !agrees(e.container) || !notSame(e.volume) && !notSame(e.page) {
		return
	}
	if e.place.to == 0 {
		e.place, _ = p.text.where(e.journal)
	}
	if e.place.to == 0 {
		return
	}
	numbers := p.text.behind(e.place.to)
	if len(numbers) > 0 && notSame(e.volume) && agrees(compareLocators(newLocator(numbers[0]), s.volume)) {
		e.volume, numbers = Same, numbers[1:]
	}
	for _, n := range numbers {
		if notSame(e.page) && agrees(comparePages(newSpan(n), s.pages)) {
			e.page = Same
		}
	}
}

// behind lists what stands behind word i as volume, issue and pages, in the order of the text, up to
// the first word that cannot be one of them.
func (t *text) behind(i int) []string {
	if i >= t.end {
		return nil
	}
	var list []string
	for _, token := range strings.Fields(t.raw[t.words[i].start:]) {
		token = strings.Trim(token, ".,:;()[]")
		key := fold.Key(token)
		switch {
		case key == "", betweenLocators[key], locatorLabels[key]:
		case roman(key) == 0 && digitsOf(key) == "":
			return list
		default:
			list = append(list, token)
		}
	}
	return list
}
