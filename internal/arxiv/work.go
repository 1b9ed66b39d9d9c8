package arxiv

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

// entry is a preprint's latest version, as far as it is used.
type entry struct {
	ID        string   `xml:"id"` // http://arxiv.org/abs/1706.03762v7
	Title     string   `xml:"title"`
	Published string   `xml:"published"` // the day of the first version
	Updated   string   `xml:"updated"`   // and of this one
	Summary   string   `xml:"summary"`
	Authors   []string `xml:"author>name"`
	Comment   string   `xml:"http://arxiv.org/schemas/atom comment"`
	Journal   string   `xml:"http://arxiv.org/schemas/atom journal_ref"` // free text
	DOI       string   `xml:"http://arxiv.org/schemas/atom doi"`         // of the published work
}

// doiPrefix begins the DOIs that arXiv gives its preprints, all of them, whatever the entry says.
const doiPrefix = "10.48550/arxiv."

// work returns the preprint in the field's own words; one without an id is none.
func (e entry) work() biblio.Work {
	w := biblio.Work{Registry: Name}
	if w.ArXiv = biblio.ArXiv(e.ID); w.ArXiv == "" {
		return w
	}
	w.Type, w.DOI, w.Publisher = biblio.Preprint, doiPrefix+w.ArXiv, "arXiv"
	w.Title = record.TeXLine(e.Title)
	for _, name := range e.Authors {
		if n := record.Name(record.Line(name)); !n.IsZero() && strings.Trim(n.String(), ":;. ") != "" {
			w.Authors = append(w.Authors, n)
		}
	}
	updated := record.Date(e.Updated)
	w.Issued = record.Date(e.Published)
	record.AddYears(&w, w.Issued, updated, journalYear(e.Journal))
	w.Note = record.Line(e.Journal)
	w.PublishedAs = biblio.DOI(e.DOI)
	if withdrawn.MatchString(record.Line(e.Comment)) || withdrawnAbstract.MatchString(record.Line(e.Summary)) {
		w.Statuses = []biblio.Status{{Kind: biblio.Withdrawn, Date: updated.String(), Source: Name}}
	}
	registry.AddTitleStatus(&w)
	return w
}

// A withdrawn preprint stays, with a last version that says so: in its comment, and in older ones in the
// place of the abstract.
var (
	withdrawn = regexp.MustCompile(`(?i)^\W*(?:this )?(?:(?:paper|article|manuscript|submission|preprint|version|work|note) )?(?:(?:is|was|has been|have been|being) )?withdrawn\b|` +
		`\b(?:paper|article|manuscript|submission|preprint) (?:is|was|has been|have been|being)(?: \w+)? withdrawn\b|\bwithdrawn (?:by (?:the )?(?:\w+ )?(?:authors?|arxiv|admin)|due to|because)`)
	withdrawnAbstract = regexp.MustCompile(`(?i)^\W*(?:this )?(?:paper|article|manuscript|submission|preprint|version|work|note) (?:is|was|has been)(?: \w+)? withdrawn\b`)
)

// placedYear is a year where a journal reference has it: in brackets, or at its end. Anything else may be
// a volume or a page.
var placedYear = regexp.MustCompile(`\(((?:19|20)\d\d)\)|[\s,]((?:19|20)\d\d)\W*$`)

// journalYear returns the year in which the journal published the work, as far as that is certain.
func journalYear(reference string) biblio.Date {
	if m := placedYear.FindStringSubmatch(record.Line(reference)); m != nil {
		return record.Date(m[1] + m[2])
	}
	return biblio.Date{}
}
