package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/config"
	"github.com/refcheck/refcheck/internal/report"
)

// Hints are given for what happened, and for nothing else.
func TestHints(t *testing.T) {
	unchecked := func(reason string) report.Document {
		return report.Document{References: []report.Reference{{Verdict: check.Unchecked, Coverage: []check.Coverage{
			{Registry: "crossref", Outcome: check.Failed, Reason: reason},
		}}}}
	}
	many := check.Progress{Registries: []check.RegistryStats{{Name: "crossref", Requests: manyRequests + 1}}}
	for _, tt := range []struct {
		name string
		in   circumstances
		want string // "" for no hint
	}{
		{"all well", circumstances{}, ""},
		{"verified in spite of a failure", circumstances{doc: report.Document{References: []report.Reference{{Verdict: check.Verified, Coverage: []check.Coverage{
			{Registry: "pubmed", Outcome: check.Failed, Reason: "timed out"}}}}}}, ""},
		{"offline", circumstances{settings: &runSettings{offline: true}, doc: unchecked("not in the cache: x")}, "without --offline"},
		{"replay", circumstances{settings: &runSettings{replay: "dir"}, doc: unchecked("not in the cache: x")}, "--record makes"},
		{"limit", circumstances{doc: unchecked("rate limited (HTTP 429)")}, "run again later, answers so far are kept"},
		{"down", circumstances{doc: unchecked("down (HTTP 503)")}, "only what is missing is asked for"},
		{"refused", circumstances{doc: unchecked("refused (HTTP 401)")}, "check the token"},
		{"a stranger", circumstances{last: many}, "--mailto"},
		{"one who gives an address", circumstances{settings: &runSettings{whomSettings: whomSettings{mailto: "a@b.org"}}, last: many}, ""},
		{"a recording", circumstances{settings: &runSettings{replay: "dir"}, last: many}, ""},
		{"a mirror", circumstances{access: map[string]config.Registry{"crossref": {URL: "http://x"}}, last: many}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.in.settings == nil {
				tt.in.settings = &runSettings{}
			}
			var out bytes.Buffer
			(&app{stderr: &out}).giveHints(tt.in)
			given := strings.Count(out.String(), "hint: ")
			if tt.want == "" && given > 0 || tt.want != "" && (given != 1 || !strings.Contains(out.String(), tt.want)) {
				t.Errorf("got %q, want %q", out.String(), tt.want)
			}
		})
	}
}
