package pmcid

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// TestDecode reads answers as they were before 2025.
func TestDecode(t *testing.T) {
	for _, test := range []struct {
		file   string
		status int
		works  int
		says   string
	}{
		{"found", http.StatusOK, 1, ""},
		{"refused", http.StatusNotFound, 0, "pmcid: refused (HTTP 404): the converter says \"ID type 'doi' mismatch for '28371833'\""},
		{"found", http.StatusNotFound, 0, "no answer of the converter: status or records are missing"},
	} {
		body, err := os.ReadFile("testdata/" + test.file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		works, hidden, err := decode(registry.Response{Status: test.status, Body: body})
		if len(works) != test.works || hidden != 0 || (err != nil) != (test.says != "") || err != nil && err.Error() != test.says {
			t.Errorf("%s: %+v, %d hidden, %v", test.file, works, hidden, err)
		}
		for _, w := range works {
			if w.PMCID != "PMC2883744" || w.PMID != "20495566" || w.DOI != "10.1038/ng.590" {
				t.Errorf("%+v", w)
			}
		}
	}
}

// TestRecorded reads real answers that a public project recorded: one article, and one refusal.
func TestRecorded(t *testing.T) {
	read, refused := 0, 0
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "pmc-idconv") {
		works, hidden, err := decode(registry.Response{Status: http.StatusOK, Body: body})
		switch {
		case err == nil && hidden == 0 && len(works) == 1:
			read++
			registrytest.CheckText(t, works[0])
		case err != nil && strings.Contains(err.Error(), "mismatch"):
			refused++
		default:
			t.Errorf("%s: %d works, %d hidden, %v", name, len(works), hidden, err)
		}
	}
	t.Logf("%d answers read, %d refusals", read, refused)
	if read != 1 || refused != 1 {
		t.Error("the recordings hold more")
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"found", "refused"} {
		data, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"status":"ok","records":[{"pmcid":"PMC1","pmid":7,"doi":"10.1000/a"},{"errmsg":"Identifier not found in PMC"},null]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		works, hidden, err := decode(registry.Response{Status: http.StatusOK, Body: body})
		if err != nil && (len(works) > 0 || hidden > 0) {
			t.Error("works with an error")
		}
		for _, w := range works {
			if w.PMCID == "" {
				t.Error("a work that is in no PubMed Central")
			}
			registrytest.CheckText(t, w)
		}
	})
}
