package datacite

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry/record"
)

// unknown are the standard values for what is not known (DataCite Metadata Schema, appendix 3).
var unknown = regexp.MustCompile(`(?i)^\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal)\)?$`)

// line returns a text without markup, as one line, or "" where it says that it is not known.
func line[S ~string](text S) string {
	s := record.Line(text)
	if unknown.MatchString(s) {
		return ""
	}
	return s
}

// affiliation stands behind a name in brackets.
var affiliation = regexp.MustCompile(`\s*\([^()]*\)\s*$`)

// names returns the names of an agent: mostly one, but several where they were registered as one text.
// An institution publishes what it creates itself.
func (c agent) names(publisher string) []biblio.Name {
	family, given, whole := line(c.Family), line(c.Given), strings.Trim(line(c.Name), " ,")
	switch {
	case c.isEtAl():
		return nil
	case c.Kind == "Organizational", whole != "" && strings.EqualFold(whole, publisher):
		if whole == "" {
			whole = family
		}
		return named(biblio.Name{Literal: whole})
	case family != "":
		return named(biblio.Name{Family: family, Given: given})
	case whole == "":
		return named(record.Name(given))
	}
	var out []biblio.Name
	for part := range strings.SplitSeq(whole, ";") {
		out = append(out, named(record.Name(affiliation.ReplaceAllString(part, "")))...)
	}
	return out
}

// named returns a name that says something.
func named(n biblio.Name) []biblio.Name {
	if n.IsZero() {
		return nil
	}
	return []biblio.Name{n}
}

// isEtAl reports whether an agent stands for those left out.
func (c agent) isEtAl() bool {
	name := string(c.Name)
	return record.IsEtAl(name) || strings.EqualFold(strings.Trim(name, "( )"), ":etal")
}
