package pdf

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// edgeRows is how many rows at the top and at the bottom of a page may be heads and feet.
const edgeRows = 4

// edge is a row at the edge of a page.
type edge struct {
	from, to int // among its fragments
	words    string
	apart    bool // a wide space is between it and the page
}

// withoutEdges drops the running heads and feet of pages: rows at their edge that say the same on
// several, apart from the number of the page, and such numbers alone.
func withoutEdges(pages []page) {
	edges := make([][]edge, len(pages))
	seen := map[string]int{}
	for i, p := range pages {
		edges[i] = edgesOf(p)
		for _, e := range edges[i] {
			seen[e.words]++
		}
	}
	for i := range pages {
		kept := pages[i].fragments
		for _, e := range slices.Backward(edges[i]) {
			// Left and right pages have heads of their own, and so have chapters.
			often := e.apart && seen[e.words] >= 2 || seen[e.words] >= max(3, len(pages)/3)
			if e.words == "" || often {
				kept = slices.Delete(kept, e.from, e.to)
			}
		}
		pages[i].fragments = kept
	}
}

// edgesOf returns the first and the last rows of a page, from above.
func edgesOf(p page) []edge {
	var rows []edge
	var boxes []box
	for at := 0; at < len(p.fragments); {
		list := p.fragments[at:]
		list = slices.Clone(list[:row(list)])
		slices.SortStableFunc(list, func(a, b fragment) int { return cmp.Compare(a.left, b.left) })
		words := make([]string, len(list))
		for i, f := range list {
			words[i] = f.text
		}
		rows = append(rows, edge{from: at, to: at + len(list), words: withoutPageNumber(strings.Join(words, " "))})
		boxes = append(boxes, around(list))
		at += len(list)
	}
	// What is beyond a space of more than a line is apart.
	for i := 1; i < len(rows); i++ {
		if boxes[i].top-boxes[i-1].bottom <= p.em {
			continue
		}
		if i <= edgeRows {
			for j := range i {
				rows[j].apart = true
			}
		}
		if i >= len(rows)-edgeRows {
			for j := i; j < len(rows); j++ {
				rows[j].apart = true
			}
		}
	}
	if len(rows) <= 2*edgeRows {
		return rows
	}
	return append(rows[:edgeRows:edgeRows], rows[len(rows)-edgeRows:]...)
}

var pageNumber = regexp.MustCompile(`(?i)^\W*(?:page\s+|p\.\s*|seite\s+)?\d{1,5}(?:\s*(?:of|/|von|de)\s*\d{1,5})?(?:[^\w\s\].,)]+|\s+|$)|(?:\s|^)\W*(?:page\s+|p\.\s*|seite\s+)?\d{1,5}(?:\s*(?:of|/|von|de)\s*\d{1,5})?\W*$`)

// withoutPageNumber returns what a row says apart from the number of its page, "" for such a number.
func withoutPageNumber(s string) string {
	if number.MatchString(s) {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(pageNumber.ReplaceAllString(s, "")))
}

// number is a page number that stands alone, and not the mark of an entry ("[1]", "1.").
var number = regexp.MustCompile(`(?i)^[-–—|\s]*(?:page\s+|p\.\s*|seite\s+)?(?:\d{1,5}|[ivxlc]{1,7})(?:\s*(?:of|/|von|de)\s*\d{1,5})?[-–—|\s]*$`)

// withoutLineNumbers drops the numbers that manuscripts have beside their lines: almost every line has
// one, farther out than anything else.
func withoutLineNumbers(list []fragment) []fragment {
	isNumber := func(f fragment) bool {
		_, err := strconv.Atoi(f.text)
		return err == nil
	}
	numbers, rows := 0, 0
	last := box{}
	var inner box
	for _, f := range list {
		if isNumber(f) {
			numbers++
			continue
		}
		if rows == 0 {
			inner = f.box
		}
		inner = inner.with(f.box)
		if rows == 0 || !sameLine(last, f.box) {
			rows++
		}
		last = f.box
	}
	if numbers < 8 || numbers*5 < rows*4 {
		return list
	}
	kept := make([]fragment, 0, len(list))
	for _, f := range list {
		if !isNumber(f) || f.left > inner.left && f.right < inner.right {
			kept = append(kept, f)
		}
	}
	return kept
}
