package crossref

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/registry"
)

func TestConfig(t *testing.T) {
	half, none := 0.5, 0.0
	type limits = map[registry.Class]registry.Limit
	for _, test := range []struct {
		name   string
		access registry.Access
		want   limits
		fixed  bool
	}{
		{"stranger", registry.Access{}, limits{single: {Rate: 5, Concurrency: 1}, list: {Rate: 1, Concurrency: 1}}, false},
		{"polite", registry.Access{Mailto: "a@b.org"}, limits{single: {Rate: 10, Concurrency: 3}, list: {Rate: 3, Concurrency: 3}}, false},
		{"plus", registry.Access{Mailto: "a@b.org", Token: "x"}, limits{single: {Rate: 150}, list: {Rate: 150}}, false},
		{"slower", registry.Access{Rate: &half}, limits{single: {Rate: 0.5, Concurrency: 1}, list: {Rate: 0.5, Concurrency: 1}}, true},
		{"mirror", registry.Access{Rate: &none}, limits{single: {Concurrency: 8}, list: {Concurrency: 8}}, true},
		{"own bound", registry.Access{Rate: &none, Concurrency: 7}, limits{single: {Concurrency: 7}, list: {Concurrency: 7}}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Config(test.access)
			if diff := cmp.Diff(test.want, got.Limits); diff != "" {
				t.Error(diff)
			}
			if got.Fixed != test.fixed {
				t.Errorf("fixed: %v", got.Fixed)
			}
		})
	}
	if public[list].Rate != 1 {
		t.Error("an access changed the documented table")
	}
	c := Config(registry.Access{URL: "http://localhost/x/", Mailto: "a@b.org", Token: "Bearer key"})
	if c.BaseURL != "http://localhost/x" || c.Params.Get("mailto") != "a@b.org" || c.Header.Get("Crossref-Plus-API-Token") != "Bearer key" {
		t.Errorf("%+v", c)
	}
}

// The headers as they were in 2021, in June 2026 and since July 2026, and as they should never be.
func TestLimitOf(t *testing.T) {
	for _, test := range []struct {
		limit, interval, concurrency string
		want                         registry.Limit
	}{
		{"50", "1s", "", registry.Limit{Rate: 50}},
		{"3", "1s", "3", registry.Limit{Rate: 3, Concurrency: 3}},
		{"10", "2s", "1", registry.Limit{Rate: 5, Concurrency: 1}},
		{"10", "1", "1", registry.Limit{Rate: 10, Concurrency: 1}},
		{"10", "", "1", registry.Limit{Concurrency: 1}},
		{"0", "1s", "0", registry.Limit{}},
		{"-1", "1s", "-1", registry.Limit{}},
		{"10", "0s", "", registry.Limit{}},
		{"10", "-1s", "", registry.Limit{}},
		{"Inf", "1s", "x", registry.Limit{}},
		{"NaN", "1s", "x", registry.Limit{}},
		{"polite", "soon", "many", registry.Limit{}},
		{"", "", "", registry.Limit{}},
	} {
		h := http.Header{}
		h.Set("x-api-pool", "polite-array")
		h.Set("x-rate-limit-limit", test.limit)
		h.Set("x-rate-limit-interval", test.interval)
		h.Set("x-concurrency-limit", test.concurrency)
		got, ok := limitOf(h)
		if got != test.want || ok != (test.want != registry.Limit{}) {
			t.Errorf("%+v: got %+v, %v", test, got, ok)
		}
	}
}
