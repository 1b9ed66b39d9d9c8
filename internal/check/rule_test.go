package check

import (
	"regexp"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/match"
)

// Every rule is explained, in the form in which it is shown.
func TestRules(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(-[a-z]+)*(/[a-z]+)?$`)
	seen := map[string]bool{}
	for i, r := range Rules() {
		if !id.MatchString(r.ID) || seen[r.ID] {
			t.Errorf("rule %d has the id %q", i, r.ID)
		}
		seen[r.ID] = true
		if r.Severity != Error && r.Severity != Warning && r.Severity != Note {
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		}
		if r.Meaning == "" || len(r.Meaning) > 80 || strings.HasSuffix(r.Meaning, ".") {
			t.Errorf("%s: meaning %q", r.ID, r.Meaning)
		}
		for _, text := range []string{r.Explanation, r.Advice} {
			if !strings.HasSuffix(text, ".") || len(text) > 1000 {
				t.Errorf("%s: %q", r.ID, text)
			}
		}
	}
}

// Every field that can differ has a rule of its name, and every status one.
func TestEveryFindingHasARule(t *testing.T) {
	fields := match.Compare(biblio.Reference{}, biblio.Work{})
	if len(fields) != len(fieldRule) {
		t.Errorf("%d fields are compared, %d have rules", len(fields), len(fieldRule))
	}
	for _, f := range fields {
		rule, ok := fieldRule[f.Name]
		if want := "mismatch/" + f.Name; !ok || rule.id() != want && f.Name != match.FieldDOI {
			t.Errorf("%s: got %s, want %s", f.Name, rule.id(), want)
		}
	}
	for _, kind := range []biblio.StatusKind{biblio.Retracted, biblio.Withdrawn, biblio.Corrected, biblio.ExpressionOfConcern, biblio.Superseded, biblio.Reinstated} {
		if s, ok := statusRule[kind]; !ok || s.words == "" {
			t.Errorf("%s has no rule", kind)
		}
	}
}
