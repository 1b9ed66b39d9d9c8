package openalex

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

// Single works cost nothing, searches count against the day's budget.
const (
	single registry.Class = "single"
	search registry.Class = "search"
)

// The proxy lets through ten requests a second of a stranger and thirty of a free key. (The pages speak of
// a hundred.) It names no bound on requests at once; those here keep a slow answer from piling up
// more.
var (
	stranger = map[registry.Class]registry.Limit{single: {Rate: 10, Concurrency: 4}, search: {Rate: 10, Concurrency: 2}}
	keyed    = map[registry.Class]registry.Limit{single: {Rate: 30, Concurrency: 8}, search: {Rate: 30, Concurrency: 4}}
)

// Config returns how to ask OpenAlex with this access; Token is the user's own API key.
func Config(a registry.Access) registry.Config {
	c := registry.Config{Name: Name, BaseURL: DefaultURL, Limits: stranger, Quiet: quiet}
	if a.Token != "" {
		c.Limits, c.Keyed = keyed, true
		c.Header = http.Header{"Authorization": {"Bearer " + strings.TrimPrefix(a.Token, "Bearer ")}}
	}
	return a.Config(c)
}

const (
	// searchPrice is what a search costs, in dollars.
	searchPrice = 0.001
	// creditPrice is what a credit is worth, in dollars; credits bought once are counted apart.
	creditPrice = 0.0001
)

// quiet reads what is left of the day's budget and how many seconds until the next day's. Without the
// price of a search, only single works can still be asked for.
func quiet(h http.Header) (registry.Class, time.Duration) {
	left, ok := number(h, "X-RateLimit-Remaining-USD")
	reset, known := number(h, "X-RateLimit-Reset")
	if !ok || !known {
		return "", 0
	}
	prepaid, _ := number(h, "X-RateLimit-Prepaid-Remaining-USD")
	once, _ := number(h, "X-RateLimit-Onetime-Remaining")
	if left+prepaid+once*creditPrice >= searchPrice {
		return "", 0
	}
	return search, time.Duration(min(reset, 24*60*60) * float64(time.Second))
}

// number reads a header that is a number from 0 on.
func number(h http.Header, name string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(h.Get(name)), 64)
	return n, err == nil && n >= 0
}
