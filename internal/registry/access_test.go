package registry

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAccessUserAgent(t *testing.T) {
	for _, test := range []struct {
		agent, mailto, want string
	}{
		{"", "", "refcheck"},
		{"refcheck/1.2.0", "", "refcheck/1.2.0"},
		{"refcheck/1.2.0", "you@example.org", "refcheck/1.2.0 (mailto:you@example.org)"},
		{"refcheck/1.2.0 (+https://example.org)", "you@example.org", "refcheck/1.2.0 (+https://example.org; mailto:you@example.org)"},
		{"refcheck/1.2.0", "you@example.org\r\nX-Evil: 1", "refcheck/1.2.0 (mailto:you@example.orgX-Evil: 1)"},
	} {
		if got := (Access{Agent: test.agent, Mailto: test.mailto}).Config(Config{}).UserAgent; got != test.want {
			t.Errorf("%q with %q gives %q, want %q", test.agent, test.mailto, got, test.want)
		}
	}
}

func TestAccessConfig(t *testing.T) {
	two, none := 2.0, 0.0
	table := map[Class]Limit{"single": {Rate: 10, Concurrency: 3}, "list": {Rate: 3}}
	for _, test := range []struct {
		name   string
		access Access
		want   map[Class]Limit
		fixed  bool
	}{
		{"documented", Access{}, table, false},
		{"a rate", Access{Rate: &two}, map[Class]Limit{"single": {Rate: 2, Concurrency: 3}, "list": {Rate: 2}}, true},
		{"no rate", Access{Rate: &none}, map[Class]Limit{"single": {Concurrency: 8}, "list": {Concurrency: 8}}, true},
		{"a bound", Access{Concurrency: 1}, map[Class]Limit{"single": {Rate: 10, Concurrency: 1}, "list": {Rate: 3, Concurrency: 1}}, true},
		{"no rate and a bound", Access{Rate: &none, Concurrency: 5}, map[Class]Limit{"single": {Concurrency: 5}, "list": {Concurrency: 5}}, true},
	} {
		got := test.access.Config(Config{BaseURL: "https://api.example.org/", Limits: table})
		if diff := cmp.Diff(test.want, got.Limits); diff != "" || got.Fixed != test.fixed || got.BaseURL != "https://api.example.org" {
			t.Errorf("%s: %+v %s", test.name, got, diff)
		}
	}
	if table["single"].Rate != 10 {
		t.Error("the documented table has changed")
	}
	if got := (Access{URL: "http://localhost:8410/x//"}).Config(Config{BaseURL: "https://api.example.org"}).BaseURL; got != "http://localhost:8410/x" {
		t.Errorf("base URL %q", got)
	}
}
