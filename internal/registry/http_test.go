package registry

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// transport is a RoundTripper made of a function.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }

// answered returns an answer.
func answered(status int, body string, header ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i+1 < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

// errNotJSON is the error of readJSON.
var errNotJSON = errors.New("this is not JSON")

// readJSON takes in what begins as JSON does; anything but {} is found.
func readJSON(r Response) error {
	if r.Status == http.StatusOK && !bytes.HasPrefix(r.Body, []byte("{")) {
		return errNotJSON
	}
	return nil
}

func TestDoAsksAsConfigured(t *testing.T) {
	var got *http.Request
	var form string
	h := New(Config{
		Name: "crossref", BaseURL: "https://api.example.org/v1/", UserAgent: "refcheck/1 (mailto:a@example.org)",
		Params: url.Values{"mailto": {"a@example.org"}}, Header: http.Header{"Crossref-Plus-Api-Token": {"Bearer s3cret"}},
		Transport: transport(func(req *http.Request) (*http.Response, error) {
			got = req
			if req.Body != nil {
				b, err := io.ReadAll(req.Body)
				if err != nil {
					return nil, err
				}
				form = string(b)
			}
			return answered(200, `{"a":1}`, "Content-Type", "application/json"), nil
		}),
	})
	tests := []struct {
		req                 Request
		method, url, body   string
		accept, contentType string
	}{
		{Request{Path: "/works/10.1000/a%3Cb"}, "GET", "https://api.example.org/v1/works/10.1000/a%3Cb?mailto=a%40example.org", "", "", ""},
		{Request{Path: "works", Query: url.Values{"rows": {"2"}, "filter": {"doi:a,doi:b"}}, Accept: "application/json"},
			"GET", "https://api.example.org/v1/works?filter=doi%3Aa%2Cdoi%3Ab&mailto=a%40example.org&rows=2", "", "application/json", ""},
		{Request{Path: "/efetch.fcgi", Query: url.Values{"db": {"pubmed"}}, Form: url.Values{"id": {"1,2"}}},
			"POST", "https://api.example.org/v1/efetch.fcgi?db=pubmed", "id=1%2C2&mailto=a%40example.org", "", "application/x-www-form-urlencoded"},
	}
	for _, test := range tests {
		form = ""
		var resp Response
		err := h.Do(t.Context(), test.req, func(r Response) error { resp = r; return readJSON(r) })
		if err != nil {
			t.Fatalf("%s: %v", test.req.Path, err)
		}
		if got.Method != test.method || got.URL.String() != test.url || form != test.body {
			t.Errorf("%s asked %s %s %q, want %s %s %q", test.req.Path, got.Method, got.URL, form, test.method, test.url, test.body)
		}
		if test.method == http.MethodGet && got.Body != nil && got.Body != http.NoBody {
			t.Errorf("%s has a body", test.req.Path)
		}
		for name, want := range map[string]string{
			"Accept": test.accept, "Content-Type": test.contentType,
			"User-Agent": "refcheck/1 (mailto:a@example.org)", "Crossref-Plus-Api-Token": "Bearer s3cret",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s sent %s %q, want %q", test.req.Path, name, got.Header.Get(name), want)
			}
		}
		if resp.Status != 200 || string(resp.Body) != `{"a":1}` || resp.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s read %+v", test.req.Path, resp)
		}
	}
	if s := h.Stats(); s.Requests != 3 || s.Cached != 0 || s.Down {
		t.Errorf("Stats() = %+v, want 3 requests", s)
	}
}

func TestDoWithoutTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := New(Config{Name: "x", BaseURL: "http://x", Transport: NoNetwork{}}).Do(ctx, Request{}, readJSON)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Do = %v, want context.Canceled", err)
	}
}

func TestBadBaseURL(t *testing.T) {
	for _, base := range []string{"", "api.crossref.org", "ftp://x", "http://", "http://a b"} {
		h := New(Config{Name: "x", BaseURL: base, Transport: NoNetwork{}})
		err := h.Do(t.Context(), Request{Path: "/a"}, readJSON)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Failure != Refused || !strings.Contains(e.Error(), "base URL") {
			t.Errorf("base URL %q: %v, want a refusal that names it", base, err)
		}
	}
}
