package crossref

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// kinds are the ids of updates (update_type.clj of the API) that change what a work is worth. An
// addendum and a clarification do not.
var kinds = map[string]biblio.StatusKind{
	"retraction":            biblio.Retracted,
	"partial_retraction":    biblio.Retracted,
	"withdrawal":            biblio.Withdrawn,
	"removal":               biblio.Withdrawn,
	"expression_of_concern": biblio.ExpressionOfConcern,
	"correction":            biblio.Corrected,
	"corrigendum":           biblio.Corrected,
	"erratum":               biblio.Corrected,
	"err":                   biblio.Corrected,
	"new_version":           biblio.Superseded,
	"new_edition":           biblio.Superseded,
}

// retractionWatch is the source of entries that have been checked by hand.
const retractionWatch = "retraction-watch"

// statuses returns what has become of the work: the entries of updated-by. Those of update-to are
// what it did to others. The same event, told by the publisher and by Retraction Watch, counts once.
func (r *item) statuses(doi, title string) []biblio.Status {
	var out []biblio.Status
	notice := r.isNotice(title)
	for _, u := range r.UpdatedBy {
		kind, ok := kinds[strings.ToLower(strings.ReplaceAll(string(u.Type), "-", "_"))]
		by := biblio.DOI(string(u.DOI))
		switch {
		case !ok,
			by == doi && kind == biblio.Superseded, // a new version under the same DOI
			notice && u.Source != retractionWatch && points(r.UpdateTo, by):
			continue
		case by == doi:
			by = "" // the work was marked in its place
		}
		out = addStatus(out, biblio.Status{Kind: kind, Date: u.Updated.first(), Notice: by, Source: Name})
	}
	return out
}

// isNotice reports whether the record is a notice. Some publishers deposit both directions with
// both works, so that a notice seems retracted by what it retracts. Retraction Watch tells which is
// which, and where it is silent the title does.
func (r *item) isNotice(title string) bool {
	watched := func(list []update) bool {
		for _, u := range list {
			if u.Source == retractionWatch && kinds[string(u.Type)] != "" {
				return true
			}
		}
		return false
	}
	if watched(r.UpdatedBy) {
		return false
	}
	return watched(r.UpdateTo) || registry.IsNotice(title)
}

// points reports whether one of the updates names a DOI.
func points(list []update, doi string) bool {
	return slices.ContainsFunc(list, func(u update) bool { return biblio.DOI(string(u.DOI)) == doi })
}

// addStatus adds an event that is not there yet, and keeps the more exact date of one that is.
func addStatus(list []biblio.Status, s biblio.Status) []biblio.Status {
	for i, known := range list {
		if known.Kind == s.Kind && known.Notice == s.Notice {
			if len(s.Date) > len(known.Date) {
				list[i].Date = s.Date
			}
			return list
		}
	}
	return append(list, s)
}
