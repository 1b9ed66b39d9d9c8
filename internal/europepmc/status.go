package europepmc

import (
	"regexp"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// noteKinds are the notes that say what became of the work in hand. Those that end in "of", "for", "on"
// and "from" are the other direction: what the work in hand did to another. Only a preprint is the
// preprint "of" the article that took its place.
var noteKinds = map[string]biblio.StatusKind{
	"retraction in":                biblio.Retracted,
	"partial retraction in":        biblio.Retracted,
	"retracted and republished in": biblio.Retracted,
	"expression of concern in":     biblio.ExpressionOfConcern,
	"erratum in":                   biblio.Corrected,
	"corrected and republished in": biblio.Corrected,
	"update in":                    biblio.Superseded,
	"preprint of":                  biblio.Superseded,
}

// typeKinds are the types of publication that say the same.
var typeKinds = map[string]biblio.StatusKind{
	"retracted publication": biblio.Retracted,
	"preprint-withdrawal":   biblio.Withdrawn,
	"preprint-removal":      biblio.Withdrawn,
}

var yearText = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)

// setStatuses reads the notes and the types of publication. Both may say that the work is retracted, or
// only one of them.
func (a *article) setStatuses(w *biblio.Work) {
	for _, n := range a.Notes.V.Notes {
		kind := strings.ToLower(registry.Clean(string(n.Type)))
		notice := n.notice()
		preprint := w.Type == biblio.Preprint
		switch {
		case (kind == "preprint of" || kind == "update in" && preprint) && w.PublishedAs == "":
			w.PublishedAs = biblio.DOI(string(n.Reference))
		case (kind == "preprint in" || kind == "update of" && !preprint) && w.PreprintOf == "":
			w.PreprintOf = biblio.DOI(string(n.Reference))
		}
		if status, ok := noteKinds[kind]; ok {
			s := biblio.Status{Kind: status, Date: yearText.FindString(string(n.Reference)), Notice: notice, Source: Name}
			if !slices.Contains(w.Statuses, s) {
				w.Statuses = append(w.Statuses, s)
			}
		}
	}
	for _, t := range a.types() {
		if status, ok := typeKinds[t]; ok && !hasStatus(w, status) {
			w.Statuses = append(w.Statuses, biblio.Status{Kind: status, Source: Name})
		}
	}
	registry.AddTitleStatus(w)
}

// notice returns the DOI of the record that the note names, or "pmid:…".
func (n note) notice() string {
	if doi := biblio.DOI(string(n.Reference)); doi != "" {
		return doi
	}
	if pmid := biblio.PMID(string(n.ID)); pmid != "" && n.Source == "MED" {
		return "pmid:" + pmid
	}
	return ""
}

func hasStatus(w *biblio.Work, kind biblio.StatusKind) bool {
	return slices.ContainsFunc(w.Statuses, func(s biblio.Status) bool { return s.Kind == kind })
}
