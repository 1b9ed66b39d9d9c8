package medline

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// noteKinds are the RefTypes of notes that say what became of the article in hand. Those that end in
// "Of", "For" and "From" are the other direction: what the article in hand did to another.
var noteKinds = map[string]biblio.StatusKind{
	"RetractionIn":              biblio.Retracted,
	"PartialRetractionIn":       biblio.Retracted,
	"ExpressionOfConcernIn":     biblio.ExpressionOfConcern,
	"ErratumIn":                 biblio.Corrected,
	"CorrectedandRepublishedIn": biblio.Corrected,
	"UpdateIn":                  biblio.Superseded,
}

// setStatuses reads the notes and the publication types. Both may say that the article is retracted,
// or only one of them; a note may lack its PMID.
func (a *article) setStatuses(w *biblio.Work) {
	for _, n := range a.Notes {
		doi := biblio.DOI(string(n.Source))
		if w.Type == biblio.Preprint && n.Kind == "UpdateIn" && w.PublishedAs == "" {
			w.PublishedAs = doi
		}
		if w.Type != biblio.Preprint && n.Kind == "UpdateOf" && w.PreprintOf == "" {
			w.PreprintOf = doi
		}
		if kind, ok := noteKinds[n.Kind]; ok {
			s := biblio.Status{Kind: kind, Date: yearText.FindString(string(n.Source)), Notice: doi, Source: Name}
			if pmid := biblio.PMID(string(n.PMID)); doi == "" && pmid != "" {
				s.Notice = "pmid:" + pmid
			}
			if !slices.Contains(w.Statuses, s) {
				w.Statuses = append(w.Statuses, s)
			}
		}
	}
	for _, t := range a.Citation.Types {
		if strings.EqualFold(string(t), "Retracted Publication") && !slices.ContainsFunc(w.Statuses, isRetraction) {
			w.Statuses = append(w.Statuses, biblio.Status{Kind: biblio.Retracted, Source: Name})
		}
	}
	registry.AddTitleStatus(w)
}

func isRetraction(s biblio.Status) bool { return s.Kind == biblio.Retracted }
