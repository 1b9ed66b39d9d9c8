package openalex

import "github.com/refcheck/refcheck/internal/registry/tolerant"

// selected are the fields that the API is asked for: those of work.
const selected = "id,doi,title,display_name,publication_year,publication_date,type,language,ids,authorships," +
	"primary_location,locations,biblio,is_retracted"

// work is a record as the API words it, as far as it is used.
type work struct {
	ID          tolerant.Text                   `json:"id"` // "https://openalex.org/W123"
	DOI         tolerant.Text                   `json:"doi"`
	Title       tolerant.Text                   `json:"title"`
	DisplayName tolerant.Text                   `json:"display_name"`
	Year        tolerant.Value[int]             `json:"publication_year"`
	Date        tolerant.Text                   `json:"publication_date"`
	Type        tolerant.Text                   `json:"type"`
	Language    tolerant.Text                   `json:"language"`
	IDs         tolerant.Value[ids]             `json:"ids"`
	Authorships tolerant.List[authorship]       `json:"authorships"`
	Primary     tolerant.Value[location]        `json:"primary_location"`
	Locations   tolerant.List[location]         `json:"locations"`
	Biblio      tolerant.Value[volumeIssuePage] `json:"biblio"`
	Retracted   tolerant.Value[bool]            `json:"is_retracted"`
}

type ids struct {
	PMID  tolerant.Text `json:"pmid"`  // "https://pubmed.ncbi.nlm.nih.gov/123"
	PMCID tolerant.Text `json:"pmcid"` // "https://www.ncbi.nlm.nih.gov/pmc/articles/123", with or without its letters
}

// authorship is an author of the byline: as printed there, and as OpenAlex believes to know them,
// which is sometimes another person.
type authorship struct {
	Raw    tolerant.Text `json:"raw_author_name"`
	Author tolerant.Value[struct {
		Name tolerant.Text `json:"display_name"`
	}] `json:"author"`
}

// location is one place where OpenAlex found the work: its journal, PubMed, a repository.
type location struct {
	ID        tolerant.Text          `json:"id"` // "doi:10.1000/a", "pmid:1", "pmh:oai:…"
	Page      tolerant.Text          `json:"landing_page_url"`
	RawType   tolerant.Text          `json:"raw_type"` // of Crossref: "journal-article"; of others anything
	RawSource tolerant.Text          `json:"raw_source_name"`
	Source    tolerant.Value[source] `json:"source"`
}

type source struct {
	Name tolerant.Text                `json:"display_name"`
	Type tolerant.Text                `json:"type"` // journal, conference, book series, ebook platform, repository …
	ISSN tolerant.List[tolerant.Text] `json:"issn"`
	Host tolerant.Text                `json:"host_organization_name"`
}

type volumeIssuePage struct {
	Volume tolerant.Text `json:"volume"`
	Issue  tolerant.Text `json:"issue"`
	First  tolerant.Text `json:"first_page"`
	Last   tolerant.Text `json:"last_page"`
}
