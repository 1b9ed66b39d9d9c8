package registry

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// library is a small registry, with compression, redirects and faults.
func library(w http.ResponseWriter, req *http.Request) {
	path := req.URL.Path[strings.LastIndex(req.URL.Path, "/api")+4:]
	switch path {
	case "/moved":
		http.Redirect(w, req, strings.TrimSuffix(req.URL.Path, "/moved")+"/works?"+req.URL.RawQuery, http.StatusFound)
	case "/down":
		w.WriteHeader(http.StatusServiceUnavailable)
	case "/missing":
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "Resource not found.")
	default:
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = fmt.Fprintf(z, `{"path":%q,"q":%q,"accept":%q}`, path, req.FormValue("q"), req.Header.Get("Accept"))
		_ = z.Close()
	}
}

// questions are those that library answers.
var questions = []Request{
	{Path: "/works", Query: url.Values{"q": {"empathy & <i>"}, "rows": {"2"}}},
	{Path: "/works", Query: url.Values{"q": {"other"}, "rows": {"2"}}},
	{Path: "/works", Query: url.Values{"q": {"other"}, "rows": {"2"}}, Accept: "text/x-bibliography"},
	{Path: "/works/10.1000/a%3Cb%3E1.0%3B2-" + strings.Repeat("x", 80)},
	{Path: "/efetch.fcgi", Query: url.Values{"db": {"pubmed"}}, Form: url.Values{"q": {"1,2,3"}}},
	{Path: "/missing"},
	{Path: "/moved", Query: url.Values{"q": {"there"}}},
}

