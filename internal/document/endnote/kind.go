package endnote

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
)

// types are the names of EndNote's reference types in the vocabulary of CSL, in small letters; what
// is not here is a document.
var types = map[string]biblio.Type{
	"journal article": biblio.ArticleJournal, "electronic article": biblio.ArticleJournal, "magazine article": biblio.ArticleJournal, "newspaper article": biblio.ArticleNewspaper,
	"book": biblio.Book, "edited book": biblio.Book, "electronic book": biblio.Book, "ancient text": biblio.Book, "classical work": biblio.Book, "serial": biblio.Book,
	"book section": biblio.Chapter, "electronic book section": biblio.Chapter, "encyclopedia": biblio.ReferenceEntry, "dictionary": biblio.ReferenceEntry,
	"conference paper": biblio.Conference, "conference proceedings": biblio.Conference, "thesis": biblio.Thesis, "report": biblio.Report, "government document": biblio.Report,
	"standard": biblio.Standard, "patent": biblio.Patent, "dataset": biblio.Dataset, "aggregated database": biblio.Dataset, "online database": biblio.Dataset, "computer program": biblio.Software,
	"web page": biblio.Webpage, "blog": biblio.Webpage, "online multimedia": biblio.Webpage, "generic": "", "": "",
}

// kindOf returns the type that a name stands for.
func kindOf(name string) biblio.Type {
	if t, ok := types[strings.ToLower(name)]; ok {
		return t
	}
	return biblio.Other
}

// edited is the type of which the authors are editors.
const edited = "edited book"

// slots are the fields of EndNote that mean something else for every type.
type slots struct {
	kind string
	// second and third are the secondary and the tertiary title; journal is the name of the
	// periodical, where it stands apart.
	second, third, journal string
	number                 string
}

// fill puts them where they belong: the secondary title is the journal of an article, the book of a
// chapter, the series of a book.
func (s slots) fill(i *biblio.Item) {
	i.Type = kindOf(s.kind)
	switch i.Type {
	case biblio.Book, biblio.Thesis, biblio.Report, biblio.Patent, biblio.Software, biblio.Standard:
		i.Collection = first(s.second, s.third)
		if i.Type == biblio.Report || i.Type == biblio.Patent || i.Type == biblio.Standard {
			i.Number = s.number
		}
	case biblio.Chapter, biblio.ReferenceEntry:
		i.Container, i.Collection = first(s.second, s.journal), s.third
	case biblio.Conference:
		i.Container, i.Collection, i.Event = first(s.journal, s.second, s.third), s.third, s.second
		if i.Collection == i.Container {
			i.Collection = ""
		}
		i.Issue = s.number
	default:
		i.Container, i.Issue = first(s.journal, s.second), s.number
	}
	if strings.EqualFold(s.kind, edited) && len(i.Editors) == 0 {
		i.Authors, i.Editors = nil, i.Authors
	}
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// name takes a name apart. Without a comma, which an organisation has at its end, it is written in
// the order in which it is spoken.
func name(s string) biblio.Name {
	n := value.Name(s)
	words := strings.Fields(s)
	if n.Literal == "" || strings.Contains(s, ",") || len(words) < 2 {
		return n
	}
	if last := len(words) - 1; len(words) == 2 || strings.HasSuffix(words[0], ".") || strings.HasSuffix(words[last-1], ".") {
		return value.Person(words[last], strings.Join(words[:last], " "), "")
	}
	return n
}

var serials = regexp.MustCompile(`[0-9Xx][0-9Xx‐-]{6,16}[0-9Xx]`)

// setSerials tells ISSNs from ISBNs, which stand in one field.
func setSerials(i *biblio.Item, s string) {
	for _, n := range serials.FindAllString(s, -1) {
		if isbn := biblio.ISBN(n); isbn != "" {
			i.ISBN = append(i.ISBN, isbn)
		} else if issn := biblio.ISSN(n); issn != "" {
			i.ISSN = append(i.ISSN, issn)
		}
	}
}

// setAccession takes a number of PubMed or arXiv from the accession number, if it is one of theirs.
func setAccession(i *biblio.Item, accession, database string) {
	database = strings.ToLower(database)
	switch {
	case biblio.PMCID(accession) != "":
		i.PMCID = biblio.PMCID(accession)
	case strings.Contains(database, "medline"), strings.Contains(database, "pubmed"), strings.Contains(database, "nlm"):
		i.PMID = biblio.PMID(accession)
	}
}

// setAddress takes the address and what identifier it shows.
func setAddress(i *biblio.Item, s string) {
	if i.URL == "" && strings.Contains(s, "://") && !strings.HasPrefix(s, "internal-pdf:") {
		i.URL = s
	}
	if i.DOI == "" && strings.Contains(s, "doi.org/") {
		i.DOI = biblio.DOI(s)
	}
	if i.PMID == "" && (strings.Contains(s, "pubmed.ncbi") || strings.Contains(s, "/pubmed/")) {
		i.PMID = biblio.PMID(s)
	}
	if i.ArXiv == "" && strings.Contains(s, "arxiv.org/") {
		i.ArXiv = biblio.ArXiv(s)
	}
}

// issued returns a year with the month and the day of a date that stands beside it.
func issued(year, date string) biblio.Date {
	d, more := value.Date(year), value.Date(date)
	switch {
	case d.Year == 0 && more.Year != 0:
		return more
	case d.Month == 0 && more.Month != 0 && (more.Year == 0 || more.Year == d.Year):
		d.Month, d.Day = more.Month, more.Day
	}
	return d
}
