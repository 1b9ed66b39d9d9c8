// Package biblio holds the words of the field: what a manuscript says (Reference), what a registry
// says (Work), the bibliographic description that both share (Item), and its parts: names, dates,
// pages and identifiers. It promises plain values: no I/O, no judgement about which two are the
// same. The names of types and fields follow CSL-JSON 1.0.2, which csl.go reads and writes.
package biblio

// Type is the kind of a work, in the vocabulary of CSL 1.0.2. The empty Type is unknown.
type Type string

// The types that refcheck tells apart. Preprint is CSL's "article": a work that stands alone.
const (
	ArticleJournal   Type = "article-journal"
	ArticleNewspaper Type = "article-newspaper"
	Book             Type = "book"
	Chapter          Type = "chapter"
	Conference       Type = "paper-conference"
	Dataset          Type = "dataset"
	Patent           Type = "patent"
	PeerReview       Type = "review"
	Preprint         Type = "article"
	ReferenceEntry   Type = "entry-encyclopedia"
	Report           Type = "report"
	Software         Type = "software"
	Standard         Type = "standard"
	Thesis           Type = "thesis"
	Webpage          Type = "webpage"
	Other            Type = "document"
)

// Item is a bibliographic description. Text fields are plain Unicode: LaTeX, HTML and JATS markup
// are resolved by whoever reads them. An empty field says nothing: not cited, or not registered; in
// JSON, as the cache keeps works, it is left out.
type Item struct {
	Type  Type   `json:",omitzero"`
	Title string `json:",omitzero"`
	// Authors in the order of the byline. EtAl says that the list is cut ("et al.", "and others").
	Authors []Name `json:",omitzero"`
	EtAl    bool   `json:",omitzero"`
	Editors []Name `json:",omitzero"`
	// Container is the journal, book or proceedings that holds the work; ContainerShort its
	// abbreviation, where both are known.
	Container      string `json:",omitzero"`
	ContainerShort string `json:",omitzero"`
	// Collection is the series: "Lecture Notes in Computer Science".
	Collection string `json:",omitzero"`
	Event      string `json:",omitzero"`
	Issued     Date   `json:",omitzero"`
	Volume     string `json:",omitzero"`
	Issue      string `json:",omitzero"`
	// Pages is the range or the article number as it stands; ParsePages takes it apart.
	Pages string `json:",omitzero"`
	// Number is the number of a report, standard or patent.
	Number    string `json:",omitzero"`
	Edition   string `json:",omitzero"`
	Publisher string `json:",omitzero"`
	Place     string `json:",omitzero"`
	Genre     string `json:",omitzero"`
	Language  string `json:",omitzero"`
	Note      string `json:",omitzero"`
	// Identifiers, each in its normal form; see identifier.go.
	DOI   string   `json:",omitzero"`
	PMID  string   `json:",omitzero"`
	PMCID string   `json:",omitzero"`
	ArXiv string   `json:",omitzero"`
	ISBN  []string `json:",omitzero"`
	ISSN  []string `json:",omitzero"`
	URL   string   `json:",omitzero"`
}

// Reference is one entry of a bibliography: an Item as cited, and where it stands.
type Reference struct {
	Item
	// ID is the citation key, the printed number, or the index as text; unique only by chance.
	ID string
	// Index counts the references of a run from 1, over all files.
	Index    int
	Location Location
	// Raw is the printed text of the reference, or the source of the entry.
	Raw string
	// Printed says that the fields were split out of printed text by rules or by a model, so that
	// Raw is the better witness where the two disagree.
	Printed bool
	// Confidence is how sure the reader is that this is a reference and is split rightly, 0 to 1.
	// Formats with fields of their own have 1.
	Confidence float64
	// FieldConfidence says the same of each field, by its CSL name, where the fields were split out of
	// printed text.
	FieldConfidence map[string]float64
	// Fields says where each cited field stands, for formats that know it.
	Fields Places
	// Ignores are the comments beside the reference that ask to leave findings about it alone.
	Ignores []Ignore
}

// Places says where fields stand. It is a list, as an entry has few fields and a bibliography many entries.
type Places []Place

// Place is where a field stands, which has its CSL name.
type Place struct {
	Field string
	Location
}

// At returns where a field stands; the zero Location is unknown.
func (p Places) At(field string) Location {
	for i := range p {
		if p[i].Field == field {
			return p[i].Location
		}
	}
	return Location{}
}

// Set notes where a field stands, instead of what was noted before.
func (p *Places) Set(field string, at Location) {
	for i := range *p {
		if (*p)[i].Field == field {
			(*p)[i].Location = at
			return
		}
	}
	*p = append(*p, Place{field, at})
}

