package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// service is a whole service on loopback, over a registry in memory.
type service struct {
	*httptest.Server
	described *described
	shelf     *registrytest.Shelf
	options   Options
	workers   *jobs.Workers
}

// newService returns a service that is at work, with its options as change leaves them.
func newService(t *testing.T, db *database.DB, change ...func(*Options)) *service {
	t.Helper()
	s := &service{shelf: registrytest.NewShelf()}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	queue, err := jobs.NewQueue(db, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.options = Options{
		Version: "test", Checks: checks.New(db, queue.Enqueue, time.Now), Ready: db.Ready, Registries: []check.Registry{s.shelf},
		Access:    accessOver(db),
		MaxUpload: 1 << 20, MaxReferences: 500, Keep: time.Hour, Log: log, Now: time.Now,
	}
	for _, c := range change {
		c(&s.options)
	}
	s.workers, err = jobs.NewWorkers(db, s.options.Checks, jobs.Options{Registries: s.options.Registries, AtOnce: 4, Name: t.Name(), Log: s.options.Log, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	running := context.WithoutCancel(t.Context())
	if err := s.workers.Start(running); err != nil {
		t.Fatal(err)
	}
	s.described = newDescribed(t, New(s.options))
	s.Server = httptest.NewServer(s.described)
	t.Cleanup(func() {
		s.Close()
		ctx, cancel := context.WithTimeout(running, 20*time.Second)
		defer cancel()
		if err := s.workers.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

// send sends a request and returns the answer with its body.
func (s *service) send(t *testing.T, method, path, contentType, body string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return received(t, http.DefaultClient, req)
}

// received sends a request and returns the answer with its body.
func received(t *testing.T, client *http.Client, req *http.Request) (*http.Response, string) {
	t.Helper()
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text)
}

// read sends a request, wants a status, and reads the answer into v.
func (s *service) read(t *testing.T, method, path, contentType, body string, status int, v any) {
	t.Helper()
	resp, text := s.send(t, method, path, contentType, body)
	if resp.StatusCode != status {
		t.Fatalf("%s %s: %s: %s", method, path, resp.Status, text)
	}
	if v != nil {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
}

// bib returns a bibliography of n entries.
func bib(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "@article{k%d, title={On the counting of sheep in mountains of the north}, author={Doe, Jane}, journal={Journal of Sheep}, volume=4, pages={1--9}, year=2001, doi={10.1000/%03d}}\n", i+1, i+1)
	}
	return b.String()
}

// over waits until a check is over.
func (s *service) over(t *testing.T, id string) Check {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var c Check
		s.read(t, "GET", "/v1/checks/"+id, "", "", http.StatusOK, &c)
		if c.State.Over() {
			return c
		}
	}
	t.Fatal("the check did not end")
	return Check{}
}

// A bibliography is handed in, checked, looked at, reported and deleted.
func TestCheck(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db)
		var c Check
		s.read(t, "POST", "/v1/checks", "application/json", `{"name":"refs.bib","text":`+quoted(bib(150))+`}`, http.StatusCreated, &c)
		if c.Name != "refs.bib" || c.Format != "bibtex" || c.Summary.Total != 150 {
			t.Errorf("made: %+v", c)
		}
		c = s.over(t, c.ID)
		if c.State != checks.Done || c.Summary.Verified != 150 || c.Summary.Decided != 150 || c.FinishedAt == nil {
			t.Errorf("in the end: %+v", c)
		}
		var page References
		s.read(t, "GET", "/v1/checks/"+c.ID+"/references?after=98&limit=2", "", "", http.StatusOK, &page)
		if len(page.References) != 2 || page.References[0].ID != "k99" || page.References[0].Verdict != check.Verified || page.Next != 100 {
			t.Errorf("page: %+v", page)
		}
		var last References
		s.read(t, "GET", "/v1/checks/"+c.ID+"/references?after=100", "", "", http.StatusOK, &last)
		if len(last.References) != 50 || last.Next != 0 {
			t.Errorf("last page: %d, next %d", len(last.References), last.Next)
		}
		resp, text := s.send(t, "GET", "/v1/checks/"+c.ID+"/report?format=csv", "", "")
		if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/csv") ||
			!strings.Contains(resp.Header.Get("Content-Disposition"), "refs.bib.refcheck.csv") || strings.Count(text, "\n") != 151 {
			t.Errorf("report: %v %.300s", resp.Header, text)
		}
		s.read(t, "DELETE", "/v1/checks/"+c.ID, "", "", http.StatusNoContent, nil)
		s.read(t, "GET", "/v1/checks/"+c.ID, "", "", http.StatusNotFound, nil)
	})
}

