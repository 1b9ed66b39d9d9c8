package report

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// The text report shows so many columns of a reference, so many of a cited or registered value, and
// so many authors.
const (
	shownReference = 240
	shownValue     = 300
	shownAuthors   = 3
)

const indent = "    "

// verdictWords are the verdicts as people say them.
var verdictWords = map[check.Verdict]string{
	check.Verified: "verified", check.Mismatched: "mismatched", check.NotFound: "not found", check.Unchecked: "unchecked",
}

// severityColor says how findings are coloured.
var severityColor = map[check.Severity]color{check.Error: red, check.Warning: yellow, check.Note: dim}

// Place returns "refs.bib:12:3", as editors and terminals understand it, or "paper.pdf, page 12";
// standard input is "-".
func Place(l biblio.Location) string {
	out := l.File
	if l.Line > 0 {
		out += ":" + strconv.Itoa(l.Line)
		if l.Column > 1 {
			out += ":" + strconv.Itoa(l.Column)
		}
	}
	if l.Page > 0 {
		out += ", page " + strconv.Itoa(l.Page)
	}
	return Clean(out)
}

// reference writes one reference: where it stands, what it says, what is wrong with it, and where
// the work is.
func (t text) reference(s section, r Reference) {
	place := Place(biblio.Location{File: r.Location.File, Page: r.Location.Page, Line: r.Location.Line})
	head := []piece{{"[" + Clean(r.ID) + "]", bold, false}, {place, dim, false}}
	if verdict := verdictWords[r.Verdict]; !strings.EqualFold(verdict, s.title) {
		head = append(head, piece{"· " + verdict, dim, false})
	}
	t.line("  ", indent, head...)
	t.line(indent, indent, piece{text: shorten(described(r), shownReference)})
	for _, m := range r.Mismatches {
		if !r.ignored() {
			t.mismatch(m.Mismatch)
		}
	}
	for _, f := range r.Findings {
		switch {
		case f.Ignored != nil:
			t.line(indent, indent+"  ", piece{"ignored: " + Clean(f.Message+" ("+f.Ignored.Reason+", "+f.Ignored.Source+")"), dim, false})
		case !shownAsMismatch(r, f):
			t.line(indent, indent, piece{Clean(f.Message), severityColor[f.Severity], false})
		}
	}
	if t.verbose {
		t.details(r)
	}
	switch {
	case r.Match != nil && r.Match.URL != "":
		t.link("", *r.Match)
	case r.Nearest != nil && r.Nearest.URL != "":
		t.link("nearest: "+shorten(Clean(string(r.Nearest.Work.Title)), shownReference), *r.Nearest)
	}
}

// mismatch writes "year  1997 → 1998" with the differing words marked. Both values are known.
func (t text) mismatch(m check.Mismatch) {
	if m.Cited == "" || m.Registered == "" {
		return
	}
	cited, registered := contrast(shorten(Clean(m.Cited), shownValue), shorten(Clean(m.Registered), shownValue))
	line := []piece{{Clean(m.Field) + ":", bold, false}}
	line = append(line, cited...)
	line = append(line, piece{"→", dim, false})
	t.line(indent, indent+"  ", append(line, registered...)...)
}

// shownAsMismatch reports whether a finding says what one of the mismatches shows already.
func shownAsMismatch(r Reference, f check.Finding) bool {
	m := r.mismatchOf(f)
	return m != nil && m.Cited != "" && m.Registered != ""
}

// details writes what only a verbose report shows.
func (t text) details(r Reference) {
	for _, n := range r.Notes {
		t.line(indent, indent+"  ", piece{"same " + Clean(n.Field) + ": " + shorten(Clean(n.Cited), shownValue) +
			" = " + shorten(Clean(n.Registered), shownValue), dim, false})
	}
	for _, c := range r.Coverage {
		words := Clean(c.Registry) + ": " + strings.ReplaceAll(string(c.Outcome), "_", " ")
		if c.Reason != "" {
			words += ", " + Clean(c.Reason)
		}
		t.line(indent, indent+"  ", piece{words, dim, false})
	}
}

// link writes the address of a work on a line of its own.
func (t text) link(before string, m Match) {
	if before != "" {
		t.line(indent, indent, piece{before, dim, false})
	}
	t.line(indent, indent, piece{Clean(m.URL), cyan, false})
}

// described returns a reference as one line: as printed, or its fields where raw is the source of an
// entry.
func described(r Reference) string {
	if r.Printed || r.Reference.Title == "" {
		return Clean(r.Raw)
	}
	item := r.Reference.Item()
	var parts []string
	if who := byline(item); who != "" {
		parts = append(parts, strings.TrimRight(who, ".")+".")
	}
	parts = append(parts, strings.TrimRight(item.Title, ".")+".")
	if item.Container != "" {
		parts = append(parts, item.Container)
	}
	if when := item.Issued.String(); when != "" {
		parts = append(parts, when)
	}
	return Clean(strings.Join(parts, " "))
}

// byline returns the first authors, or the editors.
func byline(item biblio.Item) string {
	names := item.Authors
	if len(names) == 0 {
		names = item.Editors
	}
	var shown []string
	for i, n := range names {
		if i == shownAuthors {
			break
		}
		shown = append(shown, n.String())
	}
	line := strings.Join(shown, ", ")
	if len(names) > shownAuthors || item.EtAl && line != "" {
		line += ", et al"
	}
	return line
}
