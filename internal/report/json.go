package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// WriteJSON writes v as JSON with a line feed at its end: indented for people, or on one line. HTML
// is not escaped; harmful characters are.
func WriteJSON(w io.Writer, v any, indented bool) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if indented {
		enc.SetIndent("", "  ")
	}
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escape(buf.Bytes()))
	return err
}

// writeJSON is the format json: the whole run, encoded one reference at a time, since those of a long list
// take a multiple of their room on the way.
func writeJSON(w io.Writer, doc Document, references sequence) error {
	const none = "[]\n}\n" // the references stand last
	doc.References = []Reference{}
	var head bytes.Buffer
	if err := WriteJSON(&head, doc, true); err != nil {
		return err
	}
	before, ok := bytes.CutSuffix(head.Bytes(), []byte(none))
	if !ok {
		return errors.New("the references do not stand last in a report")
	}
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.Write(before) // every later Write, and Flush, tells the first error
	separator, end := "[\n    ", none
	var one bytes.Buffer
	enc := json.NewEncoder(&one)
	enc.SetEscapeHTML(false)
	enc.SetIndent("    ", "  ")
	for r, err := range references {
		one.Reset()
		if err == nil {
			err = enc.Encode(r)
		}
		if err != nil {
			return err
		}
		_, _ = out.WriteString(separator)
		if _, err := out.Write(escape(bytes.TrimSuffix(one.Bytes(), []byte("\n")))); err != nil {
			return err
		}
		separator, end = ",\n    ", "\n  ]\n}\n"
	}
	_, _ = out.WriteString(end)
	return out.Flush()
}

// writeJSONLine is the format jsonl: one Reference a line.
func writeJSONLine(w io.Writer, r Reference, _ Options) error { return WriteJSON(w, r, false) }
