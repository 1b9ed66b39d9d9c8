package page

import (
	"strconv"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// Frame is what every page has around its content.
type Frame struct {
	// Path is the address of the page, without its query.
	Path string
	// SignedIn says that there is a token to be left.
	SignedIn bool
}

// Start is the page on which a bibliography is handed in.
type Start struct {
	Frame
	// Text and As are what was sent, if it could not be read; Failure says why.
	Text, As string
	Failure  *Failure
	// Gone says that a check was just deleted.
	Gone          bool
	Formats       []string
	MaxBytes      int64
	MaxReferences int
	Keep          time.Duration
}

// Size returns how large a bibliography may be.
func (s Start) Size() string {
	if s.MaxBytes >= 1<<20 {
		return strconv.FormatInt(s.MaxBytes>>20, 10) + " MB"
	}
	return strconv.FormatInt(s.MaxBytes>>10, 10) + " kB"
}

// Days returns how long a check is kept, in whole days.
func (s Start) Days() int { return max(1, int(s.Keep.Hours()/24)) }

// Login asks for a token.
type Login struct {
	Frame
	// Wrong says that the one that was sent is none.
	Wrong bool
}

// Failure says that something did not work: Key names the text, Detail and Hints are in English.
type Failure struct {
	Frame
	Key, Detail string
	Hints       []string
	// OfCheck says that something was to be done to a check, which is as it was.
	OfCheck bool
}

// Reference is a reference of a check, with what is known of it.
type Reference struct {
	check.Result
	// Waiting says that nothing is decided yet.
	Waiting bool
}

// Check is the page of a check.
type Check struct {
	Frame
	ID, Name, Format, State string
	Running                 bool
	// Pasted says that there was no file, so that the name says nothing.
	Pasted bool
	// Private says that the address alone opens nothing: the check is of a token.
	Private bool
	Summary check.Summary
	// Decided counts the references that have a verdict; Last is the number of the event by which the last came.
	Decided, Last int
	Problems      []biblio.Problem
	ExpiresAt     time.Time
	Health        Health
	List          List
	Reports       []string
	Formats       []string
}

// Elsewhere counts the suggestions that the list does not show.
func (c Check) Elsewhere() int {
	n := c.Health.Takes
	for _, e := range c.List.Entries {
		if len(e.Changes) > 0 {
			n--
		}
	}
	return n
}

// Again counts the references that can be looked up again: those that are unchecked once the check is over.
func (c Check) Again() int {
	if c.Running {
		return 0
	}
	return c.Summary.Unchecked
}
