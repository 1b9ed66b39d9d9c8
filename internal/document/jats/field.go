package jats

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/document/xmltree"
)

// types are the publication types that JATS suggests and publishers use, in the vocabulary of CSL.
var types = map[string]biblio.Type{
	"journal": biblio.ArticleJournal, "article-journal": biblio.ArticleJournal, "article": biblio.ArticleJournal, "magazine": biblio.ArticleJournal, "newspaper": biblio.ArticleNewspaper,
	"book": biblio.Book, "chapter": biblio.Chapter, "book-chapter": biblio.Chapter, "bookchapter": biblio.Chapter, "confproc": biblio.Conference, "conf-proc": biblio.Conference,
	"conference": biblio.Conference, "paper-conference": biblio.Conference, "thesis": biblio.Thesis, "report": biblio.Report, "gov": biblio.Report, "standard": biblio.Standard,
	"patent": biblio.Patent, "data": biblio.Dataset, "dataset": biblio.Dataset, "software": biblio.Software, "web": biblio.Webpage, "webpage": biblio.Webpage, "website": biblio.Webpage,
	"preprint": biblio.Preprint, "entry-encyclopedia": biblio.ReferenceEntry,
}

// fields takes what the elements of a citation say.
func fields(b *xmltree.Builder, c *xmltree.Node) {
	i := &b.Item
	kind := c.Attr("publication-type")
	if kind == "" {
		kind = c.Attr("citation-type")
	}
	i.Type = types[strings.ToLower(kind)]
	titles(b, c)
	people(b, c)
	i.Issued = issued(c)
	b.Place("issued", c.First("year"))
	b.Take("volume", &i.Volume, c.Within("volume")...)
	b.Take("issue", &i.Issue, c.Within("issue")...)
	pages(b, c)
	b.Take("edition", &i.Edition, c.Within("edition")...)
	b.Take("publisher", &i.Publisher, c.Within("publisher-name")...)
	b.Take("publisher-place", &i.Place, c.Within("publisher-loc")...)
	b.Take("collection-title", &i.Collection, c.Within("series")...)
	b.Take("event-title", &i.Event, c.Within("conf-name")...)
	b.Take("number", &i.Number, c.Within("patent", "std", "version")...)
	for _, n := range c.Within("isbn") {
		if isbn := biblio.ISBN(n.String()); isbn != "" {
			i.ISBN = append(i.ISBN, isbn)
		}
	}
	for _, n := range c.Within("issn") {
		if issn := biblio.ISSN(n.String()); issn != "" {
			i.ISSN = append(i.ISSN, issn)
		}
	}
	identifiers(b, c)
}

// titles takes the title and the container. The source of a chapter is its book; a work that has
// only a source is that, unless it is an article.
func titles(b *xmltree.Builder, c *xmltree.Node) {
	i := &b.Item
	source := c.Within("source")
	b.Take("title", &i.Title, c.Within("article-title", "chapter-title", "part-title", "data-title")...)
	if i.Title == "" && i.Type != biblio.ArticleJournal && i.Type != "" {
		b.Take("title", &i.Title, source...)
		return
	}
	b.Take("container-title", &i.Container, source...)
	switch {
	case i.Type == biblio.Book && i.Title != "" && i.Container != "":
		i.Type = biblio.Chapter
	case i.Type == "" && c.First("volume") != nil && i.Container != "":
		i.Type = biblio.ArticleJournal
	case i.Type == "" && i.Title == "":
		i.Title, i.Container = i.Container, ""
	}
}

// people takes the authors and editors: in groups, which say their role, or alone.
func people(b *xmltree.Builder, c *xmltree.Node) {
	group(b, c, &b.Item.Authors, "author")
	for _, g := range c.Within("person-group") {
		switch g.Attr("person-group-type") {
		case "editor", "editors":
			group(b, g, &b.Item.Editors, "editor")
		case "author", "authors", "", "inventor", "allauthors":
			group(b, g, &b.Item.Authors, "author")
		}
	}
	if len(b.Item.Authors) == 0 {
		if compilers := slices.DeleteFunc(c.Within("person-group"), func(g *xmltree.Node) bool { return g.Attr("person-group-type") != "compiler" }); len(compilers) > 0 {
			group(b, compilers[0], &b.Item.Authors, "author")
		}
	}
}

