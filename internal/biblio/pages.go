package biblio

import (
	"regexp"
	"strings"
)

// Pages is a page range or an article number taken apart. Last is written out ("13–8" gives 18) and
// equals First where only one page stands; a locator without digits ("iii") is kept as it is.
type Pages struct {
	First, Last string
}

var (
	// pageNoise is what stands before or after pages: "pp.", "[4 p.]", "; discussion 16".
	pageNoise    = regexp.MustCompile(`(?i)^\s*(?:pp?\.\s*|(?:pp?|pages?|S\.|art(?:icle)?\.?(?:\s+(?:no\.?|id))?)\s+)|[;,].*$|\s+p\.?\s*$`)
	pageRange    = regexp.MustCompile(`^\s*([^\s\-–—‐‑‒−~～]+)\s*(?:-{1,3}|[–—‐‑‒−~～])\s*([^\s\-–—‐‑‒−~～]+)\s*$`)
	pageBrackets = strings.NewReplacer("[", "", "]", "", "(", "", ")", "")
	pageParts    = regexp.MustCompile(`^(\D*)(\d+)(\D*)$`)
)

// ParsePages takes a locator apart: "1138–61", "S12–5", "e123", "12-15; discussion 16", "pp. 5--9".
// Only the first range of several counts. An empty locator gives the zero Pages.
func ParsePages(s string) Pages {
	s = strings.TrimSpace(pageNoise.ReplaceAllString(pageBrackets.Replace(s), ""))
	m := pageRange.FindStringSubmatch(s)
	if m == nil {
		return Pages{First: s, Last: s}
	}
	return Pages{First: m[1], Last: expand(m[1], m[2])}
}

// expand writes out a short last page: the digits and the letter that it shares with the first.
func expand(first, last string) string {
	f, l := pageParts.FindStringSubmatch(first), pageParts.FindStringSubmatch(last)
	if f == nil || l == nil {
		return last
	}
	prefix, digits := l[1], l[2]
	if prefix == "" {
		prefix = f[1]
	}
	if n := len(f[2]) - len(digits); n > 0 {
		digits = f[2][:n] + digits
	}
	return prefix + digits + l[3]
}

// String returns the range with an en dash, or the single page.
func (p Pages) String() string {
	if p.Last == "" || p.Last == p.First {
		return p.First
	}
	return p.First + "–" + p.Last
}
