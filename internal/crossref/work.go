package crossref

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

// decodeWork reads one record. It fails only where there is nothing to go by: no object, or one
// with neither a DOI nor a title.
func decodeWork(raw json.RawMessage) (biblio.Work, error) {
	if trimmed := bytes.TrimSpace(raw); len(trimmed) == 0 || trimmed[0] != '{' {
		return biblio.Work{}, errors.New("the record is no object")
	}
	var r item
	if err := json.Unmarshal(raw, &r); err != nil {
		return biblio.Work{}, fmt.Errorf("reading the record: %w", err)
	}
	w := r.work()
	if w.DOI == "" && w.Title == "" {
		return biblio.Work{}, errors.New("the record has neither a DOI nor a title")
	}
	return w, nil
}

// work returns the record in the field's own words.
func (r *item) work() biblio.Work {
	w := biblio.Work{Registry: Name}
	w.DOI = strings.ToLower(registry.Clean(string(r.DOI)))
	w.Type = typeOf(string(r.Type))
	r.titles(&w)
	r.containers(&w)
	w.Authors, w.Editors = names(r.Author), names(r.Editor)
	w.AuthorsCut = slices.ContainsFunc(r.Author, contributor.isEtAl)
	w.Volume, w.Issue = record.Line(r.Volume), record.Line(r.Issue)
	w.Pages, w.ArticleNumber = record.Line(r.Page), record.Line(r.ArticleNumber)
	if w.Pages == "" {
		w.Pages = w.ArticleNumber
	}
	w.Publisher, w.Place = record.Line(r.Publisher), record.Line(r.Place)
	w.Event, w.Edition, w.Language = record.Line(r.Event.V.Name), record.Line(r.Edition), record.Line(r.Language)
	w.Genre = record.First(record.Lines(r.Degree))
	w.ISSN, w.ISBN = record.Identifiers(r.ISSN, biblio.ISSN), record.Identifiers(r.ISBN, isbn)
	r.years(&w)
	w.PublishedAs = r.relation("is-preprint-of")
	w.PreprintOf = r.relation("has-preprint")
	w.Statuses = r.statuses(w.DOI, w.Title)
	registry.AddTitleStatus(&w)
	return w
}

// titles takes the first title that says something as the title; what else there is are
// translations and the original.
func (r *item) titles(w *biblio.Work) {
	record.SetTitles(w, append(record.Lines(r.Title), record.Lines(r.OriginalTitle)...)...)
	w.Subtitle = record.First(record.Lines(r.Subtitle))
	if strings.Contains(strings.ToLower(w.Title), strings.ToLower(w.Subtitle)) {
		w.Subtitle = ""
	}
}

// series matches the names of series, which stand among the containers of a chapter before or
// behind the book.
var series = regexp.MustCompile(`(?i)\bseries\b|\bnotes\b|\bmonographs?\b|schriften\b|\bstudies in\b|\badvances in\b|^progress in\b|` +
	`^springerbriefs\b|^contemporary mathematics$|\bproceedings$|\btopics in\b|^frontiers in\b`)

// containers keeps every name. Of several, the container is the book in its series, or the longest
// name of a journal.
func (r *item) containers(w *biblio.Work) {
	full, short := record.Lines(r.Container), record.Lines(r.ContainerShort)
	w.Containers = record.Distinct(slices.Concat(full, short)...)
	w.ContainerShort = record.First(short)
	switch {
	case len(full) == 0:
		w.Container = w.ContainerShort
	case len(full) == 1:
		w.Container = full[0]
	case w.Type == biblio.ArticleJournal:
		w.Container = slices.MaxFunc(full, func(a, b string) int { return len(a) - len(b) })
	default:
		outer, book := full[0], full[len(full)-1]
		if series.MatchString(book) && !series.MatchString(outer) {
			outer, book = book, outer
		}
		w.Collection, w.Container = outer, book
	}
}

// years takes every year of issue. The dates of deposit and indexing are no such thing, and are not
// even decoded.
func (r *item) years(w *biblio.Work) {
	issue := r.JournalIssue.V
	for _, list := range []dates{r.Issued, r.PublishedPrint, r.PublishedOnline, r.Published, issue.Print, issue.Online, r.Posted, r.Approved} {
		for _, d := range list {
			if w.Issued.IsZero() {
				w.Issued = d
			}
		}
		record.AddYears(w, list...)
	}
}

// relation returns the DOI at the other end of a relation, or "".
func (r *item) relation(kind string) string {
	for _, other := range r.Relation.V[kind] {
		if doi := biblio.DOI(string(other.ID)); doi != "" && strings.EqualFold(string(other.Kind), "doi") {
			return doi
		}
	}
	return ""
}

// names returns the contributors of whom anything is said.
func names(list []contributor) []biblio.Name {
	var out []biblio.Name
	for _, c := range list {
		if n := c.name(); !n.IsZero() && !c.isEtAl() {
			out = append(out, n)
		}
	}
	return out
}

// name returns a group as a literal, and so a family name of several words without given names: it
// is a whole name, or an organisation's.
func (c contributor) name() biblio.Name {
	n := biblio.Name{Family: record.Line(c.Family), Given: record.Line(c.Given), Particle: record.Line(c.Prefix), Suffix: record.Line(c.Suffix)}
	switch {
	case n.Family == "" && n.Given == "":
		return biblio.Name{Literal: record.Line(c.Name)}
	case n.Family == "":
		return biblio.Name{Literal: n.Given}
	case n.Given == "" && strings.Contains(n.Family, " ") && !startsLower(n.Family):
		return biblio.Name{Literal: n.Family}
	}
	return n
}

// startsLower reports whether a name starts with a particle: "van den Berg".
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// isEtAl reports whether a contributor stands for those left out.
func (c contributor) isEtAl() bool { return record.IsEtAl(string(c.Family + c.Given + c.Name)) }

// isbn reads an ISBN, bare or as the address that older records hold.
func isbn(s string) string { return biblio.ISBN(s[strings.LastIndexByte(s, '/')+1:]) }
