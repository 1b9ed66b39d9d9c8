// Package mods reads MODS, the Metadata Object Description Schema of the Library of Congress
// (https://www.loc.gov/standards/mods/), as libraries and Zotero export it.
//
// It promises one reference for each record. What holds the work, its series and its parts stand in
// <relatedItem>; those of any other kind are other works, and say nothing about this one.
package mods

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/document/xmltree"
)

// Parse returns the references of a text. The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	var refs []biblio.Reference
	problems := xmltree.Each(file, text, func(n *xmltree.Node) {
		refs = append(refs, record(n, len(refs)+1))
	}, "mods")
	return refs, problems
}

// record returns what a <mods> says.
func record(n *xmltree.Node, index int) biblio.Reference {
	b := xmltree.NewBuilder()
	i := &b.Item
	b.Item.Title = title(n)
	b.Place("title", n.Find("titleInfo"))
	host, series := related(n, "host"), related(n, "series")
	i.Container, i.Collection = title(host), title(series)
	b.Place("container-title", host)
	i.Type = kind(n, host)
	for _, name := range n.All("name") {
		person(b, name)
	}
	i.Issued = issued(n)
	if i.Issued.IsZero() {
		i.Issued = issued(host)
	}
	b.Place("issued", n.Find("originInfo"))
	for _, at := range []*xmltree.Node{n, host, series} {
		part(b, at.Find("part"))
		for _, origin := range at.All("originInfo") {
			b.Take("publisher", &i.Publisher, origin.Find("publisher"))
			b.Take("edition", &i.Edition, origin.Find("edition"))
			for _, term := range origin.Within("placeTerm") {
				if term.Attr("type") != "code" {
					b.Take("publisher-place", &i.Place, term)
				}
			}
		}
	}
	identifiers(b, n)
	serials(i, n)
	serials(i, host)
	b.Take("language", &i.Language, n.First("languageTerm"))
	b.Take("URL", &i.URL, n.Find("location", "url"))
	return b.Reference(n, n.Attr("ID"), index)
}

// title returns the title of an item with its subtitle; a translated or alternative one only for
// want of another.
func title(n *xmltree.Node) string {
	var out string
	for _, info := range n.All("titleInfo") {
		if out != "" && info.Attr("type") != "" {
			continue
		}
		words := strings.TrimSpace(info.Find("nonSort").String() + " " + info.Find("title").String())
		if sub := info.Find("subTitle").String(); sub != "" {
			words += ": " + sub
		}
		if out = words; info.Attr("type") == "" && out != "" {
			return out
		}
	}
	return out
}

// related returns the related item of a type, or nil.
func related(n *xmltree.Node, kind string) *xmltree.Node {
	for _, r := range n.All("relatedItem") {
		if r.Attr("type") == kind {
			return r
		}
	}
	return nil
}

// kinds are words of genres (marcgt, Zotero's and others) in the vocabulary of CSL.
var kinds = map[string]biblio.Type{
	"journalarticle": biblio.ArticleJournal, "journal article": biblio.ArticleJournal, "article": biblio.ArticleJournal, "magazinearticle": biblio.ArticleJournal, "academic journal": biblio.ArticleJournal,
	"newspaperarticle": biblio.ArticleNewspaper, "newspaper article": biblio.ArticleNewspaper, "book": biblio.Book, "bibliography": biblio.Book, "booksection": biblio.Chapter, "book chapter": biblio.Chapter,
	"conferencepaper": biblio.Conference, "conference paper": biblio.Conference, "conference publication": biblio.Conference, "thesis": biblio.Thesis, "theses": biblio.Thesis, "report": biblio.Report,
	"technical report": biblio.Report, "government publication": biblio.Report, "patent": biblio.Patent, "dataset": biblio.Dataset, "computerprogram": biblio.Software, "software": biblio.Software,
	"web site": biblio.Webpage, "webpage": biblio.Webpage, "web page": biblio.Webpage, "encyclopediaarticle": biblio.ReferenceEntry, "preprint": biblio.Preprint,
}

// kind returns the type: by the genre, or else by what holds the work.
func kind(n, host *xmltree.Node) biblio.Type {
	for _, g := range n.All("genre") {
		if t, ok := kinds[strings.ToLower(g.String())]; ok && (t != biblio.Book || host == nil) {
			return t
		}
	}
	periodical := slices.ContainsFunc(host.Within("genre", "issuance"), func(g *xmltree.Node) bool {
		return slices.Contains([]string{"periodical", "academic journal", "serial", "continuing"}, strings.ToLower(g.String()))
	})
	issuance := n.Find("originInfo", "issuance").String()
	switch {
	case periodical, host.Find("part") != nil && strings.Contains(host.First("detail").Attr("type"), "volume"):
		return biblio.ArticleJournal
	case host != nil && n.Find("typeOfResource").String() == "text":
		return biblio.Chapter
	case issuance == "monographic" && host == nil && n.Find("typeOfResource").String() == "text":
		return biblio.Book
	}
	return ""
}

