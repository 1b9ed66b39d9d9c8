package server

import (
	"io"
	"net/http"
	"testing"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// BenchmarkCheckPage looks at the page of a check of 100,000 references that nobody has looked at before, and at
// parts of it afterwards. It tells how large the heap grows and how long the answer is.
func BenchmarkCheckPage(b *testing.B) {
	s := newStill(b, databasetest.Opened(b, b.TempDir()+"/refcheck.sqlite"))
	at := s.URL + "/checks/" + s.long(b, 100_000)
	for _, view := range []struct{ name, query string }{
		{"first", ""}, {"again", ""}, {"page", "?part=list&page=900"}, {"verdict", "?part=list&show=mismatched&page=900"}, {"none", "?part=list&show=verified"},
		{"attention", "?part=list&show=attention"}, {"search", "?part=list&q=goats"},
	} {
		b.Run(view.name, func(b *testing.B) {
			for b.Loop() {
				if view.name == "first" {
					s.server.surveys = surveys{}
				}
				stop := watchHeap(b)
				resp, err := http.Get(at + view.query)
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, resp.Body)
				if err != nil || resp.StatusCode != http.StatusOK {
					b.Fatal(resp.Status, err)
				}
				_ = resp.Body.Close()
				b.ReportMetric(stop(), "peak-MB")
				b.ReportMetric(float64(n)/1e3, "sent-kB")
			}
		})
	}
}
