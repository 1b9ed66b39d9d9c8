package registry

import (
	"fmt"
	"net/http"
)

// NoNetwork is a RoundTripper that fails every request, at once and without a retry: the guard
// of tests against the network.
type NoNetwork struct{}

var _ http.RoundTripper = NoNetwork{}

// RoundTrip fails.
func (NoNetwork) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, &Error{Failure: Unreachable, Err: fmt.Errorf("no network here to ask %s%s", req.URL.Host, req.URL.Path)}
}
