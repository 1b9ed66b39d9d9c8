//go:build unix

package bibtex

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
)

// BenchmarkParseShared reads real bibliographies, repeated until they hold 100,000 entries. Beside
// the time that passed it reports the throughput by the time of the processor, which holds on a machine that
// has other work: "cpu-MB/s", of one core under GOMAXPROCS=1.
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
	start := processorTime(b)
	for b.Loop() {
		if refs, _ := Parse("shared.bib", text); len(refs) < 100_000 {
			b.Fatalf("only %d entries", len(refs))
		}
	}
	spent := processorTime(b) - start
	b.ReportMetric(float64(len(text))*float64(b.N)/1e6/spent.Seconds(), "cpu-MB/s")
}

// processorTime returns how long the process has been running on the processor.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
