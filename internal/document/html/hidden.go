package html

import (
	"net/url"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/fold"
)

// genres are the genres of OpenURL in the vocabulary of CSL.
var genres = map[string]biblio.Type{
	"article": biblio.ArticleJournal, "journal": biblio.ArticleJournal, "preprint": biblio.Preprint, "proceeding": biblio.Conference, "conference": biblio.Conference, "book": biblio.Book,
	"bookitem": biblio.Chapter, "report": biblio.Report, "dissertation": biblio.Thesis, "document": biblio.Other, "unknown": "",
}

// coins returns the work that a ContextObject in a span names.
func coins(title string) (biblio.Item, bool) {
	q, err := url.ParseQuery(title)
	if err != nil {
		return biblio.Item{}, false
	}
	get := func(names ...string) string {
		for _, name := range names {
			if v := strings.TrimSpace(q.Get("rft." + name)); v != "" {
				return fold.Markup(v)
			}
		}
		return ""
	}
	i := biblio.Item{
		Type: genres[get("genre")], Title: get("atitle"), Container: get("jtitle"), Volume: get("volume"), Issue: get("issue"), Pages: get("pages"),
		Publisher: get("pub", "inst"), Place: get("place"), Edition: get("edition"), Issued: value.Date(get("date")), Collection: get("series"),
	}
	switch book := get("btitle", "title"); {
	case i.Title == "":
		i.Title = book
	case i.Container == "":
		i.Container = book
	}
	if i.Pages == "" {
		i.Pages = pages(get("spage"), get("epage"))
	}
	for _, au := range q["rft.au"] {
		i.Authors = append(i.Authors, value.Name(strings.TrimSpace(au)))
	}
	if family := get("aulast"); family != "" && (len(i.Authors) == 0 || i.Authors[0].Family != family) {
		i.Authors = append([]biblio.Name{value.Person(family, get("aufirst", "auinit"), "")}, i.Authors...)
	}
	if isbn := biblio.ISBN(get("isbn")); isbn != "" {
		i.ISBN = []string{isbn}
	}
	if issn := biblio.ISSN(get("issn")); issn != "" {
		i.ISSN = []string{issn}
	}
	for _, id := range q["rft_id"] {
		switch kind, rest, _ := strings.Cut(strings.TrimPrefix(id, "info:"), "/"); {
		case kind == "doi", strings.Contains(id, "doi.org/"):
			i.DOI = biblio.DOI(id)
		case kind == "pmid":
			i.PMID = biblio.PMID(rest)
		case kind == "arxiv":
			i.ArXiv = biblio.ArXiv(rest)
		case strings.HasPrefix(id, "http") && i.URL == "":
			i.URL = id
		}
	}
	return i, i.Title != "" || i.DOI != "" || i.PMID != ""
}

// highwire returns the work that a citation_reference names: "citation_title=…; citation_author=…".
func highwire(content string) (biblio.Item, bool) {
	var i biblio.Item
	var first, last string
	for part := range strings.SplitSeq(content, ";") {
		name, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		v = fold.Markup(v)
		switch strings.TrimPrefix(name, "citation_") {
		case "title":
			i.Title = v
		case "author", "authors":
			for one := range strings.SplitSeq(v, ", ") {
				i.Authors = append(i.Authors, author(one))
			}
		case "journal_title":
			i.Container, i.Type = v, biblio.ArticleJournal
		case "inbook_title", "conference_title":
			i.Container = v
		case "publication_date", "year", "date":
			i.Issued = value.Date(v)
		case "volume":
			i.Volume = v
		case "issue":
			i.Issue = v
		case "firstpage", "pages":
			first = v
		case "lastpage":
			last = v
		case "publisher":
			i.Publisher = v
		case "doi", "id":
			if doi := biblio.DOI(v); doi != "" {
				i.DOI = doi
			}
		case "pmid":
			i.PMID = biblio.PMID(v)
		}
	}
	i.Pages = pages(first, last)
	return i, i.Title != "" || i.DOI != ""
}

// author reads a name as publishers write it there: "JM Smith", "Smith JM", "Smith, J.".
func author(s string) biblio.Name {
	n := value.Name(s)
	if words := strings.Fields(s); n.Literal != "" && len(words) == 2 {
		return value.Person(words[1], words[0], "")
	}
	return n
}

func pages(first, last string) string {
	if last == "" || last == first {
		return first
	}
	return first + "-" + last
}
