package report

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// looks are the ways in which every saved run is rendered; the name is the golden file's ending.
var looks = map[string]struct {
	format  string
	options Options
}{
	"text":         {"text", Options{Width: 100}},
	"narrow.text":  {"text", Options{Width: 40}},
	"unwrapped":    {"text", Options{}},
	"color.text":   {"text", Options{Width: 100, Color: true}},
	"verbose.text": {"text", Options{Width: 100, Verbose: true}},
	"jsonl":        {"jsonl", Options{}},
	"html":         {"html", Options{}},
	"md":           {"markdown", Options{}},
	"sarif":        {"sarif", Options{}},
	"junit.xml":    {"junit", Options{}},
	"github":       {"github", Options{}},
	"gitlab":       {"gitlab", Options{}},
	"csv":          {"csv", Options{}},
	"bib":          {"bibtex", Options{}},
	"ris":          {"ris", Options{}},
}

func TestGolden(t *testing.T) {
	for _, path := range saved(t) {
		doc := read(t, path)
		for ending, look := range looks {
			t.Run(filepath.Base(path)+" as "+ending, func(t *testing.T) {
				var got bytes.Buffer
				if err := Write(&got, look.format, doc, look.options); err != nil {
					t.Fatal(err)
				}
				golden := strings.TrimSuffix(path, ".json") + "." + ending + ".golden"
				if *update {
					if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got.String()); diff != "" {
					t.Errorf("-want +got (go test -update writes the golden files anew)\n%s", diff)
				}
			})
		}
	}
}

// A saved run is written again byte for byte.
func TestJSONRoundTrip(t *testing.T) {
	for _, path := range saved(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := Write(&got, "json", read(t, path), Options{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(data), got.String()); diff != "" {
			t.Errorf("%s: -read +written\n%s", path, diff)
		}
	}
}

// Nothing in a report steers the terminal, whatever a file or a registry says.
func TestReportsAreSafe(t *testing.T) {
	for _, path := range saved(t) {
		doc := read(t, path)
		for _, format := range Formats() {
			var out bytes.Buffer
			if err := Write(&out, format, doc, Options{Verbose: true, Width: 80}); err != nil {
				t.Fatal(err)
			}
			for i, r := range out.String() {
				if r != '\n' && harmful(r) {
					t.Errorf("%s as %s: %U at byte %d", path, format, r, i)
				}
			}
		}
	}
}

func TestTextStaysWithinItsWidth(t *testing.T) {
	for _, path := range saved(t) {
		var out bytes.Buffer
		if err := Write(&out, "text", read(t, path), Options{Width: 60, Verbose: true}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(out.String(), "\n") {
			if columns(line) > 60 && len(strings.Fields(line)) > 1 {
				t.Errorf("%d columns: %s", columns(line), line)
			}
		}
	}
}

// saved returns the paths of the saved runs in testdata.
func saved(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no saved runs in testdata: %v", err)
	}
	return paths
}

func read(t *testing.T, path string) Document {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// A run whose references come one after the other is rendered as the whole run is, in every format; an error
// among them is told.
func TestWriteEach(t *testing.T) {
	doc := read(t, saved(t)[0])
	head := doc
	head.References = nil
	broken := errors.New("broken")
	for _, name := range Formats() {
		for _, failing := range []bool{false, true} {
			var want, got bytes.Buffer
			if err := Write(&want, name, doc, Options{}); err != nil {
				t.Fatal(err)
			}
			err := WriteEach(&got, name, head, func(yield func(Reference, error) bool) {
				for _, r := range doc.References {
					if !yield(r, nil) {
						return
					}
				}
				if failing {
					yield(Reference{}, broken)
				}
			}, Options{})
			if failing != errors.Is(err, broken) || !failing && got.String() != want.String() {
				t.Errorf("%s, failing %v: %v\n%.2000s\nwant\n%.2000s", name, failing, err, got.String(), want.String())
			}
		}
	}
}

// Where the reader goes, the rest is not asked for.
func TestWriteEachStops(t *testing.T) {
	for _, name := range Formats() {
		if !Streams(name) {
			continue
		}
		asked := 0
		err := WriteEach(full{}, name, Document{}, func(yield func(Reference, error) bool) {
			for asked < 100_000 && yield(Reference{}, nil) {
				asked++
			}
		}, Options{})
		if !errors.Is(err, io.ErrShortWrite) || asked > 5_000 {
			t.Errorf("%s: %v after %d references", name, err, asked)
		}
	}
}
