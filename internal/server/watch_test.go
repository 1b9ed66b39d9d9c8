package server

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// logged is a log that may be read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *logged) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *logged) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// Each request is one line: its route and no more of its path, its status, and the name that the answer
// bears too.
func TestRequestLog(t *testing.T) {
	var log logged
	var measured []string
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) {
		o.Log = slog.New(slog.NewJSONHandler(&log, nil))
		o.Measure = func(route string) func(int) {
			return func(status int) { measured = append(measured, route+" "+http.StatusText(status)) }
		}
	})
	resp, _ := s.send(t, "GET", "/v1/checks/secretsecretsecret", "", "")
	var line struct {
		Msg, Request, Route string
		Status              int
	}
	for text := range strings.Lines(log.String()) { // River's are among them
		if strings.Contains(text, `"answered"`) {
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatal(err, text)
			}
		}
	}
	if line.Msg != "answered" || line.Route != "GET /v1/checks/{id}" || line.Status != http.StatusNotFound || line.Request == "" || line.Request != resp.Header.Get(requestHeader) {
		t.Errorf("%+v", line)
	}
	if strings.Contains(log.String(), "secret") {
		t.Error(log.String())
	}
	if len(measured) != 1 || measured[0] != "GET /v1/checks/{id} Not Found" {
		t.Error(measured)
	}
	s.send(t, "GET", "/nowhere", "", "")
	if !strings.Contains(log.String(), `"route":"none","status":404`) {
		t.Error(log.String())
	}
}

// A handler that panics answers 500, and logs where, but not over what.
func TestPanic(t *testing.T) {
	var log logged
	db := databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite")
	s := New(Options{Access: accessOver(db), Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))})
	var none []int
	for path, over := range map[string]func(){
		"GET /text": func() { panic("a secret reference") }, "GET /bounds": func() { _ = none[len(s.Version)] },
	} {
		s.mux.HandleFunc(path, func(http.ResponseWriter, *http.Request) { over() })
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	for path, says := range map[string]string{"/text": "panic=string", "/bounds": "index out of range"} {
		resp, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusInternalServerError || !strings.Contains(log.String(), says) {
			t.Errorf("%s: %s, %s", path, resp.Status, log.String())
		}
	}
	if strings.Contains(log.String(), "secret") {
		t.Error(log.String())
	}
}

// A service that starts lives and is not ready; one that stops is not ready any more and answers.
func TestReadiness(t *testing.T) {
	status := func(h http.Handler, path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", path)
		}
		return w.Code
	}
	db := databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite")
	s := newService(t, db)
	serving := New(s.options)
	stopping := New(s.options)
	stopping.Stop()
	stopping.Stop()
	for _, tt := range []struct {
		name                      string
		handler                   http.Handler
		healthz, readyz, anything int
	}{
		{"starting", Starting(), 200, 503, 503},
		{"serving", serving, 200, 200, 404},
		{"stopping", stopping, 200, 503, 404},
	} {
		for path, want := range map[string]int{"/healthz": tt.healthz, "/readyz": tt.readyz, "/v1/checks/none": tt.anything} {
			if got := status(tt.handler, path); got != want {
				t.Errorf("%s: %s answers %d, want %d", tt.name, path, got, want)
			}
		}
	}
	s.Close()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := status(serving, "/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("without its database: %d", got)
	}
	if got := status(serving, "/healthz"); got != http.StatusOK {
		t.Errorf("without its database it does not live: %d", got)
	}
}

// Bodies wait for room, those without a stated length as if they were the largest.
func TestRoom(t *testing.T) {
	s := &Server{Options: Options{MaxUpload: 1000}}
	inside, leave := make(chan struct{}), make(chan struct{})
	h := s.withRoom(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			inside <- struct{}{}
			<-leave
		}
	}))
	request := func(length int64) *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/", strings.NewReader("x"))
		r.ContentLength = length
		return r
	}
	var served sync.WaitGroup
	for _, length := range []int64{-1, 1 << 40, 1000 + bodyOverhead, -1, -1} {
		served.Go(func() { h.ServeHTTP(httptest.NewRecorder(), request(length)) })
	}
	for range bodiesAtOnce {
		<-inside
	}
	h.ServeHTTP(httptest.NewRecorder(), request(0)) // nothing is no matter
	select {
	case <-inside:
		t.Error("more bodies than there is room for")
	default:
	}
	leave <- struct{}{}
	<-inside
	for range bodiesAtOnce {
		leave <- struct{}{}
	}
	served.Wait()
}
