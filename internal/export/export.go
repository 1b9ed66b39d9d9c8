// Package export writes references in the formats of reference managers: BibTeX (bibtex.go) and RIS
// (ris.go). It promises that what it writes is read again as the same work: every field that the
// format has a place for, no markup but what the format needs, one line for each field.
package export

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/refcheck/refcheck/internal/biblio"
)

// field is one line of an entry; an empty value is not written.
type field struct{ name, value string }

// line returns a text without what would end a field or make a file no text: line breaks, runs of
// blanks, control characters.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// writeEach writes one entry for each reference, with an empty line between two.
func writeEach(w io.Writer, refs []biblio.Reference, entry func(*strings.Builder, biblio.Reference)) error {
	var out strings.Builder
	for i, r := range refs {
		if i > 0 {
			out.WriteByte('\n')
		}
		entry(&out, r)
		if _, err := io.WriteString(w, out.String()); err != nil {
			return fmt.Errorf("writing reference %s: %w", r.ID, err)
		}
		out.Reset()
	}
	return nil
}

// among returns the value if the type of the work is one of those.
func among(t biblio.Type, value string, types ...biblio.Type) string {
	for _, one := range types {
		if t == one {
			return value
		}
	}
	return ""
}
