package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// memory is a Cache without a disk.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
	err  error
	gets int
}

func (m *memory) Get(_ context.Context, registry, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gets++
	value, ok := m.kept[registry+"/"+key]
	return value, ok, m.err
}

func (m *memory) Put(_ context.Context, registry, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string][]byte{}
	}
	m.kept[registry+"/"+key] = value
	return m.err
}

var _ Cache = (*memory)(nil)

func TestCacheKeeps(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		name  string
		step  step
		after time.Duration
		calls int64 // of two questions, the second so much later
	}{
		{"found, soon", says(200, `{"a":1}`), time.Minute, 1},
		{"found, in a month", says(200, `{"a":1}`), 30*day - time.Minute, 1},
		{"found, later", says(200, `{"a":1}`), 30*day + time.Minute, 2},
		{"nothing found, soon", says(200, `{}`), day - time.Minute, 1},
		{"nothing found, later", says(200, `{}`), day + time.Minute, 2},
		{"404, soon", says(404, "Resource not found."), day - time.Minute, 1},
		{"404, later", says(404, "Resource not found."), day + time.Minute, 2},
		{"refused", says(400, ""), time.Minute, 2},
		{"down", says(501, ""), time.Minute, 2},
		{"unreadable", says(200, "<html>"), time.Minute, 6},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &weather{}
				w.set(test.step)
				h := New(Config{Name: "x", BaseURL: "http://x", Transport: w, Cache: &memory{}})
				var bodies, statuses []string
				for range 2 {
					_ = h.Do(t.Context(), Request{Path: "/a"}, func(r Response) (bool, error) {
						bodies, statuses = append(bodies, string(r.Body)), append(statuses, fmt.Sprint(r.Status))
						return readJSON(r)
					})
					time.Sleep(test.after)
				}
				if w.calls.Load() != test.calls {
					t.Errorf("%d requests, want %d", w.calls.Load(), test.calls)
				}
				if len(slices.Compact(bodies)) > 1 || len(slices.Compact(statuses)) > 1 {
					t.Errorf("read %q with %q, want the same each time", bodies, statuses)
				}
				if s := h.Stats(); test.calls == 1 && s.Cached != 1 {
					t.Errorf("Stats() = %+v, want 1 from the cache", s)
				}
			})
		})
	}
}

func TestCacheKeyKnowsNoSecret(t *testing.T) {
	m := &memory{}
	w := &weather{}
	w.set(says(200, `{"a":1}`))
	ask := func(cfg Config, req Request) {
		t.Helper()
		cfg.Cache, cfg.Transport = m, w
		if err := New(cfg).Do(t.Context(), req, readJSON); err != nil {
			t.Fatal(err)
		}
	}
	a := Request{Path: "/a", Query: url.Values{"q": {"1"}, "r": {"2"}}, Class: "list"}
	ask(Config{Name: "x", BaseURL: "http://x"}, a)
	ask(Config{Name: "x", BaseURL: "http://x/", Params: url.Values{"mailto": {"a@b"}}, Header: http.Header{"Token": {"t"}}}, a)
	if n := w.calls.Load(); n != 1 {
		t.Errorf("%d requests, want another's answer from the cache", n)
	}
	ask(Config{Name: "y", BaseURL: "http://x"}, a)
	if n := w.calls.Load(); n != 2 {
		t.Errorf("%d requests, want another registry asked", n)
	}
	ask(Config{Name: "x", BaseURL: "http://mirror/x"}, a)
	if n := w.calls.Load(); n != 3 {
		t.Errorf("%d requests, want a mirror asked for itself", n)
	}
	for key, value := range m.kept {
		if !bytes.HasPrefix(value, []byte(`{"status":200,`)) || strings.Contains(key, "a@b") {
			t.Errorf("kept %q under %q", value, key)
		}
	}
}

func TestOfflineAndRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{}
		w := &weather{}
		client := func(offline, refresh bool) *HTTP {
			return New(Config{Name: "x", BaseURL: "http://x", Transport: w, Cache: m, Offline: offline, Refresh: refresh})
		}
		var body string
		ask := func(h *HTTP) error {
			return h.Do(t.Context(), Request{Path: "/a"}, func(r Response) (bool, error) { body = string(r.Body); return readJSON(r) })
		}
		notCached := func(err error) bool {
			e, ok := errors.AsType[*Error](err)
			return ok && e.Failure == NotCached && e.Registry == "x"
		}
		if err := ask(client(true, false)); !notCached(err) {
			t.Errorf("offline with nothing: %v, want not in the cache", err)
		}
		w.set(says(200, `{"old":1}`))
		if err := ask(client(false, false)); err != nil {
			t.Fatal(err)
		}
		w.set(says(200, `{"new":1}`))
		if err := ask(client(true, true)); err != nil || body != `{"old":1}` {
			t.Errorf("offline read %q, %v", body, err)
		}
		if err := ask(client(false, true)); err != nil || body != `{"new":1}` {
			t.Errorf("refreshing read %q, %v", body, err)
		}
		if err := ask(client(false, false)); err != nil || body != `{"new":1}` || w.calls.Load() != 2 {
			t.Errorf("after refreshing read %q, %v, with %d requests", body, err, w.calls.Load())
		}
		time.Sleep(foundFor)
		if err := ask(client(true, false)); !notCached(err) {
			t.Errorf("offline with what is stale: %v, want not in the cache", err)
		}
		if err := ask(New(Config{Name: "x", BaseURL: "http://x", Transport: w, Offline: true})); !notCached(err) {
			t.Errorf("offline without a cache: %v, want not in the cache", err)
		}
	})
}

