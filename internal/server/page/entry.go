package page

import (
	"strings"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/fix"
	"github.com/refcheck/refcheck/internal/report"
)

// Entry is a reference as it is shown.
type Entry struct {
	report.Entry
	Result  check.Result
	Waiting bool
	// Changes are what a correction would change, none where there is none; Line is a printed reference as it
	// would be then.
	Changes []report.Row
	Line    string
}

// Differs returns the fields that are marked as different.
func (e Entry) Differs() []string {
	var fields []string
	for _, r := range e.Rows {
		if r.State == "different" {
			fields = append(fields, r.Field)
		}
	}
	return fields
}

// NewEntry returns a reference as it is shown.
func NewEntry(r Reference) Entry {
	e := Entry{Entry: report.NewEntry(report.NewReference(r.Result)), Result: r.Result, Waiting: r.Waiting}
	if r.Waiting {
		e.Verdict, e.Open = waiting, false
		e.Findings, e.Coverage = nil, nil
		return e
	}
	if e.Changes = changes(r.Result); len(e.Changes) > 0 && r.Reference.Printed {
		e.Line = report.Clean(fix.Line(r.Result, correction))
	}
	return e
}

// correction is how certain a work must be for its reference to be corrected by it.
var correction = fix.Options{Confidence: fix.Certain}

// changes returns what a correction would change.
func changes(r check.Result) []report.Row {
	return report.Changes(r.Reference.Item, fix.Corrected(r, correction).Item)
}

// told reports whether the message of a finding says more than its rule and the table of fields.
func told(t report.Told) bool { return !strings.HasPrefix(t.Rule, "mismatch/") }
