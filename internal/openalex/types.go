package openalex

import "github.com/refcheck/refcheck/internal/biblio"

// types are OpenAlex's types in CSL's words. Of "article" and the like only the place of publication
// tells what they are: see work.kind.
var types = map[string]biblio.Type{
	"book":             biblio.Book,
	"book-chapter":     biblio.Chapter,
	"book-review":      biblio.PeerReview,
	"conference-paper": biblio.Conference,
	"dataset":          biblio.Dataset,
	"dissertation":     biblio.Thesis,
	"peer-review":      biblio.PeerReview,
	"preprint":         biblio.Preprint,
	"reference-entry":  biblio.ReferenceEntry,
	"report":           biblio.Report,
	"software":         biblio.Software,
	"standard":         biblio.Standard,
	"libguides":        biblio.Webpage,

	"other":                   biblio.Other,
	"paratext":                biblio.Other,
	"grant":                   biblio.Other,
	"database":                biblio.Other,
	"supplementary-materials": biblio.Other,
}

// deposited are Crossref's types of what OpenAlex calls an article.
var deposited = map[string]biblio.Type{
	"journal-article":     biblio.ArticleJournal,
	"proceedings-article": biblio.Conference,
	"book-chapter":        biblio.Chapter,
	"report":              biblio.Report,
	"posted-content":      biblio.Preprint,
}

// kind returns the type. OpenAlex calls an article whatever it knows no better, so that one without a
// journal has no type; letters, editorials, reviews, errata and retractions are articles too.
func (r *work) kind() biblio.Type {
	if t, ok := types[string(r.Type)]; ok {
		return t
	}
	if t, ok := deposited[string(r.Primary.V.RawType)]; ok {
		return t
	}
	switch r.Primary.V.Source.V.Type {
	case "journal":
		return biblio.ArticleJournal
	case "conference":
		return biblio.Conference
	}
	return ""
}
