package fix

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/export"
)

// published returns the changes that make the entry of a preprint that of its published version: its
// type, where it appeared, and its DOI. What names the preprint (eprint, note, url) stays.
func (e *entry) published() []Change {
	w := e.work
	kind := export.EntryType(w.Type)
	changes := []Change{}
	add := func(c Change, ok bool) {
		if ok {
			changes = append(changes, c)
		}
	}
	if old := e.block.Type.Of(e.source.text); !strings.EqualFold(old, kind) {
		add(Change{Field: "type", Old: old, New: kind, Edits: []Edit{{e.block.Type.Start, e.block.Type.End, kind}}}, true)
	}
	container := "journal"
	switch {
	case w.Type == biblio.Conference || w.Type == biblio.Chapter:
		container = "booktitle"
	case strings.Contains(strings.ToLower(e.source.text), "journaltitle"):
		container = "journaltitle"
	}
	for _, part := range []struct{ name, field, value string }{
		{"container", container, w.Container}, {"year", "year", w.Issued.String()}, {"volume", "volume", w.Volume},
		{"issue", "number", w.Issue}, {"page", "pages", strings.ReplaceAll(w.Pages, "-", "--")}, {"doi", "doi", w.DOI},
	} {
		switch {
		case part.value == "":
		case e.field(part.name) != nil:
			add(e.correct(part.name))
		case part.name == "year":
			add(e.added(part.field, part.value[:min(4, len(part.value))]))
		case part.name == "doi":
			add(e.added(part.field, part.value))
		default:
			add(e.added(part.field, e.written(part.value)))
		}
	}
	return changes
}
