package text_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/text"
)

// seed adds the fixtures to a fuzz target.
func seed(f *testing.F) {
	pages, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(pages) == 0 {
		f.Fatalf("no pages in testdata: %v", err)
	}
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, s := range []string{"", "\n", "1.\n2.\n3.", "References 1. a", "[a] b\n[c] d", "-\u00ad\n-", "\f\f\v\u2028", "1 1\n2 2\n", "\xff1. \xe2\x80"} {
		f.Add(s)
	}
}

// checkPlaces holds that references are in order, within the text, and not empty.
func checkPlaces(t *testing.T, s string, refs []biblio.Reference) {
	t.Helper()
	lines := strings.Split(s, "\n")
	before := 0
	for i, r := range refs {
		if r.Index != i+1 || r.ID == "" || r.Raw == "" || !r.Printed {
			t.Errorf("reference %d: %+v", i+1, r)
		}
		if r.Location.Line < before || r.Location.Line > len(lines) || r.Location.Line < 1 {
			t.Fatalf("reference %d on line %d after line %d, of %d", i+1, r.Location.Line, before, len(lines))
		}
		if n := utf8.RuneCountInString(lines[r.Location.Line-1]); r.Location.Column < 1 || r.Location.Column > n {
			t.Errorf("reference %d at column %d of %d", i+1, r.Location.Column, n)
		}
		before = r.Location.Line
	}
}

// FuzzParse holds that no page breaks the splitter and every place lies within it.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems := text.Parse("f", s, untaken)
		checkPlaces(t, s, refs)
		for _, p := range problems {
			if p.Location.Line < 1 || p.Message == "" {
				t.Errorf("problem %+v", p)
			}
		}
	})
}

// FuzzLines holds that every line that is not blank gives one reference.
func FuzzLines(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		refs := text.Lines("f", s, untaken)
		checkPlaces(t, s, refs)
		if most := strings.Count(s, "\n") + 1; len(refs) > most {
			t.Errorf("%d references of %d lines", len(refs), most)
		}
		seen := map[int]bool{}
		for _, r := range refs {
			if seen[r.Location.Line] {
				t.Errorf("two references of line %d", r.Location.Line)
			}
			seen[r.Location.Line] = true
		}
	})
}

// TestLinear holds that the time grows with the size of a text and not with its square, whatever it
// repeats: ten times the text may take thirty times as long.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, unit := range []string{
		"Smith J. Title. J Test. 2003;1:2–3. ", "Smith J. Title. J Test. 2003;1:2–3.\n", "a-\n", "1. x\n", "Google Scholar\n", "References\n", "https://x/\n", "  Indented, J.\n Less, K. 2003.\n",
	} {
		took := func(size int) time.Duration {
			s := "References\n1. First J. Entry. 2001;1:1–2.\n" + strings.Repeat(unit, size/len(unit))
			began := time.Now()
			text.Parse("-", s, untaken)
			return time.Since(began)
		}
		const small = 5_000
		took(small)
		one, ten := took(small), took(10*small)
		if ten > 30*one && ten > 2*time.Second {
			t.Errorf("%q: %d bytes took %v, ten times as many %v", unit, small, one, ten)
		}
	}
}
