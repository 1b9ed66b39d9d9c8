// Package gold reads labelled references, in the forms in which sets of them are published, and says
// which of them are held out: those train nothing, and everything is measured on them.
package gold

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Row is a labelled reference.
type Row struct {
	Source string // the set it is of: anystyle, grobid, jats …
	Text   string
	Fields []Field           // in the order of the text, unless Clean
	Norm   map[string]string // fields in a form made comparable, as far as known
	Clean  bool              // the fields are facts about the work, not spans of the text
	Raw    []byte            // the line it was read from, or nil
}

// Field is one labelled span, or what several spans of a label hold together.
type Field struct{ Name, Value string }

// Field returns the first field of a name, or "".
func (r *Row) Field(name string) string {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Hash is the same for references that differ in case, blanks and punctuation alone, whatever set they
// are of. It decides which references are held out.
func (r *Row) Hash() uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, Fold(r.Text))
	return h.Sum64()
}

// HeldOut reports whether the reference is kept back to measure with.
func (r *Row) HeldOut() bool { return r.Hash()%10 == 0 }

// Fold returns the letters and digits of s, small and without diacritics.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(s))
}

// Read reads a file of labelled references in one of the forms in which sets are published: JSON
// lines, AnyStyle's XML, GROBID's TEI.
func Read(path string) ([]Row, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		if data, err = io.ReadAll(z); err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
	}
	var rows []Row
	switch {
	case strings.Contains(filepath.Base(path), ".jsonl"):
		rows, err = readLines(data)
	case bytes.Contains(data, []byte("<sequence>")):
		rows, err = readAnyStyle(data)
	default:
		rows, err = readTEI(data)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return rows, nil
}

// readLines reads JSON lines with "id", "text", "fields" and perhaps "norm".
func readLines(data []byte) ([]Row, error) {
	var rows []Row
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var line struct {
			ID     string            `json:"id"`
			Text   string            `json:"text"`
			Fields json.RawMessage   `json:"fields"`
			Norm   map[string]string `json:"norm"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		fields, err := orderedFields(line.Fields)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		source, _, _ := strings.Cut(line.ID, ":")
		source, _, _ = strings.Cut(source, "-")
		rows = append(rows, Row{
			Source: source, Text: strings.Join(strings.Fields(line.Text), " "), Fields: fields, Norm: line.Norm, Clean: source == "jats",
			Raw: bytes.Clone(lines.Bytes()),
		})
	}
	return rows, lines.Err()
}

// orderedFields reads an object of strings and keeps its order.
func orderedFields(data []byte) ([]Field, error) {
	if len(data) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var fields []Field
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value string
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		fields = append(fields, Field{fmt.Sprint(name), value})
	}
	return fields, nil
}
