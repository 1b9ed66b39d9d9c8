package bibtex

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// builder makes a reference of an entry, and keeps in mind which field gave which part of it.
type builder struct {
	*entry
	item *biblio.Item
	// known is the type that the entry's own names, or "".
	known  biblio.Type
	places biblio.Places
}

// describe sets what an entry says of the reference. Raw and Index are the caller's.
func (p *parser) describe(e *entry, ref *biblio.Reference) {
	ref.ID, ref.Location, ref.Confidence, ref.Ignores = e.key, e.location, 1, e.ignores
	b := builder{entry: e, item: &ref.Item, known: types[e.kind], places: p.places[:0]}
	b.title()
	b.people()
	b.container()
	b.numbers()
	b.publication()
	b.identifiers()
	b.kind()
	p.places = b.places
	ref.Fields = p.keptPlaces.copy(b.places...)
}

// take returns the text of the first of the named fields that the entry has, and notes its place as
// that of the part of the reference.
func (b *builder) take(part string, names ...string) string {
	v := b.first(names...)
	if v == nil {
		return ""
	}
	text, ok := journalMacro(v.text)
	if !ok {
		text = plain(v.text)
	}
	if text != "" {
		b.places.Set(part, b.at(v))
	}
	return text
}

// titled joins a title and its subtitle, which may end or begin with a mark of their own.
func titled(title, subtitle string) string {
	switch {
	case title == "" || subtitle == "":
		return title + subtitle
	case strings.HasSuffix(title, ":"), strings.HasSuffix(title, "?"), strings.HasSuffix(title, "!"), strings.HasSuffix(title, "."):
		return title + " " + subtitle
	}
	return title + ": " + subtitle
}

// title sets the title. A volume may have that of the whole work or of its conference alone, and a
// work without any is described in an addition.
func (b *builder) title() {
	b.item.Title = titled(b.take("title", "title"), b.text("subtitle"))
	if b.item.Title == "" && containers[b.entry.kind] {
		b.item.Title = b.take("title", "booktitle", "maintitle")
	}
	if b.item.Title == "" {
		b.item.Title = b.take("title", "titleaddon")
	}
}

func (b *builder) people() {
	if v := b.first("author", "holder"); v != nil {
		b.item.Authors, b.item.EtAl = names(v.text)
		b.places.Set("author", b.at(v))
	}
	if v := b.first("editor"); v != nil {
		b.item.Editors, _ = names(v.text)
		b.places.Set("editor", b.at(v))
	}
}

// container sets the journal, book or proceedings, and the series.
func (b *builder) container() {
	i := b.item
	switch {
	case b.has("fjournal"): // MathSciNet: the full name beside the abbreviation
		i.Container = b.take("container", "fjournal")
		i.ContainerShort = b.text("journal")
	case b.has("journaltitle", "journal"):
		i.Container = titled(b.take("container", "journaltitle", "journal"), b.text("journalsubtitle"))
	case b.has("booktitle") && !containers[b.entry.kind]:
		i.Container = titled(b.take("container", "booktitle"), b.text("booksubtitle"))
	case parts[b.entry.kind]:
		i.Container = titled(b.take("container", "maintitle"), b.text("mainsubtitle"))
	}
	if short := b.text("shortjournal"); short != "" {
		i.ContainerShort = short
		if i.Container == "" {
			i.Container = b.take("container", "shortjournal")
		}
	}
	i.Collection = b.take("collection", "series", "maintitle")
	i.Event = b.take("event", "eventtitle", "event", "conference")
}

// numbered are the types whose number is their own, not that of an issue.
var numbered = map[biblio.Type]bool{
	biblio.Report: true, biblio.Standard: true, biblio.Patent: true, biblio.Book: true, biblio.Chapter: true,
	biblio.Thesis: true, biblio.Webpage: true, biblio.Dataset: true, biblio.Software: true, biblio.Other: true,
}

// numbers sets what says where the work stands in its container.
func (b *builder) numbers() {
	i := b.item
	i.Volume = b.take("volume", "volume")
	i.Pages = b.take("page", "pages", "eid", "articleno", "article-number")
	i.Edition = b.take("edition", "edition")
	if numbered[b.known] && !b.has("journaltitle", "journal") {
		i.Number = b.take("number", "number")
		i.Issue = b.take("issue", "issue")
		return
	}
	i.Issue = b.take("issue", "number", "issue")
}

// publication sets who published the work, when and where.
func (b *builder) publication() {
	i := b.item
	publishers := []string{"publisher", "organization", "institution", "school"}
	switch b.known {
	case biblio.Thesis:
		publishers = []string{"school", "institution", "publisher", "organization"}
	case biblio.Report:
		publishers = []string{"institution", "publisher", "organization", "school"}
	case biblio.Webpage, biblio.Software:
		publishers = []string{"organization", "publisher", "institution", "school"}
	default:
	}
	i.Publisher = b.take("publisher", publishers...)
	i.Place = b.take("publisher-place", "address", "location", "venue")
	date, where := b.date()
	i.Issued = date
	if !date.IsZero() {
		b.places.Set("year", where)
	}
	i.Language = b.take("language", "langid", "language")
	i.Note = b.take("note", "note")
	i.Genre = b.take("genre", "type")
	if words, ok := genres[strings.ToLower(i.Genre)]; ok {
		i.Genre = words
	} else if i.Genre == "" {
		i.Genre = genres[b.entry.kind]
	}
}

// kind sets the type: by the entry's own, corrected by what its fields say beyond doubt.
func (b *builder) kind() {
	i := b.item
	i.Type = b.known
	if i.Type == "" {
		i.Type = b.guess()
	}
	if strings.EqualFold(b.raw("entrysubtype"), "newspaper") {
		i.Type = biblio.ArticleNewspaper
	}
	b.places.Set("type", b.location)
	switch i.Type {
	case biblio.ArticleJournal, biblio.Other, biblio.Webpage:
		switch {
		case i.ArXiv != "" && (i.Container == "" || isPreprintServer(i.Container)), isPreprintServer(i.Container):
			i.Type = biblio.Preprint
		case b.entry.kind == "misc" && i.URL != "" && i.Container == "" && i.Publisher == "" && i.DOI == "":
			i.Type = biblio.Webpage
		}
	case biblio.Chapter:
		if i.Container == "" { // BibTeX's @inbook: a stretch of the book that it names
			i.Type = biblio.Book
		}
	default:
	}
}

// guess tells the type of an entry of an unknown type by the fields it has.
func (b *builder) guess() biblio.Type {
	switch {
	case b.has("journal", "journaltitle"):
		return biblio.ArticleJournal
	case b.has("booktitle"):
		return biblio.Chapter
	case b.has("school"):
		return biblio.Thesis
	case b.has("isbn"):
		return biblio.Book
	}
	return biblio.Other
}

// isPreprintServer reports whether a journal is none, but a server of preprints.
func isPreprintServer(container string) bool {
	name, _, _ := strings.Cut(strings.ToLower(container), " ")
	switch strings.Trim(name, ".,:;()") {
	case "arxiv", "corr", "biorxiv", "medrxiv", "chemrxiv", "psyarxiv", "socarxiv", "preprint", "ssrn":
		return true
	}
	return false
}

// address returns the first of the named fields as an address.
func (b *builder) address(names ...string) (string, biblio.Location) {
	v := b.first(names...)
	if v == nil {
		return "", biblio.Location{}
	}
	return strings.TrimSpace(fold.LaTeXAddress(v.text)), b.at(v)
}
