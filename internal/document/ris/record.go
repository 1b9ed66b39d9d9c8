package ris

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/tagged"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/fold"
)

// types are the types of RIS in the vocabulary of CSL; what is not here is a document.
var types = map[string]biblio.Type{
	"JOUR": biblio.ArticleJournal, "EJOUR": biblio.ArticleJournal, "JFULL": biblio.ArticleJournal, "MGZN": biblio.ArticleJournal, "ABST": biblio.ArticleJournal, "INPR": biblio.ArticleJournal,
	"NEWS": biblio.ArticleNewspaper, "BOOK": biblio.Book, "EBOOK": biblio.Book, "WHOLE": biblio.Book, "EDBOOK": biblio.Book, "CLSWK": biblio.Book, "ANCIENT": biblio.Book, "SER": biblio.Book,
	"CHAP": biblio.Chapter, "ECHAP": biblio.Chapter, "CONF": biblio.Conference, "CPAPER": biblio.Conference, "THES": biblio.Thesis, "RPRT": biblio.Report, "GOVDOC": biblio.Report, "STAND": biblio.Standard,
	"PAT": biblio.Patent, "DATA": biblio.Dataset, "DBASE": biblio.Dataset, "AGGR": biblio.Dataset, "COMP": biblio.Software, "ELEC": biblio.Webpage, "WEB": biblio.Webpage, "ICOMM": biblio.Webpage, "BLOG": biblio.Webpage,
	"DICT": biblio.ReferenceEntry, "ENCYC": biblio.ReferenceEntry, "UNPB": biblio.Preprint, "UNPD": biblio.Preprint, "PREPRINT": biblio.Preprint,
}

// want is where an item takes one of its fields from: the first tag that says something.
type want struct {
	field string // its CSL name
	tags  []string
	into  func(*biblio.Item) *string
}

// wants are the fields of plain text. The container and the pages need more care.
var wants = []want{
	{"title", []string{"TI", "T1", "CT"}, func(i *biblio.Item) *string { return &i.Title }},
	{"volume", []string{"VL", "VO"}, func(i *biblio.Item) *string { return &i.Volume }},
	{"issue", []string{"IS", "CP"}, func(i *biblio.Item) *string { return &i.Issue }},
	{"edition", []string{"ET"}, func(i *biblio.Item) *string { return &i.Edition }},
	{"publisher", []string{"PB"}, func(i *biblio.Item) *string { return &i.Publisher }},
	{"publisher-place", []string{"CY", "PP"}, func(i *biblio.Item) *string { return &i.Place }},
	{"language", []string{"LA"}, func(i *biblio.Item) *string { return &i.Language }},
	{"note", []string{"N1"}, func(i *biblio.Item) *string { return &i.Note }},
	{"URL", []string{"UR", "L2", "LK"}, func(i *biblio.Item) *string { return &i.URL }},
}

// builder makes the item of a record.
type builder struct{ *tagged.Builder }

// reference returns what the record says.
func (b *builder) reference(index int) biblio.Reference {
	i := &b.Item
	i.Type = b.kind()
	for _, w := range wants {
		*w.into(i) = b.Take(w.field, w.tags...)
	}
	b.names()
	b.container()
	for _, text := range []*string{&i.Title, &i.Container, &i.ContainerShort, &i.Collection, &i.Event, &i.Publisher} {
		*text = fold.Markup(*text) // some publishers leave the tags of their pages in
	}
	i.Issued = b.issued()
	i.Pages = b.pages()
	b.identifiers()
	return b.Reference(b.First("ID", "LB"), index)
}

func (b *builder) kind() biblio.Type {
	name := strings.ToUpper(b.First("TY"))
	if t, ok := types[name]; ok {
		return t
	}
	if name == "GEN" || name == "" {
		return ""
	}
	return biblio.Other
}

// names takes authors from AU and A1 in the order of the record, editors from ED, A2 and A3.
func (b *builder) names() {
	for _, f := range b.Fields {
		switch f.Tag {
		case "AU", "A1":
			for _, one := range value.People(f.Value()) {
				one, cut := value.CutEtAl(one)
				b.Item.EtAl = b.Item.EtAl || cut
				if one == "" {
					continue
				}
				b.Item.Authors = append(b.Item.Authors, value.Name(one))
				b.Place("author", f)
			}
		case "ED", "A2", "A3":
			for _, one := range value.People(f.Value()) {
				b.Item.Editors = append(b.Item.Editors, value.Name(one))
				b.Place("editor", f)
			}
		}
	}
}

// container takes what holds the work: the journal from JF, T2, JO; the book of a chapter from T2,
// BT; what T2 and T3 name of a book is its series. BT of a book is its title.
func (b *builder) container() {
	i := &b.Item
	switch i.Type {
	case biblio.Book, biblio.Thesis, biblio.Report, biblio.Patent, biblio.Software, biblio.Standard:
		if i.Title == "" {
			i.Title = b.Take("title", "BT", "T2")
		}
		i.Collection = b.Take("collection-title", "T3", "T2", "JF")
		if i.Collection == i.Title {
			i.Collection = ""
		}
		i.Number = b.Take("number", "M1", "IS", "SN")
		if i.Type == biblio.Thesis || i.Type == biblio.Report {
			i.Genre = b.Take("genre", "M3")
		}
		if i.Type != biblio.Report && i.Type != biblio.Patent && i.Type != biblio.Standard {
			i.Number = ""
		}
		return
	case biblio.Chapter, biblio.Conference, biblio.ReferenceEntry:
		i.Container = b.Take("container-title", "BT", "C3", "T2", "JF", "JO")
		i.Collection = b.Take("collection-title", "T3")
		if i.Type == biblio.Conference {
			i.Event = b.First("T2")
		}
	default:
		i.Container = b.Take("container-title", "JF", "T2", "BT", "JO", "JA", "J2", "J1")
		i.Collection = b.Take("collection-title", "T3")
	}
	if short := b.First("JA", "J2", "J1", "JO"); short != i.Container {
		i.ContainerShort = short
	}
}

