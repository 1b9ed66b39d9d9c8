package registry

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// maxRedirects is how many redirects one request follows: doi.org needs two.
const maxRedirects = 5

// newRequest dresses a question for its way: the base URL, the Params, the headers.
func (c *Config) newRequest(ctx context.Context, q *question) (*retryablehttp.Request, error) {
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("the base URL %q is not one of http or https", c.BaseURL)
	}
	target := strings.TrimRight(c.BaseURL, "/") + q.path
	var body any // without a type where there is none: an empty body may be sent as one of unknown length
	if q.method == http.MethodPost {
		body = []byte(merged(q.form, c.Params).Encode())
		target += queryPart(q.query)
	} else {
		target += queryPart(merged(q.query, c.Params))
	}
	req, err := retryablehttp.NewRequestWithContext(withQuestion(ctx, q), q.method, target, body)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, c.Header)
	if q.method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if q.accept != "" {
		req.Header.Set("Accept", q.accept)
	}
	if c.UserAgent != "" {
		req.Header.Set("User-Agent", c.UserAgent)
	}
	return req, nil
}

// queryPart returns "?" and the sorted values, or nothing.
func queryPart(values url.Values) string {
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// merged returns the values of a with those that only b has.
func merged(a, b url.Values) url.Values {
	all := maps.Clone(b)
	if all == nil {
		return a
	}
	maps.Copy(all, a)
	return all
}

// redirect follows a registry elsewhere without telling its secrets there: net/http would send the
// headers on and name the whole last URL, parameters and all, as the Referer. A POST that would
// become a GET without its form is not followed; its 3xx is the answer.
func (c *Config) redirect(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	if len(via) > maxRedirects || req.Method != via[0].Method {
		return http.ErrUseLastResponse
	}
	if req.URL.Host != via[0].URL.Host {
		for _, name := range slices.Collect(maps.Keys(c.Header)) {
			req.Header.Del(name)
		}
	}
	return nil
}
