package report

import (
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/check"
)

// Entry is one reference as a page shows it: everything is clean. Kinds are the filters that show it.
type Entry struct {
	Index                   int
	Anchor, ID, Place, Text string
	Verdict, Word, Kinds    string
	// Open says that it is worth a look, and that there is something to compare with.
	Open, Retracted bool
	Findings        []Told
	Rows            []Row
	// Link leads to the work, which is the Nearest where none was identified.
	Link, LinkText       string
	Nearest              bool
	Registry, Confidence string
	Coverage             []Told
}

// Told is a line with how grave it is: a severity, "ignored" or an outcome. Rule is that of a finding.
type Told struct{ Rule, Level, Word, Text string }

// NewEntry returns a reference as a page shows it.
func NewEntry(r Reference) Entry {
	e := Entry{
		Index: r.Index, Anchor: fmt.Sprintf("ref-%d", r.Index), ID: Clean(r.ID), Place: Place(r.Location), Text: described(r), Verdict: string(r.Verdict),
		Word: verdictWords[r.Verdict], Retracted: r.retracted(), Kinds: strings.Join(Kinds(r), " "), Open: r.needsAttention() && (r.Match != nil || r.Nearest != nil),
	}
	for _, f := range r.Findings {
		t := Told{f.Rule, string(f.Severity), string(f.Severity), Clean(f.Message)}
		if f.Ignored != nil {
			t = Told{f.Rule, "note", "ignored", Clean(f.Message + " — " + f.Ignored.Reason + " (" + f.Ignored.Source + ")")}
		}
		e.Findings = append(e.Findings, t)
	}
	work := r.Match
	if work == nil {
		work, e.Nearest = r.Nearest, r.Nearest != nil
	}
	if work != nil {
		e.Rows, e.Registry = rows(r, *work), check.DisplayName(Clean(work.Registry))
		e.Link = webAddress(work.URL)
		e.LinkText = strings.TrimPrefix(strings.TrimPrefix(e.Link, "https://"), "http://")
	}
	if r.Confidence > 0 {
		e.Confidence = fmt.Sprintf("%.1f %%", 100*r.Confidence)
	}
	for _, c := range r.Coverage {
		e.Coverage = append(e.Coverage, Told{"", string(c.Outcome), strings.ReplaceAll(string(c.Outcome), "_", " "), covers(c)})
	}
	return e
}

// covers names a registry, and says why it was not asked or did not answer.
func covers(c check.Coverage) string {
	name := check.DisplayName(Clean(c.Registry))
	if c.Reason != "" {
		name += ": " + Clean(c.Reason)
	}
	return name
}

// Kinds are the filters that show a reference: "all", its verdict, and maybe "attention" and "retracted".
func Kinds(r Reference) []string {
	kinds := []string{"all", string(r.Verdict)}
	if r.needsAttention() {
		kinds = append(kinds, "attention")
	}
	if r.retracted() {
		kinds = append(kinds, "retracted")
	}
	return kinds
}
