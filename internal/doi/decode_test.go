package doi

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// A DOI of which the list says neither yes nor no is left to be asked for alone.
func TestDecodeAgencies(t *testing.T) {
	dois := []string{"10.1000/a", "10.1000/b", "10.1000/c", "10.1000/d"}
	body := `[{"DOI":"10.1000/D","status":"Unknown"},{"DOI":"10.1000/A","RA":"JaLC"},{"DOI":"10.1000/x","RA":"OP"},{"DOI":"10.1000/b","status":"DOI does not exist"}]`
	got, err := decodeAgencies(registry.Response{Status: http.StatusOK, Body: []byte(body)}, dois)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got["10.1000/a"].Works[0].Agency != "JaLC" || len(got["10.1000/b"].Works) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestDecodeHandle(t *testing.T) {
	for _, test := range []struct {
		file, doi string
		status    int
		works     int
		fails     bool
	}{
		{"handle.json", "10.1002/chem.202000622", http.StatusOK, 1, false},
		{"handle.json", "10.1002/other", http.StatusOK, 0, true},
		{"handle.json", "10.1002/chem.202000622", http.StatusNotFound, 0, true},
		{"handle-none.json", "10.1109/cvpr.2016.999999", http.StatusNotFound, 0, false},
		{"handle-none.json", "10.1109/cvpr.2016.999999", http.StatusOK, 0, true},
		{"agencies.json", "10.1109/cvpr.2016.90", http.StatusOK, 0, true},
	} {
		body, err := os.ReadFile("testdata/" + test.file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeHandle(registry.Response{Status: test.status, Body: body}, test.doi)
		if (err != nil) != test.fails || len(got) != test.works {
			t.Errorf("%+v: %+v, %v", test, got, err)
		}
	}
}

// TestRecorded reads real answers that public projects recorded: each is the agency of one prefix.
func TestRecorded(t *testing.T) {
	read, failed := 0, 0
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "doi-ra") {
		_, prefix, _ := strings.Cut(strings.ToLower(string(body)), `"doi"`)
		_, prefix, _ = strings.Cut(prefix, `"`)
		prefix, _, _ = strings.Cut(prefix, `"`)
		found, err := decodeAgencies(registry.Response{Status: http.StatusOK, Body: body}, []string{prefix})
		if err != nil {
			failed++
			t.Logf("%s: %v", name, err)
			continue
		}
		read++
		for _, a := range found {
			for _, w := range a.Works {
				if w.Agency == "" {
					t.Errorf("%s: no agency", name)
				}
				registrytest.CheckText(t, w)
			}
		}
	}
	t.Logf("%d answers read, %d of another form", read, failed)
	if read < 30 || failed > 5 {
		t.Error("too few are readable")
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"agencies", "handle", "handle-none"} {
		data, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "10.1109/cvpr.2016.90")
	}
	f.Fuzz(func(t *testing.T, body []byte, doi string) {
		doi = key(registry.Query{DOI: doi})
		r := registry.Response{Status: http.StatusOK, Body: body}
		found, err := decodeAgencies(r, []string{doi, "10.1000/other"})
		if err == nil && len(found) == 0 {
			t.Error("nothing is known, and no error said")
		}
		handle, err := decodeHandle(r, doi)
		if err == nil && len(handle) != 1 {
			t.Error("HTTP 200 taken for none")
		}
		for _, a := range found {
			for _, w := range a.Works {
				w.DOI = "" // the question, as it was asked
				registrytest.CheckText(t, w)
			}
		}
	})
}
