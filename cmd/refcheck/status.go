package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/report"
)

// These say how a run ended that has reported all that there is to say; they are not printed.
var (
	errInterrupted = errors.New("interrupted")
	errFindings    = errors.New("there are findings at or above --fail-on")
	errUnchecked   = errors.New("something is unchecked")
)

// statusOf returns the exit status of what a command returned. Where several things went wrong, an
// interruption (130) tells most, then anything that is not an outcome of a run (2: usage,
// configuration, unreadable input, a report that could not be written), then findings (1), then
// references left unchecked (3).
func statusOf(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted):
		return 130
	case slices.ContainsFunc(leaves(err), isTrouble):
		return 2
	case errors.Is(err, errFindings):
		return 1
	}
	return 3
}

// isTrouble reports whether an error is more than the outcome of a run, so that it is printed.
func isTrouble(err error) bool {
	return !errors.Is(err, errInterrupted) && !errors.Is(err, errFindings) && !errors.Is(err, errUnchecked)
}

// leaves takes joined errors apart; what is wrapped stays with its wrapping.
func leaves(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, leaves(e)...)
	}
	return all
}

// hinted is an error with advice on what to do next.
type hinted struct {
	error
	hint string
}

// Unwrap returns the error without its advice.
func (h *hinted) Unwrap() error { return h.error }

// hint adds advice to an error.
func hint(err error, advice string) error { return &hinted{err, advice} }

// complain prints what went wrong, each with its hint, to standard error. An error may also carry
// its hint in its text, as a last line.
func (a *app) complain(err error) {
	for _, e := range leaves(err) {
		if !isTrouble(e) {
			continue
		}
		text, advice, _ := strings.Cut(e.Error(), "\nhint: ")
		var h *hinted
		if errors.As(e, &h) {
			advice = h.hint
		}
		a.say("refcheck", text)
		if advice != "" {
			a.say("hint", advice)
		}
	}
}

// say prints one line to standard error.
func (a *app) say(who, text string) {
	fmt.Fprintf(a.stderr, "%s: %s\n", who, report.Clean(text))
}