// issued takes the date from PY, DA and Y1, in this order (Y1 was replaced by DA in 2011), with the
// month and the day of another of them that names the same year or none.
func (b *builder) issued() biblio.Date {
	var out biblio.Date
	for _, tag := range []string{"PY", "DA", "Y1", "YR"} {
		v := b.First(tag)
		d := value.Date(v)
		switch {
		case v == "":
			continue
		case out.Year == 0 && d.Year != 0:
			if out.Month != 0 && d.Month == 0 {
				d.Month, d.Day = out.Month, out.Day
			}
			out = d
			b.Take("issued", tag)
		case d.Month != 0 && out.Month == 0 && (d.Year == out.Year || d.Year == 0):
			out.Month, out.Day = d.Month, d.Day
		case out.Year == 0 && out.Literal == "" && d.Literal != "":
			out.Literal = d.Literal
		}
	}
	if out.Year != 0 {
		out.Literal = ""
	}
	return out
}

var articleNumber = regexp.MustCompile(`(?i)^(?:artn\.?|art(?:icle)?\.?\s*(?:no\.?|id|number)?|id)\s*([A-Z]?\d+)$`)

// pages takes the pages from SP and EP, whichever of them holds a range, or else the article number
// from C7 and AR (EndNote, Web of Science) or from a labelled M1.
func (b *builder) pages() string {
	from, to := b.Take("page", "SP", "C7", "AR"), b.First("EP")
	switch {
	case from == "" && to == "":
		if m := articleNumber.FindStringSubmatch(b.First("M1")); m != nil {
			b.Take("page", "M1")
			return m[1]
		}
		return ""
	case from == "" || strings.ContainsAny(to, "-–"):
		return b.Take("page", "EP")
	case to == "" || to == from || strings.ContainsAny(from, "-–"):
		return from
	}
	return from + "-" + to
}

var (
	pmidNote = regexp.MustCompile(`(?i)\bPMID:?\s*(\d{1,9})\b|^(\d{1,9})\s*\[pmid\]`)
	pmcNote  = regexp.MustCompile(`(?i)\bPMC\d{3,9}\b`)
	numeric  = regexp.MustCompile(`[0-9Xx][0-9Xx‐-]{6,16}[0-9Xx]`)
)

// identifiers takes the DOI from DO, or from where else exporters put it; PubMed's ids from AN, U1,
// C2 and notes; ISSNs and ISBNs from SN, told apart by their length.
func (b *builder) identifiers() {
	i := &b.Item
	for _, f := range b.Fields {
		v := f.Value()
		switch f.Tag {
		case "DO", "DI", "M3", "N1", "UR", "L3", "ID":
			if d := biblio.DOI(v); d != "" && i.DOI == "" && (f.Tag != "N1" || strings.HasPrefix(strings.ToLower(v), "doi")) && (f.Tag != "UR" || strings.Contains(v, "doi.org/")) {
				i.DOI = d
				b.Place("DOI", f)
			}
		case "SN", "BN":
			for _, n := range numeric.FindAllString(v, -1) {
				b.serial(f, n)
			}
		}
		switch f.Tag {
		case "AN", "C2", "U1", "N1", "M2":
			if m := pmidNote.FindStringSubmatch(v); m != nil && i.PMID == "" {
				i.PMID = biblio.PMID(m[1] + m[2])
				b.Place("PMID", f)
			}
			if m := pmcNote.FindString(v); m != "" && i.PMCID == "" {
				i.PMCID = biblio.PMCID(m)
			}
		case "UR":
			if id := biblio.ArXiv(v); id != "" && strings.Contains(strings.ToLower(v), "arxiv") {
				i.ArXiv = id
			}
			if strings.Contains(v, "pubmed.ncbi") || strings.Contains(v, "/pubmed/") {
				i.PMID = biblio.PMID(v)
			}
		}
	}
	if db := strings.ToLower(b.First("DB", "DP")); i.PMID == "" && (strings.Contains(db, "pubmed") || strings.Contains(db, "medline")) {
		i.PMID = biblio.PMID(b.First("AN"))
	}
	if isPreprint := strings.HasPrefix(i.DOI, "10.48550/arxiv."); isPreprint && i.ArXiv == "" {
		i.ArXiv = biblio.ArXiv(i.DOI)
	}
}

// serial takes one number out of SN.
func (b *builder) serial(f tagged.Field, n string) {
	digits := strings.NewReplacer("-", "", "‐", "").Replace(n)
	if len(digits) == 8 {
		b.Item.ISSN = append(b.Item.ISSN, biblio.ISSN(digits))
		b.Place("ISSN", f)
	} else if isbn := biblio.ISBN(digits); isbn != "" {
		b.Item.ISBN = append(b.Item.ISBN, isbn)
		b.Place("ISBN", f)
	}
}
