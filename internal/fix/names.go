package fix

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/fold"
)

// correctAuthors writes the registered authors, each as the author of the file has it where the file has
// it, the others in the same order of names. A list that the file cuts with "and others" is cut at the
// same place. There is no correcting by a record that is cut itself.
func (e *entry) correctAuthors() (Change, bool) {
	f := e.field("author")
	if f == nil || len(e.work.Authors) == 0 || e.work.AuthorsCut || e.work.EtAl {
		return Change{}, false
	}
	old, _ := e.inner(f)
	cited := bibtex.Names(old)
	form := nameForm{familyFirst: strings.Contains(strings.Join(cited, ""), ","), initials: len(e.ref.Authors) > 0}
	for _, n := range e.ref.Authors {
		form.initials = form.initials && n.Literal == "" && len(n.Given) > 0 && len(fold.Compact(fold.Key(n.Given))) <= len(n.Initials())
	}
	authors := e.work.Authors
	if e.ref.EtAl {
		authors = authors[:min(len(authors), len(e.ref.Authors))]
	}
	var names []string
	for _, n := range authors {
		names = append(names, e.person(n, cited, form))
	}
	if e.ref.EtAl {
		names = append(names, "others")
	}
	separator := " and "
	if strings.Contains(old, "\n") { // one name a line
		separator = " and\n" + indentation(old)
	}
	return e.set(f, strings.Join(names, separator)), true
}

// nameForm is how a file writes names: "Family, Given" or "Given Family", in full or with initials.
type nameForm struct{ familyFirst, initials bool }

// person returns a registered name as the file has it, or else in the file's form.
func (e *entry) person(n biblio.Name, cited []string, form nameForm) string {
	for i, raw := range cited {
		if i < len(e.ref.Authors) && sameName(e.ref.Authors[i], n) {
			return raw
		}
	}
	if n.Literal != "" {
		return "{" + e.written(n.Literal) + "}"
	}
	family := strings.TrimSpace(e.written(n.Particle) + " " + e.written(n.Family))
	given := e.written(n.Given)
	if form.initials {
		given = ""
		for _, r := range n.Initials() {
			given += string(r) + ". "
		}
		given = strings.TrimSpace(given)
	}
	switch {
	case given == "" && n.Suffix == "":
		if strings.Contains(family, " ") {
			return "{" + family + "}"
		}
		return family
	case n.Suffix != "":
		return family + ", " + e.written(n.Suffix) + ", " + given
	case form.familyFirst || strings.Contains(n.Family, " "):
		return family + ", " + given
	}
	return given + " " + family
}

// sameName reports whether a cited name is that of a registered author: the same family name, and given
// names of which one begins like the other.
func sameName(cited, registered biblio.Name) bool {
	if cited.Literal != "" || registered.Literal != "" {
		return fold.Key(cited.Literal) == fold.Key(registered.Literal)
	}
	whole := func(n biblio.Name) string { return fold.Key(n.Particle + " " + n.Family) }
	a, b := fold.Key(cited.Initials()), fold.Key(registered.Initials())
	return whole(cited) == whole(registered) && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// indentation returns the white space with which the second line of a text begins.
func indentation(s string) string {
	_, line, _ := strings.Cut(s, "\n")
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}
