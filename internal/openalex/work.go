package openalex

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// decodeSingle reads the answer to /works/{id}: one work, or none.
func decodeSingle(r registry.Response) ([]biblio.Work, error) {
	if r.Status == http.StatusNotFound && isNotFound(r.Body) {
		return nil, nil
	}
	if r.Status != http.StatusOK {
		return nil, fmt.Errorf("HTTP %d without OpenAlex's page for it", r.Status)
	}
	w, err := decodeWork(r.Body)
	if err != nil {
		return nil, err
	}
	return []biblio.Work{w}, nil
}

// isNotFound reports whether a 404 is the API's own, which is a page of its framework (Flask). Any
// other page comes from something between, or from a wrong base URL, and says nothing about the work.
func isNotFound(body []byte) bool {
	page := strings.ToLower(string(body[:min(len(body), 1000)]))
	return strings.Contains(page, "<title>404 not found</title>") && strings.Contains(page, "the requested url was not found on the server")
}

// workID is the address of a work in OpenAlex, without which nothing is a record of it.
var workID = regexp.MustCompile(`^https?://openalex\.org/W\d{1,15}$`)

// decodeWork reads one record.
func decodeWork(raw json.RawMessage) (biblio.Work, error) {
	var r work
	if err := json.Unmarshal(raw, &r); err != nil {
		return biblio.Work{}, fmt.Errorf("no work: %w", err)
	}
	if !workID.MatchString(string(r.ID)) {
		return biblio.Work{}, errors.New("no work: it has no id of OpenAlex")
	}
	return r.decoded(), nil
}

// decoded returns the record in the field's own words.
func (r *work) decoded() biblio.Work {
	w := biblio.Work{Registry: Name, Secondary: true}
	w.URL = string(r.ID)
	w.Type = r.kind()
	w.Title = record.Line(r.Title)
	if w.Title == "" {
		w.Title = record.Line(r.DisplayName)
	}
	w.Language = record.Line(r.Language)
	r.identifiers(&w)
	r.authors(&w)
	r.containers(&w)
	r.dates(&w)
	b := r.Biblio.V
	w.Volume, w.Issue, w.Pages = record.Line(b.Volume), record.Line(b.Issue), record.Line(b.First)
	if last := record.Line(b.Last); w.Pages != "" && last != "" && last != w.Pages {
		w.Pages += "-" + last
	}
	if r.Retracted.V && r.Type != "retraction" && !registry.IsNotice(w.Title) {
		w.Statuses = []biblio.Status{{Kind: biblio.Retracted, Source: Name}}
	}
	registry.AddTitleStatus(&w)
	return w
}

// identifiers takes the work's own, and of the other places those that name a version of it: the
// preprint that was merged into the article, or the article that was merged into the preprint.
func (r *work) identifiers(w *biblio.Work) {
	w.DOI = doi(r.DOI)
	w.PMID = biblio.PMID(record.Line(r.IDs.V.PMID))
	w.PMCID = pmcid(r.IDs.V.PMCID)
	for _, l := range r.Locations {
		if w.ArXiv == "" {
			w.ArXiv = biblio.ArXiv(record.Line(l.Page))
		}
		if w.PMCID == "" {
			w.PMCID = pmcid(l.Page)
		}
		other, ok := strings.CutPrefix(string(l.ID), "doi:")
		if other = doi(tolerant.Text(other)); !ok || other == w.DOI {
			continue
		}
		switch posted := l.RawType == "posted-content"; {
		case posted && w.Type != biblio.Preprint && w.PreprintOf == "":
			w.PreprintOf = other
		case l.RawType == "journal-article" && w.Type == biblio.Preprint && w.PublishedAs == "":
			w.PublishedAs = other
		}
	}
}

// pmcPage is the address of a work in PubMed Central, with the letters of its id or without.
var pmcPage = regexp.MustCompile(`(?i)/(?:pmc/)?articles/(?:PMC)?(\d{3,9})/?$`)

// pmcid returns the PMC id of an address, "" where it is another's.
func pmcid(t tolerant.Text) string {
	m := pmcPage.FindStringSubmatch(string(t))
	if m == nil || !strings.Contains(string(t), ".nih.gov/") {
		return ""
	}
	return biblio.PMCID("PMC" + m[1])
}

// doi returns a DOI without its resolver, in lower case.
func doi(t tolerant.Text) string {
	s := strings.ToLower(registry.Clean(string(t)))
	for _, resolver := range []string{"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"} {
		s = strings.TrimPrefix(s, resolver)
	}
	return s
}

// listed is how many authors a record in a list has at most.
const listed = 100

// authors takes the byline as it was printed. Of a list of a hundred the rest was left out.
func (r *work) authors(w *biblio.Work) {
	for _, a := range r.Authorships {
		name := record.Line(a.Raw)
		if name == "" {
			name = record.Line(a.Author.V.Name)
		}
		if n := record.Name(name); !n.IsZero() {
			w.Authors = append(w.Authors, n)
		}
	}
	w.AuthorsCut = len(r.Authorships) == listed
}

// containers takes the first place's source for the container where it is one: neither a publisher's
// shop of electronic books nor a repository contains anything. What the publisher deposited as the
// container's name tells a book from its series.
func (r *work) containers(w *biblio.Work) {
	l := r.Primary.V
	s, deposited := l.Source.V, record.Line(l.RawSource)
	name := record.Line(s.Name)
	switch s.Type {
	case "journal", "conference":
		w.Container = name
		w.Containers = record.Distinct(name, deposited)
		w.ISSN = record.Identifiers(s.ISSN, biblio.ISSN)
	case "book series":
		w.Collection = name
		w.ISSN = record.Identifiers(s.ISSN, biblio.ISSN)
		if fold.Key(deposited) != fold.Key(name) {
			w.Container = deposited
		}
	default:
		if w.Type == biblio.Chapter || w.Type == biblio.Conference || w.Type == biblio.Preprint {
			w.Container = deposited
		}
	}
	w.Publisher = record.Line(s.Host)
	if w.Publisher == "" && (w.Type == biblio.Thesis || w.Type == biblio.Dataset || w.Type == biblio.Report) {
		w.Publisher = name
	}
}

// dates takes the date of publication. The first of January stands for a year of which no more is
// known.
func (r *work) dates(w *biblio.Work) {
	w.Issued = record.Date(string(r.Date))
	if w.Issued.Month == 1 && w.Issued.Day == 1 {
		w.Issued = biblio.Date{Year: w.Issued.Year}
	}
	if year := r.Year.V; year >= 1000 && year < 3000 && w.Issued.Year != year {
		w.Issued = biblio.Date{Year: year}
	}
	record.AddYears(w, w.Issued)
}
