package europepmc

import "github.com/refcheck/refcheck/internal/registry/tolerant"

// article is a record of any kind, as far as it is used. The fields in the first half are those of short
// answers (resultType=lite), which the whole ones have at other places.
type article struct {
	ID     tolerant.Text `json:"id"`
	Source tolerant.Text `json:"source"` // MED, PMC, PPR, AGR, PAT, ETH, HIR, CTX, CBA, NBK
	PMID   tolerant.Text `json:"pmid"`
	PMCID  tolerant.Text `json:"pmcid"`
	DOI    tolerant.Text `json:"doi"`
	Title  tolerant.Text `json:"title"` // as in MEDLINE: "[Translated title]."
	// Authors are "Khleif SN, Gupta S."; Editors likewise.
	Authors tolerant.Text `json:"authorString"`
	Editors tolerant.Text `json:"editorString"`
	Journal tolerant.Text `json:"journalTitle"`
	Volume  tolerant.Text `json:"journalVolume"`
	Issue   tolerant.Text `json:"issue"`
	ISSN    tolerant.Text `json:"journalIssn"` // "1529-2908; 1529-2916; "
	Pages   tolerant.Text `json:"pageInfo"`
	Year    tolerant.Text `json:"pubYear"`
	Type    tolerant.Text `json:"pubType"` // "review; journal article"

	AuthorList tolerant.Value[struct {
		Authors tolerant.List[author] `json:"author"`
	}] `json:"authorList"`
	In    tolerant.Value[journalInfo] `json:"journalInfo"`
	Types tolerant.Value[struct {
		Types tolerant.List[tolerant.Text] `json:"pubType"`
	}] `json:"pubTypeList"`
	Book     tolerant.Value[bookDetails] `json:"bookOrReportDetails"`
	Language tolerant.Text               `json:"language"`
	// Electronic and First are dates in ISO 8601; of First, where more than the year was not known, month and
	// day are made up.
	Electronic tolerant.Text `json:"electronicPublicationDate"`
	First      tolerant.Text `json:"firstPublicationDate"`
	Notes      tolerant.Value[struct {
		Notes tolerant.List[note] `json:"commentCorrection"`
	}] `json:"commentCorrectionList"`
}

// author is a person (lastName, with what else is known) or a group.
type author struct {
	Full     tolerant.Text `json:"fullName"` // "Khleif SN"
	Last     tolerant.Text `json:"lastName"`
	First    tolerant.Text `json:"firstName"`
	Initials tolerant.Text `json:"initials"`
	Suffix   tolerant.Text `json:"suffix"`
	Group    tolerant.Text `json:"collectiveName"`
}

type journalInfo struct {
	Volume  tolerant.Text `json:"volume"`
	Issue   tolerant.Text `json:"issue"`
	Year    tolerant.Text `json:"yearOfPublication"`
	Month   tolerant.Text `json:"monthOfPublication"` // 0: not known
	Print   tolerant.Text `json:"printPublicationDate"`
	Journal tolerant.Value[struct {
		Title   tolerant.Text `json:"title"`
		ISO     tolerant.Text `json:"isoabbreviation"`
		Medline tolerant.Text `json:"medlineAbbreviation"`
		ISSN    tolerant.Text `json:"issn"`
		ESSN    tolerant.Text `json:"essn"`
	}] `json:"journal"`
}

// bookDetails tell of a book, of a chapter what book it stands in, and of a preprint its server.
type bookDetails struct {
	Title     tolerant.Text `json:"comprisingTitle"`
	Series    tolerant.Text `json:"seriesName"`
	Publisher tolerant.Text `json:"publisher"`
	Edition   tolerant.Text `json:"edition"`
	Year      tolerant.Text `json:"yearOfPublication"`
	ISBN10    tolerant.Text `json:"isbn10"`
	ISBN13    tolerant.Text `json:"isbn13"`
}

// note is a comment or correction: what kind, by which record, and its place as text, perhaps with its DOI.
type note struct {
	Type      tolerant.Text `json:"type"` // "Retraction in", "Erratum for", "Preprint of"
	Source    tolerant.Text `json:"source"`
	ID        tolerant.Text `json:"id"`
	Reference tolerant.Text `json:"reference"`
}
