package directive_test

import (
	"testing"

	"github.com/refcheck/refcheck/internal/document/directive"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]directive.Directive{
		"% refcheck: ignore mismatch/year -- a reprint":   {Rule: "mismatch/year", Reason: "a reprint"},
		"\n%% refcheck:ignore not-found --  an old book ": {At: 2, Rule: "not-found", Reason: "an old book"},
		"% refcheck: ignore -- seen by the editor":        {Reason: "seen by the editor"},
		"x <!-- refcheck: ignore mismatch -- known -->":   {At: 2, Rule: "mismatch", Reason: "known"},
		"# refcheck: ignore wrong-doi -- a -- b":          {Rule: "wrong-doi", Reason: "a -- b"},
		"// refcheck: ignore retracted -- cited as such":  {Rule: "retracted", Reason: "cited as such"},
	} {
		got := directive.Find(text)
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q gives %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{"% refcheck: ignore mismatch/year", "% refcheck: ignore mismatch/year --", "% refcheck: ignroe not-found -- x", "% refcheck:", "<!-- refcheck: ignore x -- -->"} {
		if got := directive.Find(text); len(got) != 1 || got[0].Err == nil {
			t.Errorf("%q gives %+v, not an error", text, got)
		}
	}
	for _, text := range []string{"", "refcheck: ignore x -- y", "% refcheck", "title = {refcheck: a tool}"} {
		if got := directive.Find(text); len(got) != 0 {
			t.Errorf("%q gives %+v", text, got)
		}
	}
}
