package openalex

import (
	"net/http"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

func TestConfig(t *testing.T) {
	c := Config(registry.Access{Mailto: "a@example.org"})
	if c.Keyed || len(c.Header) > 0 || c.Limits[single].Rate != 10 {
		t.Errorf("a stranger: %+v", c)
	}
	for _, token := range []string{"key", "Bearer key"} {
		c = Config(registry.Access{Token: token})
		if !c.Keyed || c.Header.Get("Authorization") != "Bearer key" || c.Limits[search].Rate != 30 {
			t.Errorf("%q: %+v", token, c)
		}
	}
}

// The headers as they were seen in September 2026, and as the proxy's source makes them.
func TestQuiet(t *testing.T) {
	for _, test := range []struct {
		name                             string
		left, prepaid, once, reset, want string
	}{
		{"plenty", "0.0997", "", "0", "11987", "0s"},
		{"just one search", "0.001", "0", "0", "11987", "0s"},
		{"a list, but no search", "0.0009", "0", "0", "11987", "3h19m47s"},
		{"spent", "0", "0", "0", "58798", "16h19m58s"},
		{"prepaid", "0", "5.5", "0", "58798", "0s"},
		{"bought once", "0", "0", "10", "58798", "0s"},
		{"a reset out of reach", "0", "", "", "1e300", "24h0m0s"},
		{"no headers", "", "", "", "", "0s"},
		{"no reset", "0", "", "", "", "0s"},
		{"nonsense", "none", "x", "y", "soon", "0s"},
		{"negative", "-1", "", "", "-1", "0s"},
	} {
		h := http.Header{}
		h.Set("X-RateLimit-Limit", "1000") // credits a day, not a rate
		h.Set("X-RateLimit-Remaining-USD", test.left)
		h.Set("X-RateLimit-Prepaid-Remaining-USD", test.prepaid)
		h.Set("X-RateLimit-Onetime-Remaining", test.once)
		h.Set("X-RateLimit-Reset", test.reset)
		class, d := quiet(h)
		if d.Round(time.Second).String() != test.want || d > 0 && class != search {
			t.Errorf("%s: %q quiet for %v, want %s", test.name, class, d, test.want)
		}
	}
}
