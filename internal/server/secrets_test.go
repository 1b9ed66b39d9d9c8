package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// ill is a registry that panics over a title, and fails over all others.
type ill struct{ over string }

func (ill) Name() string { return "ill" }

func (ill) Abilities() []registry.Ability {
	return []registry.Ability{{Kind: registry.BySearch, Batch: 1, Takes: func(registry.Query) bool { return true }}}
}

func (i ill) Lookup(_ context.Context, _ registry.Kind, queries []registry.Query) []registry.Answer {
	registry.Each(queries, func(q registry.Query) {
		if q.Title == i.over {
			panic(q.Title)
		}
	})
	answers := make([]registry.Answer, len(queries))
	for k, q := range queries {
		answers[k].Err = &registry.Error{Registry: "ill", Failure: registry.Down, Status: http.StatusServiceUnavailable, Err: errors.New(q.Title)}
	}
	return answers
}

var _ check.Registry = ill{}

// Nothing of what is checked, by whom and with which token stands in the log, whatever goes wrong.
func TestLogsAreSilent(t *testing.T) {
	const secret = "Zweizahnkraut"
	var log logged
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) {
		o.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Registries = []check.Registry{ill{over: "none"}}
	})
	send := func(method, path, contentType, body string) {
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Authorization", "Bearer "+secret)
		req.Header.Set("X-Forwarded-For", "203.0.113.77")
		req.Header.Set("Cookie", "refcheck_token="+secret)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	bibliography := "@article{" + secret + ", title={" + secret + "}, author={" + secret + ", A}, year=2003, doi={10.1000/" + secret + "}, url={http://" + secret + ".example}}"
	var c Check
	s.read(t, "POST", "/v1/checks", "application/json", `{"name":"`+secret+`.bib","text":`+quoted(bibliography)+`}`, http.StatusCreated, &c)
	if c = s.over(t, c.ID); c.Summary.Unchecked != 1 {
		t.Errorf("%+v", c)
	}
	send("POST", "/v1/verify", "text/plain", bibliography)
	send("POST", "/v1/parse", "text/plain", bibliography)
	send("POST", "/v1/checks", "text/plain", "@article{"+secret)
	send("POST", "/v1/checks", "application/json", `{"`+secret+`":1}`)
	send("POST", "/v1/checks", "multipart/form-data; boundary="+secret, secret)
	send("GET", "/v1/checks/"+secret+"?token="+secret, "", "")
	send("GET", "/"+secret, "", "")
	send(strings.ToUpper(secret), "/", "", "")
	text := log.String()
	for _, s := range []string{secret, "203.0.113.77", c.ID, "127.0.0.1"} {
		if at := strings.Index(strings.ToLower(text), strings.ToLower(s)); at >= 0 {
			t.Errorf("the log tells %q: %s", s, text[max(0, at-200):at+60])
		}
	}
	for _, s := range []string{`"msg":"answered","request":`, `"route":"POST /v1/checks"`, `"msg":"a slice is over"`} {
		if !strings.Contains(text, s) {
			t.Errorf("the log does not tell %s", s)
		}
	}
}

// What panics over a reference leaves that one unchecked, and is logged without its text.
func TestWorkerPanics(t *testing.T) {
	const secret = "Zweizahnkraut"
	db := databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite")
	var log logged
	s := newService(t, db, func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		o.Registries = []check.Registry{ill{secret}}
	})
	var c Check
	s.read(t, "POST", "/v1/checks", "text/plain", "@article{a, title={Sheep}, year=2003}\n@article{k, title={"+secret+"}, year=2003}\n@article{b, title={Goats}, year=2003}", http.StatusCreated, &c)
	if c = s.over(t, c.ID); c.State != checks.Done || c.Summary.Unchecked != 3 {
		t.Errorf("%+v", c)
	}
	_, text := s.send(t, "GET", "/v1/checks/"+c.ID+"/report?format=jsonl", "", "")
	if strings.Count(text, "refcheck makes a mistake over it") == 0 || strings.Count(text, "HTTP 503") < 2 {
		t.Error(text)
	}
	if resp, text := s.send(t, "POST", "/v1/verify", "text/plain", "@article{k, title={"+secret+"}, year=2003}"); resp.StatusCode != http.StatusInternalServerError || strings.Contains(text, secret) {
		t.Errorf("%s %s", resp.Status, text)
	}
	if text := log.String(); !strings.Contains(text, "a worker panicked") || !strings.Contains(text, "a handler panicked") || !strings.Contains(text, "panic=string") || strings.Contains(text, secret) {
		t.Error(text)
	}
}

// With LogReferences each reference is logged with its verdict.
func TestLogReferences(t *testing.T) {
	var log logged
	db := databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite")
	queue, err := jobs.NewQueue(db, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	store := checks.New(db, queue.Enqueue, time.Now)
	workers, err := jobs.NewWorkers(db, store, jobs.Options{
		Registries: []check.Registry{ill{over: "none"}}, AtOnce: 1, Name: "one", Log: slog.New(slog.NewTextHandler(&log, nil)), LogReferences: true, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	cited, err := jobs.Cited([]biblio.Reference{{Index: 1, ID: "a", Raw: "Doe J. On sheep. 2001.", Item: biblio.Item{Title: "On sheep"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Create(t.Context(), checks.Draft{Name: "x", Format: "text", Source: []byte("x"), Problems: []byte("[]"), Cited: cited, Keep: time.Hour}); err != nil {
		t.Fatal(err)
	}
	running := context.WithoutCancel(t.Context())
	if err := workers.Start(running); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); !strings.Contains(log.String(), "On sheep") && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if err := workers.Stop(running); err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), `verdict=unchecked reference="Doe J. On sheep. 2001."`) {
		t.Error(log.String())
	}
}
