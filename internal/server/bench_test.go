package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// BenchmarkReport makes reports of a check of 100,000 references, and tells how large the heap grows.
func BenchmarkReport(b *testing.B) {
	s := newStill(b, databasetest.Opened(b, b.TempDir()+"/refcheck.sqlite"))
	id := s.long(b, 100_000)
	for _, path := range []string{
		"report?format=jsonl", "report?format=json", "report?format=csv", "corrected?format=text", "corrected?format=ris",
	} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				stop := watchHeap(b)
				resp, err := http.Get(s.URL + "/v1/checks/" + id + "/" + path)
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, resp.Body)
				if err != nil || resp.StatusCode != http.StatusOK {
					b.Fatal(resp.Status, err)
				}
				_ = resp.Body.Close()
				b.ReportMetric(stop(), "peak-MB")
				b.ReportMetric(float64(n)/1e6, "sent-MB")
			}
		})
	}
}

// watchHeap looks at the heap until the returned function is called, which tells the most that it held, in MB.
func watchHeap(b *testing.B) func() float64 {
	b.Helper()
	runtime.GC()
	done, peak := make(chan struct{}), uint64(0)
	var watching sync.WaitGroup
	watching.Go(func() {
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	})
	return func() float64 {
		close(done)
		watching.Wait()
		return float64(peak) / 1e6
	}
}

// long makes a check of n references that are all decided.
func (s *still) long(b *testing.B, n int) string {
	b.Helper()
	refs := make([]biblio.Reference, n)
	for i := range refs {
		refs[i] = registrytest.Reference(fmt.Sprintf("10.1000/%06d", i+1))
		refs[i].Index, refs[i].ID, refs[i].Raw, refs[i].Printed, refs[i].Volume = i+1, fmt.Sprint(i+1),
			fmt.Sprintf("%d. Doe J. On the counting of sheep in mountains of the north. Journal of Sheep. 2001;5:1-9. doi:10.1000/%06d", i+1, i+1), true, "5"
	}
	cited, err := jobs.Cited(refs)
	if err != nil {
		b.Fatal(err)
	}
	c, _, err := s.store.Create(b.Context(), checks.Draft{Name: "refs.txt", Format: "text", Source: []byte("x"), Problems: []byte("[]"), Cited: cited, Keep: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	for first := 0; first < n; first += 100 {
		slice, ok, err := s.store.Claim(b.Context(), checks.Job{Check: c.ID, Slice: first / 100}, "test", time.Hour)
		if err != nil || !ok {
			b.Fatal(ok, err)
		}
		var decided []checks.Reference
		for _, ref := range refs[first : first+100] {
			result, err := json.Marshal(check.Result{
				Verdict: check.Mismatched, Confidence: 0.99,
				Match:      &check.Match{Work: biblio.Work{Item: registrytest.Reference(ref.DOI).Item, Registry: "shelf"}, Link: "https://doi.org/" + ref.DOI},
				Mismatches: []check.Mismatch{{Field: "volume", Cited: "5", Registered: "4", Severity: check.Error}},
				Findings:   []check.Finding{{Rule: "mismatch/volume", Severity: check.Error, Message: "the volume is 4 in the registry and 5 here", Fingerprint: "0123456789abcdef"}},
				Coverage:   []check.Coverage{{Registry: "shelf", Outcome: check.Found}, {Registry: "other", Outcome: check.Skipped, Reason: "the work is known from another registry"}},
			})
			if err != nil {
				b.Fatal(err)
			}
			decided = append(decided, checks.Reference{Index: ref.Index, Verdict: string(check.Mismatched), Result: result})
		}
		if err := s.store.Keep(b.Context(), slice, decided); err != nil {
			b.Fatal(err)
		}
		if err := s.store.Finish(b.Context(), slice); err != nil {
			b.Fatal(err)
		}
	}
	return c.ID
}
