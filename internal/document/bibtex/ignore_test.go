package bibtex

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A comment belongs to the entry that follows, unless it stands in one or on its last line.
func TestIgnores(t *testing.T) {
	const source = `% refcheck: ignore mismatch/year -- first
@string{x = {X}}
@book{a, title = {A}} % refcheck: ignore not-found -- second
% refcheck: ignore -- third
% refcheck: ignore mismatch
@book{b,
  % refcheck: ignore retracted -- fourth
  title = {B}
}
@book{c, title = {C}}
% refcheck: ignore mismatch -- of nothing
`
	refs, problems := Parse("t.bib", source)
	got := []string{}
	for _, r := range refs {
		for _, i := range r.Ignores {
			got = append(got, fmt.Sprintf("%s %d %q %s", r.ID, i.Location.Line, i.Rule, i.Reason))
		}
	}
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Location.Line, p.Location.Column, p.Message))
	}
	want := []string{
		`a 1 "mismatch/year" first`, `a 3 "not-found" second`, `b 4 "" third`, `b 7 "retracted" fourth`,
		`5:1 a comment for refcheck is written "refcheck: ignore RULE -- REASON"`, "11:1 no entry follows this comment for refcheck",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
