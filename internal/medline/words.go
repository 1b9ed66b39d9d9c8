package medline

import (
	"regexp"
	"strings"
)

// Title returns a title without what MEDLINE sets around it: a full stop at the end, and brackets
// around one that was translated into English. "[Not Available]" stands for none.
func Title[S ~string](title S) string {
	s := strings.TrimSpace(string(title))
	if !strings.HasSuffix(s, "..") {
		s = strings.TrimSuffix(s, ".")
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if inner, ok = strings.CutSuffix(inner, "]"); ok && !strings.ContainsAny(inner, "[]") {
			s = strings.TrimSuffix(strings.TrimSpace(inner), ".")
		}
	}
	if strings.EqualFold(s, "not available") {
		return ""
	}
	return s
}

var (
	// pageCount is a locator that only counts the pages: "[4 p.]", "12 p".
	pageCount = regexp.MustCompile(`(?i)^\[?\d+\s*p\.?\]?$`)
	// pagePrefix is what MEDLINE sets before pages that are counted apart: "suppl:1-12".
	pagePrefix = regexp.MustCompile(`(?i)^suppl[^:\d]*:\s*`)
	// pii is a publisher's item identifier, which stands where an article has no pages yet.
	pii = regexp.MustCompile(`^S?\d{4}-?\d{3}[\dX]\(\d\d\)\d{5}-?[\dX]$`)
)

// Pages returns the pages as MEDLINE writes them ("7196-9", "S12-8", "12-15; discussion 16"),
// without what is not about a place.
func Pages(s string) string {
	s = strings.TrimSpace(s)
	if pageCount.MatchString(s) || pii.MatchString(s) {
		return ""
	}
	return pagePrefix.ReplaceAllString(s, "")
}
