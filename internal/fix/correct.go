package fix

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/export"
	"github.com/refcheck/refcheck/internal/fold"
)

// correct returns the change that makes a part of the reference say what the work says; none where the
// work does not know it, or where the part is not the entry's own.
func (e *entry) correct(part string) (Change, bool) {
	w := e.work
	switch part {
	case "year":
		return e.correctYear()
	case "volume":
		return e.replace(part, w.Volume)
	case "issue":
		return e.replace(part, w.Issue)
	case "page":
		return e.correctPages()
	case "title":
		return e.correctTitle()
	case "container":
		return e.correctContainer()
	case "author":
		return e.correctAuthors()
	case "doi":
		return e.correctDOI()
	case "pmid":
		return e.replace(part, w.PMID)
	case "isbn":
		return e.replace(part, strings.Join(w.ISBN, " "))
	}
	return Change{}, false
}

// written returns a text as the author's file has it: escaped, and in macros where the file is ASCII.
func (e *entry) written(text string) string {
	text = export.LaTeX(text)
	if e.source.ascii {
		text = fold.ToLaTeX(text)
	}
	return text
}

// replace gives the field of a part another value.
func (e *entry) replace(part, value string) (Change, bool) {
	f := e.field(part)
	if f == nil || value == "" {
		return Change{}, false
	}
	return e.set(f, e.written(value)), true
}

var fourDigits = regexp.MustCompile(`\d{4}`)

// correctYear replaces the year where it stands. Month and day of a date go with a wrong year, unless
// the work knows better ones.
func (e *entry) correctYear() (Change, bool) {
	f, date := e.field("year"), e.work.Issued
	if f == nil || date.Year == 0 {
		return Change{}, false
	}
	old, _ := e.inner(f)
	if strings.EqualFold(e.name(f), "date") {
		switch strings.Count(old, "-") {
		case 0:
			date.Month = 0
			fallthrough
		case 1:
			date.Day = 0
		}
		return e.set(f, date.String()), true
	}
	year := strconv.Itoa(date.Year)
	if at := fourDigits.FindStringIndex(old); at != nil {
		return e.set(f, old[:at[0]]+year+old[at[1]:]), true
	}
	return e.set(f, year), true
}

// dashes are the ways of writing a range of pages, the longest first.
var dashes = []string{"---", "--", "\u2013", "\u2014", "-"}

// correctPages replaces a range with the dash that the author uses.
func (e *entry) correctPages() (Change, bool) {
	f := e.field("page")
	pages := biblio.ParsePages(cmp.Or(e.work.Pages, e.work.ArticleNumber))
	if f == nil || pages.First == "" {
		return Change{}, false
	}
	old, _ := e.inner(f)
	dash := "--"
	for _, d := range dashes {
		if strings.Contains(old, d) {
			dash = d
			break
		}
	}
	text := pages.First
	if pages.Last != pages.First {
		text += dash + pages.Last
	}
	return e.set(f, export.LaTeX(text)), true
}

// correctContainer writes the journal's name in full or short, as the author did.
func (e *entry) correctContainer() (Change, bool) {
	f, name := e.field("container"), e.work.Container
	if f == nil || name == "" {
		return Change{}, false
	}
	if old, _ := e.inner(f); strings.Contains(old, ".") && e.work.ContainerShort != "" {
		name = e.work.ContainerShort
	}
	return e.set(f, e.written(name)), true
}

// correctDOI replaces the DOI in every field in which it stands, so that no address leads to the wrong
// work any more.
func (e *entry) correctDOI() (Change, bool) {
	f := e.field("doi")
	if f == nil || e.work.DOI == "" {
		return Change{}, false
	}
	old, _ := e.inner(f)
	change := Change{Field: e.name(f), Old: old, New: e.work.DOI}
	for i := range e.block.Fields {
		g := &e.block.Fields[i]
		if len(g.Parts) != 1 || g.Parts[0].Delimiter == 0 {
			continue
		}
		text, span := e.inner(g)
		at := strings.Index(strings.ToLower(text), e.ref.DOI)
		if at < 0 || at+len(e.ref.DOI) > len(text) {
			continue
		}
		start := span.Start + at
		change.Edits = append(change.Edits, Edit{start, start + len(e.ref.DOI), e.work.DOI})
		if g == f {
			change.New = text[:at] + e.work.DOI + text[at+len(e.ref.DOI):]
		}
	}
	if len(change.Edits) == 0 && strings.EqualFold(e.name(f), "doi") {
		return e.set(f, e.work.DOI), true
	}
	return change, len(change.Edits) > 0
}
