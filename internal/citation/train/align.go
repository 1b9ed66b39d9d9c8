package main

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/citation/gold"
)

// labelOf gives the tag's name for each name of a field in the sets.
var labelOf = map[string]string{
	"author": "author", "editor": "editor", "director": "editor", "producer": "editor", "title": "title", "container": "container",
	"year": "date", "volume": "volume", "issue": "issue", "pages": "pages", "location": "place", "pubplace": "place", "publisher": "publisher",
	"publishe": "publisher", "genre": "genre", "note": "note", "notes": "note", "medium": "note", "translator": "note", "source": "note",
	"scope": "note", "chapter": "note", "label": "number", "edition": "edition", "series": "series", "organization": "group", "in": "in", "idno": "note",
}

// aligned is a reference whose cells have tags.
type aligned struct {
	cells  []citation.Cell
	labels []string // by cell: the label, "" while unknown
	begins []bool   // by cell: whether a span begins
	words  []int    // the cells that are words
	texts  []string // their folded text
}

// align gives every cell of a reference its label. It reports whether the labels are to be trusted:
// all that is labelled was found in the text.
func align(r *gold.Row, dict map[uint32]uint8) (*aligned, bool) {
	a := &aligned{cells: citation.Observe(r.Text, dict)}
	a.labels, a.begins = make([]string, len(a.cells)), make([]bool, len(a.cells))
	for i, c := range a.cells {
		if c.Word && !c.Identifier {
			a.words = append(a.words, i)
			a.texts = append(a.texts, gold.Fold(c.Text))
		}
	}
	if len(a.words) == 0 {
		return a, false
	}
	place := a.placeSpans
	if r.Clean {
		place = a.placeFacts
	}
	if !place(r) {
		return a, false
	}
	a.splitIssue(r)
	a.markIn()
	a.adopt()
	a.punctuate()
	return a, true
}

// wordsOf returns the folded words of a value.
func wordsOf(value string) []string {
	var words []string
	for _, c := range citation.Observe(value, nil) {
		if c.Word && !c.Identifier {
			words = append(words, gold.Fold(c.Text))
		}
	}
	return words
}

// find returns where the words stand together, unlabelled, from word number from on; or -1.
func (a *aligned) find(words []string, from int) int {
	if len(words) == 0 {
		return -1
	}
	for i := from; i+len(words) <= len(a.texts); i++ {
		if slices.Equal(a.texts[i:i+len(words)], words) && a.labels[a.words[i]] == "" && a.labels[a.words[i+len(words)-1]] == "" {
			return i
		}
	}
	return -1
}

// set labels n words from word number from on.
func (a *aligned) set(from, n int, label string) {
	for k := from; k < from+n; k++ {
		a.labels[a.words[k]] = label
	}
	a.begins[a.words[from]] = true
}

// placeSpans labels the spans of a reference whose fields are parts of its text, in order.
func (a *aligned) placeSpans(r *gold.Row) bool {
	cursor := 0
	var later []gold.Field
	for _, f := range r.Fields {
		label, ok := labelOf[f.Name]
		words := wordsOf(f.Value)
		if !ok || len(words) == 0 {
			continue
		}
		at := a.find(words, cursor)
		if at < 0 {
			later = append(later, gold.Field{Name: label, Value: f.Value})
			continue
		}
		a.set(at, len(words), label)
		cursor = at + len(words)
	}
	for _, f := range later {
		if !a.scatter(wordsOf(f.Value), f.Name) && f.Name != "note" {
			return false
		}
	}
	return true
}

// scatter labels words that stand in the text in several runs.
func (a *aligned) scatter(words []string, label string) bool {
	from := 0
	for len(words) > 0 {
		n := len(words)
		at := -1
		for ; n > 0; n-- {
			if at = a.find(words[:n], from); at >= 0 {
				break
			}
		}
		if at < 0 {
			return false
		}
		a.set(at, n, label)
		words, from = words[n:], at+n
	}
	return true
}

// splitIssue takes issue and pages out of spans that hold them with the volume.
func (a *aligned) splitIssue(r *gold.Row) {
	if r.Clean || r.Field("issue") != "" {
		return
	}
	number := gold.Fold(r.Norm["issue"])
	digits, split, pages, before := false, false, false, ""
	for k, i := range a.words {
		if a.labels[i] != "volume" {
			if digits && before == "volume" {
				return
			}
			before = a.labels[i]
			continue
		}
		before = "volume"
		text := a.texts[k]
		switch {
		case pages:
		case (digits || split) && a.behindColon(i) && (split || text != number):
			pages = true
			a.begins[i] = true
		case split:
		case digits && (number != "" && text == number || a.opens(i)), (digits || r.Norm["volume"] == "") && isIssueMarker(text) && number != "":
			split = true
			a.begins[i] = true
		}
		digits = digits || strings.ContainsAny(text, "0123456789") || len(text) > 0 && strings.Trim(text, "ivxlc") == ""
		switch {
		case pages:
			a.labels[i] = "pages"
		case split:
			a.labels[i] = "issue"
		}
	}
}

