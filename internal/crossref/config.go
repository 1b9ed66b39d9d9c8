package crossref

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

// DefaultURL is the public API.
const DefaultURL = "https://api.crossref.org"

// Crossref limits single records and lists apart.
const (
	single registry.Class = "single"
	list   registry.Class = "list"
)

// The limits of Crossref's three pools: for strangers, for those who give a mail address, and for
// Plus subscribers, whose list calls have no figure of their own. Answers' headers move them.
var (
	public = map[registry.Class]registry.Limit{single: {Rate: 5, Concurrency: 1}, list: {Rate: 1, Concurrency: 1}}
	polite = map[registry.Class]registry.Limit{single: {Rate: 10, Concurrency: 3}, list: {Rate: 3, Concurrency: 3}}
	plus   = map[registry.Class]registry.Limit{single: {Rate: 150}, list: {Rate: 150}}
)

// Config returns how to ask Crossref with this access: Mailto gives the polite pool's limits, Token
// the Plus pool's.
func Config(a registry.Access) registry.Config {
	c := registry.Config{Name: Name, BaseURL: DefaultURL, Limits: public, Adapt: limitOf, Params: registry.Set("mailto", a.Mailto)}
	if a.Mailto != "" {
		c.Limits = polite
	}
	if a.Token != "" {
		c.Limits = plus
		c.Header = http.Header{"Crossref-Plus-Api-Token": {"Bearer " + strings.TrimPrefix(a.Token, "Bearer ")}}
	}
	return a.Config(c)
}

// limitOf reads x-rate-limit-limit, x-rate-limit-interval ("1s") and x-concurrency-limit. It goes by
// the numbers: the names of the pools (x-api-pool) have changed before.
func limitOf(h http.Header) (registry.Limit, bool) {
	var limit registry.Limit
	requests, err := strconv.ParseFloat(strings.TrimSpace(h.Get("X-Rate-Limit-Limit")), 64)
	interval := interval(h.Get("X-Rate-Limit-Interval"))
	if err == nil && requests > 0 && !math.IsInf(requests, 0) && interval > 0 {
		limit.Rate = requests / interval.Seconds()
	}
	if n, err := strconv.Atoi(strings.TrimSpace(h.Get("X-Concurrency-Limit"))); err == nil && n > 0 {
		limit.Concurrency = n
	}
	return limit, limit != registry.Limit{}
}

// interval reads "1s", or seconds without a unit; 0 is none.
func interval(s string) time.Duration {
	s = strings.TrimSpace(s)
	if d, err := time.ParseDuration(s); err == nil {
		return d
	}
	d, err := time.ParseDuration(s + "s")
	if err != nil {
		return 0
	}
	return d
}
