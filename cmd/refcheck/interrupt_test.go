package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// started is a refcheck that checks two references against a world in which PubMed and doi.org hang.
type started struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

func start(t *testing.T, args ...string) *started {
	t.Helper()
	w := &world{}
	server := httptest.NewServer(w)
	t.Cleanup(server.CloseClientConnections)
	dir := t.TempDir()
	list := "Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56. doi:10.1056/NEJM196402272700906\n" +
		"Doe J. A work that only the slow registry may hold. J Slow. 2001;1:1–2.\n"
	if err := os.WriteFile(filepath.Join(dir, "refs.txt"), []byte(list), 0o644); err != nil {
		t.Fatal(err)
	}
	s := &started{Cmd: exec.Command("refcheck", args...)}
	s.Dir, s.Stdout, s.Stderr = dir, &s.stdout, &s.stderr
	s.Env = append(environment(server.URL+"/fair", dir), "PATH="+os.Getenv("PATH"),
		"REFCHECK_PUBMED_URL="+server.URL+"/hanging/pubmed", "REFCHECK_DOI_URL="+server.URL+"/hanging/doi")
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() })
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(strings.Join(w.requests(), "\n"), "/hanging/"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nobody was asked: %s", s.stderr.String())
		}
	}
	return s
}

// An interrupted run prints what it knows, leaves the rest unchecked, and says so by its status.
func TestInterrupt(t *testing.T) {
	s := start(t, "check", "--as", "lines", "refs.txt", "--also", "json=run.json")
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = s.Wait() // the status says it
	if got := s.ProcessState.ExitCode(); got != 130 {
		t.Errorf("exit status %d, want 130", got)
	}
	for _, want := range []string{"2 references", "interrupted", "1 unchecked"} {
		if !strings.Contains(s.stdout.String(), want) {
			t.Errorf("no %q in the report:\n%s\n%s", want, s.stdout.String(), s.stderr.String())
		}
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "run.json")); err != nil {
		t.Error(err)
	}
}

// The second signal ends a run that does not end by itself.
func TestInterruptTwice(t *testing.T) {
	s := start(t, "check", "--as", "lines", "refs.txt")
	for range 2 {
		if err := s.Process.Signal(os.Interrupt); err != nil {
			break // it ended at the first
		}
		time.Sleep(20 * time.Millisecond)
	}
	_ = s.Wait() // the status says it
	status, _ := s.ProcessState.Sys().(syscall.WaitStatus)
	if got := s.ProcessState.ExitCode(); got != 130 && status.Signal() != syscall.SIGINT {
		t.Errorf("exit status %d", got)
	}
}
