package europepmc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/medline"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// work returns the record in the field's own words.
func (a *article) work() biblio.Work {
	w := biblio.Work{Registry: Name}
	w.URL = "https://europepmc.org/article/" + registry.EscapePath(registry.Clean(string(a.Source))) + "/" + registry.EscapePath(registry.Clean(string(a.ID)))
	w.DOI = strings.ToLower(registry.Clean(string(a.DOI)))
	w.PMID, w.PMCID = biblio.PMID(string(a.PMID)), biblio.PMCID(string(a.PMCID))
	w.Title = medline.Title(record.Line(a.Title))
	w.Type = a.kind()
	w.Authors, w.AuthorsCut = a.authors()
	w.Editors, _ = people(record.Line(a.Editors))
	w.Language = record.Line(a.Language)
	w.Pages = medline.Pages(record.Line(a.Pages))
	a.setContainer(&w)
	a.setBook(&w)
	a.setDates(&w)
	a.setStatuses(&w)
	return w
}

// types returns the types of publication in lower case; the words of the sources differ in case.
func (a *article) types() []string {
	list := record.Lines(a.Types.V.Types)
	if len(list) == 0 {
		list = strings.Split(record.Line(a.Type), ";")
	}
	for i := range list {
		list[i] = strings.ToLower(strings.TrimSpace(list[i]))
	}
	return list
}

// kind returns the type: by the source, and of books, which come with all the rest, by the record.
func (a *article) kind() biblio.Type {
	types := a.types()
	book := a.Book.V
	switch {
	case a.Source == "PPR", slices.Contains(types, "preprint"):
		return biblio.Preprint
	case a.Source == "PAT":
		return biblio.Patent
	case a.Source == "ETH", slices.Contains(types, "thesis"):
		return biblio.Thesis
	case a.Source == "HIR":
		return biblio.Report
	case slices.ContainsFunc(types, func(t string) bool { return t == "book" || t == "study guide" }), a.Source == "NBK":
		if title := record.Line(book.Title); title != "" && title != medline.Title(record.Line(a.Title)) {
			return biblio.Chapter
		}
		return biblio.Book
	case slices.Contains(types, "report") && a.journal() == "":
		return biblio.Report
	case a.journal() == "":
		return ""
	}
	return biblio.ArticleJournal
}

func (a *article) journal() string {
	if title := record.Line(a.In.V.Journal.V.Title); title != "" {
		return title
	}
	return strings.TrimSuffix(record.Line(a.Journal), "..")
}

// setContainer sets the journal with all its names, and where in it the article stands.
func (a *article) setContainer(w *biblio.Work) {
	j := a.In.V.Journal.V
	w.Container = a.journal()
	w.ContainerShort = record.First(record.Distinct(record.Line(j.ISO), record.Line(j.Medline)))
	w.Containers = record.Distinct(w.Container, w.ContainerShort, record.Line(j.Medline), strings.TrimSuffix(record.Line(a.Journal), ".."))
	issn := append([]string{string(j.ISSN), string(j.ESSN)}, strings.Split(string(a.ISSN), ";")...)
	w.ISSN = record.Identifiers(issn, biblio.ISSN)
	w.Volume = record.First(record.Distinct(record.Line(a.In.V.Volume), record.Line(a.Volume)))
	w.Issue = record.First(record.Distinct(record.Line(a.In.V.Issue), record.Line(a.Issue)))
}

// setBook sets what is known of a book. What is called a preprint's publisher is its server, which is
// cited as its container.
func (a *article) setBook(w *biblio.Work) {
	b := a.Book.V
	publisher := record.Line(b.Publisher)
	switch w.Type {
	case biblio.Preprint:
		if w.Container == "" {
			w.Container = publisher
			w.Containers = record.Distinct(publisher)
		}
		return
	case biblio.Chapter:
		w.Container = record.Line(b.Title)
		w.Containers = record.Distinct(w.Container)
	default:
	}
	w.Publisher, w.Edition, w.Collection = publisher, record.Line(b.Edition), record.Line(b.Series)
	w.ISBN = record.Identifiers([]tolerant.Text{b.ISBN13, b.ISBN10}, biblio.ISBN)
}

// authors returns the byline: of the list, else of the text.
func (a *article) authors() (names []biblio.Name, cut bool) {
	for _, p := range a.AuthorList.V.Authors {
		n := biblio.Name{Family: record.Line(p.Last), Given: record.Line(p.First), Suffix: record.Line(p.Suffix)}
		if n.Given == "" {
			n.Given = record.Line(p.Initials)
		}
		switch group, full := record.Line(p.Group), record.Line(p.Full); {
		case group != "":
			n = biblio.Name{Literal: group}
		case record.IsEtAl(full):
			cut = true
			continue
		case n.Family == "":
			n = record.Name(full)
		}
		if !n.IsZero() {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return people(record.Line(a.Authors))
	}
	return names, cut
}

// people takes a byline apart that is written "Khleif SN, Gupta S, A Working Group.".
func people(byline string) (names []biblio.Name, cut bool) {
	for name := range strings.SplitSeq(strings.TrimSuffix(byline, "."), ",") {
		if record.IsEtAl(name) {
			cut = true
		} else if n := record.Name(name); !n.IsZero() {
			names = append(names, n)
		}
	}
	return names, cut
}

// setDates takes the date of the issue, and every year in which the work came out in one form or
// another. A chapter's year of publication is that of the book's first edition, and its own is the day on
// which it came out.
func (a *article) setDates(w *biblio.Work) {
	in, book := a.In.V, a.Book.V
	w.Issued = record.Date(string(in.Year))
	if month, err := strconv.Atoi(string(in.Month)); err == nil && w.Issued.Year != 0 && month >= 1 && month <= 12 {
		w.Issued.Month = month
	}
	first := biblio.Date{Year: record.Date(string(a.First)).Year}
	candidates := []biblio.Date{record.Date(string(a.Year)), record.Date(string(book.Year)), record.Date(string(a.Electronic)), first}
	if w.Type == biblio.Chapter {
		candidates = []biblio.Date{first, record.Date(string(a.Year)), record.Date(string(book.Year))}
	}
	for _, d := range candidates {
		if w.Issued.IsZero() {
			w.Issued = d
		}
	}
	record.AddYears(w, append([]biblio.Date{w.Issued, record.Date(string(in.Print))}, candidates...)...)
}
