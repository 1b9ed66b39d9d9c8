// Package match decides which registered work a reference means, and in which fields the two differ.
//
// Compare sets one reference beside one work, field by field. Identify weighs all candidates of all
// registries together and says which one is meant, if any, with a calibrated confidence. Differences
// sorts a Comparison into mismatches and notes. The package promises pure functions: no I/O, no
// clock, and the same answer for the same input.
//
// Two ideas carry it. The fields of a printed reference were split out of its text by a guess, so
// that the text itself is asked as a second witness before a difference is believed. And a spelling
// is not a difference: what the rules of the field hold to be equal (abbreviations, initials, cut
// lists of authors, short page ranges, a subtitle left out) is Equivalent, at most a note.
package match

import (
	"github.com/refcheck/refcheck/internal/biblio"
)

// Outcome is how a cited field compares with the registered one.
type Outcome int

// The outcomes. Near and Different are mismatches; Equivalent may be worth a note.
const (
	// Unknown: the registry does not say.
	Unknown Outcome = iota
	// Absent: the reference does not say.
	Absent
	Same
	Equivalent
	Near
	Different
)

var outcomeNames = [...]string{"unknown", "absent", "same", "equivalent", "near", "different"}

// String returns the outcome as one word.
func (o Outcome) String() string { return outcomeNames[o] }

// wrong reports whether the outcome is a mismatch.
func (o Outcome) wrong() bool { return o >= Near }

// Severity is how much a reader would suffer from a difference.
type Severity string

// The severities, the worst first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Field is one field of a comparison. Cited and Registered are what stands on either side, as text
// for people: of lists of authors only what differs.
type Field struct {
	Name       string
	Outcome    Outcome
	Cited      string
	Registered string
	// Similarity is how alike the two are, 0 to 1; 0 where there is nothing to compare.
	Similarity float64
	// Severity is that of a mismatch or a note; empty for what is the same.
	Severity Severity
}

// The names of fields, in the order of a Comparison.
const (
	FieldAuthor    = "author"
	FieldTitle     = "title"
	FieldContainer = "container"
	FieldYear      = "year"
	FieldVolume    = "volume"
	FieldIssue     = "issue"
	FieldPage      = "page"
	FieldPublisher = "publisher"
	FieldDOI       = "doi"
	FieldPMID      = "pmid"
	FieldISBN      = "isbn"
	FieldType      = "type"
)

// Comparison is a reference beside a work, field by field, in the order of the constants above.
type Comparison []Field

// Field returns the field of that name; one that was not compared is Unknown.
func (c Comparison) Field(name string) Field {
	for _, f := range c {
		if f.Name == name {
			return f
		}
	}
	return Field{Name: name}
}

// Compare sets a reference beside one work.
func Compare(ref biblio.Reference, work biblio.Work) Comparison {
	return Prepare(ref).Compare(work)
}

// Compare sets the prepared reference beside one work.
func (p *Prepared) Compare(work biblio.Work) Comparison {
	s := newSubject(&work)
	return p.describe(s, p.weigh(s))
}

// Differences lists the mismatches of a comparison, and the notes: fields that are written otherwise
// and mean the same.
func Differences(c Comparison) (mismatches, notes []Field) {
	for _, f := range c {
		switch {
		case f.Outcome.wrong() && f.Severity != Note:
			mismatches = append(mismatches, f)
		case f.Outcome.wrong(), f.Outcome == Equivalent && f.Severity == Note:
			notes = append(notes, f)
		}
	}
	return mismatches, notes
}