func TestDamagedEntriesAreAskedAnew(t *testing.T) {
	m := &memory{}
	w := &weather{}
	w.set(says(200, `{"a":1}`))
	ask := func() {
		t.Helper()
		if err := New(Config{Name: "x", BaseURL: "http://x", Transport: w, Cache: m}).Do(t.Context(), Request{}, readJSON); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	key := slices.Collect(maps.Keys(m.kept))[0]
	good := m.kept[key]
	head, packed, _ := bytes.Cut(good, []byte("\n"))
	flipped := slices.Clone(good)
	flipped[len(flipped)-6] ^= 1 // within gzip's checksum
	p := &packer{}
	html, err := p.pack(newEntry(Response{Status: 200, Body: []byte("<html>")}, true, time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	future, err := p.pack(newEntry(Response{Status: 200, Body: []byte("{}")}, true, time.Now().Add(48*time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{
		"nothing": {}, "no header": packed, "no body": append(head, '\n'), "cut short": good[:len(good)-9],
		"a bit flipped": flipped, "another status": append([]byte(`{"status":503}`+"\n"), packed...), "another shape": html, "from the future": future,
	}
	for name, value := range damaged {
		before := w.calls.Load()
		m.kept[key] = value
		ask()
		if w.calls.Load() != before+1 {
			t.Errorf("%s: %d requests, want 1", name, w.calls.Load()-before)
		}
		ask()
		if w.calls.Load() != before+1 {
			t.Errorf("%s: not replaced", name)
		}
	}
}

func TestFailingCacheFailsNoQuestion(t *testing.T) {
	broken := errors.New("disk full")
	m := &memory{err: broken}
	w := &weather{}
	w.set(says(200, `{"a":1}`))
	h := New(Config{Name: "x", BaseURL: "http://x", Transport: w, Cache: m})
	for range 10 {
		if err := h.Do(t.Context(), Request{}, readJSON); err != nil {
			t.Fatal(err)
		}
	}
	if !errors.Is(h.Stats().CacheErr, broken) || m.gets != 1 {
		t.Errorf("Stats() = %+v after %d reads, want the error and no more reads", h.Stats(), m.gets)
	}
}

func TestPackedEntryIsWhatItWas(t *testing.T) {
	p := &packer{}
	now := time.Now()
	for _, body := range []string{"", "{}", strings.Repeat("abc", 100_000), "\n\n\x00"} {
		want := newEntry(Response{Status: 404, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte(body)}, true, now)
		value, err := p.pack(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.unpack(value)
		if err != nil || got.Status != 404 || got.Type != "text/plain" || !got.Found || !got.At.Equal(want.At) || string(got.body) != body {
			t.Errorf("unpack(pack(%.20q)) = %+v, %v", body, got, err)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	p := &packer{}
	value, err := p.pack(newEntry(Response{Status: 200, Body: []byte(`{"a":1}`)}, true, time.Unix(1_800_000_000, 0)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(value)
	f.Add([]byte("{\"status\":200}\n"))
	f.Add([]byte("null\n\x1f\x8b"))
	f.Fuzz(func(t *testing.T, value []byte) {
		e, err := p.unpack(value)
		if err == nil && (!accepted(e.Status) || len(e.body) > maxBody) {
			t.Errorf("unpack(%q) = status %d, %d bytes", value, e.Status, len(e.body))
		}
	})
}

func BenchmarkDoFromCache(b *testing.B) {
	body := bytes.Repeat([]byte(`{"DOI":"10.1000/xyz","title":["What is clinical empathy?"]}`), 200)
	h := New(Config{Name: "x", BaseURL: "http://x", Cache: &memory{}, Transport: transport(func(*http.Request) (*http.Response, error) {
		return answered(200, string(body)), nil
	})})
	req := Request{Path: "/works", Query: url.Values{"query.bibliographic": {"What is clinical empathy?"}, "rows": {"5"}}}
	b.ReportAllocs()
	for b.Loop() {
		if err := h.Do(b.Context(), req, readJSON); err != nil {
			b.Fatal(err)
		}
	}
}
