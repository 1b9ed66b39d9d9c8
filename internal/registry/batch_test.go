package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestTogether(t *testing.T) {
	for _, test := range []struct{ keys, many, alone string }{
		{"a b c", "a b c", ""},
		{"a !b c", "a c", "!b"},
		{"a left b", "a left b", "left"},
		{"a", "", "a"},
		{"a !b", "", "!b a"},
		{"!a !b", "", "!a !b"},
	} {
		var many string
		var mu sync.Mutex
		var alone []string
		found := Together(strings.Fields(test.keys), func(k string) bool { return k[0] != '!' },
			func(keys []string) map[string]Answer {
				many = strings.Join(keys, " ")
				found := map[string]Answer{}
				for _, k := range keys {
					if k != "left" {
						found[k] = named(k)
					}
				}
				return found
			}, func(k string) Answer {
				mu.Lock()
				defer mu.Unlock()
				alone = append(alone, k)
				return named(k)
			})
		wantAlone := strings.Fields(test.alone)
		slices.Sort(wantAlone)
		slices.Sort(alone)
		if many != test.many || !slices.Equal(alone, wantAlone) || len(found) != len(strings.Fields(test.keys)) {
			t.Errorf("%q: %q together, %q alone, %d found", test.keys, many, alone, len(found))
		}
	}
}

func TestIsBadRequest(t *testing.T) {
	for err, want := range map[error]bool{
		&Error{Failure: Refused, Status: 400}:                             true,
		&Error{Failure: Refused, Status: 414}:                             true,
		fmt.Errorf("asking: %w", &Error{Failure: Refused, Status: 413}):   true,
		&Error{Failure: Refused, Status: 403}:                             false,
		&Error{Failure: RateLimited, Status: 429}:                         false,
		&Error{Failure: Unreadable, Status: 400, Err: errors.New("x: y")}: false,
		context.Canceled: false,
	} {
		if got := IsBadRequest(err); got != want {
			t.Errorf("%v: %v", err, got)
		}
	}
	if IsBadRequest(nil) {
		t.Error("nothing is no bad request")
	}
}

func TestEscapePath(t *testing.T) {
	for in, want := range map[string]string{
		"10.1000/abc.def-1_~":                 "10.1000/abc.def-1_~",
		"10.1016/S0140-6736(97)11096-0":       "10.1016/S0140-6736%2897%2911096-0",
		"10.1002/x<1::a>3.0.co;2-#?&=+$,@[]%": "10.1002/x%3C1%3A%3Aa%3E3.0.co%3B2-%23%3F%26%3D%2B%24%2C%40%5B%5D%25",
		"10.1000/é \n":                        "10.1000/%C3%A9%20%0A",
	} {
		if got := EscapePath(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
