package registry

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// A Replayer is a Config's Transport that answers from what a Recorder wrote, whatever the base
// URL, the Params and the headers are. It asks nobody: what is not recorded is an Error of NotCached.
type Replayer struct {
	dir   string
	index map[string]recorded
}

var _ http.RoundTripper = (*Replayer)(nil)

// NewReplayer reads the index of the recording in dir.
func NewReplayer(dir string) (*Replayer, error) {
	index, err := readIndex(dir)
	if isMissing(err) {
		return nil, fmt.Errorf("no recording in %s: it has no %s", dir, indexName)
	}
	if err != nil {
		return nil, err
	}
	return &Replayer{dir: dir, index: index}, nil
}

// Holds reports whether an answer of the registry is recorded.
func (r *Replayer) Holds(name string) bool {
	for _, line := range r.index {
		if line.Registry == name {
			return true
		}
	}
	return false
}

// RoundTrip returns the recorded answer.
func (r *Replayer) RoundTrip(req *http.Request) (*http.Response, error) {
	q := questionOf(req)
	if q == nil {
		return nil, &Error{Failure: NotCached, Err: fmt.Errorf("only a registry's client can ask the recording %s", r.dir)}
	}
	line, ok := r.index[q.key()]
	if !ok {
		return nil, &Error{Failure: NotCached, Err: fmt.Errorf("not in the recording %s; hint: record it anew, or ask without it", r.dir)}
	}
	body, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(line.File)))
	if err != nil {
		return nil, &Error{Failure: NotCached, Err: fmt.Errorf("the recording %s is not whole: %w", r.dir, err)}
	}
	header := http.Header{}
	if line.Type != "" {
		header.Set("Content-Type", line.Type)
	}
	return &http.Response{
		Status: http.StatusText(line.Status), StatusCode: line.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: req,
	}, nil
}
