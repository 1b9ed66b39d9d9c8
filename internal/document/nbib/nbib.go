// Package nbib reads the MEDLINE format, in which PubMed and ERIC export citations (.nbib): lines of
// a tag of up to four letters and a value, records parted by blank lines
// (https://www.nlm.nih.gov/bsd/mms/medlineelements.html).
//
// It promises that every record gives a reference, whatever its tags; what is unknown is passed over.
package nbib

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/tagged"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/medline"
)

// Parse returns the references of a text. Lines end with "\n". The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	records, problems := tagged.Parse(file, text, tagged.Syntax{Cut: cutTag, Begin: "PMID", Blank: true})
	refs := make([]biblio.Reference, len(records))
	for i, r := range records {
		refs[i] = reference(tagged.NewBuilder(file, r), i+1)
	}
	return refs, problems
}

// cutTag returns the tag and the value of a line: two to four letters at its beginning, spaces up to
// the fifth column, a dash.
func cutTag(s string) (tag, val string, column int) {
	n := 0
	for n < len(s) && n < 5 && (s[n] >= 'A' && s[n] <= 'Z' || s[n] >= 'a' && s[n] <= 'z') {
		n++
	}
	rest := strings.TrimLeft(s[n:], " ")
	if n < 2 || n > 4 || len(s)-len(rest) > 5 || !strings.HasPrefix(rest, "-") {
		return "", "", 0
	}
	val = strings.TrimLeft(rest[1:], " \t")
	return s[:n], val, 1 + len(s) - len(val)
}

// reference returns what a record says.
func reference(b *tagged.Builder, index int) biblio.Reference {
	i := &b.Item
	i.Type = kind(b)
	title, book := b.Take("title", "TI"), b.First("BTI")
	if title == "" {
		title = b.Take("title", "BTI", "TT")
	} else if book != "" {
		i.Container = medline.Title(fold.Markup(b.Take("container-title", "BTI")))
	}
	i.Title = medline.Title(fold.Markup(title))
	names(b)
	if i.Container == "" {
		i.Container = b.Take("container-title", "JT", "TA")
	}
	if short := b.First("TA"); short != i.Container {
		i.ContainerShort = short
	}
	i.Collection = b.Take("collection-title", "CTI")
	i.Volume, i.Issue = b.Take("volume", "VI"), b.Take("issue", "IP")
	i.Pages = medline.Pages(b.Take("page", "PG"))
	i.Edition, i.Publisher = b.Take("edition", "EN"), b.Take("publisher", "PB")
	i.Language = b.Take("language", "LA")
	if i.Publisher != "" {
		i.Place = b.Take("publisher-place", "PL") // else it is where the journal is published
	}
	i.Issued = issued(b.Take("issued", "DP", "DEP"))
	for _, f := range b.Fields {
		identifier(b, f)
	}
	return b.Reference("", index)
}

// issued returns a date, which begins with its year; of any other text the year alone.
func issued(s string) biblio.Date {
	d := value.Date(s)
	if s != "" && (s[0] < '0' || s[0] > '9') && d.Year != 0 {
		return biblio.Date{Year: d.Year} // "Article 10 2019"
	}
	return d
}

// kind returns what the publication types say.
func kind(b *tagged.Builder) biblio.Type {
	t := biblio.ArticleJournal
	for _, f := range b.Fields {
		if f.Tag != "PT" {
			continue
		}
		words := strings.ToLower(f.Value())
		switch known := medline.Type(words); {
		case known != "":
			t = known
		case words == "book" || words == "books":
			t = biblio.Book
		case words == "book chapter":
			t = biblio.Chapter
		case strings.HasPrefix(words, "reports") && b.First("VI") == "":
			t = biblio.Report
		case strings.HasPrefix(words, "dissertations"):
			t = biblio.Thesis
		}
	}
	if t == biblio.Book && b.First("TI") != "" && b.First("BTI") != "" {
		t = biblio.Chapter
	}
	return t
}

// names takes the full names, or the short ones where only those are given, and groups in between.
func names(b *tagged.Builder) {
	author, editor := "AU", "ED"
	if _, ok := b.Find("FAU"); ok {
		author = "FAU"
	}
	if _, ok := b.Find("FED"); ok {
		editor = "FED"
	}
	i := &b.Item
	for _, f := range b.Fields {
		v := f.Value()
		switch {
		case v == "":
		case f.Tag == author:
			i.Authors = append(i.Authors, value.Name(v))
			b.Place("author", f)
		case f.Tag == "CN":
			i.Authors = append(i.Authors, biblio.Name{Literal: v})
			b.Place("author", f)
		case f.Tag == editor:
			i.Editors = append(i.Editors, value.Name(v))
			b.Place("editor", f)
		}
	}
}

var serial = regexp.MustCompile(`[0-9Xx][0-9Xx-]{6,16}[0-9Xx]`)

// identifier takes what identifies the work: PMID, PMC, and of LID and AID what their label says or
// their form shows.
func identifier(b *tagged.Builder, f tagged.Field) {
	i, v := &b.Item, f.Value()
	switch f.Tag {
	case "PMID":
		i.PMID = biblio.PMID(v)
		b.Place("PMID", f)
	case "PMC", "PMCR":
		i.PMCID = biblio.PMCID(v)
		b.Place("PMCID", f)
	case "LID", "AID", "DOI":
		text, label, _ := strings.Cut(v, " [")
		switch doi := biblio.DOI(text); {
		case doi != "" && i.DOI == "" && label != "pii]":
			i.DOI = doi
			b.Place("DOI", f)
		case doi == "" && label == "pii]" && i.Pages == "" && f.Tag == "LID":
			i.Pages = text
			b.Place("page", f)
		case doi == "" && strings.Contains(text, "://") && i.URL == "":
			i.URL = text
		}
	case "IS", "ISSN", "ISBN":
		for _, n := range serial.FindAllString(v, -1) {
			if isbn := biblio.ISBN(n); isbn != "" {
				i.ISBN = append(i.ISBN, isbn)
			} else if issn := biblio.ISSN(n); issn != "" && !strings.Contains(strings.Join(i.ISSN, " "), issn) {
				i.ISSN = append(i.ISSN, issn)
			}
		}
	}
}
