package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"

	"github.com/refcheck/refcheck/internal/registry"
)

// result says what follows from all that is known. cut is why the run ended before all was asked,
// nil if it did not.
func (d *dossier) result(cut error) Result {
	r := Result{Reference: d.ref, Verdict: d.verdict(cut), Coverage: d.coverage(cut)}
	switch {
	case d.identity.Decided:
		work := d.identity.Work
		r.Match = &Match{Work: work, Link: work.Link()}
		r.Mismatches, r.Notes = d.mismatches, d.notes
		r.Statuses = d.statuses()
	case d.identity.Confidence >= worthNaming:
		r.Nearest = &Match{Work: d.identity.Work, Link: d.identity.Work.Link()}
	}
	r.Confidence = d.confidence(r.Verdict)
	r.Findings = d.findings(r, cut)
	r.Passing = r.Verdict == Unchecked && cut == nil && slices.ContainsFunc(d.unanswered(), func(s silence) bool { return passing(s.err) })
	return r
}

// Undecided returns the result for a reference that no run has come to, for the reason given.
func Undecided(ref biblio.Reference, reason error) Result {
	return newDossier(ref, &lineup{}, Repeat{}).result(reason)
}

// worthNaming is the confidence from which a candidate that is not certain enough to be the work
// meant is shown to the reader all the same.
const worthNaming = 0.02

// verdict applies what DESIGN promises: a work that is certain decides; without one, and where the
// record found differs, every registry asked must have answered.
func (d *dossier) verdict(cut error) Verdict {
	complete := cut == nil && len(d.unanswered()) == 0
	switch {
	case d.settled():
		return Verified
	case d.identity.Decided && complete:
		return Mismatched
	case complete && len(d.inquiries) > 0:
		return NotFound
	}
	return Unchecked
}

// confidence is the probability that the verdict is right.
func (d *dossier) confidence(v Verdict) float64 {
	switch v {
	case Verified, Mismatched:
		return d.identity.Confidence
	case NotFound:
		return 1 - d.identity.Confidence
	case Unchecked:
	}
	return 0
}

// settled reports whether the work is known and nothing that is cited differs from it.
func (d *dossier) settled() bool { return d.identity.Decided && len(d.mismatches) == 0 }

// doubted reports whether what differs could mean that another work is meant. An identifier alone
// could not: the work that is described was found, and the identifier is another's.
func (d *dossier) doubted() bool {
	return slices.ContainsFunc(d.mismatches, func(m Mismatch) bool {
		return m.Severity == Error && slices.Contains([]string{"title", "author"}, m.Field)
	})
}

// silence is why a registry did not answer.
type silence struct {
	registry string
	err      error
}

// unanswered lists, in the order of the run, the registries that did not answer all that they were asked, though
// they may have given a record. Where the work is known, a registry that cannot single out its record has answered
// well enough.
func (d *dossier) unanswered() []silence {
	var list []silence
	for _, name := range d.lineup.names {
		in := d.inquiries[name]
		if in == nil || realms[name].aside {
			continue
		}
		if err := in.err(); err != nil && (!d.identity.Decided || failure(err) != registry.TooMany) {
			list = append(list, silence{name, err})
		}
	}
	return list
}

// coverage says of each registry how asking it ended.
func (d *dossier) coverage(cut error) []Coverage {
	list := make([]Coverage, 0, len(d.lineup.names))
	for _, name := range d.lineup.names {
		c := Coverage{Registry: name, Outcome: Absent}
		in := d.inquiries[name]
		switch {
		case in == nil && cut != nil:
			c.Outcome, c.Reason = Skipped, explain(cut)
		case in == nil:
			c.Outcome, c.Reason = Skipped, d.whySkipped(name)
		case in.resolved || d.holds(name):
			c.Outcome = Found
		case in.err() != nil:
			c.Outcome, c.Reason = Failed, explain(in.err())
		}
		list = append(list, c)
	}
	return list
}

// explain words an error for a report.
func explain(err error) string {
	var failed *registry.Error
	switch {
	case errors.As(err, &failed):
		return strings.TrimPrefix(failed.Error(), failed.Registry+": ")
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, errTimeUp):
		return errTimeUp.Error()
	}
	return fmt.Sprint(err)
}
