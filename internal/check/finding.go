package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// findings lists what there is to report of a reference, the gravest part of its verdict first.
func (d *dossier) findings(r Result, cut error) []Finding {
	var list []Finding
	add := func(rule rule, severity Severity, message string) {
		list = append(list, d.finding(rule, severity, message))
	}
	switch r.Verdict {
	case NotFound:
		severity, reason := d.absence()
		add(ruleNotFound, severity, reason)
	case Unchecked:
		add(ruleUnchecked, ruleUnchecked.severity(), d.unknown(cut))
	case Mismatched:
		for _, m := range r.Mismatches {
			rule, message := describe(m)
			add(rule, m.Severity, message)
		}
	case Verified:
		if d.bare() {
			add(ruleNotCompared, ruleNotCompared.severity(), "nothing is cited but an identifier: it exists, and there was nothing to compare its work with")
		}
	}
	for _, s := range r.Statuses {
		add(statusRule[s.Kind].rule, statusRule[s.Kind].rule.severity(), statusMessage(s))
	}
	if newer, ok := d.newerEdition(); ok {
		add(ruleEdition, ruleEdition.severity(), newer)
	}
	return append(list, d.repeats()...)
}

// repeats says that an earlier reference cites the same work, or another version of it.
func (d *dossier) repeats() []Finding {
	switch r := d.repeat; {
	case r.Of == 0:
		return nil
	case !r.Version:
		return []Finding{d.finding(ruleDuplicate, ruleDuplicate.severity(), fmt.Sprintf("cites the same work as reference %d", r.Of))}
	case r.Better == "":
		return []Finding{d.finding(ruleVersion, ruleVersion.severity(), fmt.Sprintf("cites another version of the work that reference %d cites", r.Of))}
	default:
		return []Finding{d.finding(ruleVersion, ruleVersion.severity(),
			fmt.Sprintf("cites another version of the work that reference %d cites; the published one is %s", r.Of, r.Better))}
	}
}

// finding makes a finding of a rule.
func (d *dossier) finding(rule rule, severity Severity, message string) Finding {
	return Finding{Rule: rule.id(), Severity: severity, Message: message, Fingerprint: d.fingerprint(rule.id())}
}

// bare reports whether the reference is nothing but an identifier.
func (d *dossier) bare() bool {
	return d.ref.Title == "" && len(d.ref.Authors) == 0 && d.ref.Container == ""
}

// describe gives a mismatch its rule and words it.
func describe(m Mismatch) (rule rule, message string) {
	rule = fieldRule[m.Field]
	switch {
	case rule != ruleDOI:
		return rule, fmt.Sprintf("%s: cited “%s”, registered “%s”", m.Field, m.Cited, m.Registered)
	case m.Registered == "":
		return rule, fmt.Sprintf("the cited %s does not exist", named(m.Cited))
	}
	return rule, fmt.Sprintf("the cited %s is not that of the work that is described, which has %s", named(m.Cited), m.Registered)
}

// named says of an identifier that it is a DOI, unless it says itself what it is.
func named(id string) string {
	if strings.HasPrefix(id, "10.") {
		return "DOI " + id
	}
	return id
}

// statusRule says how each status is reported.
var statusRule = map[biblio.StatusKind]struct {
	rule  rule
	words string
}{
	biblio.Retracted:           {ruleRetracted, "the work was retracted"},
	biblio.Withdrawn:           {ruleRetracted, "the work was withdrawn"},
	biblio.ExpressionOfConcern: {ruleConcern, "an expression of concern was published about the work"},
	biblio.Corrected:           {ruleCorrected, "a correction of the work was published"},
	biblio.Superseded:          {ruleSuperseded, "a newer version of the work was published"},
	biblio.Reinstated:          {ruleReinstated, "the work was retracted, and reinstated"},
}

func statusMessage(s biblio.Status) string {
	message := statusRule[s.Kind].words
	switch {
	case len(s.Date) == len("2006-01-02"):
		message += " on " + s.Date
	case s.Date != "":
		message += " in " + s.Date
	}
	if s.Notice != "" {
		message += " (" + s.Notice + ")"
	}
	return message + ", says " + s.Source
}

// unknown says why nothing can be said.
func (d *dossier) unknown(cut error) string {
	var failed []string
	for _, s := range d.unanswered() {
		failed = append(failed, s.registry+": "+explain(s.err))
	}
	switch {
	case cut != nil:
		return "not checked to the end: " + explain(cut)
	case len(failed) == 0:
		return "no registry could be asked about it: it cites neither an identifier nor enough to search by"
	case d.identity.Decided:
		return "a record differs from what is cited, and a second opinion is missing (" + strings.Join(failed, "; ") + ")"
	}
	return "a registry that may hold the work did not answer (" + strings.Join(failed, "; ") + ")"
}

// fingerprint stays the same as long as the reference says the same, wherever it moves.
func (d *dossier) fingerprint(rule string) string {
	text := d.ref.Raw
	if !d.ref.Printed {
		text = strings.Join([]string{d.ref.Title, d.ref.Container, d.ref.Volume, d.ref.Pages, d.ref.Issued.String(), d.ref.DOI}, "|")
		for _, a := range d.ref.Authors {
			text += "|" + a.Family + a.Literal
		}
	}
	sum := sha256.Sum256([]byte(rule + "\n" + fold.Key(text)))
	return hex.EncodeToString(sum[:8])
}
