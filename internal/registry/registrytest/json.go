package registrytest

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// Decode reads the JSON of all files that a pattern names, in their order.
func Decode[T any](t *testing.T, pattern string) []T {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files are %s: %v", pattern, err)
	}
	all := make([]T, len(files))
	for i, name := range files {
		data, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(data, &all[i])
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return all
}

// Reply answers with JSON.
func Reply(w http.ResponseWriter, answer any) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	data, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(data)
}
