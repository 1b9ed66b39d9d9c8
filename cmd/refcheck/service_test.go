package main

import (
	"bufio"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// aService is a service that runs as a process of its own.
type aService struct {
	*exec.Cmd
	lines            *bufio.Scanner
	address, metrics string
}

// inWeather returns the address of registries in some weather: see world.
func inWeather(t *testing.T, weather string) string {
	t.Helper()
	registries := httptest.NewServer(&world{})
	t.Cleanup(registries.Close)
	return registries.URL + "/" + weather
}

// startService starts a service over registries, and waits until it serves.
func startService(t *testing.T, registries string, args ...string) *aService {
	t.Helper()
	s := &aService{Cmd: exec.Command("refcheck", append([]string{"serve", "--no-config", "--log-format", "json", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, args...)...)}
	s.Env = append(environment(registries, t.TempDir()), "PATH="+os.Getenv("PATH"))
	stderr, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Process.Kill()
		_ = s.Wait()
	})
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
	if s.address == "" {
		t.Fatal("the service did not start")
	}
	return s
}

// awaits reads the log up to a message.
func (s *aService) awaits(t *testing.T, message string) {
	t.Helper()
	for s.lines.Scan() {
		if strings.Contains(s.lines.Text(), message) {
			return
		}
	}
	t.Fatalf("the log ends without %q", message)
}

// ends waits for the end of a service that was told to stop.
func (s *aService) ends(t *testing.T) {
	t.Helper()
	for s.lines.Scan() {
	}
	if err := s.Wait(); err != nil {
		t.Error(err)
	}
}
