// Package report turns the results of a run into what a reader sees. A run becomes one Document of
// schema 1, and every format renders from that, so that a saved run (Read) renders exactly like the
// run itself. Output is deterministic: the version is passed in, references stand in input order,
// and no time or path of this machine gets in. Nothing that a registry or a file says can break a
// terminal or a report: text goes through Clean, JSON through escape (clean.go).
package report

import (
	"slices"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// Schema is the number of the JSON report's schema. Additions keep it, changes would not.
const Schema = 1

// toolName is what a report calls its maker; Read accepts no other.
const toolName = "refcheck"

// Document is one run.
type Document struct {
	Schema  int           `json:"schema"`
	Tool    Tool          `json:"tool"`
	Summary check.Summary `json:"summary"`
	// Problems are what is wrong with the bibliographies themselves, in input order.
	Problems []biblio.Problem `json:"problems,omitempty"`
	// References are in input order.
	References []Reference `json:"references"`
}

// Tool says what made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Reference is the result for one reference. Its lists are never null.
type Reference struct {
	ID       string          `json:"id"`
	Index    int             `json:"index"`
	Location biblio.Location `json:"location"`
	// Raw is the printed text, if Printed, or the source of the entry.
	Raw       string        `json:"raw"`
	Printed   bool          `json:"printed,omitempty"`
	Reference biblio.CSL    `json:"reference"`
	Verdict   check.Verdict `json:"verdict"`
	// Confidence is the probability that the verdict is right, 0 to 1, in thousandths.
	Confidence float64 `json:"confidence"`
	Match      *Match  `json:"match"`
	// Nearest is the best candidate where none was good enough to be the work meant.
	Nearest    *Match     `json:"nearest,omitempty"`
	Mismatches []Mismatch `json:"mismatches"`
	// Notes are fields that are written otherwise and mean the same.
	Notes    []check.Mismatch `json:"notes,omitempty"`
	Status   []biblio.Status  `json:"status"`
	Findings []check.Finding  `json:"findings"`
	Coverage []check.Coverage `json:"coverage"`
}

// Mismatch is a field that differs, and where it stands, for formats that know it.
type Mismatch struct {
	check.Mismatch
	Location *biblio.Location `json:"location,omitempty"`
}

// Match is the work that a reference means.
type Match struct {
	Registry string     `json:"registry"`
	DOI      string     `json:"doi,omitempty"`
	PMID     string     `json:"pmid,omitempty"`
	URL      string     `json:"url,omitempty"`
	Work     biblio.CSL `json:"work"`
}

// New returns the report of a run by the given version of refcheck; results may come in any order.
func New(version string, results []check.Result, problems []biblio.Problem) Document {
	doc := Document{
		Schema: Schema, Tool: Tool{Name: toolName, Version: version},
		Problems: problems, References: make([]Reference, 0, len(results)),
	}
	for _, r := range results {
		doc.Summary.Add(r)
		doc.References = append(doc.References, NewReference(r))
	}
	slices.SortStableFunc(doc.References, func(a, b Reference) int { return a.Index - b.Index })
	return doc
}

// NewReference returns what a report says of one result.
func NewReference(r check.Result) Reference {
	return Reference{
		ID: r.Reference.ID, Index: r.Reference.Index, Location: r.Reference.Location,
		Raw: r.Reference.Raw, Printed: r.Reference.Printed, Match: newMatch(r.Match), Nearest: newMatch(r.Nearest),
		Reference: r.Reference.CSL(), Verdict: r.Verdict, Confidence: thousandths(r.Confidence),
		Mismatches: newMismatches(r), Notes: r.Notes, Status: list(r.Statuses), Findings: list(r.Findings),
		Coverage: list(r.Coverage),
	}
}

func newMismatches(r check.Result) []Mismatch {
	all := make([]Mismatch, len(r.Mismatches))
	for i, m := range r.Mismatches {
		all[i].Mismatch = m
		if at := r.Reference.Fields.At(m.Field); at != (biblio.Location{}) {
			all[i].Location = &at
		}
	}
	return all
}

func newMatch(m *check.Match) *Match {
	if m == nil {
		return nil
	}
	return &Match{Registry: m.Work.Registry, DOI: m.Work.DOI, PMID: m.Work.PMID, URL: m.Link, Work: m.Work.CSL()}
}

// list returns an empty list for none, which JSON tells from null.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// Severity returns the worst severity of the findings that count, "" where there are none.
func (r Reference) Severity() check.Severity {
	for _, s := range []check.Severity{check.Error, check.Warning, check.Note} {
		if slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Severity == s && f.Ignored == nil }) {
			return s
		}
	}
	return ""
}

// ignored reports whether there are findings, and the author lives with all of them.
func (r Reference) ignored() bool {
	return len(r.Findings) > 0 && !slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Ignored == nil })
}

// warns reports whether there is something to look at that is no error.
func (r Reference) warns() bool {
	return r.Severity() == check.Warning || r.Verdict != check.Verified
}

// retracted reports whether the work meant was taken back.
func (r Reference) retracted() bool {
	return slices.ContainsFunc(r.Status, func(s biblio.Status) bool {
		return s.Kind == biblio.Retracted || s.Kind == biblio.Withdrawn
	})
}
