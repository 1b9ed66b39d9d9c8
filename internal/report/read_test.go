package report

import (
	"errors"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/check"
)

func TestReadErrors(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
		report         bool
	}{
		{"no JSON", "refs.txt", "not a JSON report of refcheck: no JSON at byte 1", false},
		{"cut short", `{"schema": 1, "tool": {"name": "refch`, "unexpected end of JSON input", false},
		{"jsonl", `{"id":"1"}` + "\n" + `{"id":"2"}`, "invalid character '{' after top-level value", false},
		{"empty", "", "unexpected end of JSON input", false},
		{"CSL-JSON", `[{"title": "x"}]`, "not a JSON report of refcheck", false},
		{"another tool", `{"schema": 1, "tool": {"name": "x"}, "references": []}`, "it does not say that refcheck made it", false},
		{"another schema", `{"schema": 2, "tool": {"name": "refcheck"}, "references": []}`, "the report has schema 2, this refcheck reads schema 1", true},
		{"no references", `{"schema": 1, "tool": {"name": "refcheck"}}`, "it has no references", false},
		{"another shape", `{"schema": 1, "tool": {"name": "refcheck"}, "references": [{"index": "x"}]}`, "references.index holds a string", false},
		{"another verdict", `{"schema": 1, "tool": {"name": "refcheck"}, "references": [{"verdict": "fine"}]}`, `reference 1 has the verdict "fine"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.in))
			if err == nil || !strings.Contains(err.Error(), tt.want) || errors.Is(err, ErrNotReport) == tt.report {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// A report out of which references were taken counts what is left.
func TestReadCountsAnew(t *testing.T) {
	doc, err := Read(strings.NewReader(`{"schema": 1, "tool": {"name": "refcheck"}, "summary": {"total": 9, "verified": 9},
		"references": [{"verdict": "not_found", "status": [{"kind": "withdrawn", "source": "pubmed"}]}]}`))
	if want := (check.Summary{Total: 1, NotFound: 1, Retracted: 1}); err != nil || doc.Summary != want {
		t.Errorf("got %+v, %v, want %+v", doc.Summary, err, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"schema": 1, "tool": {"name": "refcheck"}, "references": [{"verdict": "verified", "reference": {"title": "x"}}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := Read(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, format := range Formats() {
			if err := Write(&strings.Builder{}, format, doc, Options{Width: 20, Verbose: true, Color: true}); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
