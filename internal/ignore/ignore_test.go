package ignore_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/ignore"
)

var today = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// result returns a result of the reference "a" with findings of the given rules.
func result(rules ...string) check.Result {
	r := check.Result{Reference: biblio.Reference{ID: "a", Item: biblio.Item{DOI: "10.1000/a"}}, Verdict: check.Mismatched}
	for _, rule := range rules {
		r.Findings = append(r.Findings, check.Finding{Rule: rule, Fingerprint: "f-" + rule})
	}
	return r
}

// All that an entry names must hold, and it holds until its day.
func TestApply(t *testing.T) {
	for _, tt := range []struct {
		name  string
		entry ignore.Entry
		want  bool
	}{
		{"rule", ignore.Entry{Rule: "mismatch/year"}, true},
		{"beginning of rules", ignore.Entry{Rule: "mismatch"}, true},
		{"another rule", ignore.Entry{Rule: "mismatch/volume"}, false},
		{"no beginning", ignore.Entry{Rule: "mis"}, false},
		{"key", ignore.Entry{Key: "a"}, true},
		{"another key", ignore.Entry{Key: "b", Rule: "mismatch/year"}, false},
		{"DOI", ignore.Entry{DOI: "https://doi.org/10.1000/A"}, true},
		{"another DOI", ignore.Entry{DOI: "10.1000/b"}, false},
		{"fingerprint", ignore.Entry{Fingerprint: "f-mismatch/year"}, true},
		{"another fingerprint", ignore.Entry{Fingerprint: "f", Key: "a"}, false},
		{"last day", ignore.Entry{Key: "a", Expires: today.AddDate(0, 0, 1)}, true},
		{"past", ignore.Entry{Key: "a", Expires: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}, false},
	} {
		r := result("mismatch/year")
		ignore.New([]ignore.Entry{tt.entry}, today).Apply(&r)
		if got := r.Findings[0].Ignored != nil; got != tt.want {
			t.Errorf("%s: ignored is %v", tt.name, got)
		}
	}
}

func TestUncheckedIsNotIgnored(t *testing.T) {
	r := result("unchecked")
	r.Verdict = check.Unchecked
	r.Reference.Ignores = []biblio.Ignore{{Reason: "x"}}
	l := ignore.New([]ignore.Entry{{Key: "a", Reason: "x", Source: "t:1"}}, today)
	l.Apply(&r)
	if r.Findings[0].Ignored != nil {
		t.Errorf("%+v", r.Findings[0])
	}
	if got := l.Leftovers(false); len(got) != 0 {
		t.Errorf("an unfinished run tells %q", got)
	}
}

func TestLeftovers(t *testing.T) {
	l := ignore.New([]ignore.Entry{
		{Key: "a", Reason: "x", Source: "t:1"}, {Rule: "retracted", Reason: "x", Source: "t:4"},
		{Key: "a", Reason: "x", Source: "t:7", Expires: today.AddDate(0, -1, 0)},
	}, today)
	r := result("mismatch/year")
	r.Reference.Ignores = []biblio.Ignore{
		{Rule: "not-found", Reason: "x", Location: biblio.Location{File: "b", Line: 9}}, {Rule: "mismatch", Reason: "x"},
		{Rule: "wrong-doi", Reason: "x", Location: biblio.Location{File: "b", Line: 2}},
	}
	l.Apply(&r)
	want := []string{
		`t:4: nothing to ignore: no finding has rule "retracted"`, `t:7: no longer ignored since 2026-10-26: key "a"`,
		`b:2: nothing to ignore: no finding of the entry has rule "wrong-doi"`, `b:9: nothing to ignore: no finding of the entry has rule "not-found"`,
	}
	if diff := cmp.Diff(want, l.Leftovers(true)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff(want[1:2], l.Leftovers(false)); diff != "" {
		t.Errorf("of a part: -want +got\n%s", diff)
	}
}

func TestValidate(t *testing.T) {
	for _, e := range []ignore.Entry{{Reason: "x"}, {Key: "a"}, {Key: "a", Reason: " "}, {DOI: "nonsense", Reason: "x"}} {
		if e.Validate() == nil {
			t.Errorf("%+v is right", e)
		}
	}
	if err := (ignore.Entry{DOI: "10.1000/a", Reason: "x"}).Validate(); err != nil {
		t.Error(err)
	}
}
