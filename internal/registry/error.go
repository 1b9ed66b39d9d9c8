package registry

import (
	"fmt"
	"time"
)

// Failure is how a registry failed to answer.
type Failure string

// The failures, in words fit for a report.
const (
	Unreachable Failure = "unreachable"       // no connection, or it broke
	TimedOut    Failure = "timed out"         // no answer in time
	RateLimited Failure = "rate limited"      // 429 after all retries
	Down        Failure = "down"              // 5xx after all retries, or the circuit is open
	Refused     Failure = "refused"           // 401, 403, another 4xx
	Unreadable  Failure = "unreadable answer" // cut short, HTML, or of another shape
	NotCached   Failure = "not in the cache"  // --offline, or not in the recording
	TooMany     Failure = "too many hits"     // an answer, but not to so vague a question
)

// Error says that a registry did not answer. It never means "not found".
type Error struct {
	Registry string
	Failure  Failure
	// Status is the last HTTP status, 0 if none came.
	Status int
	// RetryAfter is what the registry asked for, 0 if nothing.
	RetryAfter time.Duration
	// Err is the cause, its URLs stripped of secrets; may be nil.
	Err error
}

// Error returns "crossref: rate limited (HTTP 429): cause".
func (e *Error) Error() string {
	s := e.Registry + ": " + string(e.Failure)
	if e.Status != 0 {
		s += fmt.Sprintf(" (HTTP %d)", e.Status)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
