package check

import (
	"slices"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// page returns what stands at the cited address, if somebody looked and something does.
func (d *dossier) page() (biblio.Work, bool) {
	if in := d.inquiries[webName]; in != nil && len(in.works) > 0 {
		return in.works[0], true
	}
	return biblio.Work{}, false
}

// carries reports whether a page is the one meant: the cited title is on it, or none is cited.
func (d *dossier) carries(page biblio.Work) bool {
	cited := fold.Key(d.ref.Title)
	return cited == "" || slices.ContainsFunc(page.AllTitles(), func(t string) bool { return fold.Key(t) == cited })
}

// pageAbsence says what it means that a page was looked for and is not the one meant; ok is false where
// nobody looked.
func (d *dossier) pageAbsence() (reason string, ok bool) {
	page, there := d.page()
	switch {
	case !d.answeredBy(webName):
		return "", false
	case !there:
		return "the page at " + d.ref.URL + " does not exist", true
	case page.Title == "":
		return "the address answers, but not with a page that could be searched for the cited title", true
	}
	return "the page at " + d.ref.URL + " answers, but the cited title is not on it", true
}
