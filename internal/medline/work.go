package medline

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

// types are the publication types (MeSH, category V) that say what an article is; the others say
// what is in it.
var types = map[string]biblio.Type{
	"preprint":          biblio.Preprint,
	"dataset":           biblio.Dataset,
	"technical report":  biblio.Report,
	"newspaper article": biblio.ArticleNewspaper,
}

// Type returns what a publication type says that an article is, or "".
func Type(publication string) biblio.Type { return types[strings.ToLower(publication)] }

// work returns the article in the field's own words.
func (a *article) work() biblio.Work {
	c := &a.Citation
	w := biblio.Work{Registry: Name}
	w.Type = biblio.ArticleJournal
	for _, t := range c.Types {
		w.Type = cmp.Or(Type(string(t)), w.Type)
	}
	w.PMID = biblio.PMID(string(a.PMID))
	w.PMCID = biblio.PMCID(idOf(a.IDs, "pmc"))
	w.DOI = a.doi()
	setTitles(&w, c.Title, c.Original)
	a.setContainer(&w)
	w.Authors, w.AuthorsCut = c.Authors.names(), strings.EqualFold(c.Authors.Complete, "N")
	w.Volume, w.Issue = string(c.Journal.Issue.Volume), string(c.Journal.Issue.Issue)
	w.Pages, w.ArticleNumber = c.Pages.text(), a.number()
	if w.Pages == "" {
		w.Pages = w.ArticleNumber
	}
	w.Issued = c.Journal.Issue.Date.date()
	w.Years = years(append([]date{c.Journal.Issue.Date}, c.Dates...)...)
	if w.Issued.IsZero() && len(c.Dates) > 0 {
		w.Issued = c.Dates[0].date()
	}
	w.Language = strings.Join(record.Lines(c.Language), " ")
	a.setStatuses(&w)
	return w
}

// work returns the book or chapter in the field's own words.
func (b *book) work() biblio.Work {
	d, in := &b.Document, &b.Document.Book
	w := biblio.Work{Registry: Name}
	w.PMID = biblio.PMID(string(d.PMID))
	w.PMCID, w.DOI = biblio.PMCID(idOf(d.IDs, "pmc")), biblio.DOI(idOf(d.IDs, "doi"))
	w.Type = biblio.Book
	setTitles(&w, d.Title, d.Original)
	if w.Title == "" {
		setTitles(&w, in.Title, nil)
	} else {
		w.Type = biblio.Chapter
		w.Container = Title(in.Title)
		w.Containers = record.Distinct(w.Container)
	}
	w.Collection = string(in.Collection)
	for _, list := range slices.Concat(d.Authors, in.Authors) {
		switch {
		case strings.EqualFold(list.Type, "editors"):
			w.Editors = append(w.Editors, list.names()...)
		case len(w.Authors) == 0:
			w.Authors, w.AuthorsCut = list.names(), strings.EqualFold(list.Complete, "N")
		}
	}
	w.Volume, w.Edition, w.Pages = string(in.Volume), string(in.Edition), d.Pages.text()
	w.Publisher, w.Place = string(in.Publisher), string(in.Place)
	w.Issued, w.Years = in.Date.date(), years(in.Date, in.Beginning, in.Ending)
	if w.Issued.IsZero() {
		w.Issued = in.Beginning.date()
	}
	w.Language = strings.Join(record.Lines(d.Language), " ")
	w.ISBN = record.Identifiers(in.ISBN, biblio.ISBN)
	return w
}

// setTitles sets the title, in English if there is one, and the original.
func setTitles(w *biblio.Work, english plain, original []plain) {
	all := []string{Title(english)}
	for _, t := range original {
		all = append(all, Title(t))
	}
	record.SetTitles(w, all...)
}

// setContainer sets the journal with all its names. PubMed's own abbreviation is the one that
// references in medicine use.
func (a *article) setContainer(w *biblio.Work) {
	j := &a.Citation.Journal
	short := string(a.Medline.Abbreviation)
	w.Containers = record.Distinct(string(j.Title), string(j.Abbreviation), short)
	w.Container = record.First(w.Containers)
	w.ContainerShort = string(j.Abbreviation)
	if w.ContainerShort == "" {
		w.ContainerShort = short
	}
	w.ISSN = record.Identifiers(append(slices.Clone(j.ISSN), a.Medline.ISSN), biblio.ISSN)
}

// names returns the authors. One that is marked invalid is a misspelling beside its correction.
func (l authors) names() []biblio.Name {
	var out []biblio.Name
	for _, a := range l.Authors {
		n := biblio.Name{Family: string(a.Family), Given: string(a.Given), Suffix: string(a.Suffix)}
		if n.Given == "" {
			n.Given = string(a.Initials)
		}
		if n.Family == "" {
			n = biblio.Name{Literal: string(a.Collective)}
		}
		if !n.IsZero() && !strings.EqualFold(a.Valid, "N") {
			out = append(out, n)
		}
	}
	return out
}

// articleNumber is a publisher's identifier that readers cite as a locator, unlike a PII.
var articleNumber = regexp.MustCompile(`^[a-zA-Z]{0,4}\d{1,8}$`)

// text returns the pages as MEDLINE writes them ("7196-9", "S12-8", "12-15; discussion 16").
func (p pages) text() string {
	s := string(p.Medline)
	if s == "" && p.First != "" {
		s = string(p.First)
		if p.Last != "" && p.Last != p.First {
			s += "-" + string(p.Last)
		}
	}
	return Pages(s)
}

// number returns the article number, or "".
func (a *article) number() string {
	for _, p := range a.Citation.Places {
		if s := registry.Clean(p.Value); p.Kind == "pii" && articleNumber.MatchString(s) {
			return s
		}
	}
	return ""
}

// doi returns the article's DOI, of the two places where it may stand.
func (a *article) doi() string {
	for _, p := range a.Citation.Places {
		if doi := biblio.DOI(p.Value); p.Kind == "doi" && doi != "" && !strings.EqualFold(p.Valid, "N") {
			return doi
		}
	}
	return biblio.DOI(idOf(a.IDs, "doi"))
}

// idOf returns the identifier of a kind, or "".
func idOf(ids []articleID, kind string) string {
	for _, id := range ids {
		if strings.EqualFold(id.Kind, kind) {
			return strings.TrimSpace(id.Value)
		}
	}
	return ""
}
