package citation

import (
	"math"

	"github.com/refcheck/refcheck/internal/biblio"
)

// A tagger is surer of itself than it ought to be. confidenceSlope and the offsets of cslFields turn the
// log-odds of the least probable label of a field into those of the field being right. They are the
// logistic regression over one half of the references that are held out; TestFieldConfidence fits them
// anew and measures them on the other half.
const (
	confidenceSlope = 0.31
	surest          = 12 // log-odds, beyond which probabilities are no longer told apart
)

// fieldConfidence says how likely each field of an item is right, by its CSL name.
func fieldConfidence(i *biblio.Item, spans []span) map[string]float64 {
	var least [labelCount]float64
	for _, s := range spans {
		p := max(float64(s.sure), 1e-6)
		if least[s.label] == 0 || p < least[s.label] {
			least[s.label] = p
		}
	}
	fields := make(map[string]float64)
	for _, f := range cslFields {
		if least[f.label] > 0 && f.holds(i) {
			fields[f.name] = sigmoid(f.offset + confidenceSlope*logOdds(least[f.label]))
		}
	}
	return fields
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logOdds returns the log-odds of a probability, within bounds.
func logOdds(p float64) float64 {
	return max(min(math.Log(p/(1-min(p, 1-1e-9))), surest), -surest)
}

// cslFields are the fields that labels fill, by their CSL names. Those that the sets do not label in a
// form that can be compared have no offset of their own; identifiers are found by rules that hardly err.
var cslFields = []struct {
	label  label
	name   string
	offset float64
	holds  func(*biblio.Item) bool
}{
	{labelAuthor, "author", -0.11, func(i *biblio.Item) bool { return len(i.Authors) > 0 }},
	{labelEditor, "editor", 0, func(i *biblio.Item) bool { return len(i.Editors) > 0 }},
	{labelDate, "issued", 0.85, func(i *biblio.Item) bool { return !i.Issued.IsZero() }},
	{labelTitle, "title", -0.07, func(i *biblio.Item) bool { return i.Title != "" }},
	{labelContainer, "container-title", -0.4, func(i *biblio.Item) bool { return i.Container != "" }},
	{labelContainer, "collection-title", -0.4, func(i *biblio.Item) bool { return i.Collection != "" }},
	{labelVolume, "volume", 0.16, func(i *biblio.Item) bool { return i.Volume != "" }},
	{labelIssue, "issue", 0.01, func(i *biblio.Item) bool { return i.Issue != "" }},
	{labelPages, "page", -0.65, func(i *biblio.Item) bool { return i.Pages != "" }},
	{labelEdition, "edition", 0, func(i *biblio.Item) bool { return i.Edition != "" }},
	{labelPublisher, "publisher", 0, func(i *biblio.Item) bool { return i.Publisher != "" }},
	{labelPlace, "publisher-place", 0, func(i *biblio.Item) bool { return i.Place != "" }},
	{labelGenre, "genre", 0, func(i *biblio.Item) bool { return i.Genre != "" }},
	{labelNote, "note", 0, func(i *biblio.Item) bool { return i.Note != "" }},
	{labelDOI, "DOI", 1, func(i *biblio.Item) bool { return i.DOI != "" }},
	{labelPMID, "PMID", 1, func(i *biblio.Item) bool { return i.PMID != "" }},
	{labelPMCID, "PMCID", 1, func(i *biblio.Item) bool { return i.PMCID != "" }},
	{labelArXiv, "arxiv", 1, func(i *biblio.Item) bool { return i.ArXiv != "" }},
	{labelISBN, "ISBN", 1, func(i *biblio.Item) bool { return len(i.ISBN) > 0 }},
	{labelISSN, "ISSN", 1, func(i *biblio.Item) bool { return len(i.ISSN) > 0 }},
	{labelURL, "URL", 1, func(i *biblio.Item) bool { return i.URL != "" }},
}
