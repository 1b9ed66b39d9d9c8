// Package markdown reads manuscripts in Markdown as pandoc and Quarto take them: the references that
// the front matter lists in CSL's words, and the list that is printed under its heading. A bibliography
// that the front matter only names is told as a Problem, since it is another file.
package markdown

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/text"
	"github.com/refcheck/refcheck/internal/document/yamltree"
)

// Parse returns the references of a manuscript: first those of its front matter. Lines end with "\n".
// The file only names the place.
func Parse(file, source string, parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	matter, body := divide(source)
	documents, problems := yamltree.Parse(file, matter, 0)
	var refs []biblio.Reference
	for _, d := range documents {
		more, found := items(d.Get("references"), len(refs))
		refs, problems = append(refs, more...), append(problems, found...)
		for _, v := range d.Get("bibliography").List() {
			if name := v.String(); name != "" {
				problems = append(problems, biblio.Problem{Location: v.Place(), Message: "the bibliography stands in another file, which is not read with this one: check " + name + " too"})
			}
		}
	}
	printed, found := text.Parse(file, unmarked(body), parse)
	for _, r := range printed {
		r.Index = len(refs) + 1
		refs = append(refs, r)
	}
	return refs, append(problems, found...)
}

// divide returns the front matter, without its fences but with a line for the first, and the body with
// a blank line for each line above it, so that both keep their lines.
func divide(source string) (matter, body string) {
	source = strings.TrimPrefix(source, "\ufeff")
	first, rest, _ := strings.Cut(source, "\n")
	if strings.TrimRight(first, " \t") != "---" {
		return "", source
	}
	lines := strings.SplitAfter(rest, "\n")
	for i, line := range lines {
		if end := strings.TrimRight(line, " \t\n"); end == "---" || end == "..." {
			return "\n" + strings.Join(lines[:i], ""), strings.Repeat("\n", i+2) + strings.Join(lines[i+1:], "")
		}
	}
	return "", source
}

var (
	fence     = regexp.MustCompile("^\\s{0,3}(?:```|~~~)")
	div       = regexp.MustCompile(`^\s*:{3,}`)
	underline = regexp.MustCompile(`^\s{0,3}(?:-{3,}|={3,})\s*$`)
	heading   = regexp.MustCompile(`^\s{0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$`)
	attribute = regexp.MustCompile(`\s*\{(?:[-.#][^{}]*)\}`)
	htmlMark  = regexp.MustCompile(`<!--.*?-->|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>`)
	autolink  = regexp.MustCompile(`<((?:https?://|doi:)[^<>\s]+)>`)
	link      = regexp.MustCompile(`!?\[([^\[\]]*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+"[^"]*")?\s*\)`)
	spanOf    = regexp.MustCompile(`\[([^\[\]]*)\]\{[^{}]*\}`)
	strong    = regexp.MustCompile(`(\*{1,3})([^\s*](?:[^*]*[^\s*])?)\*{1,3}`)
	emphasis  = regexp.MustCompile(`(^|[^\p{L}\p{N}_/])_{1,3}([^\s_](?:[^_]*[^\s_])?)_{1,3}($|[^\p{L}\p{N}_])`)
	escape    = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
	script    = regexp.MustCompile(`\^([^\s^]{1,12})\^|~([^\s~]{1,12})~`)
)

// unmarked returns the text of a body without its markup, line by line.
func unmarked(body string) string {
	lines := strings.Split(body, "\n")
	code := false
	for i, line := range lines {
		switch {
		case fence.MatchString(line):
			code = !code
			lines[i] = ""
		case code, div.MatchString(line), underline.MatchString(line):
			lines[i] = ""
		default:
			if m := heading.FindStringSubmatch(line); m != nil {
				line = m[1]
			}
			lines[i] = strings.TrimRight(strings.TrimSuffix(inline(line), "\\"), " \t")
		}
	}
	return strings.Join(lines, "\n")
}

// inline returns a line without emphasis, links, attributes and escapes. Of a link whose text does
// not show it, a DOI's address stays.
func inline(s string) string {
	if !strings.ContainsAny(s, "*_[<{\\^~") {
		return s
	}
	s = autolink.ReplaceAllString(s, "$1")
	s = htmlMark.ReplaceAllString(s, "")
	s = link.ReplaceAllStringFunc(s, func(m string) string {
		parts := link.FindStringSubmatch(m)
		if doi := biblio.DOI(parts[2]); doi != "" && biblio.DOI(parts[1]) == "" {
			return parts[1] + " " + parts[2]
		}
		return parts[1]
	})
	s = attribute.ReplaceAllString(spanOf.ReplaceAllString(s, "$1"), "")
	if !strings.Contains(s, "://") { // an underscore or tilde of an address is none of ours
		s = emphasis.ReplaceAllString(s, "$1$2$3")
		s = script.ReplaceAllString(s, "$1$2")
	}
	return escape.ReplaceAllString(strong.ReplaceAllString(s, "$2"), "$1")
}
