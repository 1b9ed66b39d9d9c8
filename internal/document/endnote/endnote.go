// Package endnote reads what EndNote writes: its XML, and the tagged format that it exports as .enw,
// which goes back to Refer (M. Lesk, "Some Applications of Inverted Indexes on the UNIX System", 1978)
// and BibIX. The meaning of a field depends on the type of the reference, as EndNote's table of
// reference types lays down.
//
// It promises that every record with any field gives a reference; what is unknown is passed over.
package endnote

import (
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/tagged"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/fold"
)

// typeTag is the tag of the type, with which EndNote begins a record; Refer has none, and parts
// records by blank lines.
const typeTag = "0"

// Parse returns the references of a text in the tagged format. Lines end with "\n". The file only
// names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	syntax := tagged.Syntax{Cut: cutTag, Begin: typeTag}
	syntax.Blank = !strings.HasPrefix(text, "%0 ") && !strings.Contains(text, "\n%0 ")
	records, problems := tagged.Parse(file, text, syntax)
	var refs []biblio.Reference
	for _, r := range records {
		if len(r.Fields) > 1 || r.First(typeTag) == "" { // a type alone is no reference
			refs = append(refs, reference(tagged.NewBuilder(file, r), len(refs)+1))
		}
	}
	return refs, problems
}

// cutTag returns the tag and the value of a line: "%", one character, a space.
func cutTag(s string) (tag, val string, column int) {
	if len(s) < 2 || s[0] != '%' || s[1] <= ' ' || s[1] >= utf8.RuneSelf || len(s) > 2 && s[2] != ' ' && s[2] != '\t' {
		return "", "", 0
	}
	val = strings.TrimLeft(s[2:], " \t")
	return s[1:2], val, 1 + len(s) - len(val)
}

// reference returns what a record says.
func reference(b *tagged.Builder, index int) biblio.Reference {
	i := &b.Item
	i.Title = fold.Markup(b.Take("title", "T"))
	s := slots{
		kind: b.First(typeTag), journal: b.Take("container-title", "J"), second: b.Take("container-title", "B"),
		third: b.Take("collection-title", "S"), number: b.Take("issue", "N"),
	}
	if _, ok := b.Find(typeTag); !ok {
		s.kind = guess(s)
	}
	i.Volume, i.Pages = b.Take("volume", "V"), b.Take("page", "P")
	i.Edition, i.Publisher = b.Take("edition", "7"), b.Take("publisher", "I")
	i.Place, i.Language = b.Take("publisher-place", "C"), b.Take("language", "G")
	i.Genre, i.Note = b.Take("genre", "9"), b.Take("note", "Z")
	i.Issued = issued(b.Take("issued", "D"), b.First("8"))
	for _, f := range b.Fields {
		field(b, f)
	}
	i.ContainerShort = b.First("O")
	s.fill(i)
	if i.Type != biblio.ArticleJournal || s.journal == "" || i.ContainerShort == i.Container || len(i.ContainerShort) >= len(i.Container) {
		i.ContainerShort = ""
	}
	return b.Reference(b.First("F"), index)
}

// guess returns the type of a record of Refer, as its macros tell them apart.
func guess(s slots) string {
	switch {
	case s.journal != "":
		return "journal article"
	case s.second != "":
		return "book section"
	}
	return "generic"
}

// field takes the names and identifiers of a field, of which there may be several.
func field(b *tagged.Builder, f tagged.Field) {
	i, v := &b.Item, f.Value()
	switch f.Tag {
	case "A", "Q":
		names(b, "author", &i.Authors, f)
	case "E":
		names(b, "editor", &i.Editors, f)
	case "@":
		setSerials(i, v)
	case "R":
		if doi := biblio.DOI(v); doi != "" && i.DOI == "" {
			i.DOI = doi
			b.Place("DOI", f)
		}
	case "M":
		setAccession(i, v, b.First("~", "W"))
	case "2":
		setAccession(i, v, "")
	case "U", ">":
		setAddress(i, v)
	}
}

func names(b *tagged.Builder, part string, into *[]biblio.Name, f tagged.Field) {
	for _, one := range value.People(f.Value()) {
		one, cut := value.CutEtAl(one)
		b.Item.EtAl = b.Item.EtAl || cut
		switch {
		case one == "":
			continue
		case f.Tag == "Q":
			*into = append(*into, biblio.Name{Literal: strings.TrimRight(one, " ,")})
		default:
			*into = append(*into, name(one))
		}
		b.Place(part, f)
	}
}
