package ris

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
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

// reference returns what a record says.
func (r *record) reference(file string, index int) biblio.Reference {
	b := &builder{record: r, file: file, fields: map[string]biblio.Location{}}
	b.item.Type = b.kind()
	for _, w := range wants {
		*w.into(&b.item) = b.take(w.field, w.tags...)
	}
	b.names()
	b.container()
	for _, text := range []*string{&b.item.Title, &b.item.Container, &b.item.ContainerShort, &b.item.Collection, &b.item.Event, &b.item.Publisher} {
		*text = fold.Markup(*text) // some publishers leave the tags of their pages in
	}
	b.item.Issued = b.issued()
	b.item.Pages = b.pages()
	b.identifiers()
	id := b.first("ID", "LB")
	if id == "" {
		id = strconv.Itoa(index)
	}
	return biblio.Reference{
		Item: b.item, ID: id, Index: index, Confidence: 1, Fields: b.fields, Raw: strings.TrimRight(strings.Join(r.source, "\n"), "\n \t"),
		Location: biblio.Location{File: file, Line: r.line, Column: r.column},
	}
}

// builder makes the item of a record.
type builder struct {
	record *record
	file   string
	item   biblio.Item
	fields map[string]biblio.Location
}

// take returns the value of the first of some tags that has one, and notes where it stands.
func (b *builder) take(name string, tags ...string) string {
	for _, tag := range tags {
		for _, f := range b.record.fields {
			if f.tag != tag {
				continue
			}
			if v := f.value(); v != "" {
				b.place(name, f)
				return v
			}
		}
	}
	return ""
}

func (b *builder) place(name string, f field) {
	if _, ok := b.fields[name]; !ok {
		b.fields[name] = biblio.Location{File: b.file, Line: f.line, Column: f.column}
	}
}

// first returns the value of the first of some tags that has one.
func (b *builder) first(tags ...string) string {
	for _, tag := range tags {
		for _, f := range b.record.fields {
			if f.tag == tag {
				if v := f.value(); v != "" {
					return v
				}
			}
		}
	}
	return ""
}

func (b *builder) kind() biblio.Type {
	name := strings.ToUpper(b.first("TY"))
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
	for _, f := range b.record.fields {
		switch f.tag {
		case "AU", "A1":
			for _, one := range people(f.value()) {
				one, cut := cutEtAl(one)
				b.item.EtAl = b.item.EtAl || cut
				if one == "" {
					continue
				}
				b.item.Authors = append(b.item.Authors, name(one))
				b.place("author", f)
			}
		case "ED", "A2", "A3":
			for _, one := range people(f.value()) {
				b.item.Editors = append(b.item.Editors, name(one))
				b.place("editor", f)
			}
		}
	}
}

// container takes what holds the work: the journal from JF, T2, JO; the book of a chapter from T2,
// BT; what T2 and T3 name of a book is its series. BT of a book is its title.
func (b *builder) container() {
	i := &b.item
	switch i.Type {
	case biblio.Book, biblio.Thesis, biblio.Report, biblio.Patent, biblio.Software, biblio.Standard:
		if i.Title == "" {
			i.Title = b.take("title", "BT", "T2")
		}
		i.Collection = b.take("collection-title", "T3", "T2", "JF")
		if i.Collection == i.Title {
			i.Collection = ""
		}
		i.Number = b.take("number", "M1", "IS", "SN")
		if i.Type == biblio.Thesis || i.Type == biblio.Report {
			i.Genre = b.take("genre", "M3")
		}
		if i.Type != biblio.Report && i.Type != biblio.Patent && i.Type != biblio.Standard {
			i.Number = ""
		}
		return
	case biblio.Chapter, biblio.Conference, biblio.ReferenceEntry:
		i.Container = b.take("container-title", "BT", "C3", "T2", "JF", "JO")
		i.Collection = b.take("collection-title", "T3")
		if i.Type == biblio.Conference {
			i.Event = b.first("T2")
		}
	default:
		i.Container = b.take("container-title", "JF", "T2", "BT", "JO", "JA", "J2", "J1")
		i.Collection = b.take("collection-title", "T3")
	}
	if short := b.first("JA", "J2", "J1", "JO"); short != i.Container {
		i.ContainerShort = short
	}
}

var articleNumber = regexp.MustCompile(`(?i)^(?:artn\.?|art(?:icle)?\.?\s*(?:no\.?|id|number)?|id)\s*([A-Z]?\d+)$`)

// pages takes the pages from SP and EP, whichever of them holds a range, or else the article number
// from C7 and AR (EndNote, Web of Science) or from a labelled M1.
func (b *builder) pages() string {
	from, to := b.take("page", "SP", "C7", "AR"), b.first("EP")
	switch {
	case from == "" && to == "":
		if m := articleNumber.FindStringSubmatch(b.first("M1")); m != nil {
			b.take("page", "M1")
			return m[1]
		}
		return ""
	case from == "" || strings.ContainsAny(to, "-–"):
		return b.take("page", "EP")
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
	i := &b.item
	for _, f := range b.record.fields {
		v := f.value()
		switch f.tag {
		case "DO", "DI", "M3", "N1", "UR", "L3", "ID":
			if d := biblio.DOI(v); d != "" && i.DOI == "" && (f.tag != "N1" || strings.HasPrefix(strings.ToLower(v), "doi")) && (f.tag != "UR" || strings.Contains(v, "doi.org/")) {
				i.DOI = d
				b.place("DOI", f)
			}
		case "SN", "BN":
			for _, n := range numeric.FindAllString(v, -1) {
				b.serial(f, n)
			}
		}
		switch f.tag {
		case "AN", "C2", "U1", "N1", "M2":
			if m := pmidNote.FindStringSubmatch(v); m != nil && i.PMID == "" {
				i.PMID = biblio.PMID(m[1] + m[2])
				b.place("PMID", f)
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
	if db := strings.ToLower(b.first("DB", "DP")); i.PMID == "" && (strings.Contains(db, "pubmed") || strings.Contains(db, "medline")) {
		i.PMID = biblio.PMID(b.first("AN"))
	}
	if isPreprint := strings.HasPrefix(i.DOI, "10.48550/arxiv."); isPreprint && i.ArXiv == "" {
		i.ArXiv = biblio.ArXiv(i.DOI)
	}
}

// serial takes one number out of SN.
func (b *builder) serial(f field, n string) {
	digits := strings.NewReplacer("-", "", "‐", "").Replace(n)
	if len(digits) == 8 {
		b.item.ISSN = append(b.item.ISSN, biblio.ISSN(digits))
		b.place("ISSN", f)
	} else if isbn := biblio.ISBN(digits); isbn != "" {
		b.item.ISBN = append(b.item.ISBN, isbn)
		b.place("ISBN", f)
	}
}
