package report

import (
	"bytes"
	"encoding/json"
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

// writeJSON is the format json: the whole Document.
func writeJSON(w io.Writer, doc Document, _ Options) error { return WriteJSON(w, doc, true) }

// writeJSONLine is the format jsonl: one Reference a line.
func writeJSONLine(w io.Writer, r Reference, _ Options) error { return WriteJSON(w, r, false) }
