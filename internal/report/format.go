package report

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/refcheck/refcheck/internal/export"
)

// Options say how a report looks; formats for machines ignore them.
type Options struct {
	// Color marks with ANSI colours.
	Color bool
	// Width is the number of columns to wrap to; 0 wraps nowhere.
	Width int
	// Verbose shows verified references and notes one by one.
	Verbose bool
}

// format is one way to render: the whole Document at once; or its References one after the other, which
// are not in the Document then; or each Reference by itself, as it is decided.
type format struct {
	name   string
	about  string
	whole  func(io.Writer, Document, Options) error
	stream func(io.Writer, Document, sequence) error
	each   func(io.Writer, Reference, Options) error
}

// sequence are the references of a run, in their order. An error ends them.
type sequence = iter.Seq2[Reference, error]

// formats is the table of all formats; a new one is a file and a line here.
var formats = []format{
	{name: "text", about: "for people, what needs attention first", whole: writeText},
	{name: "json", about: "the whole run, schema 1; `refcheck report` renders it again", stream: writeJSON},
	{name: "jsonl", about: "one reference a line, as it is decided", each: writeJSONLine},
	{name: "html", about: "one page for a browser or a printer, with nothing to load", whole: writeHTML},
	{name: "markdown", about: "for a comment on a pull request", whole: writeMarkdown},
	{name: "sarif", about: "SARIF 2.1.0, for code scanning", whole: writeSARIF},
	{name: "junit", about: "JUnit's XML, for the test report of a CI", whole: writeJUnit},
	{name: "github", about: "annotations of GitHub Actions", whole: writeGitHub},
	{name: "gitlab", about: "GitLab's code quality report", whole: writeGitLab},
	{name: "csv", about: "a row for each reference, for a spreadsheet", stream: writeCSV},
	{name: "bibtex", about: "the registered works, as BibTeX", whole: worksAs(export.BibTeX)},
	{name: "ris", about: "the registered works, as RIS", whole: worksAs(export.RIS)},
}

// ErrFormat is wrapped by the error that says that there is no format of a name.
var ErrFormat = errors.New("unknown format")

func find(name string) (format, error) {
	for _, f := range formats {
		if f.name == name {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("%w %q: it is one of %s", ErrFormat, name, strings.Join(Formats(), ", "))
}

// Known returns an error that wraps ErrFormat if there is no format of a name.
func Known(name string) error {
	_, err := find(name)
	return err
}

// Formats returns the names of all formats.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Write renders doc in the named format.
func Write(w io.Writer, name string, doc Document, options Options) error {
	f, err := find(name)
	if err != nil {
		return err
	}
	return f.write(w, doc, options)
}

// write renders a whole run.
func (f format) write(w io.Writer, doc Document, options Options) error {
	if f.whole != nil {
		return f.whole(w, doc, options)
	}
	return f.writeEach(w, doc, func(yield func(Reference, error) bool) {
		for _, r := range doc.References {
			if !yield(r, nil) {
				return
			}
		}
	}, options)
}

// WriteEach renders a run whose references are not in doc: they come one after the other, and if the format
// Streams, no more than one of them is in memory.
func WriteEach(w io.Writer, name string, doc Document, references iter.Seq2[Reference, error], options Options) error {
	f, err := find(name)
	if err != nil {
		return err
	}
	return f.writeEach(w, doc, references, options)
}

func (f format) writeEach(w io.Writer, doc Document, references sequence, options Options) error {
	if f.stream != nil {
		return f.stream(w, doc, references)
	}
	for r, err := range references {
		if err == nil && f.each != nil {
			err = f.each(w, r, options)
		}
		if err != nil {
			return err
		}
		if f.whole != nil {
			doc.References = append(doc.References, r)
		}
	}
	if f.whole != nil {
		return f.whole(w, doc, options)
	}
	return nil
}

// Streams reports whether WriteEach has no more than one reference in memory.
func Streams(name string) bool {
	f, err := find(name)
	return err == nil && f.whole == nil
}

// Writer renders one run in one format: a format that streams as the results come, another when
// the run is closed.
type Writer struct {
	w       io.Writer
	format  format
	options Options
}

// NewWriter returns a Writer of the named format. Its error wraps ErrFormat.
func NewWriter(w io.Writer, name string, options Options) (*Writer, error) {
	f, err := find(name)
	if err != nil {
		return nil, err
	}
	return &Writer{w: w, format: f, options: options}, nil
}

// Streams reports whether Add writes anything.
func (w *Writer) Streams() bool { return w.format.each != nil }

// Add takes a reference as it is decided.
func (w *Writer) Add(r Reference) error {
	if w.format.each == nil {
		return nil
	}
	return w.format.each(w.w, r, w.options)
}

// Finish takes the whole run at its end; what streamed is not written again.
func (w *Writer) Finish(doc Document) error {
	if w.format.each != nil {
		return nil
	}
	return w.format.write(w.w, doc, w.options)
}