// record asks all questions at once through a recorder into dir, and returns what was read.
func record(t *testing.T, dir, base, key string) map[string]string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(library))
	defer server.Close()
	r, err := NewRecorder(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := New(Config{Name: "crossref", BaseURL: server.URL + base, Transport: r, Retries: -1, Params: url.Values{"api_key": {key}}, Header: http.Header{"Token": {key}}})
	var mu sync.Mutex
	var wg sync.WaitGroup
	read := map[string]string{}
	for _, q := range append(slices.Clone(questions), Request{Path: "/down"}) {
		wg.Go(func() {
			err := h.Do(t.Context(), q, func(r Response) error {
				mu.Lock()
				defer mu.Unlock()
				read[newQuestion("x", q).key()] = fmt.Sprint(r.Status, r.Header.Get("Content-Type"), string(r.Body))
				return nil
			})
			if (err != nil) != (q.Path == "/down") {
				t.Errorf("%s: %v", q.Path, err)
			}
		})
	}
	wg.Wait()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestReplayIsWhatWasRecorded(t *testing.T) {
	dir := t.TempDir()
	read := record(t, dir, "/v1/api", "s3cret")
	replayer, err := NewReplayer(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := New(Config{
		Name: "crossref", BaseURL: "https://elsewhere.example.org/api/", Transport: replayer, Params: url.Values{"mailto": {"another"}},
		Limits: map[Class]Limit{"": {Rate: 0.001}}, // a recording has none
	})
	for _, q := range questions {
		err := h.Do(t.Context(), q, func(r Response) error {
			got, want := fmt.Sprint(r.Status, r.Header.Get("Content-Type"), string(r.Body)), read[newQuestion("x", q).key()]
			if got != want || want == "" {
				t.Errorf("%s replays %q, want %q", q.Path, got, want)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", q.Path, err)
		}
	}
	for _, q := range []Request{{Path: "/down"}, {Path: "/works", Query: url.Values{"q": {"new"}}}, {Path: "/works", Form: questions[0].Query}} {
		err := h.Do(t.Context(), q, readJSON)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Failure != NotCached || e.Registry != "crossref" || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%s: %v, want that it is not in the recording, and a hint", q.Path, err)
		}
	}
	if h.Stats().Down {
		t.Error("a gap in the recording counts as an outage")
	}
}

// files returns the names and contents below dir.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		found[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestRecordingsAreDeterministicAndFreeOfSecrets(t *testing.T) {
	one, other := t.TempDir(), t.TempDir()
	record(t, one, "/v1/api", "s3cret")
	record(t, other, "/api/", "an0ther")
	record(t, other, "/api", "") // over what is there
	got, want := files(t, other), files(t, one)
	if len(got) != len(questions)+1 {
		t.Errorf("%d files, want one for each answer and the index", len(got))
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s differs: %q, want %q", name, got[name], text)
		}
		if strings.Contains(name+text, "s3cret") || strings.Contains(name+text, "127.0.0.1") {
			t.Errorf("%s tells a secret or the base URL: %s", name, text)
		}
	}
	index := strings.Split(want[indexName], "\n")
	if !slices.IsSorted(index[:len(index)-1]) || !strings.Contains(want[indexName], `"query":{"q":["empathy & <i>"],"rows":["2"]}`) {
		t.Errorf("the index is not sorted, or hard to read:\n%s", want[indexName])
	}
	for name := range want {
		ok := name == indexName || strings.HasPrefix(name, "crossref/works-") && strings.HasSuffix(name, ".json") ||
			strings.HasPrefix(name, "crossref/efetch-") || strings.HasPrefix(name, "crossref/moved-") ||
			strings.HasPrefix(name, "crossref/missing-") && strings.HasSuffix(name, ".txt")
		if !ok || len(name) > 100 || strings.ContainsAny(name, "<>;% ") {
			t.Errorf("a file is named %q", name)
		}
	}
}

func TestFileNames(t *testing.T) {
	for _, test := range []struct{ path, kind, before, after string }{
		{"/works/10.1000/xyz", "application/json", "x/works-10.1000-xyz-", ".json"},
		{"/esearch.fcgi", "text/xml; charset=UTF-8", "x/esearch-", ".xml"},
		{"/ecitmatch.cgi", "text/plain", "x/ecitmatch-", ".txt"},
		{"/works/10.1/x/transform/application/vnd.crossref.unixsd+xml", "application/vnd.crossref.unixsd+xml", "x/works-10.1-x-transform-", ".xml"},
		{"/../../etc/passwd", "", "x/etc-passwd-", ".txt"},
		{"/", "text/html", "x/", ".html"},
		{"/é/..", ";;;", "x/", ".txt"},
	} {
		name := fileName(newQuestion("x", Request{Path: test.path}), test.kind)
		if !strings.HasPrefix(name, test.before) || !strings.HasSuffix(name, test.after) || !filepath.IsLocal(name) {
			t.Errorf("fileName(%s, %s) = %s, want %s…%s", test.path, test.kind, name, test.before, test.after)
		}
	}
}

func TestBrokenBodyIsNotRecorded(t *testing.T) {
	dir := t.TempDir()
	r, err := NewRecorder(dir, transport(breaks))
	if err != nil {
		t.Fatal(err)
	}
	err = New(Config{Name: "x", BaseURL: "http://x", Transport: r, Retries: -1}).Do(t.Context(), Request{}, readJSON)
	if e, ok := errors.AsType[*Error](err); !ok || e.Failure != Unreadable {
		t.Errorf("Do = %v, want unreadable", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got := files(t, dir); len(got) != 1 || got[indexName] != "" {
		t.Errorf("recorded %q", got)
	}
}

func TestRecorderTellsWhatItCouldNotWrite(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x"), nil, 0o600); err != nil { // where the registry's folder would be
		t.Fatal(err)
	}
	r, err := NewRecorder(dir, transport(says(200, "{}")))
	if err != nil {
		t.Fatal(err)
	}
	if err := New(Config{Name: "x", BaseURL: "http://x", Transport: r}).Do(t.Context(), Request{}, readJSON); err != nil {
		t.Errorf("Do = %v, want the answer all the same", err)
	}
	if err := r.Close(); err == nil {
		t.Error("Close tells of no error")
	}
}

func TestReplayerRefusesBadIndexes(t *testing.T) {
	for index, want := range map[string]string{
		"":                    "",
		"{\n":                 "line 1",
		`{"file":"a"}` + "\n": "line 1: not an answer",
		`{"file":"../../etc/passwd","status":200}`: "not an answer in this folder",
		"-": "no recording",
	} {
		dir := t.TempDir()
		if index != "-" {
			if err := os.WriteFile(filepath.Join(dir, indexName), []byte(index), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := NewReplayer(dir)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("index %q: %v, want %q", index, err, want)
		}
	}
}

func TestReplayerMissesAFile(t *testing.T) {
	dir := t.TempDir()
	record(t, dir, "/api", "")
	if err := os.RemoveAll(filepath.Join(dir, "crossref")); err != nil {
		t.Fatal(err)
	}
	r, err := NewReplayer(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = New(Config{Name: "crossref", BaseURL: "http://x", Transport: r}).Do(t.Context(), questions[0], readJSON)
	if e, ok := errors.AsType[*Error](err); !ok || e.Failure != NotCached {
		t.Errorf("Do = %v, want not in the recording", err)
	}
}

func FuzzReadIndex(f *testing.F) {
	f.Add([]byte(`{"file":"crossref/works-0.json","registry":"crossref","method":"GET","path":"/works","query":{"q":["a"]},"status":200}` + "\n"))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, indexName), data, 0o600); err != nil {
			t.Fatal(err)
		}
		index, err := readIndex(dir)
		if err != nil {
			return
		}
		for _, r := range index {
			if !filepath.IsLocal(filepath.FromSlash(r.File)) {
				t.Errorf("%q is outside", r.File)
			}
		}
		if err := writeIndex(dir, index); err != nil {
			t.Fatal(err)
		}
		first, err := os.ReadFile(filepath.Join(dir, indexName))
		if err != nil {
			t.Fatal(err)
		}
		if err := writeIndex(dir, index); err != nil {
			t.Fatal(err)
		}
		if again, err := os.ReadFile(filepath.Join(dir, indexName)); err != nil || !bytes.Equal(first, again) {
			t.Errorf("written twice, the index differs: %q and %q, %v", first, again, err)
		}
	})
}
