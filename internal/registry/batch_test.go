package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestTogether(t *testing.T) {
	refused := &Error{Registry: "x", Failure: Refused, Status: 400}
	down := &Error{Registry: "x", Failure: Down, Status: 503}
	for _, test := range []struct {
		keys, many, alone string
		err               error
		failed            int
	}{
		{"a b c", "a b c", "", nil, 0},
		{"a !b c", "a c", "!b", nil, 0},
		{"a left b", "a left b", "left", nil, 0},
		{"a", "", "a", nil, 0},
		{"a !b", "", "!b a", nil, 0},
		{"!a !b", "", "!a !b", nil, 0},
		{"a !b c", "a c", "!b a c", refused, 0},
		{"a bad b c d", "a bad b c d,a bad b,a bad,c d", "a bad b", refused, 0},
		{"a !b c", "a c", "!b", down, 2},
	} {
		var mu sync.Mutex
		var many, alone []string
		found := Together(strings.Fields(test.keys), func(k string) bool { return k[0] != '!' },
			func(keys []string) (map[string]Answer, error) {
				mu.Lock()
				defer mu.Unlock()
				many = append(many, strings.Join(keys, " "))
				found := map[string]Answer{}
				for _, k := range keys {
					if k != "left" {
						found[k] = named(k)
					}
				}
				if err := test.err; err != nil && (!slices.Contains(strings.Fields(test.keys), "bad") || slices.Contains(keys, "bad")) {
					return nil, err
				}
				return found, nil
			}, func(k string) Answer {
				mu.Lock()
				defer mu.Unlock()
				alone = append(alone, k)
				return named(k)
			})
		wantAlone := strings.Fields(test.alone)
		slices.Sort(wantAlone)
		slices.Sort(alone)
		slices.Sort(many)
		wantMany := strings.FieldsFunc(test.many, func(r rune) bool { return r == ',' })
		slices.Sort(wantMany)
		failed := 0
		for _, a := range found {
			if a.Err != nil {
				failed++
			}
		}
		if !slices.Equal(many, wantMany) || !slices.Equal(alone, wantAlone) || len(found) != len(strings.Fields(test.keys)) || failed != test.failed {
			t.Errorf("%q, %v: %q together, %q alone, %d found, %d failed", test.keys, test.err, many, alone, len(found), failed)
		}
	}
}

func TestSorted(t *testing.T) {
	works := func(titles ...string) []biblio.Work {
		var list []biblio.Work
		for _, title := range titles {
			list = append(list, named(title).Works...)
		}
		return list
	}
	for _, test := range []struct {
		works         []biblio.Work
		hidden        int
		found, absent int
		fails         bool
	}{
		{works("b", "a"), 0, 2, 1, false},
		{works(), 0, 0, 3, false},
		{works("b"), 1, 1, 0, false},
		{works("b", "other"), 0, 1, 0, false},
		{works("other"), 0, 0, 0, true},
		{works(), 1, 0, 0, true},
	} {
		got, err := Sorted([]string{"a", "b", "c"}, test.works, func(w biblio.Work) string { return w.Title }, test.hidden)
		found, absent := 0, 0
		for k, a := range got {
			switch {
			case len(a.Works) == 0:
				absent++
			case a.Works[0].Title == k:
				found++
			}
		}
		if found != test.found || absent != test.absent || (err != nil) != test.fails {
			t.Errorf("%+v: %d found, %d absent, %v", test, found, absent, err)
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
		if got := isBadRequest(err); got != want {
			t.Errorf("%v: %v", err, got)
		}
	}
	if isBadRequest(nil) {
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
