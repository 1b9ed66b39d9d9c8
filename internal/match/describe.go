package match

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

func itoa(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// describe words the evidence for people.
func (p *Prepared) describe(s *subject, e evidence) Comparison {
	ref, w := &p.ref, s.work
	authors, registered := e.byline.describe(nameList(p.authors), nameList(s.authors))
	c := Comparison{
		{Name: FieldAuthor, Outcome: e.byline.outcome, Cited: authors, Registered: registered, Severity: e.byline.severity, Similarity: e.byline.share()},
		{Name: FieldTitle, Outcome: e.title.outcome, Cited: e.cited, Registered: e.registered, Similarity: e.title.similarity},
		{Name: FieldContainer, Outcome: e.container, Cited: cmp.Or(e.journal, p.journal), Registered: containerName(w), Similarity: float64(e.degree) / float64(fold.Equal)},
		{Name: FieldYear, Outcome: e.year, Cited: itoa(ref.Issued.Year), Registered: years(s.years)},
		{Name: FieldVolume, Outcome: e.volume, Cited: ref.Volume, Registered: w.Volume},
		{Name: FieldIssue, Outcome: e.issue, Cited: ref.Issue, Registered: w.Issue},
		{Name: FieldPage, Outcome: e.page, Cited: ref.Pages, Registered: cmp.Or(w.Pages, w.ArticleNumber)},
		{Name: FieldPublisher, Outcome: comparePublishers(ref.Publisher, w.Publisher), Cited: ref.Publisher, Registered: w.Publisher},
		{Name: FieldDOI, Outcome: e.doi, Cited: ref.DOI, Registered: w.DOI},
		{Name: FieldPMID, Outcome: e.pmid, Cited: ref.PMID, Registered: w.PMID},
		{Name: FieldISBN, Outcome: e.isbn, Cited: strings.Join(ref.ISBN, " "), Registered: strings.Join(w.ISBN, " ")},
		{Name: FieldType, Outcome: e.kind, Cited: string(ref.Type), Registered: string(w.Type)},
	}
	for i := range c {
		f := &c[i]
		if f.Outcome == Same {
			f.Similarity = 1
		}
		if f.Severity == "" {
			f.Severity = severityOf(f.Name, f.Outcome, e)
		}
	}
	return c
}

// severityOf is how much a reader would suffer: who follows a wrong title, journal, year, volume,
// page or identifier does not find the work, or finds another; the rest is a nuisance.
func severityOf(name string, o Outcome, e evidence) Severity {
	switch {
	case o < Equivalent:
		return ""
	case o == Equivalent:
		if worthNote(name, e) {
			return Note
		}
		return ""
	case name == FieldPublisher, name == FieldType, name == FieldISBN:
		return Note
	case name == FieldIssue && agrees(e.volume) && e.beginsThere():
		return Note // the work is found all the same
	case name == FieldIssue, o == Near && name != FieldYear: // a near year is another year
		return Warning
	}
	return Error
}

// worthNote reports whether an equivalent form is one that an editor would like to know of.
func worthNote(name string, e evidence) bool {
	switch name {
	case FieldTitle:
		return e.title.cut
	case FieldContainer:
		return e.degree == fold.Akin
	}
	return name == FieldYear || name == FieldVolume || name == FieldDOI
}

func (b byline) share() float64 {
	if b.cited == 0 {
		return 0
	}
	return float64(b.matched) / float64(b.cited)
}

func nameList(people []person) []biblio.Name {
	names := make([]biblio.Name, len(people))
	for i := range people {
		names[i] = people[i].name
	}
	return names
}

func containerName(w *biblio.Work) string {
	if names := containerNames(w); len(names) > 0 {
		return names[0]
	}
	return ""
}

func years(list []int) string {
	parts := make([]string, len(list))
	for i, y := range list {
		parts[i] = strconv.Itoa(y)
	}
	return strings.Join(parts, " or ")
}

// comparePublishers compares names of publishers by the words they share; a difference is a note.
func comparePublishers(cited, registered string) Outcome {
	switch {
	case registered == "":
		return Unknown
	case cited == "":
		return Absent
	}
	words := fold.Words(registered)
	for _, w := range fold.Words(cited) {
		if len(w) > 3 && holds(words, w) {
			return Equivalent
		}
	}
	return Different
}
