// Package ignore leaves alone the findings that an author has decided to live with: by entries of
// the configuration file and by comments beside a reference. What is ignored stays in the report,
// with the reason, and counts for nothing. An entry that is past its day or that no finding answers
// to is told, so that a list of exceptions does not outlive them.
package ignore

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// Entry says which findings to ignore. All of Key, DOI, Fingerprint and Rule that are set must hold,
// and one of them is.
type Entry struct {
	Key         string
	DOI         string
	Fingerprint string
	// Rule is a rule id or the beginning of several: "mismatch" holds for "mismatch/year".
	Rule   string
	Reason string
	// Expires is the first day on which the entry no longer counts; zero is never.
	Expires time.Time
	// Source says where the entry stands: "refcheck.toml:7".
	Source string
}

// Validate says what is wrong with an entry.
func (e Entry) Validate() error {
	switch {
	case e.Key == "" && e.DOI == "" && e.Fingerprint == "" && e.Rule == "":
		return errors.New("ignore: one of key, doi, fingerprint and rule must say what is ignored")
	case strings.TrimSpace(e.Reason) == "":
		return errors.New("ignore: a reason must be given")
	case e.DOI != "" && biblio.DOI(e.DOI) == "":
		return fmt.Errorf("ignore: %q is not a DOI", e.DOI)
	}
	return nil
}

// String names what the entry ignores: `key "smith2020", rule "mismatch/year"`.
func (e Entry) String() string {
	var parts []string
	for _, p := range []struct{ name, value string }{{"key", e.Key}, {"doi", e.DOI}, {"fingerprint", e.Fingerprint}, {"rule", e.Rule}} {
		if p.value != "" {
			parts = append(parts, fmt.Sprintf("%s %q", p.name, p.value))
		}
	}
	return strings.Join(parts, ", ")
}

// holds reports whether the entry is about a finding.
func (e Entry) holds(ref biblio.Reference, f check.Finding) bool {
	return (e.Key == "" || e.Key == ref.ID) &&
		(e.DOI == "" || biblio.DOI(e.DOI) == ref.DOI) &&
		(e.Fingerprint == "" || e.Fingerprint == f.Fingerprint) &&
		covers(e.Rule, f.Rule)
}

// covers reports whether a rule, or the beginning of one, names the rule of a finding.
func covers(rule, of string) bool {
	return rule == "" || rule == of || strings.HasPrefix(of, rule+"/")
}

// List is what is ignored in one run. It is not safe for concurrent use.
type List struct {
	entries []Entry
	used    []bool
	today   time.Time
	unused  []biblio.Ignore
}

// New returns the list of the entries as it stands on a day.
func New(entries []Entry, today time.Time) *List {
	return &List{entries: entries, used: make([]bool, len(entries)), today: today}
}

// Apply marks the findings of a result that are ignored. That something is unchecked cannot be
// ignored: it is a fact about the run, not about the reference.
func (l *List) Apply(r *check.Result) {
	comments := make([]bool, len(r.Reference.Ignores))
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule == check.NotAnswered {
			continue
		}
		for k, e := range l.entries {
			if !l.expired(e) && e.holds(r.Reference, *f) {
				l.used[k] = true
				f.Ignored = &check.Ignored{Reason: e.Reason, Source: e.Source}
			}
		}
		for k, c := range r.Reference.Ignores {
			if covers(c.Rule, f.Rule) {
				comments[k] = true
				f.Ignored = &check.Ignored{Reason: c.Reason, Source: place(c.Location)}
			}
		}
	}
	for k, used := range comments {
		if !used && r.Verdict != check.Unchecked {
			l.unused = append(l.unused, r.Reference.Ignores[k])
		}
	}
}

func (l *List) expired(e Entry) bool { return !e.Expires.IsZero() && !l.today.Before(e.Expires) }

func place(l biblio.Location) string { return fmt.Sprintf("%s:%d", l.File, l.Line) }

// Leftovers says which entries and comments ignored nothing, and which entries are past their day.
// Whole says that the run saw every reference that they may be about: else only what is past its day
// is told.
func (l *List) Leftovers(whole bool) []string {
	var list []string
	for k, e := range l.entries {
		switch {
		case l.expired(e):
			list = append(list, fmt.Sprintf("%s: no longer ignored since %s: %s", e.Source, e.Expires.Format(time.DateOnly), e))
		case whole && !l.used[k]:
			list = append(list, fmt.Sprintf("%s: nothing to ignore: no finding has %s", e.Source, e))
		}
	}
	if !whole {
		return list
	}
	slices.SortStableFunc(l.unused, func(a, b biblio.Ignore) int {
		if a.Location.File != b.Location.File {
			return strings.Compare(a.Location.File, b.Location.File)
		}
		return a.Location.Line - b.Location.Line
	})
	for _, c := range l.unused {
		what := "no finding of the entry"
		if c.Rule != "" {
			what += fmt.Sprintf(" has rule %q", c.Rule)
		}
		list = append(list, fmt.Sprintf("%s: nothing to ignore: %s", place(c.Location), what))
	}
	return list
}
