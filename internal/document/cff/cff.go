// Package cff reads citation files (CITATION.cff, https://citation-file-format.github.io, schemas 1.0
// to 1.2): what a software or dataset asks to be cited as, and what it cites itself.
//
// It promises the work first, which is the preferred citation where there is one, and then the list
// of references.
package cff

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/document/yamltree"
)

// Parse returns the references of a citation file. The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	documents, problems := yamltree.Parse(file, text, 0)
	var refs []biblio.Reference
	for _, d := range documents {
		if work := d.Get("preferred-citation"); work.IsMap() {
			refs = append(refs, reference(work, "preferred-citation", len(refs)+1))
		} else if !d.Get("title").IsZero() {
			own := reference(d, "citation", len(refs)+1)
			own.Type = types[d.Get("type").String()]
			if own.Type == "" {
				own.Type = biblio.Software // as the schema has it
			}
			refs = append(refs, own)
		}
		for _, v := range d.Get("references").List() {
			if v.IsMap() {
				refs = append(refs, reference(v, "", len(refs)+1))
			}
		}
	}
	return refs, problems
}

// types are the types of CFF in the vocabulary of CSL; what is not here is a document.
var types = map[string]biblio.Type{
	"article": biblio.ArticleJournal, "magazine-article": biblio.ArticleJournal, "newspaper-article": biblio.ArticleNewspaper, "book": biblio.Book, "edited-work": biblio.Book, "manual": biblio.Book,
	"proceedings": biblio.Book, "conference-paper": biblio.Conference, "conference": biblio.Conference, "thesis": biblio.Thesis, "report": biblio.Report, "government-document": biblio.Report,
	"standard": biblio.Standard, "patent": biblio.Patent, "dataset": biblio.Dataset, "data": biblio.Dataset, "database": biblio.Dataset, "software": biblio.Software, "software-code": biblio.Software,
	"software-container": biblio.Software, "software-executable": biblio.Software, "software-virtual-machine": biblio.Software, "website": biblio.Webpage, "blog": biblio.Webpage,
	"encyclopedia": biblio.ReferenceEntry, "dictionary": biblio.ReferenceEntry, "generic": "", "": "",
}

// reference returns what a mapping says, whose fields the schema gives the work and its references alike.
func reference(v yamltree.Value, id string, index int) biblio.Reference {
	b := yamltree.NewBuilder()
	i := &b.Item
	kind, known := types[v.Get("type").String()]
	if i.Type = kind; !known {
		i.Type = biblio.Other
	}
	b.Take("title", &i.Title, v.Get("title"))
	i.Authors, i.Editors = names(v.Get("authors")), names(v.Get("editors"))
	b.Place("author", v.Get("authors"))
	b.Place("editor", v.Get("editors"))
	b.Take("container-title", &i.Container, v.Get("journal"))
	b.Take("container-title-short", &i.ContainerShort, v.Get("abbreviation"))
	collection := v.Get("collection-title")
	if i.Type == biblio.Conference && i.Container == "" {
		b.Take("container-title", &i.Container, collection)
	}
	if i.Container != collection.String() {
		b.Take("collection-title", &i.Collection, collection)
	}
	b.Take("event-title", &i.Event, v.Get("conference").Get("name"))
	b.Take("volume", &i.Volume, v.Get("volume"))
	b.Take("issue", &i.Issue, v.Get("issue"))
	b.Take("number", &i.Number, v.Get("number"))
	b.Take("edition", &i.Edition, v.Get("edition"))
	b.Take("publisher", &i.Publisher, v.Get("publisher").Get("name"), v.Get("institution").Get("name"))
	b.Take("publisher-place", &i.Place, v.Get("publisher").Get("city"), v.Get("location").Get("name"))
	b.Take("genre", &i.Genre, v.Get("thesis-type"))
	if first, last := v.Get("start").String(), v.Get("end").String(); first != "" {
		i.Pages = first
		if last != "" && last != first {
			i.Pages += "-" + last
		}
		b.Place("page", v.Get("start"))
	}
	issued(b, v)
	identifiers(b, v)
	return b.Reference(v, id, index)
}

// names returns the names of a list: persons, and entities that have a name alone.
func names(list yamltree.Value) []biblio.Name {
	var out []biblio.Name
	for _, v := range list.List() {
		n := biblio.Name{
			Family: v.Get("family-names").String(), Given: v.Get("given-names").String(),
			Particle: v.Get("name-particle").String(), Suffix: v.Get("name-suffix").String(),
		}
		if n.Family == "" {
			n = biblio.Name{Literal: v.Get("name").String()}
		}
		if !v.IsMap() {
			n = value.Name(v.String())
		}
		if n.IsZero() {
			n.Literal = v.Get("alias", "given-names").String()
		}
		if !n.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

// issued takes the date of publication, or of the release.
func issued(b *yamltree.Builder, v yamltree.Value) {
	year := v.Get("year")
	b.Item.Issued = value.Date(year.String())
	if b.Item.Issued.Year != 0 {
		b.Place("issued", year)
		if m, err := strconv.Atoi(v.Get("month").String()); err == nil && m >= 1 && m <= 12 {
			b.Item.Issued.Month = m
		}
		return
	}
	for _, key := range []string{"date-published", "issue-date", "date-released"} {
		if d := value.Date(v.Get(key).String()); d.Year != 0 {
			b.Item.Issued = d
			b.Place("issued", v.Get(key))
			return
		}
	}
}

// identifiers takes those that have a key of their own and those of the list, of which the first DOI counts.
func identifiers(b *yamltree.Builder, v yamltree.Value) {
	i := &b.Item
	dois := []yamltree.Value{v.Get("doi")}
	for _, id := range v.Get("identifiers").List() {
		if id.Get("type").String() == "doi" {
			dois = append(dois, id.Get("value"))
		}
	}
	for _, d := range dois {
		if doi := biblio.DOI(d.String()); doi != "" && i.DOI == "" {
			i.DOI = doi
			b.Place("DOI", d)
		}
	}
	i.PMCID = biblio.PMCID(v.Get("pmcid").String())
	if isbn := biblio.ISBN(v.Get("isbn").String()); isbn != "" {
		i.ISBN = []string{isbn}
	}
	if issn := biblio.ISSN(v.Get("issn").String()); issn != "" {
		i.ISSN = []string{issn}
	}
	b.Take("URL", &i.URL, v.Get("url"), v.Get("repository-code"), v.Get("repository"), v.Get("repository-artifact"))
	if strings.Contains(i.URL, "arxiv.org/") {
		i.ArXiv = biblio.ArXiv(i.URL)
	}
}
