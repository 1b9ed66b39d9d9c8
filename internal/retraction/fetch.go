package retraction

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	// maxList bounds a download; the list of 2026 has some 60 MB.
	maxList = 512 << 20
	// patience bounds the whole of a download.
	patience = 15 * time.Minute
	// tries are the attempts after the first.
	tries = 3
)

// ErrUnchanged says that the list at the address is still the one that the copy was made of.
var ErrUnchanged = errors.New("the list has not changed")

// errTooLong says that an answer is longer than the list can be.
var errTooLong = fmt.Errorf("the answer is longer than %d MB, which the list is not", maxList>>20)

// Fetch asks for the list at an address, unless it is the one that former was made of. The caller
// closes the body. agent says who asks.
func Fetch(ctx context.Context, address, agent string, former Info) (io.ReadCloser, Info, error) {
	origin := Info{Source: address}
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, origin, fmt.Errorf("asking for the list of retractions: %w", err)
	}
	req.Header.Set("User-Agent", agent)
	if former.Source == address {
		setIf(req.Header, "If-None-Match", former.ETag)
		setIf(req.Header, "If-Modified-Since", former.Modified)
	}
	client := retryablehttp.NewClient()
	client.Logger, client.RetryMax = nil, tries
	client.HTTPClient.Timeout = patience
	resp, err := client.Do(req)
	if err != nil {
		return nil, origin, fmt.Errorf("asking for the list of retractions: %w", err)
	}
	origin.ETag, origin.Modified = resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")
	switch {
	case resp.StatusCode == http.StatusNotModified:
		return nil, former, errors.Join(ErrUnchanged, resp.Body.Close())
	case resp.StatusCode != http.StatusOK:
		return nil, origin, errors.Join(fmt.Errorf("asking for the list of retractions: %s answered %s", address, resp.Status), resp.Body.Close())
	case resp.ContentLength > maxList:
		return nil, origin, errors.Join(errTooLong, resp.Body.Close())
	}
	return &bounded{resp.Body, maxList}, origin, nil
}

func setIf(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// bounded is a body that fails when more than left bytes come.
type bounded struct {
	io.ReadCloser
	left int64
}

// Read reads as the body does.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errTooLong
	}
	return n, err
}
