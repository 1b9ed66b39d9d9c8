package report

import (
	"io"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// worksAs returns a format that writes the registered works, under the keys of the references that
// mean them. What was not identified is left out: nobody has registered it.
func worksAs(write func(io.Writer, []biblio.Reference) error) func(io.Writer, Document, Options) error {
	return func(w io.Writer, doc Document, _ Options) error {
		var works []biblio.Reference
		for _, r := range doc.References {
			if r.Match != nil {
				works = append(works, biblio.Reference{ID: r.ID, Index: r.Index, Item: r.Match.Work.Item()})
			}
		}
		var out strings.Builder
		if err := write(&out, works); err != nil {
			return err
		}
		_, err := io.WriteString(w, withoutHarm(out.String()))
		return err
	}
}

// withoutHarm returns a text of several lines without harmful characters.
func withoutHarm(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && harmful(r) {
			return -1
		}
		return r
	}, text)
}
