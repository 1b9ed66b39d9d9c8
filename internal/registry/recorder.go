package registry

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"unicode"
)

// A Recorder is a Config's Transport that writes what registries answer into a folder, from which a
// Replayer answers. Each answer of status 200 or 404 is a file of its own, as it came (unpacked), with
// a name to read; the index says which question it answers. One Recorder serves the clients of all
// registries at once. It records requests that come from HTTP; others pass by.
type Recorder struct {
	dir  string
	next http.RoundTripper

	mu    sync.Mutex
	index map[string]recorded
	err   error // the first that kept an answer from being recorded
}

var _ http.RoundTripper = (*Recorder)(nil)

// NewRecorder returns a Recorder into dir, adding to what is recorded there. A nil next is a
// transport of its own.
func NewRecorder(dir string, next http.RoundTripper) (*Recorder, error) {
	if next == nil {
		next = newTransport()
	}
	index, err := readIndex(dir)
	if isMissing(err) {
		index, err = map[string]recorded{}, nil
	}
	if err != nil {
		return nil, err
	}
	return &Recorder{dir: dir, next: next, index: index}, nil
}

// RoundTrip passes the request on and records the answer. It reads the whole body.
func (r *Recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	q := questionOf(req)
	if err != nil || q == nil || !accepted(resp.StatusCode) {
		return resp, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err == nil && len(body) <= maxBody {
		r.record(q, resp, body)
	}
	// The reader above meets the same bytes and, at their end, the same error.
	resp.Body = &again{Reader: io.MultiReader(bytes.NewReader(body), &failing{err}, resp.Body), Closer: resp.Body}
	return resp, nil
}

// again is a body that has been read once.
type again struct {
	io.Reader
	io.Closer
}

// failing fails, or ends if there is no error.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// record writes an answer's file and remembers its line of the index.
func (r *Recorder) record(q *question, resp *http.Response, body []byte) {
	kind := resp.Header.Get("Content-Type")
	line := recorded{
		File: fileName(q, kind), Registry: q.registry, Method: q.method, Path: q.path,
		Query: maps.Clone(q.query), Form: maps.Clone(q.form), Accept: q.accept,
		Status: resp.StatusCode, Type: kind,
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := writeFile(filepath.Join(r.dir, filepath.FromSlash(line.File)), body); err != nil {
		r.err = errors.Join(r.err, err)
		return
	}
	r.index[q.key()] = line
}

// Close writes the index and returns what kept any answer from being recorded.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.err, writeIndex(r.dir, r.index))
}

// fileName returns where an answer is recorded: "crossref/works-10.1000-x-0123456789.json".
func fileName(q *question, contentType string) string {
	const longest = 60
	name := strings.TrimSuffix(strings.TrimSuffix(strings.Trim(q.path, "/"), ".fcgi"), ".cgi")
	name = strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.') {
			return r
		}
		return '-'
	}, name)
	name = strings.Trim(name[:min(len(name), longest)], "-.")
	return path.Join(q.registry, name+"-"+q.hash()[:10]+extension(contentType))
}

// extension returns the file name's end for a Content-Type.
func extension(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ".txt"
	}
	switch {
	case strings.HasSuffix(kind, "json"):
		return ".json"
	case strings.HasSuffix(kind, "xml"):
		return ".xml"
	case kind == "text/html":
		return ".html"
	}
	return ".txt"
}
