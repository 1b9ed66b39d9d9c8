package fold

import (
	"html"
	"regexp"
	"strings"
)

var (
	// tag is a tag of HTML, JATS or MathML: a name, attributes with values, nothing else, so that
	// "p<b and c>d" is none.
	tag = regexp.MustCompile(`<(/?)(?:[a-z]+:)?([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(/?)>`)
	// formula is MathML with what stands in it, annotations in another language included.
	formula    = regexp.MustCompile(`(?is)<((?:[a-z]+:)?math)\b[^>]*>.*?</(?:[a-z]+:)?math>`)
	annotation = regexp.MustCompile(`(?is)<(?:[a-z]+:)?annotation(?:-xml)?\b[^>]*>.*?</(?:[a-z]+:)?annotation(?:-xml)?>`)
	// source is a formula's TeX; JATS gives it as an alternative to the MathML that follows or precedes.
	source  = regexp.MustCompile(`(?is)<tex-math\b[^>]*>.*?</tex-math>`)
	comment = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[|\]\]>|<\?.*?\?>`)
	gap     = regexp.MustCompile(`>\s+<`)
)

// known are the tags that Markup takes off; true are those that part words.
var known = map[string]bool{
	"i": false, "b": false, "em": false, "strong": false, "italic": false, "bold": false, "sub": false, "sup": false, "inf": false,
	"u": false, "underline": false, "sc": false, "scp": false, "tt": false, "span": false, "font": false, "small": false, "big": false,
	"a": false, "ext-link": false, "named-content": false, "styled-content": false, "monospace": false, "roman": false,
	"sans-serif": false, "overline": false, "strike": false, "s": false, "del": false, "ins": false, "q": false, "cite": false,
	"abbr": false, "code": false, "var": false, "nobr": false, "wbr": false, "xref": false, "fn": false,
	"inline-formula": false, "disp-formula": false, "alternatives": false, "tex-math": false,
	"math": false, "mi": false, "mo": false, "mn": false, "mrow": false, "msub": false, "msup": false, "msubsup": false,
	"mtext": false, "mspace": true, "mstyle": false, "mover": false, "munder": false, "munderover": false, "mfrac": false,
	"msqrt": false, "mroot": false, "mfenced": false, "mpadded": false, "mphantom": false, "mtable": false, "mtr": false,
	"mtd": true, "mmultiscripts": false, "mprescripts": false, "none": false, "semantics": false, "menclose": false,
	"p": true, "br": true, "break": true, "div": true, "title": true, "subtitle": true, "sec": true, "li": true, "ul": true, "ol": true,
	"list": true, "list-item": true, "abstract": true, "h1": true, "h2": true, "h3": true, "td": true, "tr": true, "label": true,
}

// Markup returns the plain text of a title or name in HTML, JATS or MathML: tags are off (those
// inside a word without a blank), a formula stands once, entities are resolved even where they were
// escaped twice, blanks are collapsed. Text without markup is returned as it is, trimmed.
func Markup(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return collapse(s)
	}
	for range 3 { // escaped markup comes to light one layer at a time
		plain := html.UnescapeString(untag(s))
		if plain == s {
			break
		}
		s = plain
	}
	return strings.Join(strings.Fields(s), " ")
}

// collapse makes every run of blanks one space.
func collapse(s string) string {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b < ' ' || b >= 0x80 || b == ' ' && last == ' ' {
			return strings.Join(strings.Fields(s), " ")
		}
		last = b
	}
	if last == ' ' {
		return strings.TrimSpace(s)
	}
	return s
}

func untag(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	s = comment.ReplaceAllString(s, "")
	if formula.MatchString(s) {
		s = source.ReplaceAllString(s, "")
		s = formula.ReplaceAllStringFunc(s, func(m string) string {
			return gap.ReplaceAllString(annotation.ReplaceAllString(m, ""), "><")
		})
	}
	return tag.ReplaceAllStringFunc(s, func(m string) string {
		name := strings.ToLower(tag.FindStringSubmatch(m)[2])
		parts, ok := known[name]
		switch {
		case !ok:
			return m
		case parts:
			return " "
		}
		return ""
	})
}
