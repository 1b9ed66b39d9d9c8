package metrics

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
)

// shown returns what is shown to Prometheus.
func shown(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	text, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, err, string(text))
	}
	return string(text)
}

// fake is a registry's client with figures.
type fake string

func (f fake) Name() string { return string(f) }
func (f fake) Stats() registry.Stats {
	return registry.Stats{Cached: 7, Rate: 2.5, Down: f == "pubmed"}
}

// counted returns metrics that have counted one of everything.
func counted(t *testing.T, backlog func(context.Context) (Backlog, error)) *Metrics {
	t.Helper()
	m := New("1.2.3")
	m.Request("GET /v1/checks/{id}")(404)
	m.Request("GET /v1/checks/{id}/events")
	m.Attempt(registry.Attempt{Registry: "crossref", Class: "list", Outcome: "answered", Waited: 2 * time.Second, Took: time.Second})
	m.Attempt(registry.Attempt{Registry: "crossref", Class: "list", Outcome: "not sent", Waited: time.Second})
	m.Decided("verified")
	m.Worked(time.Second, "done")
	m.AddRegistry(fake("crossref"))
	m.AddRegistry(fake("pubmed"))
	m.AddBacklog(t.Context(), backlog)
	return m
}

func TestMetrics(t *testing.T) {
	text := shown(t, counted(t, func(context.Context) (Backlog, error) { return Backlog{"slices": {"queued": 12}}, nil }))
	for _, line := range []string{
		`refcheck_build_info{version="1.2.3"} 1`,
		`refcheck_http_request_duration_seconds_count{route="GET /v1/checks/{id}",status="404"} 1`,
		`refcheck_http_requests_in_flight{route="GET /v1/checks/{id}"} 0`,
		`refcheck_http_requests_in_flight{route="GET /v1/checks/{id}/events"} 1`,
		`refcheck_registry_requests_total{class="list",outcome="answered",registry="crossref"} 1`,
		`refcheck_registry_requests_total{class="list",outcome="not sent",registry="crossref"} 1`,
		`refcheck_registry_wait_seconds_sum{class="list",registry="crossref"} 3`,
		`refcheck_registry_request_duration_seconds_count{class="list",registry="crossref"} 1`,
		`refcheck_references_decided_total{verdict="verified"} 1`,
		`refcheck_slice_duration_seconds_sum{end="done"} 1`,
		`refcheck_registry_cached_answers_total{registry="crossref"} 7`,
		`refcheck_registry_rate_limit{registry="crossref"} 2.5`,
		`refcheck_registry_down{registry="pubmed"} 1`,
		`refcheck_registry_cache_broken{registry="pubmed"} 0`,
		`refcheck_backlog{state="queued",what="slices"} 12`,
		`refcheck_database_up 1`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("there is no %s", line)
		}
	}
}

// A database that is away takes its own figures with it, and no others.
func TestDatabaseAway(t *testing.T) {
	text := shown(t, counted(t, func(context.Context) (Backlog, error) { return nil, errors.New("away") }))
	if !strings.Contains(text, "refcheck_database_up 0\n") || strings.Contains(text, "refcheck_backlog{") || !strings.Contains(text, "refcheck_registry_down") {
		t.Error(text)
	}
}
