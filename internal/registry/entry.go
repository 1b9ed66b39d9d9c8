package registry

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// An entry is an answer as the cache keeps it: one line of JSON, then the body, gzipped.
type entry struct {
	Status int       `json:"status"`
	Type   string    `json:"type,omitempty"` // Content-Type
	Found  bool      `json:"found"`
	At     time.Time `json:"at"`
	body   []byte
}

// newEntry returns what is kept of an answer.
func newEntry(resp Response, found bool, now time.Time) entry {
	return entry{
		Status: resp.Status, Type: resp.Header.Get("Content-Type"), Found: found,
		At: now.UTC().Truncate(time.Second), body: resp.Body,
	}
}

// fresh reports whether the entry may still answer. One from the future is not trusted: a clock
// was wrong.
func (e entry) fresh(now time.Time) bool {
	age, limit := now.Sub(e.At), missingFor
	if e.Found {
		limit = foundFor
	}
	return age >= -time.Hour && age < limit
}

// response returns the answer that was kept.
func (e entry) response() Response {
	header := http.Header{}
	if e.Type != "" {
		header.Set("Content-Type", e.Type)
	}
	return Response{Status: e.Status, Header: header, Body: e.body}
}

// A packer turns entries into bytes and back. It keeps its gzip machinery, of which each costs more
// than a body, for the next time.
type packer struct{ writers, readers sync.Pool }

// pack returns the bytes of an entry.
func (p *packer) pack(e entry) ([]byte, error) {
	head, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	out := bytes.NewBuffer(append(head, '\n'))
	w, ok := p.writers.Get().(*gzip.Writer)
	if !ok {
		w = gzip.NewWriter(nil)
	}
	defer p.writers.Put(w)
	w.Reset(out)
	if _, err := w.Write(e.body); err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	return out.Bytes(), nil
}

// unpack returns the entry in value; gzip's checksum guards its body.
func (p *packer) unpack(value []byte) (entry, error) {
	var e entry
	head, packed, ok := bytes.Cut(value, []byte("\n"))
	if !ok {
		return e, errors.New("unpacking an answer: no header")
	}
	if err := json.Unmarshal(head, &e); err != nil {
		return e, fmt.Errorf("unpacking an answer: %w", err)
	}
	if !accepted(e.Status) {
		return e, fmt.Errorf("unpacking an answer: its status is %d", e.Status)
	}
	r, ok := p.readers.Get().(*gzip.Reader)
	if !ok {
		r = new(gzip.Reader)
	}
	defer p.readers.Put(r)
	if err := r.Reset(bytes.NewReader(packed)); err != nil {
		return e, fmt.Errorf("unpacking an answer: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil || len(body) > maxBody {
		return e, fmt.Errorf("unpacking an answer: %w", errors.Join(err, errTooLarge))
	}
	e.body = body
	return e, nil
}
