package server

import (
	"net/http"
	"slices"
	"testing"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// A bibliography is read, and nobody is asked.
func TestParse(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	var got Parsed
	s.read(t, "POST", "/v1/parse", "application/json", `{"as":"bibtex","name":"refs.bib","text":`+quoted(bib(2)+"@article{broken, title={")+`}`, http.StatusOK, &got)
	if got.Format != "bibtex" || len(got.References) < 2 || len(got.Problems) == 0 {
		t.Fatalf("%+v", got)
	}
	if r := got.References[1]; r.Index != 2 || r.ID != "k2" || r.Location.File != "refs.bib" || r.Location.Line != 2 || r.Printed || string(r.Reference.Volume) != "4" {
		t.Errorf("%+v", r)
	}
	if len(s.shelf.Asked()) != 0 {
		t.Errorf("a registry was asked: %v", s.shelf.Asked())
	}
	got = Parsed{}
	s.read(t, "POST", "/v1/parse", "text/plain", "1. Doe J. On the counting of sheep. J Sheep. 2001;4:1-9.", http.StatusOK, &got)
	if len(got.References) != 1 || !got.References[0].Printed || got.References[0].Confidence <= 0 || got.Problems == nil {
		t.Errorf("%+v", got)
	}
	s.read(t, "POST", "/v1/parse", "text/plain", "\n", http.StatusUnprocessableEntity, nil)
}

// The formats that are named are those that are taken.
func TestFormats(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	var got Formats
	s.read(t, "GET", "/v1/formats", "", "", http.StatusOK, &got)
	at := slices.IndexFunc(got.Read, func(f ReadFormat) bool { return f.Name == "bibtex" })
	if at < 0 || !slices.Contains(got.Read[at].Extensions, ".bib") || got.MaxReferences != 500 || got.MaxBytes != 1<<20 {
		t.Errorf("%+v", got)
	}
	var c Check
	s.read(t, "POST", "/v1/checks", "text/plain", bib(1), http.StatusCreated, &c)
	for _, f := range got.Report {
		resp, _ := s.send(t, "GET", "/v1/checks/"+c.ID+"/report?format="+f.Name, "", "")
		if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != f.ContentType {
			t.Errorf("%s: %s, %s", f.Name, resp.Status, resp.Header.Get("Content-Type"))
		}
	}
}
