package text

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Paragraph is a paragraph of a document that knows its own: a page of HTML, a file of a word
// processor.
type Paragraph struct {
	Text string
	// Heading says that the document calls it one, so that a list ends before it.
	Heading bool
	// Place is where it stands in the file.
	Place biblio.Location
}

// Paragraphs returns the references of a document as Parse does of a page, and what in the list was
// not read as one.
func Paragraphs(list []Paragraph, parse Parser) ([]biblio.Reference, []biblio.Problem) {
	lines := sortLines(withoutLabels(scan(joined(list))))
	for i := range lines {
		if l := &lines[i]; list[l.number-1].Heading && l.kind == plainLine {
			l.kind = endHeading
		}
	}
	refs, problems := find("", lines, parse)
	for i := range refs {
		refs[i].Location = list[refs[i].Location.Line-1].Place
	}
	for i := range problems {
		problems[i].Location = list[problems[i].Location.Line-1].Place
	}
	return refs, problems
}

// Entries returns one reference for every paragraph that says something, as Lines does of a page.
func Entries(list []Paragraph, parse Parser) []biblio.Reference {
	var entries []entry
	for i, p := range list {
		if e, ok := single(i+1, strings.Join(strings.Fields(p.Text), " ")); ok {
			entries = append(entries, e)
		}
	}
	refs := references("", entries, parse)
	for i := range refs {
		refs[i].Location = list[refs[i].Location.Line-1].Place
	}
	return refs
}

// joined returns the paragraphs as lines.
func joined(list []Paragraph) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(strings.ReplaceAll(p.Text, "\n", " "))
		b.WriteByte('\n')
	}
	return b.String()
}
