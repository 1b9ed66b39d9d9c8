package bibtex

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// BenchmarkParseShared reads real bibliographies, repeated until they hold 100,000 entries.
func BenchmarkParseShared(b *testing.B) {
	root := os.Getenv("REFCHECK_SHARED")
	if root == "" {
		root = "../../../../shared"
	}
	files, err := filepath.Glob(filepath.Join(root, "files", "*", "*.bib"))
	if err != nil || len(files) == 0 {
		b.Skipf("no folder of real files at %s", root)
	}
	var all strings.Builder
	entries := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		if text := string(data); utf8.ValidString(text) {
			refs, problems := Parse(file, text)
			if len(refs) > 0 && len(problems) == 0 {
				all.WriteString(text + "\n")
				entries += len(refs)
			}
		}
	}
	text := strings.Repeat(all.String(), 1+100_000/entries)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if refs, _ := Parse("shared.bib", text); len(refs) < 100_000 {
			b.Fatalf("only %d entries", len(refs))
		}
	}
}