func group(b *xmltree.Builder, g *xmltree.Node, into *[]biblio.Name, field string) {
	for _, n := range g.All("name", "string-name", "collab", "etal", "name-alternatives") {
		if n.Name == "name-alternatives" {
			if n = n.First("name"); n == nil {
				continue
			}
		}
		if n.Name == "etal" {
			b.Item.EtAl = b.Item.EtAl || field == "author"
			continue
		}
		if one := name(n); !one.IsZero() {
			*into = append(*into, one)
			b.Place(field, n)
		}
	}
}

// name returns the name in an element.
func name(n *xmltree.Node) biblio.Name {
	if n.Name == "collab" {
		return biblio.Name{Literal: strings.Trim(n.String(), " .,;")}
	}
	family := n.First("surname").String()
	if family == "" {
		return value.Name(n.String())
	}
	one := value.Person(family, n.First("given-names").String(), n.First("suffix").String())
	if prefix := n.First("prefix").String(); prefix != "" && prefix == strings.ToLower(prefix) {
		one.Particle = prefix // not "Dr."
	}
	return one
}

// issued returns the date of publication, not of access.
func issued(c *xmltree.Node) biblio.Date {
	var year, month, day string
	for _, part := range c.Within("year", "month", "day", "season", "date-in-citation", "conf-date") {
		switch {
		case part.Name == "year" && year == "":
			year = part.String()
		case part.Name == "month" && month == "":
			month = part.String()
		case part.Name == "day" && day == "":
			day = part.String()
		}
	}
	d := value.Date(strings.TrimRight(year, "abcdefgh"))
	if d.Year == 0 || month == "" {
		return d
	}
	if n, err := strconv.Atoi(month); err == nil && n >= 1 && n <= 12 {
		d.Month = n
	} else {
		d.Month = value.Month(month)
	}
	if n, err := strconv.Atoi(day); err == nil && n >= 1 && n <= 31 && d.Month != 0 {
		d.Day = n
	}
	return d
}

// pages takes the range, or the article number.
func pages(b *xmltree.Builder, c *xmltree.Node) {
	first, last := c.First("fpage").String(), c.First("lpage").String()
	switch {
	case first == "":
		b.Take("page", &b.Item.Pages, c.Within("page-range", "elocation-id")...)
		return
	case last == "" || last == first:
		b.Item.Pages = first
	default:
		b.Item.Pages = first + "-" + last
	}
	b.Place("page", c.First("fpage"))
}

var pmidText = regexp.MustCompile(`(?i)\bPMID:?\s*(\d{1,9})\b`)

// identifiers takes those that are tagged, those of links, and a DOI or PMID that a comment names.
func identifiers(b *xmltree.Builder, c *xmltree.Node) {
	i := &b.Item
	for _, n := range c.Within("pub-id", "object-id", "ext-link", "uri", "comment") {
		s := n.String()
		kind := strings.ToLower(n.Attr("pub-id-type") + n.Attr("ext-link-type"))
		address := n.Attr("href")
		if address == "" && n.Name != "comment" {
			address = s
		}
		switch {
		case kind == "pmid" && i.PMID == "":
			i.PMID = biblio.PMID(s)
			b.Place("PMID", n)
		case (kind == "pmcid" || kind == "pmc") && i.PMCID == "":
			i.PMCID = biblio.PMCID("PMC" + strings.TrimPrefix(s, "PMC"))
		case kind == "arxiv" && i.ArXiv == "":
			i.ArXiv = biblio.ArXiv(s)
		}
		if doi := linked(n, s, address, kind); doi != "" && i.DOI == "" {
			i.DOI = doi
			b.Place("DOI", n)
		}
		if m := pmidText.FindStringSubmatch(s); m != nil && i.PMID == "" {
			i.PMID = m[1]
		}
		if strings.Contains(address, "arxiv.org/") && i.ArXiv == "" {
			i.ArXiv = biblio.ArXiv(address)
		}
		if i.URL == "" && strings.Contains(address, "://") && !strings.Contains(address, "doi.org/") {
			i.URL = address
			b.Place("URL", n)
		}
	}
}

// linked returns the DOI that an element gives: as such, as an address, or in a comment that says so.
func linked(n *xmltree.Node, text, address, kind string) string {
	switch {
	case kind == "doi", strings.Contains(address, "doi.org/"), n.Name == "ext-link" && strings.HasPrefix(text, "10."):
		if doi := biblio.DOI(text); doi != "" {
			return doi
		}
		return biblio.DOI(address)
	case n.Name == "comment" && strings.HasPrefix(strings.ToLower(text), "doi"):
		return biblio.DOI(text)
	}
	return ""
}
