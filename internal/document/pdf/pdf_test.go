package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/pdf"
)

// whole takes every text for a reference and keeps it as its title.
func whole(text string) biblio.Reading {
	return biblio.Reading{Item: biblio.Item{Title: text}, Confidence: 1}
}

// cacheDir returns a folder that the tests of all packages share, since compiling PDFium takes seconds.
func cacheDir(t testing.TB) string {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(dir, "refcheck-tests", "pdf")
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A list in two columns that goes over a page, under running heads, and one in a manuscript with
// numbered lines: testdata has their sources.
func TestParse(t *testing.T) {
	for _, test := range []struct {
		file        string
		count       int
		page        int // of the last
		first, last string
	}{
		{
			"columns.pdf", 14, 5,
			"Watson JD, Crick FHC. Molecular structure of nucleic acids: a structure for deoxyribose nucleic acid. Nature. 1953;171(4356):737–738. doi:10.1038/171737a0",
			"Kohn W, Sham LJ. Self-consistent equations including exchange and correlation effects. Physical Review. 1965;140(4A):A1133–A1138.",
		},
		{
			"lines.pdf", 6, 1,
			"Bandura, A. (1977). Self-efficacy: Toward a unifying theory of behavioral change. Psychological Review, 84(2), 191–215. https://doi.org/10.1037/0033-295X.84.2.191",
			"Tversky, A., & Kahneman, D. (1974). Judgment under uncertainty: Heuristics and biases. Science, 185(4157), 1124–1131.",
		},
	} {
		t.Run(test.file, func(t *testing.T) {
			refs, problems, err := pdf.Parse(t.Context(), cacheDir(t), read(t, test.file), whole)
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			if len(refs) != test.count {
				t.Fatalf("got %d references, want %d", len(refs), test.count)
			}
			last := refs[len(refs)-1]
			if diff := cmp.Diff([]string{test.first, test.last}, []string{refs[0].Raw, last.Raw}); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(biblio.Location{Page: test.page}, last.Location); diff != "" {
				t.Error(diff)
			}
			for _, r := range refs {
				for _, head := range []string{"How lists are read", "Journal of Examples", "  "} {
					if strings.Contains(r.Raw, head) {
						t.Errorf("%s holds %q: %s", r.ID, head, r.Raw)
					}
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		data []byte
		want error
	}{
		"encrypted":       {read(t, "encrypted.pdf"), pdf.ErrEncrypted},
		"no text":         {document(1, ""), pdf.ErrScanned},
		"too many pages":  {document(2001, ""), pdf.ErrTooLong},
		"cut":             {read(t, "lines.pdf")[:300], pdf.ErrDamaged},
		"a mark alone":    {[]byte("%PDF-1.7\n"), pdf.ErrDamaged},
		"no page":         {document(0, ""), pdf.ErrScanned},
		"nothing painted": {document(1, strings.Repeat("0 0 m ", 1<<20)), pdf.ErrScanned},
	} {
		t.Run(name, func(t *testing.T) {
			refs, _, err := pdf.Parse(t.Context(), cacheDir(t), test.data, whole)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v and %d references, want %v", err, len(refs), test.want)
			}
		})
	}
}

// What takes too long ends with its context.
func TestParseEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, _, err := pdf.Parse(ctx, cacheDir(t), document(1, strings.Repeat("BT /F 1 Tf (x) Tj ET ", 1<<22)), whole)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a deadline exceeded", err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}

// document returns a PDF of some pages that all show the same content.
func document(pages int, content string) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write([]byte(content)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	kids := make([]string, pages)
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", packed.Len(), packed.String())}
	for i := range kids {
		kids[i] = fmt.Sprintf("%d 0 R", len(objects)+1)
		objects = append(objects, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>")
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, strings.Join(kids, " "))
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}

// FuzzParse looks for files at which the reader panics, or which give a reference without a page.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"lines.pdf", "encrypted.pdf"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(document(2, "BT /F 12 Tf 50 700 Td (1. Smith J. A title. J Med 2001;3:4-5.) Tj ET"))
	dir := cacheDir(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		refs, _, err := pdf.Parse(t.Context(), dir, data, whole)
		for _, r := range refs {
			if err != nil || r.Location.Page < 1 {
				t.Errorf("page %d, %v", r.Location.Page, err)
			}
		}
	})
}
