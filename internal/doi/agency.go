package doi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/refcheck/refcheck/internal/registry"
)

// agencies asks /doiRA/ for several DOIs. One that the answer leaves out, or of which it says neither
// an agency nor that there is none, has no answer here.
func (c *client) agencies(ctx context.Context, dois []string) (map[string]registry.Answer, error) {
	escaped := make([]string, len(dois))
	for i, doi := range dois {
		escaped[i] = registry.EscapePath(doi)
	}
	req := registry.Request{Path: "/doiRA/" + strings.Join(escaped, ","), Class: lookup, Accept: "application/json"}
	return c.http.Many(ctx, req, func(r registry.Response) (map[string]registry.Answer, error) { return decodeAgencies(r, dois) })
}

// agency is what /doiRA/ says of one DOI: who registers it, or why nobody does.
type agency struct {
	DOI    string `json:"DOI"`
	RA     string `json:"RA"`
	Status string `json:"status"`
}

// decodeAgencies reads a list whose order and length may be other than the question's.
func decodeAgencies(r registry.Response, dois []string) (map[string]registry.Answer, error) {
	var list []agency
	if err := json.Unmarshal(r.Body, &list); err != nil {
		return nil, fmt.Errorf("no list of agencies: %w", err)
	}
	if r.Status != http.StatusOK {
		return nil, errors.New("a list of agencies that is not found")
	}
	said := make(map[string]agency, len(list))
	for _, a := range list {
		said[strings.ToLower(strings.TrimSpace(a.DOI))] = a
	}
	found := map[string]registry.Answer{}
	for _, doi := range dois {
		a, ok := said[doi]
		switch status := strings.ToLower(a.Status); {
		case !ok:
		case a.RA != "":
			found[doi] = registry.Answer{Works: exists(doi, registry.Clean(a.RA))}
		case status == "doi does not exist", status == "invalid doi":
			found[doi] = registry.Answer{}
		}
	}
	if len(found) == 0 && len(dois) > 0 {
		return nil, errors.New("the list says nothing of the DOIs asked for")
	}
	return found, nil
}
