package datacite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// decodeWork reads one record. It fails only where there is nothing to go by.
func decodeWork(raw json.RawMessage) (biblio.Work, error) {
	if trimmed := bytes.TrimSpace(raw); len(trimmed) == 0 || trimmed[0] != '{' {
		return biblio.Work{}, errors.New("the record is no object")
	}
	var r struct {
		Attributes tolerant.Value[attributes] `json:"attributes"`
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return biblio.Work{}, fmt.Errorf("reading the record: %w", err)
	}
	w := r.Attributes.V.work()
	if w.DOI == "" {
		return biblio.Work{}, errors.New("the record has no DOI")
	}
	return w, nil
}

// work returns the record in the field's own words.
func (a *attributes) work() biblio.Work {
	w := biblio.Work{Registry: Name}
	w.DOI = strings.ToLower(registry.Clean(string(a.DOI)))
	w.ArXiv = biblio.ArXiv(w.DOI)
	w.Type = typeOf(a.Types.V)
	a.titles(&w)
	w.Publisher, w.Language = line(a.Publisher), line(a.Language)
	for _, c := range a.Creators {
		w.Authors = append(w.Authors, c.names(w.Publisher)...)
		w.AuthorsCut = w.AuthorsCut || c.isEtAl()
	}
	for _, c := range a.Contributors {
		if c.Role == "Editor" {
			w.Editors = append(w.Editors, c.names(w.Publisher)...)
		}
	}
	a.container(&w)
	a.years(&w)
	a.books(&w)
	w.PublishedAs = a.publishedAs(&w)
	registry.AddTitleStatus(&w)
	return w
}

// titles takes the first title without a type as the title; translations and alternatives may stand
// before it.
func (a *attributes) titles(w *biblio.Work) {
	var main, others []string
	for _, t := range a.Titles {
		s := line(t.Title)
		if w.ArXiv != "" {
			s = record.TeXLine(t.Title)
		}
		switch t.Kind {
		case "":
			main = append(main, s)
		case "Subtitle":
			w.Subtitle = s
		default:
			others = append(others, s)
		}
	}
	record.SetTitles(w, append(main, others...)...)
	if strings.Contains(strings.ToLower(w.Title), strings.ToLower(w.Subtitle)) {
		w.Subtitle = ""
	}
}

var (
	// number is a volume, an issue or a page of a container, and nothing that a comma has put there:
	// "Diss.", "1-5 September 2008", "Spain; 3353".
	number = regexp.MustCompile(`^[\p{L}]{0,5}\.?\s?\d[\w./–-]{0,11}$`)
	// words are what the name of a container has, unlike the number of an issue: "№1(24) (2019)".
	words = regexp.MustCompile(`\p{L}{2}`)
	// place is what stands behind the name of a journal that was not taken apart: "; 34(2):Doc25".
	place = regexp.MustCompile(`;\s*\d.*$`)
)

// container sets where the work was published. That of a thesis is whatever stood before the first
// comma of a note.
func (a *attributes) container(w *biblio.Work) {
	c := a.Container.V
	if w.Type == biblio.Thesis {
		return
	}
	if name := place.ReplaceAllString(line(c.Title), ""); words.MatchString(name) {
		w.Container = name
	}
	w.Containers = record.Distinct(w.Container)
	first, last := numbered(c.First), numbered(c.Last)
	if first == "" {
		return // the rest is shifted too
	}
	w.Volume, w.Issue, w.Pages = numbered(c.Volume), numbered(c.Issue), first
	if last != "" && last != first {
		w.Pages += "-" + last
	}
}

// books sets ISBN and ISSN: the work's own, and those of what holds it.
func (a *attributes) books(w *biblio.Work) {
	c := a.Container.V
	all := append(slices.Clone(a.Identifiers), identifier{c.ID, c.IDKind})
	for _, r := range a.Related {
		if r.Type == "IsPartOf" || r.Type == "IsPublishedIn" {
			all = append(all, identifier{r.Value, r.Kind})
		}
	}
	for _, id := range all {
		switch id.Kind {
		case "ISBN":
			w.ISBN = record.Distinct(append(w.ISBN, biblio.ISBN(string(id.Value)))...)
		case "ISSN", "EISSN":
			w.ISSN = record.Distinct(append(w.ISSN, biblio.ISSN(string(id.Value)))...)
		}
	}
}

func numbered(t tolerant.Text) string {
	if s := line(t); number.MatchString(s) {
		return s
	}
	return ""
}

// dateKinds are the kinds of dates by which a work may be cited; those of changes to the record are
// none. Drafts of other works are not cited, but every version of a preprint is submitted, and a
// thesis is what was accepted.
var dateKinds = map[string][]biblio.Type{
	"Issued": nil, "Available": nil, "Created": nil, "Copyrighted": nil,
	"Submitted": {biblio.Preprint}, "Accepted": {biblio.Thesis},
}

// years sets the date of issue, and every year by which the work may be cited.
func (a *attributes) years(w *biblio.Work) {
	w.Issued = record.Date(string(a.Year))
	record.AddYears(w, w.Issued)
	for _, d := range a.Dates {
		only, ok := dateKinds[string(d.Kind)]
		if !ok || only != nil && !slices.Contains(only, w.Type) {
			continue
		}
		text := string(d.Date)
		date := record.Date(text[strings.LastIndexByte(text, '/')+1:]) // the end of a range
		if d.Kind == "Issued" && (w.Issued.IsZero() || w.Issued.Year == date.Year) {
			w.Issued = date
		}
		record.AddYears(w, date)
	}
}

// versionOf are the relations in which a preprint stands to the published work. DataCite has no word
// for it, and advises IsVersionOf (https://support.datacite.org/docs/preprints-post-prints-and-author-manuscripts).
var versionOf = []string{"IsVersionOf", "IsPreviousVersionOf", "IsVariantFormOf", "IsOriginalFormOf"}

// publishedAs returns the DOI of the published version of a preprint. Repositories use the same
// relations between the versions of a record, all of one prefix.
func (a *attributes) publishedAs(w *biblio.Work) string {
	if w.Type != biblio.Preprint {
		return ""
	}
	prefix, _, _ := strings.Cut(w.DOI, "/")
	for _, r := range a.Related {
		doi := biblio.DOI(string(r.Value))
		if r.Kind == "DOI" && slices.Contains(versionOf, string(r.Type)) && doi != "" && !strings.HasPrefix(doi, prefix+"/") {
			return doi
		}
	}
	return ""
}
