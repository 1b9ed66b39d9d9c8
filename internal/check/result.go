package check

import (
	"github.com/refcheck/refcheck/internal/biblio"
)

// Verdict is what refcheck says of a reference.
type Verdict string

// The four verdicts.
const (
	Verified   Verdict = "verified"
	Mismatched Verdict = "mismatched"
	NotFound   Verdict = "not_found"
	Unchecked  Verdict = "unchecked"
)

// Severity is how much a reader would suffer from a finding.
type Severity string

// The severities, the worst first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Result is what a run says of one reference.
type Result struct {
	Reference biblio.Reference
	Verdict   Verdict
	// Confidence is the probability that the verdict is right, 0 to 1.
	Confidence float64
	// Match is the work meant; nil where none was identified.
	Match *Match
	// Nearest is the best candidate where none was good enough to be the work meant; nil without one.
	Nearest *Match
	// Mismatches are the cited fields that differ from the work; Notes those that are written
	// otherwise and mean the same.
	Mismatches []Mismatch
	Notes      []Mismatch
	Statuses   []biblio.Status
	Findings   []Finding
	// Coverage says of every registry of the run whether it was asked, in the order of the run.
	Coverage []Coverage
	// Passing says that it is unchecked for a reason that may be gone a little later: a registry was down.
	Passing bool `json:"-"`
	// Recalled is the day, as 2006-01-02, of the run that found all this; "" if it was this one.
	Recalled string
}

// Match is the work that a reference means.
type Match struct {
	Work biblio.Work
	// Link is the address at which a reader finds the work.
	Link string
}

// Mismatch is a field of which the reference says one thing and the registered work another.
// Field is a CSL name without its hyphenated tail: author, title, container, year, volume, issue,
// page, publisher, doi, pmid, isbn, type.
type Mismatch struct {
	Field      string   `json:"field"`
	Cited      string   `json:"cited"`
	Registered string   `json:"registered"`
	Severity   Severity `json:"severity"`
}

// Finding is one thing to report.
type Finding struct {
	// Rule is the id of one of Rules: "mismatch/volume", "wrong-doi", "not-found".
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	// Fingerprint stays the same when the reference moves to another line or file.
	Fingerprint string `json:"fingerprint"`
	// Ignored says that the author knows of it and lives with it; nil where nobody said so.
	Ignored *Ignored `json:"ignored,omitempty"`
}

// Ignored is why a finding counts for nothing, and where that stands: "refcheck.toml:7".
type Ignored struct {
	Reason string `json:"reason"`
	Source string `json:"source"`
}

// Outcome is how asking a registry about a reference ended.
type Outcome string

// The outcomes.
const (
	Found   Outcome = "found"
	Absent  Outcome = "not_found"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped"
)

// Coverage is one registry's part in a result.
type Coverage struct {
	Registry string  `json:"registry"`
	Outcome  Outcome `json:"outcome"`
	// Reason says why a registry failed or was skipped.
	Reason string `json:"reason,omitempty"`
}

// Retracted reports whether the work meant was taken back.
func (r Result) Retracted() bool {
	for _, s := range r.Statuses {
		if s.Kind == biblio.Retracted || s.Kind == biblio.Withdrawn {
			return true
		}
	}
	return false
}
