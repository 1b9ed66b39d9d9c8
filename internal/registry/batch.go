package registry

import (
	"errors"
	"net/http"
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

// Together asks for all keys that fit in one request, and for each of the others alone. A key that
// many leaves without an answer is asked for alone too, so that one bad key spoils nothing else.
func Together(keys []string, fits func(string) bool, many func([]string) map[string]Answer, one func(string) Answer) map[string]Answer {
	var fitting, alone []string
	for _, k := range keys {
		if fits(k) {
			fitting = append(fitting, k)
		} else {
			alone = append(alone, k)
		}
	}
	found := map[string]Answer{}
	if len(fitting) > 1 {
		found = many(fitting)
	}
	for _, k := range fitting {
		if _, ok := found[k]; !ok {
			alone = append(alone, k)
		}
	}
	var mu sync.Mutex
	Each(alone, func(k string) {
		answer := one(k)
		mu.Lock()
		defer mu.Unlock()
		found[k] = answer
	})
	return found
}

// IsBadRequest reports whether the registry blamed the request itself, not who asks or how often: a
// batch that holds a bad key.
func IsBadRequest(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Failure != Refused {
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong:
		return true
	}
	return false
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
