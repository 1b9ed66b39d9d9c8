package pubmed

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/registry"
)

func TestConfig(t *testing.T) {
	two := 2.0
	type limits = map[registry.Class]registry.Limit
	for _, test := range []struct {
		access registry.Access
		want   limits
		params string
	}{
		{registry.Access{}, limits{utilities: {Rate: 3, Concurrency: 3}}, "tool=refcheck"},
		{registry.Access{Mailto: "a@b.org", Token: "key"}, limits{utilities: {Rate: 10, Concurrency: 6}}, "api_key=key&email=a%40b.org&tool=refcheck"},
		{registry.Access{Rate: &two}, limits{utilities: {Rate: 2, Concurrency: 3}}, "tool=refcheck"},
	} {
		got := Config(test.access)
		if diff := cmp.Diff(test.want, got.Limits); diff != "" {
			t.Error(diff)
		}
		if params := got.Params.Encode(); params != test.params || got.BaseURL != DefaultURL {
			t.Errorf("%+v: parameters %s at %s", test.access, params, got.BaseURL)
		}
	}
}

func TestLimitOf(t *testing.T) {
	for in, want := range map[string]float64{"3": 3, "10\t": 10, "": 0, "0": 0, "-3": 0, "Inf": 0, "NaN": 0, "three": 0} {
		h := http.Header{}
		h.Set("X-RateLimit-Limit", in)
		got, ok := limitOf(h)
		if got.Rate != want || ok != (want > 0) {
			t.Errorf("%q gives %v, %v", in, got, ok)
		}
	}
}
