package text_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// untaken is a parser that takes nothing apart, so that the tests see the splitting alone.
func untaken(string) biblio.Reading { return biblio.Reading{Confidence: 0.5} }

// print writes what was read of a page, one reference a line.
func print(refs []biblio.Reference, problems []biblio.Problem) string {
	var out bytes.Buffer
	for _, r := range refs {
		fmt.Fprintf(&out, "%s\t%d:%d\t%s\n", r.ID, r.Location.Line, r.Location.Column, r.Raw)
	}
	for _, p := range problems {
		fmt.Fprintf(&out, "problem\t%d:%d\t%s\n", p.Location.Line, p.Location.Column, p.Message)
	}
	return out.String()
}

// TestGolden reads pages of many layouts. What each fixture is for stands in its name.
func TestGolden(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages in testdata: %v", err)
	}
	for _, page := range pages {
		t.Run(strings.TrimSuffix(filepath.Base(page), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			got := print(text.Parse(page, string(data), untaken))
			golden := strings.TrimSuffix(page, ".txt") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}