// behindColon reports whether a colon stands before cell i, as it does between volume and pages.
func (a *aligned) behindColon(i int) bool { return i > 0 && a.cells[i-1].Text == ":" }

func (a *aligned) opens(i int) bool { return i > 0 && a.cells[i-1].Text == "(" }

func isIssueMarker(w string) bool {
	switch w {
	case "no", "nr", "n", "issue", "iss", "h", "heft", "num", "nos", "number", "fasc":
		return true
	}
	return false
}

func isIn(w string) bool { return w == "in" || w == "dans" || w == "en" || w == "em" }

// markIn labels the word "in" that begins what contains a work.
func (a *aligned) markIn() {
	for k, i := range a.words {
		if !isIn(a.texts[k]) {
			continue
		}
		switch a.labels[i] {
		case "":
			if a.texts[k] == "in" {
				a.labels[i] = "in"
			}
		case "container", "editor", "series", "note":
			if !a.begins[i] || a.labels[i] == "note" && k+1 < len(a.words) && a.labels[a.words[k+1]] == "note" && !a.begins[a.words[k+1]] {
				continue
			}
			if a.labels[i] != "note" && k+1 < len(a.words) && a.labels[a.words[k+1]] == a.labels[i] {
				a.begins[a.words[k+1]] = true
			}
			a.labels[i] = "in"
		}
	}
}

// markers are words that belong to the span beside them, in sets that leave them out of it.
var markers = map[string]string{
	"vol": "volume", "volume": "volume", "vols": "volume", "bd": "volume", "band": "volume", "jg": "volume",
	"no": "issue", "nr": "issue", "issue": "issue", "n": "issue", "heft": "issue",
	"pp": "pages", "p": "pages", "pages": "pages", "page": "pages", "s": "pages", "seiten": "pages", "art": "pages", "article": "pages", "id": "pages",
	"ed": "editor", "eds": "editor", "editor": "editor", "editors": "editor", "hrsg": "editor", "hg": "editor", "edited": "editor", "by": "editor",
	"and": "author", "et": "author", "al": "author", "others": "author", "und": "author",
	"edition": "edition", "edn": "edition",
}

// adopt labels what is still unlabelled: markers go with their neighbours, the rest is other.
func (a *aligned) adopt() {
	at := func(k int) string {
		if k < 0 || k >= len(a.words) {
			return ""
		}
		return a.labels[a.words[k]]
	}
	for range 2 {
		for k, i := range a.words {
			if a.labels[i] != "" {
				continue
			}
			want := markers[a.texts[k]]
			switch {
			case want == "":
			case at(k+1) == want:
				a.labels[i], a.begins[i] = want, true
				a.begins[a.words[k+1]] = false
			case at(k-1) == want && want != "volume" && want != "issue":
				a.labels[i] = want
				if k+1 < len(a.words) && at(k+1) == want {
					a.begins[a.words[k+1]] = false
				}
			}
		}
	}
	for _, i := range a.words {
		if a.labels[i] == "" {
			a.labels[i] = "other"
		}
	}
}

// punctuate labels punctuation: within a span it is of the span, an opening mark is of the span behind
// it, the rest of the span before it.
func (a *aligned) punctuate() {
	for i, c := range a.cells {
		if c.Identifier {
			a.labels[i] = "id"
		}
	}
	next := ""
	for i := len(a.cells) - 1; i >= 0; i-- {
		if a.labels[i] != "" {
			next = a.labels[i]
			continue
		}
		if opening(a.cells[i].Text) && next != "" && next != "id" && i+1 < len(a.cells) && a.labels[i+1] != "" && a.begins[i+1] {
			a.labels[i], a.begins[i], a.begins[i+1] = next, true, false
		}
	}
	before := ""
	for i := range a.cells {
		if a.labels[i] != "" {
			before = a.labels[i]
			continue
		}
		if before == "" {
			before = "other"
			for _, l := range a.labels[i:] {
				if l != "" {
					before = l
					break
				}
			}
		}
		if before == "id" {
			before = "other"
		}
		a.labels[i] = before
	}
}

// opening reports whether a mark belongs to what stands behind it.
func opening(mark string) bool { return strings.Trim(mark, "([{<“\"«„‘`'") == "" }

// tags returns the numbers of the tags.
func (a *aligned) tags(number map[string]uint8) []uint8 {
	out := make([]uint8, len(a.cells))
	for i, l := range a.labels {
		rest, two := number["+"+l]
		switch {
		case two && !a.begins[i] && i > 0 && a.labels[i-1] == l:
			out[i] = rest
		default:
			out[i] = number[l]
		}
	}
	return out
}
