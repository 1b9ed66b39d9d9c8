package main

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/citation/gold"
)

// placeFacts labels a reference whose fields are facts about the work, in no order: it looks for each
// where references have it. It reports whether all was found and hardly anything is left.
func (a *aligned) placeFacts(r *gold.Row) bool {
	title := wordsOf(r.Field("title"))
	from := a.find(title, 0)
	if len(title) == 0 || from < 0 {
		return false
	}
	a.set(from, len(title), "title")
	if c := wordsOf(r.Field("container")); len(c) > 0 {
		at := a.find(c, from+len(title))
		if at < 0 {
			return false
		}
		a.set(at, len(c), "container")
	}
	if !a.placeAuthors(r.Field("author"), from) || !a.placeFigures(r, from+len(title)) {
		return false
	}
	if p := wordsOf(r.Field("publisher")); len(p) > 0 {
		at := a.find(p, from+len(title))
		if at < 0 {
			return false
		}
		a.set(at, len(p), "publisher")
		a.placeCity(at, len(p))
	}
	return a.leftOver()
}

// placeAuthors labels everything from the first to the last name before the title.
func (a *aligned) placeAuthors(names string, end int) bool {
	known := wordsOf(names)
	if len(known) == 0 {
		return true
	}
	first, last, hits := -1, -1, 0
	for k := range end {
		w := a.texts[k]
		if slices.Contains(known, w) || k == last+1 && first >= 0 && (w == "et" || w == "al" || w == "and") {
			if first < 0 {
				first = k
			}
			last = k
			hits++
		}
	}
	if first < 0 || hits < 9*(last-first+1)/10 || first > 1 {
		return false
	}
	for k := first; k <= last; k++ {
		if l := a.labels[a.words[k]]; l != "" {
			return false
		}
	}
	a.set(first, last-first+1, "author")
	if first == 1 {
		a.set(0, 1, "number")
	}
	return true
}

// placeFigures labels year, volume, issue and pages.
func (a *aligned) placeFigures(r *gold.Row, behind int) bool {
	year := gold.Fold(r.Field("year"))
	if year != "" && !a.placeYear(year) {
		return false
	}
	at := behind
	for _, name := range []string{"volume", "issue", "pages"} {
		words := wordsOf(r.Field(name))
		if len(words) == 0 {
			continue
		}
		k := a.find(words, at)
		if k < 0 && name == "pages" {
			if k = a.find(words[:1], at); k >= 0 {
				words = words[:1]
				if k+1 < len(a.words) && a.labels[a.words[k+1]] == "" && isDash(a.cells[a.words[k+1]-1].Text) {
					words = append(words, "")
				}
			}
		}
		if k < 0 {
			return false
		}
		if name == "issue" && r.Field("pages") == "" && a.words[k] > 0 && a.cells[a.words[k]-1].Text == ":" {
			name = "pages" // an article number that was marked as an issue
		}
		a.set(k, len(words), name)
		at = k + len(words)
	}
	return true
}

func (a *aligned) placeYear(year string) bool {
	for k, w := range a.texts {
		if strings.HasPrefix(w, year) && len(w) <= len(year)+1 && a.labels[a.words[k]] == "" {
			a.set(k, 1, "date")
			return true
		}
	}
	return false
}

func isDash(mark string) bool { return strings.Trim(mark, "-‐‑‒–—―−") == "" }

// placeCity labels the words beside the publisher, of which books have no other: the place.
func (a *aligned) placeCity(at, n int) {
	city := func(k int) bool {
		return k >= 0 && k < len(a.words) && a.labels[a.words[k]] == "" && !strings.ContainsAny(a.texts[k], "0123456789") &&
			strings.ToLower(a.cells[a.words[k]].Text) != a.cells[a.words[k]].Text
	}
	from := at
	for city(from-1) && at-from < 4 {
		from--
	}
	if from < at {
		a.set(from, at-from, "place")
		return
	}
	to := at + n
	for city(to) && to-at-n < 5 {
		to++
	}
	if to > at+n {
		a.set(at+n, to-at-n, "place")
	}
}

// leftOver reports whether hardly a word is without a label that ought to have one, and labels months
// and what announces a number.
func (a *aligned) leftOver() bool {
	rest := 0
	for k, i := range a.words {
		if a.labels[i] != "" || markers[a.texts[k]] != "" || isIn(a.texts[k]) || a.texts[k] == "suppl" {
			continue
		}
		if slices.Contains(months, a.texts[k]) {
			a.labels[i] = "date"
			continue
		}
		rest++
	}
	return rest == 0
}

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
