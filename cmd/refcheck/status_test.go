package main

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatusOf(t *testing.T) {
	trouble := errors.New("reading x: it is empty")
	for _, tt := range []struct {
		name string
		err  error
		want int
	}{
		{"nothing", nil, 0},
		{"findings", errFindings, 1},
		{"trouble", trouble, 2},
		{"trouble with a hint", hint(trouble, "do this"), 2},
		{"unchecked", errUnchecked, 3},
		{"interrupted", errInterrupted, 130},
		{"unchecked and findings", errors.Join(errUnchecked, errFindings), 1},
		{"findings and trouble", errors.Join(errFindings, trouble), 2},
		{"all", errors.Join(errors.Join(trouble, errUnchecked), errFindings, errInterrupted), 130},
	} {
		if got := statusOf(tt.err); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}

// Every trouble is told once, with its hint, on one line that is safe to print; outcomes are not
// told.
func TestComplain(t *testing.T) {
	var out bytes.Buffer
	a := &app{stderr: &out}
	a.complain(errors.Join(
		hint(errors.New("reading a\x1b[2J: it is\nempty"), "give another"), errFindings,
		errors.New("opening the cache: no\nhint: set REFCHECK_CACHE_DIR"),
		fmt.Errorf("wrapped: %w", errors.Join(errors.New("one"), errors.New("two"))),
	))
	want := "refcheck: reading a: it is empty\nhint: give another\n" +
		"refcheck: opening the cache: no\nhint: set REFCHECK_CACHE_DIR\n" +
		"refcheck: wrapped: one two\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
