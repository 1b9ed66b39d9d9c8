package registrytest

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/refcheck/refcheck/internal/registry"
)

// transcript is an answer that somebody saw or read in a registry's source, and wrote down.
type transcript struct {
	Source  string            `json:"source"`
	Request string            `json:"request"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// serve gives the answer whatever the question.
func (a transcript) serve(w http.ResponseWriter, _ *http.Request) {
	for name, value := range a.Headers {
		w.Header().Set(name, value)
	}
	status(a.Status, a.Body)(w, nil)
}

// Transcribed checks what the client makes of the answers of one source in ../shared/recorded/transcribed
// when it asks q. want names, for each request there, the failure that follows from its answer, or
// NoFailure where the answer is "none". The test is skipped where there are no such answers: they are
// not part of the project. shared is another place of that folder, or empty.
func Transcribed(t *testing.T, h Harness, shared, source string, kind registry.Kind, q registry.Query, want map[string]registry.Failure) {
	t.Helper()
	seen := 0
	for _, a := range transcripts(t, shared) {
		if a.Source != source {
			continue
		}
		seen++
		t.Run(a.Request, func(t *testing.T) {
			failure, ok := want[a.Request]
			if !ok {
				t.Fatalf("nobody says what follows from %s", a.Body)
			}
			s := newServer(t, h).with(from(0, a.serve))
			answer := s.client().Lookup(t.Context(), kind, []registry.Query{q})[0]
			if failure == NoFailure {
				check(t, []registry.Answer{answer}, []string{""})
				return
			}
			checkFailed(t, answer, []registry.Failure{failure})
			t.Log(answer.Err)
		})
	}
	if seen != len(want) {
		t.Errorf("%d answers of %s, want %d", seen, source, len(want))
	}
}

// NoFailure stands for an answer that says "none".
const NoFailure registry.Failure = ""

// transcripts reads all answers that were written down.
func transcripts(t *testing.T, shared string) []transcript {
	t.Helper()
	if shared == "" {
		shared = beside(t)
	}
	file, err := os.Open(filepath.Join(shared, "recorded", "transcribed", "responses.jsonl"))
	if err != nil {
		t.Skipf("no transcribed answers to read: %v", err)
	}
	defer func() { _ = file.Close() }()
	var all []transcript
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a transcript
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
