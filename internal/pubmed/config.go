package pubmed

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/registry"
)

// utilities is the one class of requests: NCBI counts all E-utilities together.
const utilities registry.Class = "utilities"

// NCBI allows three requests a second without a key and ten with one. It names no bound on requests
// at once; those here keep a slow answer from piling up more.
var (
	stranger = map[registry.Class]registry.Limit{utilities: {Rate: 3, Concurrency: 3}}
	keyed    = map[registry.Class]registry.Limit{utilities: {Rate: 10, Concurrency: 6}}
)

// Config returns how to ask PubMed with this access; Token is the user's own NCBI API key.
func Config(a registry.Access) registry.Config {
	c := registry.Config{
		Name: Name, BaseURL: DefaultURL, Limits: stranger, Adapt: limitOf,
		Params: registry.Set("tool", "refcheck", "email", a.Mailto, "api_key", a.Token),
	}
	if a.Token != "" {
		c.Limits = keyed
	}
	return a.Config(c)
}

// limitOf reads X-RateLimit-Limit, in requests a second.
func limitOf(h http.Header) (registry.Limit, bool) {
	rate, err := strconv.ParseFloat(strings.TrimSpace(h.Get("X-RateLimit-Limit")), 64)
	if err != nil || rate <= 0 || math.IsInf(rate, 0) || math.IsNaN(rate) {
		return registry.Limit{}, false
	}
	return registry.Limit{Rate: rate}, true
}
