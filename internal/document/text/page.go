package text

import (
	"hash/maphash"
	"regexp"
	"strconv"
	"strings"
)

var (
	pageNumber = regexp.MustCompile(`^(?:[-–—|]\s*)?(?:(?i:page|seite|p\.|s\.)\s*)?(\d{1,4})(?:\s*(?:of|/|von|de)\s*\d{1,4})?(?:\s*[-–—|])?$`)
	headNumber = regexp.MustCompile(`^(\d{1,4})\s+[|•·–—]?\s*|\s*[|•·–—]?\s+(?:(?i:page|p\.)\s*)?(\d{1,4})$`)
	furniture  = regexp.MustCompile(`^(?:Downloaded (?:from|by|on|via)\b|NIH-PA Author Manuscript|Author Manuscript$|HHS Public Access|Page \d+ of \d+$|This page intentionally left blank|For personal use only|All rights reserved\.?$|View publication stats|Content courtesy of Springer Nature)`)
	doiStart   = regexp.MustCompile(`\b10\.\d{4}`)
)

// longestHead is how long a running head can be, in bytes.
const longestHead = 110

// isPageNumber reports whether a line holds a page number and nothing else.
func isPageNumber(s string) bool { return len(s) <= 24 && pageNumber.MatchString(s) }

// runningHead returns what a line says apart from a page number at either end, and that number
// (0 for none, also where it may be a year). It returns "" for a line that can be no running head.
func runningHead(s string) (head string, page int) {
	if s == "" || len(s) > longestHead {
		return "", 0
	}
	first, last := s[0], s[len(s)-1]
	if strings.IndexByte(".;:,)", last) >= 0 || strings.Contains(s, "://") || strings.Contains(s, "10.") && doiStart.MatchString(s) {
		return "", 0
	}
	var at []int
	if digit(first) || digit(last) { // as few lines do
		at = headNumber.FindStringSubmatchIndex(s)
	}
	if at != nil {
		digits := at[2:4]
		if at[4] >= 0 {
			digits = at[4:6]
		}
		page, _ = strconv.Atoi(s[digits[0]:digits[1]])
		s = s[:at[0]] + s[at[1]:]
	}
	if letters(s) < 6 {
		return "", 0
	}
	if page >= 1800 && page <= 2100 {
		page = 0
	}
	return s, page
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letters(s string) int {
	n := 0
	for i := range len(s) {
		if c := s[i] | 0x20; c >= 'a' && c <= 'z' || c >= 0x80 {
			n++
		}
	}
	return n
}

// repeats counts a line that may be a running head.
type repeats struct {
	times, pages, last, edges int
	falling                   bool
}

// isHead reports whether lines that say the same are running heads: twice at least at the edge of a
// page, or with a growing page number beside them.
func (r repeats) isHead() bool {
	return r.edges >= 2 && r.edges*2 > r.times || r.pages >= 2 && r.pages*2 > r.times && !r.falling && (r.pages >= 3 || r.edges > 0)
}

// withoutFurniture drops running heads and feet, and the lines that readers of PDFs and publishers
// add to every page. Page numbers alone on a line stay: they may number the list.
func withoutFurniture(lines []line) []line {
	seed := maphash.MakeSeed()
	key := func(head string) uint64 { return maphash.String(seed, strings.ToLower(head)) }
	seen := map[uint64]repeats{}
	keys := make([]uint64, len(lines)) // 0 for none
	for i, l := range lines {
		head, page := runningHead(l.text)
		if head == "" {
			continue
		}
		keys[i] = key(head)
		r := seen[keys[i]]
		r.times++
		if page > 0 {
			r.pages++
			r.falling = r.falling || page <= r.last
			r.last = page
		}
		if atEdge(lines, i) {
			r.edges++
		}
		seen[keys[i]] = r
	}
	kept := lines[:0:0]
	var gap, closed bool
	for i, l := range lines {
		if furniture.MatchString(l.text) || strings.Contains(l.text, "Author manuscript; available in PMC") || seen[keys[i]].isHead() {
			closed = closed || l.closed
			continue
		}
		l.closed = l.closed || closed
		l.gap, gap, closed = l.gap || gap, false, false
		kept = append(kept, l)
	}
	return kept
}

// atEdge reports whether a line stands first or last on a page: beside a form feed or a page number.
func atEdge(lines []line, i int) bool {
	return lines[i].page || i+1 < len(lines) && (lines[i+1].page || isPageNumber(lines[i+1].text)) || i > 0 && isPageNumber(lines[i-1].text)
}
