package server

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// A report of a check that is not over holds what was decided, and its summary counts just that.
func TestReportMeanwhile(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newStill(t, db)
		id, slice := s.slice(t, 3)
		s.decide(t, slice, 2)
		_, text := s.send(t, "GET", "/v1/checks/"+id+"/report", "", "")
		doc, err := report.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.References) != 3 || doc.References[1].Verdict != "not_found" || doc.References[2].Verdict != "unchecked" {
			t.Errorf("references: %+v", doc.References)
		}
		counted := doc.Summary
		var head report.Document
		s.read(t, "GET", "/v1/checks/"+id+"/report?format=json", "", "", http.StatusOK, &head)
		if head.Summary != counted {
			t.Errorf("the summary says %+v, counted are %+v", head.Summary, counted)
		}
	})
}

// What would take too much memory as a whole is refused, with what to do instead; what streams is not.
func TestReportOfManyReferences(t *testing.T) {
	db := databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite")
	s := newStill(t, db)
	cited := make([][]byte, inMemory+1)
	for i := range cited {
		cited[i] = []byte(`{}`)
	}
	c, _, err := s.store.Create(t.Context(), checks.Draft{Source: []byte("x"), Problems: []byte("[]"), Cited: cited, Keep: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	resp, text := s.send(t, "GET", "/v1/checks/"+c.ID+"/report?format=html", "", "")
	if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, "refcheck report") {
		t.Errorf("html: %s: %s", resp.Status, text)
	}
	resp, text = s.send(t, "GET", "/v1/checks/"+c.ID+"/report?format=csv", "", "")
	if resp.StatusCode != http.StatusOK || strings.Count(text, "\n") != inMemory+2 {
		t.Errorf("csv: %s, %d lines", resp.Status, strings.Count(text, "\n"))
	}
}

// A file that breaks off does not look whole to the client.
func TestReportBreaksOff(t *testing.T) {
	s := newStill(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	c, _, err := s.store.Create(t.Context(), checks.Draft{Source: []byte("x"), Problems: []byte("[]"), Cited: [][]byte{[]byte(`{}`), []byte(`broken`)}, Keep: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(s.URL + "/v1/checks/" + c.ID + "/report?format=jsonl")
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		var all []byte
		if all, err = io.ReadAll(resp.Body); err == nil {
			t.Errorf("%s: %s", resp.Status, all)
		}
	}
}
