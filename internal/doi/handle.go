package doi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// The response codes of the handle protocol (RFC 3652 §2.2.2.2, as the proxy gives them).
const (
	codeFound    = 1
	codeNotFound = 100
	codeNoValues = 200 // the handle is there, without values of the type asked for
)

// handle asks the handle proxy for one DOI: it says that the DOI exists, but not by whose doing.
func (c *client) handle(ctx context.Context, doi string) registry.Answer {
	req := registry.Request{
		Path: "/api/handles/" + registry.EscapePath(doi), Query: registry.Set("type", "URL"),
		Class: lookup, Accept: "application/json",
	}
	return c.http.One(ctx, req, func(r registry.Response) ([]biblio.Work, error) { return decodeHandle(r, doi) })
}

// decodeHandle reads the proxy's answer, which repeats the handle that was asked for.
func decodeHandle(r registry.Response, doi string) ([]biblio.Work, error) {
	var h struct {
		Code   int    `json:"responseCode"`
		Handle string `json:"handle"`
	}
	if err := json.Unmarshal(r.Body, &h); err != nil {
		return nil, fmt.Errorf("no answer of the handle proxy: %w", err)
	}
	same := strings.EqualFold(h.Handle, doi)
	switch {
	case same && r.Status == http.StatusOK && (h.Code == codeFound || h.Code == codeNoValues):
		return exists(doi, ""), nil
	case same && r.Status == http.StatusNotFound && h.Code == codeNotFound:
		return nil, nil
	}
	return nil, fmt.Errorf("response code %d for the handle %.80q with HTTP %d", h.Code, h.Handle, r.Status)
}
