package bibtex

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// corpus returns the real files of the shared folder with an ending of BibTeX.
func corpus(tb testing.TB) []string {
	tb.Helper()
	shared := os.Getenv("REFCHECK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	var files []string
	for _, ending := range []string{"bib", "bibtex", "biblatex", "org"} {
		found, err := filepath.Glob(filepath.Join(shared, "files", "*", "*."+ending))
		if err != nil {
			tb.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		tb.Skipf("no BibTeX files in %s; set REFCHECK_SHARED", shared)
	}
	return files
}

func readText(tb testing.TB, file string) string {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if utf8.Valid(data) {
		return string(data)
	}
	runes := make([]rune, len(data)) // as Latin-1
	for i, c := range data {
		runes[i] = rune(c)
	}
	return string(runes)
}

// TestCorpus reads every real file: the spans hold, every reference has its place, and no file takes
// long.
func TestCorpus(t *testing.T) {
	for _, file := range corpus(t) {
		text := readText(t, file)
		checkSpans(t, text)
		start := time.Now()
		refs, problems := Parse(filepath.Base(file), text)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %d bytes took %s", file, len(text), took)
		}
		entries := 0
		for _, b := range Scan(text) {
			if b.Kind == Entry {
				entries++
			}
		}
		if len(refs) > entries {
			t.Errorf("%s: %d references of %d entries", file, len(refs), entries)
		}
		for i, r := range refs {
			if r.Index != i+1 || r.Location.Line == 0 || r.Location.Column == 0 || !strings.HasPrefix(r.Raw, "@") {
				t.Errorf("%s: reference %d stands at %v: %.40q", file, r.Index, r.Location, r.Raw)
			}
		}
		for _, p := range problems {
			t.Logf("%s:%d:%d: %s", p.Location.File, p.Location.Line, p.Location.Column, p.Message)
		}
	}
}
