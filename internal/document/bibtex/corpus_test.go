package bibtex

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// corpus returns the real files of the shared folder with an ending of BibTeX.
func corpus(t testing.TB) []string {
	t.Helper()
	shared := os.Getenv("REFCHECK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	var files []string
	for _, ending := range []string{"bib", "bibtex", "biblatex", "org"} {
		found, err := filepath.Glob(filepath.Join(shared, "files", "*", "*."+ending))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skipf("no BibTeX files in %s; set REFCHECK_SHARED", shared)
	}
	return files
}

func readText(t testing.TB, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
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

func TestCorpus(t *testing.T) {
	for _, file := range corpus(t) {
		text := readText(t, file)
		checkSpans(t, text)
		refs, problems := Parse(filepath.Base(file), text)
		for _, p := range problems {
			t.Logf("%s:%d:%d: %s", p.Location.File, p.Location.Line, p.Location.Column, p.Message)
		}
		if len(refs) == 0 && strings.Contains(text, "@article{") {
			t.Logf("%s: no references", file)
		}
	}
}
