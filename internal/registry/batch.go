package registry

import (
	"errors"
	"strings"
	"sync"
)

// atOnce bounds the requests of one Lookup that wait side by side. What is sent at once is bounded
// below, by the registry's Limit.
const atOnce = 16

// Each calls do with every item, several side by side, and returns when all have returned.
func Each[T any](items []T, do func(T)) {
	places := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for _, item := range items {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			do(item)
		})
	}
	wg.Wait()
}

// Batched answers queries that are asked for by a key, as works are by DOI: equal keys are asked
// for once, size of them at a time, the batches side by side. A key that is not in ask's answer is
// absent from the registry. A query without a key fails: see NothingToAsk.
func Batched(name string, queries []Query, size int, key func(Query) string, ask func(keys []string) map[string]Answer) []Answer {
	keys, seen := make([]string, 0, len(queries)), map[string]bool{}
	for _, q := range queries {
		if k := key(q); k != "" && !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	found := gather(keys, size, ask)
	answers := make([]Answer, len(queries))
	for i, q := range queries {
		if k := key(q); k != "" {
			answers[i] = found[k]
		} else {
			answers[i].Err = NothingToAsk(name)
		}
	}
	return answers
}

// gather asks for the keys in batches and returns all that came.
func gather(keys []string, size int, ask func(keys []string) map[string]Answer) map[string]Answer {
	var batches [][]string
	for len(keys) > size {
		batches, keys = append(batches, keys[:size]), keys[size:]
	}
	if len(keys) > 0 {
		batches = append(batches, keys)
	}
	found := map[string]Answer{}
	var mu sync.Mutex
	Each(batches, func(batch []string) {
		answers := ask(batch)
		mu.Lock()
		defer mu.Unlock()
		for k, a := range answers {
			found[k] = a
		}
	})
	return found
}

// FailedKeys returns the answers of keys that all failed with err.
func FailedKeys(keys []string, err error) map[string]Answer {
	answers := make(map[string]Answer, len(keys))
	for _, k := range keys {
		answers[k] = Answer{Err: err}
	}
	return answers
}

// NothingToAsk is the answer's Err of a query that holds nothing by which this registry could be
// asked in this way: nothing was asked, so nothing follows.
func NothingToAsk(name string) error {
	return &Error{Registry: name, Failure: Refused, Err: errors.New("the query holds nothing to ask by")}
}

// EscapePath percent-encodes what is neither an unreserved character of RFC 3986 nor a slash. Both
// Crossref and doi.org want the slash of a DOI as it is, and everything else escaped.
func EscapePath(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
