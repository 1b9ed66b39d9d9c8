package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// aService is a service that runs as a process of its own.
type aService struct {
	*exec.Cmd
	lines            *bufio.Scanner
	address, metrics string
}

// startService starts a service and waits until it serves.
func startService(t *testing.T, args ...string) *aService {
	t.Helper()
	registries := httptest.NewServer(&world{})
	t.Cleanup(registries.Close)
	s := &aService{Cmd: exec.Command("refcheck", append([]string{"serve", "--no-config", "--log-format", "json", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, args...)...)}
	s.Env = append(environment(registries.URL+"/fair", t.TempDir()), "PATH="+os.Getenv("PATH"))
	stderr, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() })
	s.lines = bufio.NewScanner(stderr)
	for s.address == "" && s.lines.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(s.lines.Bytes(), &line); err != nil {
			t.Fatalf("%v: %s", err, s.lines.Text())
		}
		switch line.Msg {
		case "showing metrics":
			s.metrics = line.Address
		case "serving":
			s.address = line.Address
		}
	}
	return s
}

// get returns the status and the body of what an address answers; 0 for nothing.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// A service that is told to stop says first that it is not ready, and serves on meanwhile; then it ends in
// good order. It shows its figures at an address of their own, and reads what is large in another process.
func TestServeStops(t *testing.T) {
	s := startService(t, "--metrics", "127.0.0.1:0", "--drain", "2s")
	if status, text := get(t, s.address+"/readyz"); status != http.StatusOK {
		t.Fatal(status, text)
	}
	large := "@article{k, title={On sheep}, year=2003}\n" + strings.Repeat("% a comment\n", 20_000)
	resp, err := http.Post(s.address+"/v1/checks", "text/plain", strings.NewReader(large))
	if err != nil {
		t.Fatal(err)
	}
	if _ = resp.Body.Close(); resp.StatusCode != http.StatusCreated {
		t.Error(resp.Status)
	}
	time.Sleep(100 * time.Millisecond) // the answer is there before it is counted
	status, text := get(t, s.metrics)
	for _, want := range []string{
		`refcheck_http_request_duration_seconds_count{route="POST /v1/checks",status="201"} 1`, "refcheck_database_up 1", `refcheck_registry_down{registry="crossref"} 0`,
	} {
		if status != http.StatusOK || !strings.Contains(text, want+"\n") {
			t.Errorf("%d, without %s", status, want)
		}
	}
	if status, _ := get(t, s.address+"/metrics"); status != http.StatusNotFound {
		t.Errorf("the public sees the metrics: %d", status)
	}
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ready := http.StatusOK
	for end := time.Now().Add(2 * time.Second); ready == http.StatusOK && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		ready, _ = get(t, s.address+"/readyz")
	}
	if ready != http.StatusServiceUnavailable {
		t.Errorf("ready while it stops: %d", ready)
	}
	if status, text := get(t, s.address+"/v1/formats"); status != http.StatusOK {
		t.Errorf("while it stops: %d %s", status, text)
	}
	for s.lines.Scan() {
	}
	if err := s.Wait(); err != nil {
		t.Error(err)
	}
}
