package registry

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/refcheck/refcheck/internal/biblio"
)

// atOnce bounds the requests of one Lookup that wait side by side. What is sent at once is bounded
// below, by the registry's Limit.
const atOnce = 16

// Each calls do with every item, several side by side, and returns when all have returned. It panics if one
// of them did: a panic stays with its caller, who may contain it.
func Each[T any](items []T, do func(T)) {
	places := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	var panicked atomic.Pointer[Panic]
	for _, item := range items {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			if p := Contain(func() { do(item) }); p != nil {
				panicked.Store(p)
			}
		})
	}
	wg.Wait()
	if p := panicked.Load(); p != nil {
		panic(p)
	}
}

// Gather asks for keys size at a time, several lots side by side, each key once, and returns all that
// came.
func Gather[K comparable](keys []K, size int, ask func(keys []K) map[K]Answer) map[K]Answer {
	var once []K
	seen := map[K]bool{}
	for _, k := range keys {
		if !seen[k] {
			seen[k] = true
			once = append(once, k)
		}
	}
	found := map[K]Answer{}
	var mu sync.Mutex
	Each(slices.Collect(slices.Chunk(once, size)), func(lot []K) {
		answers := ask(lot)
		mu.Lock()
		defer mu.Unlock()
		maps.Copy(found, answers)
	})
	return found
}

// Together asks for all keys that fit in one request, and for each of the others alone. A key that
// many leaves without an answer is asked for alone too. Where the registry finds fault with a request,
// its keys are asked for in halves, down to the bad one: that spoils nothing else. Any other error of
// many is the answer to all that it was asked for.
func Together(keys []string, fits func(string) bool, many func([]string) (map[string]Answer, error), one func(string) Answer) map[string]Answer {
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
		answers, err := many(fitting)
		switch {
		case err == nil:
			found = answers
		case !isBadRequest(err):
			found = FailedKeys(fitting, err)
		case len(fitting) > 2:
			return Gather(keys, (len(keys)+1)/2, func(half []string) map[string]Answer { return Together(half, fits, many, one) })
		}
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

// isBadRequest reports whether the registry blamed the request itself, not who asks or how often: a
// batch that holds a bad key. Some say so with HTTP 200.
func isBadRequest(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Failure != Refused {
		return false
	}
	switch e.Status {
	case http.StatusOK, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong:
		return true
	}
	return false
}

// Many asks one request about many keys. read tells what the answer says of each; see Sorted.
func (h *HTTP) Many(ctx context.Context, req Request, read func(Response) (map[string]Answer, error)) (map[string]Answer, error) {
	var found map[string]Answer
	err := h.Do(ctx, req, func(r Response) (err error) {
		found, err = read(r)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// One asks one request about one key.
func (h *HTTP) One(ctx context.Context, req Request, read func(Response) ([]biblio.Work, error)) Answer {
	var works []biblio.Work
	err := h.Do(ctx, req, func(r Response) (err error) {
		works, err = read(r)
		return err
	})
	if err != nil {
		return Answer{Err: err}
	}
	return Answer{Works: works}
}

// errOtherWorks says that an answer is to another question.
var errOtherWorks = errors.New("the answer holds other works than those asked for")

// Sorted gives each work of an answer to the key that it was asked by. A key without a work is absent
// from the registry, unless something in the answer may yet be its work: one of the hidden, which are
// the records that were left out or cannot be read, or a work that nobody asked for. Then it has no
// answer.
func Sorted(asked []string, works []biblio.Work, key func(biblio.Work) string, hidden int) (map[string]Answer, error) {
	found := map[string]Answer{}
	for _, w := range works {
		if k := key(w); slices.Contains(asked, k) {
			found[k] = Answer{Works: []biblio.Work{w}}
		} else {
			hidden++
		}
	}
	if len(found) == 0 && hidden > 0 {
		return nil, errOtherWorks
	}
	for _, k := range asked {
		if _, ok := found[k]; !ok && hidden == 0 {
			found[k] = Answer{}
		}
	}
	return found, nil
}

// FailedKeys returns the answers of keys that all failed with err.
func FailedKeys[K comparable](keys []K, err error) map[K]Answer {
	answers := make(map[K]Answer, len(keys))
	for _, k := range keys {
		answers[k] = Answer{Err: err}
	}
	return answers
}

// nothingToAsk is the answer's Err of a query that holds nothing by which this registry could be
// asked in this way.
func nothingToAsk(name string) error {
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
