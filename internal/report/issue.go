package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// issue is one thing to report at one place: a finding of a reference, or a problem of a file. The
// formats that list findings (SARIF, code quality) are made of them.
type issue struct {
	check.Finding
	at  biblio.Location
	ref *Reference // nil for a problem of a file
}

// issues lists what a run has to report, in the order of the input; the problems of files come last.
func (doc Document) issues() []issue {
	var all []issue
	for i := range doc.References {
		r := &doc.References[i]
		for _, f := range r.Findings {
			all = append(all, issue{Finding: f, at: r.place(f), ref: r})
		}
	}
	for _, p := range doc.Problems {
		all = append(all, issue{Finding: malformed(p), at: p.Location})
	}
	return all
}

// malformed returns the finding that a problem is.
func malformed(p biblio.Problem) check.Finding {
	severity := check.Warning
	if p.Damaged {
		severity = check.Error
	}
	sum := sha256.Sum256([]byte(check.Malformed + "\n" + p.Location.File + "\n" + p.Message))
	return check.Finding{Rule: check.Malformed, Severity: severity, Message: p.Message, Fingerprint: hex.EncodeToString(sum[:8])}
}

// place returns where a finding stands: at the field that differs, if that is known.
func (r Reference) place(f check.Finding) biblio.Location {
	if m := r.mismatchOf(f); m != nil && m.Location != nil {
		return *m.Location
	}
	return r.Location
}

// mismatchOf returns the mismatch that a finding is about, nil if it is about none.
func (r Reference) mismatchOf(f check.Finding) *Mismatch {
	field, ok := strings.CutPrefix(f.Rule, "mismatch/")
	if !ok {
		field, ok = strings.CutPrefix(f.Rule, "wrong-")
	}
	i := slices.IndexFunc(r.Mismatches, func(m Mismatch) bool { return ok && m.Field == field })
	if i < 0 {
		return nil
	}
	return &r.Mismatches[i]
}

// subject names the reference of an issue: "[15] Roter D, Hall J …", or nothing.
func (i issue) subject() string {
	if i.ref == nil {
		return ""
	}
	return label(*i.ref, shownReference)
}

// label returns the number or key of a reference and what it says, in so many columns.
func label(r Reference, limit int) string {
	return strings.TrimSpace("[" + Clean(r.ID) + "] " + shorten(described(r), limit))
}

// worst sorts severities: the gravest first, then in the order given.
func worst(a, b check.Severity) int {
	order := []check.Severity{check.Error, check.Warning, check.Note}
	return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
}
