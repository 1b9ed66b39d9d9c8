package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// oldest is the year from which journal articles with volume and pages are expected to be
// registered: Crossref's publishers and MEDLINE have filled in their back files to about there.
const oldest = 1950

// seldomHeld are the types that the registries asked hold seldom enough for their absence to say
// little.
var seldomHeld = map[biblio.Type]string{
	biblio.Book:             "books",
	biblio.Chapter:          "book chapters",
	biblio.Conference:       "conference papers",
	biblio.Dataset:          "data sets",
	biblio.Patent:           "patents",
	biblio.Preprint:         "preprints",
	biblio.Report:           "reports and working papers",
	biblio.Software:         "software",
	biblio.Standard:         "standards",
	biblio.Thesis:           "theses",
	biblio.Webpage:          "web pages",
	biblio.ArticleNewspaper: "newspaper articles",
	biblio.ReferenceEntry:   "entries of reference works",
	biblio.Other:            "works of this kind",
}

// absence says what it means that nobody holds the work: how grave it is, and why. A journal article
// with volume and pages should be held by somebody; most other things need not be.
func (d *dossier) absence() (Severity, string) {
	asked := "none of the registries asked holds it"
	if names := d.answered(); len(names) == 1 {
		asked = names[0] + " does not hold it"
	} else if len(names) == 2 {
		asked = "neither " + names[0] + " nor " + names[1] + " holds it"
	}
	if reason, ok := d.pageAbsence(); ok {
		return Warning, asked + "; " + reason
	}
	ref := d.ref
	kinds, seldom := seldomHeld[ref.Type]
	switch {
	case d.doi.absent:
		return Error, fmt.Sprintf("%s, and the cited DOI %s does not exist", asked, ref.DOI)
	case d.noSuchArXiv():
		return Error, fmt.Sprintf("%s, and there is no arXiv:%s", asked, arXivID(ref.Item))
	case d.rumour != nil:
		return Warning, fmt.Sprintf("%s but %s, which is no witness alone", asked, DisplayName(d.rumour.Registry))
	case d.doi.agency != "" && d.agencyAnswered():
		return Warning, fmt.Sprintf("%s; its DOI is registered with %s, which gives no record of it", asked, d.doi.agency)
	case d.doi.agency != "":
		return Warning, fmt.Sprintf("%s; its DOI is registered with %s, which was not asked", asked, d.doi.agency)
	case seldom:
		return Warning, fmt.Sprintf("%s; %s often stand in no such registry", asked, kinds)
	case ref.Confidence < doubtfulReading:
		return Warning, asked + "; the text may be no reference, or was not read rightly"
	case ref.Container == "" || ref.Volume == "" || ref.Pages == "":
		return Warning, asked + "; the reference does not give a journal with volume and pages"
	case ref.Issued.Year < oldest:
		return Warning, fmt.Sprintf("%s; journals before %d are registered with gaps", asked, oldest)
	}
	return Error, asked + ", and a journal article with volume and pages should be held"
}

// doubtfulReading is the reader's confidence below which a printed text may be no reference.
const doubtfulReading = 0.3

// answered lists the registries that could hold a work and said that they do not.
func (d *dossier) answered() []string {
	var names []string
	for _, name := range d.lineup.names {
		if in := d.inquiries[name]; in != nil && in.searched {
			names = append(names, DisplayName(name))
		}
	}
	return names
}

// agencyAnswered reports whether the agency of the cited DOI is a registry of the run, and has answered.
func (d *dossier) agencyAnswered() bool {
	return slices.ContainsFunc(d.lineup.names, func(name string) bool {
		return strings.EqualFold(DisplayName(name), d.doi.agency) && d.answeredBy(name)
	})
}