// Keep notes where a field stands, unless that was noted before.
func (p *Places) Keep(field string, at Location) {
	if p.At(field) == (Location{}) {
		p.Set(field, at)
	}
}

// Ignore is a wish of the author: to leave alone the findings of a rule, for a reason.
type Ignore struct {
	// Rule is a rule id ("mismatch/year") or the beginning of several ("mismatch"); "" is all.
	Rule     string
	Reason   string
	Location Location
}

// Reading is what a reader of printed text makes of one reference: the Item, how sure it is of the
// whole, and how sure of each field; see Reference.
type Reading struct {
	Item
	Confidence      float64
	FieldConfidence map[string]float64
}

// Location is a place in a file. Line and Column count from 1, Column in Unicode code points;
// zero is unknown. Page counts from 1 in files that are made of pages, which have no lines.
type Location struct {
	File   string `json:"file"`
	Page   int    `json:"page,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// Work is what a registry holds: an Item as registered, with the further forms that the registry
// knows of its fields.
type Work struct {
	Item
	// Registry is the name of the registry that says so: "crossref", "pubmed".
	Registry string `json:",omitzero"`
	// Secondary says that the registry gathers its records by machine from other sources and may have
	// made one work of two: such a record is a hint, and no witness alone.
	Secondary bool `json:",omitzero"`
	// Agency is the registration agency of DOI ("Crossref", "DataCite"), where a resolver was asked.
	// Such a Work may hold nothing else: it says that the DOI exists, not what it names.
	Agency string `json:",omitzero"`
	// Subtitle as registered apart from Title.
	Subtitle string `json:",omitzero"`
	// OtherTitles are translations and the original: any of them may be the one cited.
	OtherTitles []string `json:",omitzero"`
	// Containers are all names of the container that the registry knows, abbreviations included.
	Containers []string `json:",omitzero"`
	// Years are all years in which the work was issued in one form or another (print, online),
	// without repeats.
	Years []int `json:",omitzero"`
	// ArticleNumber, where registered beside Pages.
	ArticleNumber string `json:",omitzero"`
	// AuthorsCut says that the registry itself does not list all authors.
	AuthorsCut bool     `json:",omitzero"`
	Statuses   []Status `json:",omitzero"`
	// PublishedAs and PreprintOf are DOIs of the other version of the same work.
	PublishedAs string `json:",omitzero"`
	PreprintOf  string `json:",omitzero"`
}

// StatusKind is what has become of a work.
type StatusKind string

// The kinds of Status.
const (
	Retracted           StatusKind = "retracted"
	Withdrawn           StatusKind = "withdrawn"
	Corrected           StatusKind = "corrected"
	ExpressionOfConcern StatusKind = "expression_of_concern"
	Superseded          StatusKind = "superseded"
	// Reinstated undoes what was Retracted before.
	Reinstated StatusKind = "reinstated"
)

// Status is one thing that has become of a work: what, when, by which notice (a DOI or "pmid:…"),
// and which registry says so.
type Status struct {
	Kind   StatusKind `json:"kind"`
	Date   string     `json:"date,omitempty"` // ISO 8601, as exact as known
	Notice string     `json:"notice,omitempty"`
	Source string     `json:"source"`
}

// AllTitles returns the title in every form under which the work may be cited: alone, with its
// subtitle, and the other titles.
func (w Work) AllTitles() []string {
	var titles []string
	if w.Title != "" {
		titles = append(titles, w.Title)
		if w.Subtitle != "" {
			titles = append(titles, w.Title+": "+w.Subtitle)
		}
	}
	for _, t := range w.OtherTitles {
		if t != "" {
			titles = append(titles, t)
		}
	}
	return titles
}

// Link returns the address at which a reader finds the item: its DOI's, its PubMed page, or its URL.
func (i Item) Link() string {
	switch {
	case i.DOI != "":
		return "https://doi.org/" + i.DOI
	case i.PMID != "":
		return "https://pubmed.ncbi.nlm.nih.gov/" + i.PMID + "/"
	case i.ArXiv != "":
		return "https://arxiv.org/abs/" + i.ArXiv
	}
	return i.URL
}

// Problem is something wrong with a bibliography itself, that did not keep the rest from being
// read: a damaged entry, an undefined @string, a line that is no reference.
type Problem struct {
	Location Location `json:"location"`
	Message  string   `json:"message"`
	// Damaged says that the file is broken there, so that something of it may not have been read.
	Damaged bool `json:"damaged,omitempty"`
}
