package registry

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a Retry-After can say, so that no number overflows.
const maxRetryAfter = 365 * 24 * time.Hour

// retryAfter reads the Retry-After of RFC 9110, section 10.2.3: seconds or a date. It is not ok if
// there is none to be read.
func retryAfter(header http.Header, now time.Time) (d time.Duration, ok bool) {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds >= 0) { // negative or not a number
			return 0, false
		}
		return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second)), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), maxRetryAfter), true
}
