package match

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

// TestHalpern identifies the references of J. Halpern, "What is clinical empathy?" (2003), among
// what a search of the shared world offers.
func TestHalpern(t *testing.T) {
	data, err := os.ReadFile(shared(t, "examples", "halpern-2003.txt"))
	if err != nil {
		t.Fatal(err)
	}
	w := openWorld(t)
	want := map[string][]string{"15": {"year"}, "16": {"author"}}
	for _, n := range []string{"3", "6", "7", "9", "10", "17", "18", "23"} {
		want[n] = []string{"none"}
	}
	seen := 0
	for _, line := range strings.Split(string(data), "\n") {
		number, text, ok := strings.Cut(strings.TrimSpace(line), ". ")
		if !ok || strings.Trim(number, "0123456789") != "" || number == "" {
			continue
		}
		seen++
		read := parser.Parse(text)
		ref := biblio.Reference{Item: read.Item, Raw: text, Printed: true, Confidence: read.Confidence}
		id := Identify(ref, w.search(ref, text, 8))
		if got := verdict(id); !slices.Equal(got, want[number]) && len(got)+len(want[number]) > 0 {
			t.Errorf("%s. %s\n   differs in %v, want %v (%.3f, %s)", number, text, got, want[number], id.Confidence, id.Work.Title)
		}
	}
	if seen != 24 {
		t.Errorf("%d references, want 24", seen)
	}
}
