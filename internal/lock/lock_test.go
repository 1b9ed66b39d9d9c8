package lock_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/lock"
)

var today = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func references() []biblio.Reference {
	return []biblio.Reference{
		{ID: "a", Index: 1, Item: biblio.Item{Title: "A", Issued: biblio.Date{Year: 2001}}, Raw: "@book{a}"},
		{ID: "2", Index: 2, Printed: true, Raw: "B C. D. 2002."},
		{ID: "c", Index: 3, Item: biblio.Item{Title: "C"}},
		{ID: "d", Index: 4, Item: biblio.Item{Title: "D"}},
	}
}

func results(refs []biblio.Reference) []check.Result {
	return []check.Result{
		{Reference: refs[3], Verdict: check.Unchecked, Findings: []check.Finding{{Rule: "unchecked", Severity: check.Warning}}},
		{Reference: refs[1], Verdict: check.NotFound, Confidence: 0.9, Findings: []check.Finding{
			{Rule: "not-found", Severity: check.Error, Message: "m", Ignored: &check.Ignored{Reason: "x"}}, {Rule: check.Duplicate, Severity: check.Warning},
		}},
		{Reference: refs[2], Verdict: check.Mismatched, Findings: []check.Finding{{Rule: "mismatch/year", Severity: check.Error}}},
		{
			Reference: refs[0], Verdict: check.Verified, Confidence: 0.99,
			Match:    &check.Match{Work: biblio.Work{Item: biblio.Item{Title: "A", DOI: "10.1000/a"}, Registry: "crossref"}, Link: "https://doi.org/10.1000/a"},
			Statuses: []biblio.Status{{Kind: biblio.Corrected, Source: "crossref"}},
		},
	}
}

func write(t *testing.T, l *lock.Lock, refs []biblio.Reference, results []check.Result, day time.Time) string {
	t.Helper()
	var out strings.Builder
	if err := l.Write(&out, refs, results, day); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func read(t *testing.T, text string, oldest time.Time) *lock.Lock {
	t.Helper()
	l, err := lock.Read(strings.NewReader(text), oldest)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return l
}

// What is in order comes back as it was found; what is to be mended, or was not checked, does not.
func TestRecall(t *testing.T) {
	refs := references()
	l := read(t, write(t, nil, refs, results(refs), today), today.AddDate(0, 0, -30))
	got, ok := l.Recall(refs[0])
	want := results(refs)[3]
	want.Recalled = "2026-11-26"
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	got, ok = l.Recall(refs[1])
	if !ok || len(got.Findings) != 1 || got.Findings[0] != (check.Finding{Rule: "not-found", Severity: check.Error, Message: "m"}) {
		t.Errorf("%+v", got)
	}
	for _, ref := range refs[2:] {
		if _, ok := l.Recall(ref); ok {
			t.Errorf("%s is known", ref.ID)
		}
	}
	if _, ok := read(t, write(t, nil, refs, results(refs), today), today).Recall(refs[0]); ok {
		t.Error("what was checked before the oldest day counts")
	}
}

// The date of what was recalled stays, what a run left out stays too, and what is gone is forgotten.
func TestWriteAgain(t *testing.T) {
	refs := references()
	first := write(t, nil, refs, results(refs), today)
	l := read(t, first, time.Time{})
	recalled, _ := l.Recall(refs[0])
	later := today.AddDate(0, 0, 10)
	if diff := cmp.Diff(first, write(t, l, refs, []check.Result{recalled}, later)); diff != "" {
		t.Errorf("-first +again\n%s", diff)
	}
	if again := write(t, l, refs[1:], nil, later); strings.Contains(again, `"key":"a"`) || !strings.Contains(again, `"key":"2"`) {
		t.Errorf("without the first:\n%s", again)
	}
	mended := results(refs)[2]
	mended.Findings = nil
	if again := write(t, l, refs, []check.Result{mended}, later); !strings.Contains(again, `"key":"c","checked":"2026-12-06"`) {
		t.Errorf("with the third mended:\n%s", again)
	}
}

func TestDigest(t *testing.T) {
	refs := references()
	moved, changed, respaced := refs[0], refs[0], refs[1]
	moved.ID, moved.Index, moved.Raw, moved.Location.Line = "b", 7, "@book{b}", 9
	changed.Issued.Year = 2002
	respaced.Raw = "B C.\n  D. 2002."
	if lock.Digest(moved) != lock.Digest(refs[0]) || lock.Digest(respaced) != lock.Digest(refs[1]) {
		t.Error("what says the same has another digest")
	}
	if lock.Digest(changed) == lock.Digest(refs[0]) {
		t.Error("what says something else has the same digest")
	}
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{"", "{", `{"schema":2}`, `[]`, "<<<<<<< ours\n", `{"schema":1,"references":[{"digest":7}]}`} {
		if _, err := lock.Read(strings.NewReader(text), today); !errors.Is(err, lock.ErrForm) {
			t.Errorf("%q gives %v", text, err)
		}
	}
}
