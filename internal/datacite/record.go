package datacite

import (
	"encoding/json"

	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// selected are the fields that lists are asked for: those of attributes.
const selected = "doi,identifiers,creators,titles,publisher,container,publicationYear,contributors,dates,language,types,relatedIdentifiers"

// attributes are a work as the API words it, as far as it is used. No field can fail: one of an
// unexpected type is left empty, and loses nothing else.
type attributes struct {
	DOI          tolerant.Text             `json:"doi"`
	Identifiers  tolerant.List[identifier] `json:"identifiers"`
	Creators     tolerant.List[agent]      `json:"creators"`
	Titles       tolerant.List[title]      `json:"titles"`
	Publisher    publisher                 `json:"publisher"`
	Container    tolerant.Value[container] `json:"container"`
	Year         tolerant.Text             `json:"publicationYear"`
	Contributors tolerant.List[agent]      `json:"contributors"`
	Dates        tolerant.List[date]       `json:"dates"`
	Language     tolerant.Text             `json:"language"`
	Types        tolerant.Value[types]     `json:"types"`
	Related      tolerant.List[related]    `json:"relatedIdentifiers"`
}

type identifier struct {
	Value tolerant.Text `json:"identifier"`
	Kind  tolerant.Text `json:"identifierType"`
}

// agent is a person or an organisation. Name is "Family, Given"; the rest may be missing.
type agent struct {
	Name   tolerant.Text `json:"name"`
	Kind   tolerant.Text `json:"nameType"` // Personal or Organizational
	Family tolerant.Text `json:"familyName"`
	Given  tolerant.Text `json:"givenName"`
	Role   tolerant.Text `json:"contributorType"`
}

type title struct {
	Title tolerant.Text `json:"title"`
	Kind  tolerant.Text `json:"titleType"` // none: the main title
}

// container is a journal, a series or a repository. Older ones are taken apart at their commas, so
// that anything may stand anywhere.
type container struct {
	Title  tolerant.Text `json:"title"`
	Volume tolerant.Text `json:"volume"`
	Issue  tolerant.Text `json:"issue"`
	First  tolerant.Text `json:"firstPage"`
	Last   tolerant.Text `json:"lastPage"`
	ID     tolerant.Text `json:"identifier"`
	IDKind tolerant.Text `json:"identifierType"`
}

type date struct {
	Date tolerant.Text `json:"date"` // or a range: "2009-10-01/2014-01-23"
	Kind tolerant.Text `json:"dateType"`
}

type types struct {
	General  tolerant.Text `json:"resourceTypeGeneral"`
	Own      tolerant.Text `json:"resourceType"` // in the words of whoever registered it
	Citeproc tolerant.Text `json:"citeproc"`     // derived from the two by DataCite
}

type related struct {
	Value tolerant.Text `json:"relatedIdentifier"`
	Kind  tolerant.Text `json:"relatedIdentifierType"`
	Type  tolerant.Text `json:"relationType"`
}

// publisher is a name, or since schema 4.5 an object that has one.
type publisher string

// UnmarshalJSON reads either; what is neither is left empty.
func (p *publisher) UnmarshalJSON(data []byte) error {
	var object tolerant.Value[struct {
		Name tolerant.Text `json:"name"`
	}]
	var name tolerant.Text
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	if err := json.Unmarshal(data, &name); err != nil {
		return err
	}
	*p = publisher(name + object.V.Name)
	return nil
}
