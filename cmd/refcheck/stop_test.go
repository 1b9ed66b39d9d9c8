package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

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
	s := startService(t, inWeather(t, "fair"), "--metrics", "127.0.0.1:0", "--drain", "2s")
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
	s.ends(t)
}

// When the service stops, slices are given back at once, however long a client takes for its request.
func TestServeStopsBeforeSlowClients(t *testing.T) {
	s := startService(t, inWeather(t, "hanging"), "--log-level", "debug")
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(slow, "POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n1. "); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(s.address+"/v1/checks", "text/plain", strings.NewReader("1. Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _ = resp.Body.Close(); resp.StatusCode != http.StatusCreated {
		t.Error(resp.Status)
	}
	s.awaits(t, "a slice is begun")
	told := time.Now()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.awaits(t, `"end":"given back"`)
	if took := time.Since(told); took > stopTime/2 {
		t.Errorf("the slice was given back after %v", took)
	}
	if err := slow.Close(); err != nil {
		t.Fatal(err)
	}
	s.ends(t)
}

// What is still answered when the time is over is cut off, which is no failure of the service.
func TestCutOff(t *testing.T) {
	l, err := listen(t.Context(), "127.0.0.1:0", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	asked, answered := make(chan struct{}), make(chan struct{})
	l.answerBy(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
		close(answered)
	}))
	go func() { _, _ = get(t, l.address) }()
	<-asked
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := errors.Join(l.finish(ctx), l.close(t.Context())); err != nil {
		t.Error(err)
	}
	<-answered
}
