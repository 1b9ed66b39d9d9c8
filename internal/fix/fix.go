// Package fix corrects a BibTeX file by what a check has found: it replaces the wrong fields of entries
// whose work is certain, and adds missing DOIs. It changes the bytes of those fields and nothing else:
// comments, order, spacing, macros, and in the fields themselves the braces that protect capitals and
// the author's way of writing letters, names and pages stay as they are. What is only spelled otherwise
// is left alone.
//
// Every correction is tried before it is proposed: the corrected entry is read and compared with the
// work anew, and a correction after which the field still differs is dropped.
package fix

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/match"
)

// Certain is the Confidence of Options where nobody wants another.
const Certain = 0.9

// Options say what is corrected.
type Options struct {
	// Confidence is how certain a work must be for its reference to be corrected, 0 to 1.
	Confidence float64
	// Only holds the Indexes of the references that are corrected; nil is all, but those in Except.
	Only, Except map[int]bool
	// Published holds the published version of preprints, by the Index of the reference: their entries
	// become those of that version.
	Published map[int]biblio.Work
}

// certain reports whether a result is certain enough to correct by, and wanted.
func (o Options) certain(r check.Result) bool {
	known := r.Verdict == check.Verified || r.Verdict == check.Mismatched
	wanted := (o.Only == nil || o.Only[r.Reference.Index]) && !o.Except[r.Reference.Index]
	return wanted && known && r.Match != nil && r.Confidence >= o.Confidence
}

// Corrects reports whether a result can lead to a correction.
func (o Options) Corrects(r check.Result) bool {
	return o.certain(r) && (len(r.Mismatches) > 0 || r.Reference.DOI == "" && r.Match.Work.DOI != "")
}

// Change is one correction of a file: of one field, or a field that is added.
type Change struct {
	// Key is that of the entry, Location the entry's place.
	Key      string
	Location biblio.Location
	// Field is the name of the field in the file; Old is its value as it stands there, "" for one that
	// is added, New the value that takes its place.
	Field, Old, New string
	// Edits are what happens to the text; they belong together.
	Edits []Edit
}

// Edit replaces the bytes of a text from Start up to End.
type Edit struct {
	Start, End int
	New        string
}

// Plan returns the corrections of a source, in the order of their places. The results are those of a
// check of this very text.
func Plan(source string, results []check.Result, options Options) []Change {
	s := newSource(source)
	var all []Change
	for _, r := range results {
		if !options.certain(r) {
			continue
		}
		e, ok := s.entry(r.Reference)
		if !ok {
			continue
		}
		var changes []Change
		if work, ok := options.Published[r.Reference.Index]; ok {
			e.work = work
			changes = e.published()
		} else {
			e.work = r.Match.Work
			changes = e.corrections(r)
		}
		for _, c := range e.tried(changes) {
			c.Key, c.Location = r.Reference.ID, r.Reference.Location
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int { return a.Edits[0].Start - b.Edits[0].Start })
	return all
}

// Apply returns the source with the changes made.
func Apply(source string, changes []Change) string {
	return applied(source, edits(changes))
}

// edits returns the edits of changes in the order of their places.
func edits(changes []Change) []Edit {
	var all []Edit
	for _, c := range changes {
		all = append(all, c.Edits...)
	}
	slices.SortStableFunc(all, func(a, b Edit) int { return a.Start - b.Start })
	return all
}

// applied returns a text with edits made, which are in order and apart.
func applied(text string, edits []Edit) string {
	var out strings.Builder
	at := 0
	for _, e := range edits {
		out.WriteString(text[at:e.Start])
		out.WriteString(e.New)
		at = e.End
	}
	out.WriteString(text[at:])
	return out.String()
}

// corrections proposes a change for every field that differs, unless the author lives with the
// difference, and for a DOI that is missing.
func (e *entry) corrections(r check.Result) []Change {
	var changes []Change
	add := func(c Change, ok bool) {
		if ok {
			changes = append(changes, c)
		}
	}
	for _, m := range r.Mismatches {
		if !ignored(r, m.Field) {
			add(e.correct(m.Field))
		}
	}
	if e.ref.DOI == "" && e.work.DOI != "" {
		add(e.added("doi", e.work.DOI))
	}
	return changes
}

// ignored reports whether the author lives with a wrong field.
func ignored(r check.Result, field string) bool {
	return slices.ContainsFunc(r.Findings, func(f check.Finding) bool {
		return f.Ignored != nil && (f.Rule == "mismatch/"+field || f.Rule == "wrong-"+field)
	})
}

// tried returns those of the changes of one entry after which the entry reads as the work does: what a
// change is about no longer differs, and nothing differs that did not before.
func (e *entry) tried(changes []Change) []Change {
	before := e.differences(nil)
	var kept []Change
	for _, c := range changes {
		more := append(slices.Clip(kept), c)
		after := e.differences(more)
		if after != nil && !slices.Contains(after, c.part()) && subset(after, before) {
			kept = more
		}
	}
	return kept
}

// differences lists the fields in which the entry, with changes made, differs from the work; nil where
// it cannot be read any more.
func (e *entry) differences(changes []Change) []string {
	refs, problems := bibtex.Parse("", applied(e.definitions+e.block.Of(e.source.text), shifted(edits(changes), len(e.definitions)-e.block.Start)))
	if len(refs) != 1 || slices.ContainsFunc(problems, func(p biblio.Problem) bool { return p.Damaged }) {
		return nil
	}
	mismatches, _ := match.Differences(match.Compare(refs[0], e.work))
	fields := []string{}
	for _, m := range mismatches {
		fields = append(fields, m.Name)
	}
	return fields
}

func shifted(edits []Edit, by int) []Edit {
	out := make([]Edit, len(edits))
	for i, e := range edits {
		out[i] = Edit{e.Start + by, e.End + by, e.New}
	}
	return out
}

func subset(of, all []string) bool {
	return !slices.ContainsFunc(of, func(s string) bool { return !slices.Contains(all, s) })
}
