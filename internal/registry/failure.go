package registry

import (
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net"
	"net/http"
)

// accepted reports whether a status is an answer to the question.
func accepted(status int) bool {
	return status == http.StatusOK || status == http.StatusNotFound
}

// retryStatus is the table of what may pass by itself. Every other status is an answer to stay with.
var retryStatus = map[int]bool{
	http.StatusRequestTimeout:      true,
	http.StatusTooEarly:            true,
	http.StatusTooManyRequests:     true,
	http.StatusInternalServerError: true,
	http.StatusBadGateway:          true,
	http.StatusServiceUnavailable:  true,
	http.StatusGatewayTimeout:      true,
}

// retryFailure is how often a failed attempt of each kind is worth another, within Config.Retries.
// A registry that hangs costs Config.Timeout each time, and what is unreadable twice mostly stays so.
var retryFailure = map[Failure]int{
	TimedOut:    1,
	Unreadable:  2,
	Unreachable: math.MaxInt,
}

// statusFailure names what a status other than 200 and 404 amounts to.
func statusFailure(status int) Failure {
	switch {
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status >= 500 || status == http.StatusRequestTimeout:
		return Down
	case status < 300:
		return Unreadable
	}
	return Refused
}

// final reports whether an error of an attempt will be the same each time.
func final(err error) bool {
	if _, ok := errors.AsType[*Error](err); ok {
		return true // not in the recording, or the class is to be quiet for too long
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	return isContextError(err) || errors.Is(err, errTooLarge)
}

// isContextError reports whether an error comes from a caller who has no more time or interest.
func isContextError(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// failureOf names what an attempt's error amounts to.
func failureOf(err error) Failure {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Failure
	}
	if _, ok := errors.AsType[*timeoutError](err); ok {
		return TimedOut
	}
	if _, ok := errors.AsType[*unreadableError](err); ok {
		return Unreadable
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return TimedOut
	}
	return Unreachable
}