func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

// Every way to send a bibliography leads to the same references.
func TestIntake(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", `C:\Users\me\refs.bib`)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, bib(2))
	_ = w.WriteField("as", "")
	_ = w.Close()
	for _, tt := range []struct{ name, contentType, body, file, format string }{
		{"text in JSON", "application/json", `{"text":` + quoted(bib(2)) + `}`, "references.txt", "bibtex"},
		{"CSL-JSON in JSON", "application/json", `{"csl":[{"title":"A"},{"title":"B"}]}`, "references.json", "csl-json"},
		{"CSL-JSON", "application/vnd.citationstyles.csl+json", `[{"title":"A"},{"title":"B"}]`, "references.json", "csl-json"},
		{"a form", w.FormDataContentType(), form.String(), "refs.bib", "bibtex"},
		{"the file itself", "text/plain; charset=utf-8", bib(2), "references", "bibtex"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c Check
			s.read(t, "POST", "/v1/checks", tt.contentType, tt.body, http.StatusCreated, &c)
			if c.Name != tt.file || c.Format != tt.format || c.Summary.Total != 2 {
				t.Errorf("%+v", c)
			}
		})
	}
}

// What cannot be a check is refused, with a status and a reason.
func TestRefused(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) { o.MaxReferences, o.MaxUpload = 3, 2000 })
	for _, tt := range []struct {
		name, contentType, body string
		status                  int
		says                    string
	}{
		{"no content type", "", bib(1), http.StatusUnsupportedMediaType, "Content-Type"},
		{"a web form", "application/x-www-form-urlencoded", "text=x", http.StatusUnsupportedMediaType, "multipart/form-data"},
		{"broken JSON", "application/json", `{"text":`, http.StatusBadRequest, "not the JSON"},
		{"unknown field", "application/json", `{"txt":"x"}`, http.StatusBadRequest, "txt"},
		{"nothing in it", "application/json", `{}`, http.StatusUnprocessableEntity, "one of"},
		{"both in it", "application/json", `{"text":"x","csl":[]}`, http.StatusUnprocessableEntity, "one of"},
		{"no format", "application/json", `{"text":"x","as":"bibtext"}`, http.StatusUnprocessableEntity, "no format"},
		{"broken form", "multipart/form-data; boundary=x", "--x\r\nbroken", http.StatusBadRequest, "broken"},
		{"empty form", "multipart/form-data; boundary=x", "--x--\r\n", http.StatusUnprocessableEntity, "no references"},
		{"no reference", "text/plain", "\n\n", http.StatusUnprocessableEntity, "hint:"},
		{"too many", "text/plain", bib(4), http.StatusRequestEntityTooLarge, "3 is the most"},
		{"too large", "text/plain", bib(40), http.StatusRequestEntityTooLarge, "2000 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			resp, text := s.send(t, "POST", "/v1/checks", tt.contentType, tt.body)
			if resp.StatusCode != tt.status || !strings.Contains(text, tt.says) || resp.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s: %s", resp.Status, resp.Header.Get("Content-Type"), text)
			}
		})
	}
	for _, path := range []string{"/v1/checks/none", "/v1/checks/none/references", "/v1/checks/none/report"} {
		s.read(t, "GET", path, "", "", http.StatusNotFound, nil)
	}
	s.read(t, "POST", "/v1/checks/none/cancel", "", "", http.StatusNotFound, nil)
	s.read(t, "DELETE", "/v1/checks/none", "", "", http.StatusNotFound, nil)
}

// One reference is checked while the client waits.
func TestVerify(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	var got struct{ Verdict check.Verdict }
	s.read(t, "POST", "/v1/verify", "text/plain", bib(1), http.StatusOK, &got)
	if got.Verdict != check.Verified {
		t.Errorf("%+v", got)
	}
	s.read(t, "POST", "/v1/verify", "text/plain", bib(2), http.StatusUnprocessableEntity, nil)
}
