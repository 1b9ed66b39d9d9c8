package registry

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// indexName is the file that lists a recording's answers, one a line, sorted by file.
const indexName = "index.jsonl"

// A recorded is one line of the index: a question and the answer it got. No base URL, no date and no
// parameter of the Config stands in it, so that a recording made anywhere at any time answers, and
// two recordings of the same answers are the same bytes.
type recorded struct {
	File     string     `json:"file"` // the body, below the recording's folder, with slashes
	Registry string     `json:"registry"`
	Method   string     `json:"method"`
	Path     string     `json:"path"`
	Query    url.Values `json:"query,omitempty"`
	Form     url.Values `json:"form,omitempty"`
	Accept   string     `json:"accept,omitempty"`
	Status   int        `json:"status"`
	Type     string     `json:"content_type,omitempty"`
}

// question returns what the answer is for.
func (r recorded) question() *question {
	return &question{registry: r.Registry, method: r.Method, path: r.Path, query: r.Query, form: r.Form, accept: r.Accept}
}

// readIndex returns the recorded answers by their question's key.
func readIndex(dir string) (map[string]recorded, error) {
	path := filepath.Join(dir, indexName)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	index := map[string]recorded{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for n := 1; lines.Scan(); n++ {
		var r recorded
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("reading %s, line %d: %w", path, n, err)
		}
		if !filepath.IsLocal(filepath.FromSlash(r.File)) || !accepted(r.Status) {
			return nil, fmt.Errorf("reading %s, line %d: not an answer in this folder", path, n)
		}
		index[r.question().key()] = r
	}
	return index, nil
}

// writeIndex writes the sorted index.
func writeIndex(dir string, index map[string]recorded) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	lines := make([]recorded, 0, len(index))
	for _, r := range index {
		lines = append(lines, r)
	}
	slices.SortFunc(lines, func(a, b recorded) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.question().key(), b.question().key()))
	})
	for _, r := range lines {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("writing the index: %w", err)
		}
	}
	return writeFile(filepath.Join(dir, indexName), out.Bytes())
}

// writeFile writes a file of a recording, with the folders above it. Recordings are made to be passed
// on.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // see above
		return err
	}
	return os.WriteFile(path, data, 0o644) //nolint:gosec // see above
}

// isMissing reports whether err says that there is no such file.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
