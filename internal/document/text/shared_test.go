package text_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/document/text"
)

// layouts are ways of printing a list, and how many of its references must come out whole.
var layouts = map[string]struct {
	print func(refs []string) string
	least float64
}{
	"1. wrapped":            {func(r []string) string { return numbered(r, "%d. ", 80, "") }, 0.97},
	"[1] hanging":           {func(r []string) string { return numbered(r, "[%d] ", 90, "    ") }, 0.97},
	"1 bare, wrapped":       {func(r []string) string { return numbered(r, "%d ", 100, "") }, 0.97},
	"number on its line":    {func(r []string) string { return numbered(r, "%d.\n\n", 4000, "") }, 0.97},
	"one a line":            {func(r []string) string { return strings.Join(r, "\n") + "\n" }, 0.96},
	"paragraphs and labels": {func(r []string) string { return strings.Join(r, "\n\nArticle PubMed Google Scholar\n\n") + "\n" }, 0.96},
	"paragraphs, wrapped":   {func(r []string) string { return numbered(r, "%.0d\n", 80, "") }, 0.93},
	"hanging indent":        {func(r []string) string { return numbered(r, "%.0d", 90, "    ") }, 0.96},
	"no mark":               {func(r []string) string { return numbered(r, "%.0d", 90, "") }, 0.93},
}

// numbered prints a list with a mark before each entry, wrapped at a width, its further lines set in.
func numbered(refs []string, mark string, width int, indent string) string {
	var out strings.Builder
	for i, r := range refs {
		n := i + 1
		if strings.HasPrefix(mark, "%.0d") {
			n = 0 // prints nothing
		}
		head := fmt.Sprintf(mark, n)
		out.WriteString(head)
		column := utf8.RuneCountInString(head)
		for j, w := range strings.Fields(r) {
			if j > 0 && column+1+utf8.RuneCountInString(w) > width {
				out.WriteString("\n" + indent)
				column = len(indent)
			} else if j > 0 {
				out.WriteByte(' ')
				column++
			}
			out.WriteString(w)
			column += utf8.RuneCountInString(w)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// goldReferences returns printed references of one set, without the numbers that some have.
func goldReferences(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	var refs []string
	for lines.Scan() {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		one := strings.Join(strings.Fields(row.Text), " ")
		if len(one) < 40 || strings.ContainsAny(one[:1], "[(0123456789*•-—") || strings.Contains(one, "INSPIRE") {
			continue
		}
		refs = append(refs, one)
	}
	return refs
}

// TestSharedLayouts prints real references in many layouts, as pages with prose before and after,
// and counts how many come out whole.
func TestSharedLayouts(t *testing.T) {
	if testing.Short() {
		t.Skip("left out of short runs, such as those of the race detector: it takes too long there")
	}
	root := os.Getenv("REFCHECK_SHARED")
	if root == "" {
		root = "../../../../shared"
	}
	sets, err := filepath.Glob(filepath.Join(root, "gold/parse/*.jsonl.gz"))
	if err != nil || len(sets) == 0 {
		t.Skipf("no printed references under %s", root)
	}
	const page, pages = 40, 1
	total, whole, invented := map[string]int{}, map[string]int{}, map[string]int{}
	for _, set := range sets {
		refs := goldReferences(t, set)
		for n := 0; n < pages && (n+1)*page <= len(refs); n++ {
			list := refs[n*page : (n+1)*page]
			want := map[string]bool{}
			for _, r := range list {
				want[bald(r)] = true
			}
			for name, l := range layouts {
				got, _ := text.Parse("-", "We counted them in 2003 (see Smith 2001).\n\nReferences\n\n"+l.print(list)+"\nAcknowledgements\n\nWe thank J. Smith, 2003.\n", untaken)
				total[name] += len(list)
				for _, r := range got {
					if want[bald(r.Raw)] {
						whole[name]++
					} else {
						invented[name]++
						if os.Getenv("SHOW") == name {
							t.Logf("%s: %s", filepath.Base(set), r.Raw)
						}
					}
				}
			}
		}
	}
	for name, l := range layouts {
		share := float64(whole[name]) / float64(total[name])
		t.Logf("%-22s %.3f whole, %.3f others, of %d", name, share, float64(invented[name])/float64(total[name]), total[name])
		if share < l.least {
			t.Errorf("%s: %.3f of the references come out whole, want %.2f", name, share, l.least)
		}
	}
}

// bald takes out of a text what joining lines and trimming labels may rightly change.
func bald(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "‐", "").Replace(strings.TrimRight(s, " ."))
}
