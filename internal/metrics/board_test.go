package metrics

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

var metricName = regexp.MustCompile(`\b(?:refcheck|go|process)_[a-z0-9_]+`)

// docs/operations.md has watched what exists.
func TestDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	text := shown(t, counted(t, func(context.Context) (Backlog, error) { return Backlog{"slices": {"queued": 1}}, nil }))
	names := metricName.FindAllString(string(docs), -1)
	for _, name := range names {
		if !strings.Contains(text, "# TYPE "+name+" ") {
			t.Errorf("there is no metric %s", name)
		}
	}
	if len(names) < 8 {
		t.Errorf("%d metrics were found", len(names))
	}
}

// The board asks for metrics that exist, and there is no metric of ours that it does not show.
func TestBoard(t *testing.T) {
	file, err := os.ReadFile("../../deploy/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			ID      int
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(file, &board); err != nil {
		t.Fatal(err)
	}
	text := shown(t, counted(t, func(context.Context) (Backlog, error) { return Backlog{"slices": {"queued": 1}}, nil }))
	asked, ids := map[string]bool{}, map[int]bool{}
	for _, p := range board.Panels {
		if ids[p.ID] || len(p.Targets) == 0 {
			t.Errorf("%s: id %d again, or no query", p.Title, p.ID)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			names := metricName.FindAllString(target.Expr, -1)
			if len(names) == 0 {
				t.Errorf("%s: %s names no metric", p.Title, target.Expr)
			}
			for _, name := range names {
				asked[strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_count")] = true
				if !strings.Contains(text, "\n"+name+"{") && !strings.Contains(text, "\n"+name+" ") {
					t.Errorf("%s: there is no metric %s", p.Title, name)
				}
			}
		}
	}
	for _, m := range regexp.MustCompile(`# TYPE (refcheck_\w+)`).FindAllStringSubmatch(text, -1) {
		if !asked[m[1]] {
			t.Errorf("the board does not show %s", m[1])
		}
	}
}
