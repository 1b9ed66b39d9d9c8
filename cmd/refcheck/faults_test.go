package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestFaultsMakeNoFinding checks references that are right against the stand-in registries in bad
// weather. Whatever happens there, none of them turns into mismatched or not found, and the run ends
// within its time.
func TestFaultsMakeNoFinding(t *testing.T) {
	shared := sharedFolder(t)
	base := standIn(t, shared)
	lines := rightReferences(t, filepath.Join(shared, "cases", "printed-right.jsonl"), 30)
	verdicts := func(t *testing.T, weather string) []string {
		t.Helper()
		tell(t, base, weather)
		return checkLines(t, base, "eutils", lines, 20*time.Second)
	}
	calm := verdicts(t, `{"faults": {}, "down": []}`)
	for _, weather := range []string{
		`{"faults": {"503": 0.2}}`, `{"faults": {"reset": 0.2}}`, `{"faults": {"truncate": 0.2}}`, `{"faults": {"html": 0.2}}`,
		`{"faults": {"garbage": 0.2}}`, `{"faults": {"429": 0.2}}`, `{"faults": {"hang": 0.1}}`,
		`{"faults": {}, "down": ["crossref"]}`, `{"faults": {}, "down": ["eutils"]}`,
	} {
		t.Run(weather, func(t *testing.T) {
			right, unchecked := 0, 0
			for i, got := range verdicts(t, weather) {
				switch {
				case calm[i] != "verified":
				case got == "unchecked":
					unchecked++
				case got != "verified":
					t.Errorf("now %s: %s", got, lines[i])
				default:
					right++
				}
			}
			t.Logf("%d verified, %d unchecked", right, unchecked)
			if right == 0 {
				t.Error("none is decided")
			}
		})
	}
}

// sharedFolder returns the folder of labelled sets, or skips the test.
func sharedFolder(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("left out of short runs, such as those of the race detector: it takes too long there")
	}
	shared := os.Getenv("REFCHECK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(shared, "registries", "serve.py")); err != nil {
		t.Skip("there are no stand-in registries in", shared)
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("the stand-in registries need python3")
	}
	return shared
}

// standIn starts the stand-in registries and returns their address. The first start on a machine
// takes about a minute.
func standIn(t *testing.T, shared string) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), "python3", filepath.Join(shared, "registries", "serve.py"), "--world", filepath.Join(shared, "world"), "--port", port, "--no-limits")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Wait() })
	base := "http://" + address
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/__stats", nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
			return base
		}
	}
	t.Fatal("the stand-in registries do not start")
	return ""
}

// tell sets the weather of the stand-in registries.
func tell(t *testing.T, base, weather string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/__set", strings.NewReader(weather))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("setting the weather %s: %s", weather, resp.Status)
	}
}

// rightReferences returns the first n printed references of a file of cases, each a line.
func rightReferences(t *testing.T, path string, n int) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for row := range bytes.Lines(data) {
		var c struct{ Text string }
		if err := json.Unmarshal(row, &c); err != nil {
			t.Fatal(err)
		}
		if len(lines) < n {
			lines = append(lines, strings.Join(strings.Fields(c.Text), " "))
		}
	}
	return lines
}

// checkLines returns the verdicts on references, and fails the test if the run takes longer than it may.
func checkLines(t *testing.T, base, pubmed string, lines []string, timeout time.Duration) []string {
	t.Helper()
	env := map[string]string{
		"REFCHECK_CACHE_DIR": t.TempDir(), "REFCHECK_REGISTRIES": "crossref,pubmed,doi", "REFCHECK_MAILTO": "someone@example.org",
		"REFCHECK_CROSSREF_URL": base + "/crossref", "REFCHECK_PUBMED_URL": base + "/" + pubmed, "REFCHECK_DOI_URL": base + "/doi",
		"REFCHECK_CROSSREF_RATE": "0", "REFCHECK_PUBMED_RATE": "0", "REFCHECK_DOI_RATE": "0",
	}
	var out, complaints bytes.Buffer
	began := time.Now()
	args := []string{"check", "--no-config", "--as", "lines", "--format", "json", "--timeout", timeout.String(), "-"}
	status := run(context.WithoutCancel(t.Context()), args, strings.NewReader(strings.Join(lines, "\n")), &out, &complaints, func(name string) string { return env[name] })
	if took := time.Since(began); took > timeout+10*time.Second {
		t.Errorf("the run took %v", took)
	}
	var doc struct{ References []struct{ Verdict string } }
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil || len(doc.References) != len(lines) {
		t.Fatalf("status %d, %d results for %d references: %v\n%s", status, len(doc.References), len(lines), err, complaints.String())
	}
	verdicts := make([]string, len(lines))
	for i, r := range doc.References {
		verdicts[i] = r.Verdict
	}
	return verdicts
}

// TestFaultsOfAFewRequests is the same in small: every second request fails in one way.
func TestFaultsOfAFewRequests(t *testing.T) {
	lines := []string{
		"Roter DL, Hall JA, Merisca R, Nordstrom B, Cretin D, Svarstad B. Effectiveness of interventions to improve patient compliance: a meta-analysis. Med Care. 1998;36:1138-61.",
		"Blumgart HL. Caring for the patient. N Engl J Med. 1964;270:449-56. doi:10.1056/NEJM196402272700906",
	}
	calm := httptest.NewServer(&world{})
	t.Cleanup(calm.Close)
	want := checkLines(t, calm.URL+"/fair", "pubmed", lines, time.Minute)
	for name, fail := range map[string]http.HandlerFunc{
		"503": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"429": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"html": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<html><body>Welcome</body></html>"))
		},
		"garbage": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("\x00\x01{")) },
		"reset":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"truncate": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "900")
			_, _ = w.Write([]byte("{"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			fair := &world{}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1)%2 == 1 {
					fail(w, r)
					return
				}
				fair.ServeHTTP(w, r)
			}))
			t.Cleanup(server.Close)
			for i, got := range checkLines(t, server.URL+"/fair", "pubmed", lines, time.Minute) {
				if got != want[i] && got != "unchecked" {
					t.Errorf("%s in fair weather, now %s: %s", want[i], got, lines[i])
				}
			}
		})
	}
}
