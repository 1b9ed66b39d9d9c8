package text_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/document/text"
)

// TestHalpern reads the sample of the project: a list as copied from its publisher's page.
func TestHalpern(t *testing.T) {
	const file = "../../../testdata/halpern-2003.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	refs, problems := text.Parse(file, string(data), untaken)
	if len(refs) != 24 || len(problems) != 0 {
		t.Fatalf("%d references and %d problems, want 24 and none:\n%s", len(refs), len(problems), print(refs, problems))
	}
	lines := strings.Split(string(data), "\n")
	for i, r := range refs {
		if r.ID != strconv.Itoa(i+1) || r.Index != i+1 || !r.Printed || r.Location.File != file {
			t.Errorf("reference %d: ID %q, Index %d, Printed %v, file %q", i+1, r.ID, r.Index, r.Printed, r.Location.File)
		}
		// The raw text is what stands on its line behind the number: each entry is one line there.
		_, want, _ := strings.Cut(strings.TrimSpace(lines[r.Location.Line-1]), ". ")
		if r.Raw != want {
			t.Errorf("reference %d is %q, want %q", i+1, r.Raw, want)
		}
		if got := lines[r.Location.Line-1][r.Location.Column-1:]; !strings.HasPrefix(got, r.ID+". ") {
			t.Errorf("reference %d is placed before %q", i+1, got)
		}
	}
}
