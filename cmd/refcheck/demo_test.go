package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/report"
)

// TestDemo holds what `make demo` shows: the sample list against the recorded answers. A recording
// that no longer answers what is asked shows as references that are unchecked: `make record`.
func TestDemo(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := strings.Fields("check ../../testdata/halpern-2003.txt --replay ../../testdata/halpern-2003 --no-config --format json")
	status := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr, func(string) string { return "" })
	if status != 1 {
		t.Errorf("exit status %d\n%s", status, stderr.String())
	}
	doc, err := report.Read(&stdout)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, r := range doc.References {
		says := string(r.Verdict)
		for _, m := range r.Mismatches {
			says += " " + m.Field
		}
		if r.Verdict == check.NotFound {
			says += " " + string(r.Findings[0].Severity)
		}
		got[says] = append(got[says], r.ID)
	}
	want := map[string][]string{
		"verified":          strings.Fields("1 2 4 5 8 11 12 13 14 19 20 21 22 24"),
		"mismatched year":   {"15"},
		"mismatched author": {"16"},
		"not_found warning": strings.Fields("3 6 7 9 10 17 18 23"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
