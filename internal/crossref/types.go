package crossref

import "github.com/refcheck/refcheck/internal/biblio"

// types are the ids of https://api.crossref.org/types in CSL's words. What is not here, such as
// component, journal, journal-issue, database and grant, is Other: nobody's article.
var types = map[string]biblio.Type{
	"journal-article":     biblio.ArticleJournal,
	"proceedings-article": biblio.Conference,
	"book":                biblio.Book,
	"monograph":           biblio.Book,
	"edited-book":         biblio.Book,
	"reference-book":      biblio.Book,
	"book-set":            biblio.Book,
	"proceedings":         biblio.Book,
	"book-chapter":        biblio.Chapter,
	"book-section":        biblio.Chapter,
	"book-part":           biblio.Chapter,
	"book-track":          biblio.Chapter,
	"reference-entry":     biblio.ReferenceEntry,
	"posted-content":      biblio.Preprint,
	"peer-review":         biblio.PeerReview,
	"dataset":             biblio.Dataset,
	"report":              biblio.Report,
	"report-component":    biblio.Report,
	"standard":            biblio.Standard,
	"dissertation":        biblio.Thesis,
}

// typeOf returns the type of an id; "" where none is given.
func typeOf(id string) biblio.Type {
	if id == "" {
		return ""
	}
	if t, ok := types[id]; ok {
		return t
	}
	return biblio.Other
}