// person takes a name by its role: an editor, or whoever made the work.
func person(b *xmltree.Builder, n *xmltree.Node) {
	var family, given, plain, suffix string
	for _, part := range n.All("namePart") {
		switch s := part.String(); part.Attr("type") {
		case "family":
			family = strings.TrimSpace(family + " " + s)
		case "given":
			given = strings.TrimSpace(given + " " + s)
		case "termsOfAddress":
			suffix = s
		case "":
			plain = strings.TrimSpace(plain + " " + s)
		}
	}
	one := biblio.Name{Literal: plain}
	switch {
	case family != "":
		one = value.Person(family, given, suffix)
	case n.Attr("type") != "corporate" && n.Attr("type") != "conference":
		one = value.Name(strings.TrimRight(plain, ",."))
	}
	if one.IsZero() {
		return
	}
	switch role(n) {
	case "editor":
		b.Item.Editors = append(b.Item.Editors, one)
		b.Place("editor", n)
	case "author":
		b.Item.Authors = append(b.Item.Authors, one)
		b.Place("author", n)
	}
}

// role returns "author", "editor", or "" for those who only helped, published or awarded.
func role(n *xmltree.Node) string {
	terms := n.Within("roleTerm")
	if len(terms) == 0 {
		return "author"
	}
	for _, t := range terms {
		switch s := strings.ToLower(strings.TrimRight(t.String(), ".")); {
		case strings.HasPrefix(s, "edit"), s == "edt":
			return "editor"
		case slices.Contains([]string{"author", "aut", "creator", "cre", "photographer", "pht", "artist", "art", "inventor", "programmer", "contributor"}, s):
			return "author"
		}
	}
	return ""
}

// issued returns the first date that says a year, of publication before that of making.
func issued(n *xmltree.Node) biblio.Date {
	for _, kind := range []string{"dateIssued", "copyrightDate", "dateCreated"} {
		for _, origin := range n.All("originInfo") {
			for _, d := range origin.All(kind) {
				if date := value.Date(d.String()); date.Year != 0 {
					return date
				}
			}
		}
	}
	if date := value.Date(n.Find("part", "date").String()); date.Year != 0 {
		return date
	}
	return biblio.Date{}
}

// part takes where the work stands in what holds it.
func part(b *xmltree.Builder, p *xmltree.Node) {
	i := &b.Item
	for _, d := range p.All("detail") {
		number := d.Find("number")
		switch d.Attr("type") {
		case "volume":
			b.Take("volume", &i.Volume, number)
		case "issue", "number":
			b.Take("issue", &i.Issue, number)
		}
	}
	for _, e := range p.All("extent") {
		if unit := e.Attr("unit"); unit != "page" && unit != "pages" && unit != "" || i.Pages != "" {
			continue
		}
		first, last := e.Find("start").String(), e.Find("end").String()
		switch {
		case first == "":
			b.Take("page", &i.Pages, e.Find("list"))
			continue
		case last == "" || last == first:
			i.Pages = first
		default:
			i.Pages = first + "-" + last
		}
		b.Place("page", e)
	}
}

// identifiers takes those of the work itself.
func identifiers(b *xmltree.Builder, n *xmltree.Node) {
	i := &b.Item
	for _, id := range n.All("identifier") {
		s := id.String()
		switch strings.ToLower(id.Attr("type")) {
		case "doi":
			if i.DOI == "" {
				i.DOI = biblio.DOI(s)
				b.Place("DOI", id)
			}
		case "pmid":
			i.PMID = biblio.PMID(s)
		case "uri", "url":
			if i.DOI == "" && strings.Contains(s, "doi.org/") {
				i.DOI = biblio.DOI(s)
			}
		}
	}
}

// serials takes the numbers of the work or of what holds it.
func serials(i *biblio.Item, n *xmltree.Node) {
	for _, id := range n.All("identifier") {
		s := id.String()
		if isbn := biblio.ISBN(s); id.Attr("type") == "isbn" && isbn != "" {
			i.ISBN = append(i.ISBN, isbn)
		}
		if issn := biblio.ISSN(s); id.Attr("type") == "issn" && issn != "" {
			i.ISSN = append(i.ISSN, issn)
		}
	}
}
