package registry

import (
	"net/http"
	"time"
)

// Attempt is one request to a registry and how it ended, for those who count.
type Attempt struct {
	Registry string
	Class    Class
	// Outcome is "answered", "not found", "not sent" (its limit did not let it through in time), "left" (the
	// caller did) or a Failure.
	Outcome string
	// Waited is how long it waited for its limit, Took how long for its answer.
	Waited, Took time.Duration
}

// notSent is the outcome of an attempt that did not get beyond its limit.
const notSent = "not sent"

// outcome names how an attempt ended that was sent.
func outcome(resp *http.Response, err error) string {
	switch {
	case err != nil && isContextError(err):
		return "left"
	case err != nil:
		return string(failureOf(err))
	case resp.StatusCode == http.StatusOK:
		return "answered"
	case resp.StatusCode == http.StatusNotFound:
		return "not found"
	}
	return string(statusFailure(resp.StatusCode))
}
