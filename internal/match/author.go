package match

import (
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// byline is what comparing two lists of authors found.
type byline struct {
	outcome  Outcome
	severity Severity
	// cited and registered count the authors on either side; matched, those cited who have their
	// counterpart, misspelt ones included.
	cited, registered, matched int
	// first says how alike the first authors are; elsewhere, that the first cited one stands later
	// in the registered list, or the other way round.
	first     likeness
	elsewhere bool
	// wrong are the places of cited authors who are not quite the registered ones: another family
	// name, a misspelt or inverted one, or (alike) other given names. partner is the registered place that was compared, -1 for none.
	wrong []disagreement
	// order says that authors changed places, short that the cited list ends early without saying
	// so, missing how many were left out of its middle, extra how many more are cited than registered.
	order, short   bool
	missing, extra int
	groups         bool
	// left and right are the lists that the places refer to.
	left, right []person
}

type disagreement struct {
	cited, registered int
	kind              likeness
}

// compareAuthors compares two lists, in order. etAl says that the cited one is cut.
func compareAuthors(cited, registered []person, etAl, registeredCut bool) byline {
	b := byline{cited: len(cited), registered: len(registered)}
	switch {
	case len(registered) == 0:
		return b
	case len(cited) == 0:
		b.outcome = Absent
		return b
	}
	if !oneGroup(cited) && !oneGroup(registered) {
		cited, registered = withoutGroups(cited, registered), withoutGroups(registered, cited)
	}
	b.left, b.right = cited, registered
	b.walk(cited, registered, etAl)
	b.judge(cited, registered, etAl, registeredCut)
	return b
}

// withoutGroups leaves out the groups that the other list does not name: a consortium is registered
// before, behind or among the authors, or not at all.
func withoutGroups(list, other []person) []person {
	kept := list
	for i := range list {
		if list[i].group && !named(&list[i], other) {
			if len(kept) == len(list) {
				kept = append([]person(nil), list[:i]...)
			}
		} else if len(kept) < len(list) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

func named(p *person, list []person) bool {
	for i := range list {
		if compareFamilies(p, &list[i]) == alike {
			return true
		}
	}
	return false
}

// walk pairs cited with registered authors. Both lists are in the order of the byline, so that the
// next registered one is tried first, then those behind it, then all.
func (b *byline) walk(cited, registered []person, etAl bool) {
	next := 0
	used := make([]bool, len(registered))
	for i := range cited {
		at, like := find(&cited[i], registered, used, next)
		if i == 0 {
			b.first = compareFamilies(&cited[0], &registered[0])
			b.elsewhere = at > 0 && b.first == unlike
		}
		if at < 0 {
			if next < len(registered) {
				b.wrong = append(b.wrong, disagreement{i, next, unlike})
				next++
			} else {
				b.wrong = append(b.wrong, disagreement{i, -1, unlike})
				b.extra++
			}
			continue
		}
		used[at] = true
		b.matched++
		switch {
		case like < alike:
			b.wrong = append(b.wrong, disagreement{i, at, like})
		case givenDiffer(&cited[i], &registered[at]):
			b.wrong = append(b.wrong, disagreement{i, at, alike})
		}
		switch {
		case at < next:
			b.order = true
		case at > next && !b.ellipsis(i, at, etAl):
			b.missing += at - next
			b.order = b.order || standsLater(cited[i+1:], registered[next:at])
			next = at + 1
		default:
			next = at + 1
		}
	}
	b.short = next < len(registered) && !etAl
}

// ellipsis reports whether the jump to registered author at is that of a style which prints the
// first authors and the last one.
func (b *byline) ellipsis(i, at int, etAl bool) bool {
	return i == b.cited-1 && at == b.registered-1 && (etAl || i >= 5 && b.registered > b.cited+1)
}

// standsLater reports whether one of the skipped registered authors is cited later.
func standsLater(cited, skipped []person) bool {
	for i := range cited {
		for j := range skipped {
			if cited[i].core == skipped[j].core {
				return true
			}
		}
	}
	return false
}

// find looks for a cited author among the registered ones that are free.
func find(c *person, registered []person, used []bool, next int) (int, likeness) {
	best, like := -1, unlike
	consider := func(j int) bool {
		if used[j] {
			return false
		}
		l := compareFamilies(c, &registered[j])
		if j != next && (l == inverted || l > unlike && givenDiffer(c, &registered[j])) {
			l = unlike // in another place it takes more to be the same person
		}
		if l > like {
			best, like = j, l
		}
		return like == alike
	}
	if next < len(registered) && consider(next) {
		return best, like
	}
	for j := next + 1; j < len(registered); j++ {
		if consider(j) {
			return best, like
		}
	}
	for j := 0; j < min(next, len(registered)); j++ {
		if consider(j) {
			return best, like
		}
	}
	return best, like
}

// longByline is the number of registered authors from which a registry's list may itself be cut.
const longByline = 6

// judge says what the findings mean.
func (b *byline) judge(cited, registered []person, etAl, registeredCut bool) {
	b.groups = oneGroup(cited) != oneGroup(registered)
	cut := registeredCut || len(registered) >= longByline || len(registered) == 1 || etAl
	switch {
	case b.groups && b.matched == 0:
		b.outcome, b.severity = Equivalent, Note
	case b.matched == 0, b.first == unlike:
		b.outcome, b.severity = Different, Error
	case b.unlike() == 0 && (b.order || b.missing > 0 && etAl):
		b.outcome, b.severity = Equivalent, Note
	case b.unlike() > b.extra, b.extra > 0 && !cut, b.missing > 0:
		b.outcome, b.severity = Different, Warning
	case b.first < alike, b.short, b.otherPerson(cited, registered):
		b.outcome, b.severity = Near, Warning
	case len(b.wrong) > 0 && len(b.wrong) > b.extra:
		b.outcome, b.severity = Equivalent, Note
	case b.extra > 0:
		b.outcome = Equivalent
	default:
		b.outcome = Same
	}
}

// unlike counts the cited authors who are nobody registered.
func (b *byline) unlike() int {
	n := 0
	for _, w := range b.wrong {
		if w.kind == unlike {
			n++
		}
	}
	return n
}

// otherPerson reports whether given names tell that the first author, or two of the others, or one
// whose name is written out, are other people of the same family name. A single initial of a later
// author that differs is as often the registry's mistake.
func (b *byline) otherPerson(cited, registered []person) bool {
	n := 0
	for _, w := range b.wrong {
		if w.kind != alike {
			continue
		}
		if w.cited == 0 || bothSpelled(&cited[w.cited], &registered[w.registered]) {
			return true
		}
		n++
	}
	return n > 1
}

// othersNamed reports whether all that is wrong are given names, of which the order of family names
// in a text says nothing.
func (b *byline) othersNamed() bool {
	return b.matched == b.cited && !b.short && b.missing+b.extra == 0 && !b.order && b.first == alike
}

// oneGroup reports whether a list names but groups.
func oneGroup(list []person) bool {
	for i := range list {
		if !list[i].group {
			return false
		}
	}
	return true
}

// describe words the difference: only the names that differ, and how many there are where one side
// has more.
func (b byline) describe(cited, registered []biblio.Name) (citedText, registeredText string) {
	if !b.outcome.wrong() && len(b.wrong) == 0 || b.order || b.matched == 0 {
		return shortList(cited), shortList(registered)
	}
	var left, right []string
	for _, w := range b.wrong {
		if len(left) < 4 {
			left = append(left, b.left[w.cited].name.String())
			if w.registered >= 0 {
				right = append(right, b.right[w.registered].name.String())
			}
		}
	}
	if b.short || b.missing > 0 || b.extra > 0 || len(left) == 0 {
		left = append(left, count(len(cited)))
		right = append(right, count(len(registered)))
	}
	return strings.Join(left, "; "), strings.Join(right, "; ")
}

func count(n int) string {
	if n == 1 {
		return "1 author"
	}
	return fmt.Sprintf("%d authors", n)
}

// shortList names up to three authors, and how many there are if there are more.
func shortList(names []biblio.Name) string {
	parts := make([]string, 0, 4)
	for i, n := range names {
		if i == 3 && len(names) > 4 {
			parts = append(parts, fmt.Sprintf("… (%d authors)", len(names)))
			break
		}
		parts = append(parts, n.String())
	}
	return strings.Join(parts, "; ")
}
