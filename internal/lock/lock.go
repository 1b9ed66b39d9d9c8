// Package lock keeps what a run found out about a bibliography beside it, in a file that is meant for
// version control: which references were in order, against which record, and when that was asked. A
// later run asks only about what is new, changed, or known for too long.
//
// The file is JSON with one reference a line, in the order of the bibliography, so that a change of one
// reference changes one line.
package lock

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// FileName is the name of the file, beside the bibliography.
const FileName = "refcheck.lock"

// schema is the number of the file's form.
const schema = 1

// entry is one reference as it was found.
type entry struct {
	// Digest names what the reference says: see Digest.
	Digest string `json:"digest"`
	// Key is for people.
	Key string `json:"key"`
	// Checked is the day on which the registries were asked.
	Checked    string           `json:"checked"`
	Verdict    check.Verdict    `json:"verdict"`
	Confidence float64          `json:"confidence"`
	Registry   string           `json:"registry,omitempty"`
	Work       *biblio.CSL      `json:"work,omitempty"`
	Link       string           `json:"url,omitempty"`
	Mismatches []check.Mismatch `json:"mismatches,omitempty"`
	Status     []biblio.Status  `json:"status,omitempty"`
	Findings   []check.Finding  `json:"findings,omitempty"`
}

// Lock is the content of a file. The nil Lock is an empty one.
type Lock struct {
	entries map[string]entry
	oldest  time.Time
}

// ErrForm is wrapped by the error of a file that is no lock, or one of a later version.
var ErrForm = errors.New("it is not a lock of this version")

// Read returns what a file holds. Entries that were checked before oldest are left out of Recall.
func Read(r io.Reader, oldest time.Time) (*Lock, error) {
	var file struct {
		Schema  int     `json:"schema"`
		Entries []entry `json:"references"`
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if file.Schema != schema {
		return nil, fmt.Errorf("%w: it has schema %d", ErrForm, file.Schema)
	}
	l := &Lock{entries: make(map[string]entry, len(file.Entries)), oldest: oldest}
	for _, e := range file.Entries {
		l.entries[e.Digest] = e
	}
	return l, nil
}

// Recall returns what is known of a reference. Its coverage says of no registry that it was asked.
func (l *Lock) Recall(ref biblio.Reference) (check.Result, bool) {
	if l == nil {
		return check.Result{}, false
	}
	e, ok := l.entries[Digest(ref)]
	checked, err := time.Parse(time.DateOnly, e.Checked)
	if !ok || err != nil || checked.Before(l.oldest) {
		return check.Result{}, false
	}
	r := check.Result{
		Reference: ref, Verdict: e.Verdict, Confidence: e.Confidence, Mismatches: e.Mismatches, Statuses: e.Status,
		Findings: slices.Clone(e.Findings), Recalled: e.Checked,
	}
	if e.Work != nil {
		r.Match = &check.Match{Work: biblio.Work{Item: e.Work.Item(), Registry: e.Registry}, Link: e.Link}
	}
	return r, true
}

// Write writes the lock of a bibliography: of each reference the result of this run, or what was
// recalled of it. References with a finding of severity error are not kept, so that they are asked
// about again, nor are those that are unchecked. References that the run left out keep what was known.
func (l *Lock) Write(w io.Writer, refs []biblio.Reference, results []check.Result, today time.Time) error {
	fresh := make(map[int]check.Result, len(results))
	for _, r := range results {
		fresh[r.Reference.Index] = r
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"schema\":%d,\"references\":[", schema)
	separator := "\n"
	written := make(map[string]bool, len(refs))
	for _, ref := range refs {
		digest := Digest(ref)
		e, keep := l.entry(digest)
		if r, ok := fresh[ref.Index]; ok {
			e, keep = newEntry(digest, r, today), inOrder(r)
		}
		if !keep || written[digest] {
			continue
		}
		written[digest] = true
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		out.WriteString(separator)
		out.Write(line)
		separator = ",\n"
	}
	out.WriteString("\n]}\n")
	_, err := w.Write(out.Bytes())
	return err
}

func (l *Lock) entry(digest string) (entry, bool) {
	if l == nil {
		return entry{}, false
	}
	e, ok := l.entries[digest]
	return e, ok
}

// inOrder reports whether nothing about a result needs mending.
func inOrder(r check.Result) bool {
	return r.Verdict != check.Unchecked && !slices.ContainsFunc(r.Findings, func(f check.Finding) bool {
		return f.Severity == check.Error && f.Ignored == nil
	})
}

// newEntry returns what is kept of a result. A duplicate is no fact about the reference alone, and
// what is ignored is for the next run to say.
func newEntry(digest string, r check.Result, today time.Time) entry {
	e := entry{
		Digest: digest, Key: r.Reference.ID, Checked: cmp.Or(r.Recalled, today.Format(time.DateOnly)), Verdict: r.Verdict,
		Confidence: r.Confidence, Mismatches: r.Mismatches, Status: r.Statuses,
	}
	for _, f := range r.Findings {
		if f.Rule != check.Duplicate {
			f.Ignored = nil
			e.Findings = append(e.Findings, f)
		}
	}
	if r.Match != nil {
		work := r.Match.Work.CSL()
		e.Registry, e.Work, e.Link = r.Match.Work.Registry, &work, r.Match.Link
	}
	return e
}

// Digest names what a reference says: printed text apart from its spacing, or its fields. It stays the
// same where the reference moves, is numbered anew or gets another key.
func Digest(ref biblio.Reference) string {
	text := strings.Join(strings.Fields(ref.Raw), " ")
	if !ref.Printed {
		fields, err := json.Marshal(ref.CSL())
		if err == nil {
			text = string(fields)
		}
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}
