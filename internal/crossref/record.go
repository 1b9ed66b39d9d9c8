package crossref

import "github.com/refcheck/refcheck/internal/registry/tolerant"

// selected are the fields that lists are asked for: those of item that the select parameter
// knows. It does not know journal-issue, edition-number and language.
const selected = "DOI,type,title,subtitle,original-title,container-title,short-container-title,author,editor," +
	"issued,published,published-print,published-online,posted,approved,volume,issue,page,article-number,publisher," +
	"publisher-location,ISSN,ISBN,event,degree,relation,update-to,updated-by"

// item is a work as the API words it, as far as it is used. No field can fail: one of an unexpected
// type is left empty, and loses nothing else.
type item struct {
	DOI             tolerant.Text                      `json:"DOI"`
	Type            tolerant.Text                      `json:"type"`
	Title           tolerant.List[tolerant.Text]       `json:"title"`
	Subtitle        tolerant.List[tolerant.Text]       `json:"subtitle"`
	OriginalTitle   tolerant.List[tolerant.Text]       `json:"original-title"`
	Container       tolerant.List[tolerant.Text]       `json:"container-title"`
	ContainerShort  tolerant.List[tolerant.Text]       `json:"short-container-title"`
	Author          tolerant.List[contributor]         `json:"author"`
	Editor          tolerant.List[contributor]         `json:"editor"`
	Issued          dates                              `json:"issued"`
	Published       dates                              `json:"published"`
	PublishedPrint  dates                              `json:"published-print"`
	PublishedOnline dates                              `json:"published-online"`
	Posted          dates                              `json:"posted"`
	Approved        dates                              `json:"approved"`
	JournalIssue    tolerant.Value[journalIssue]       `json:"journal-issue"`
	Volume          tolerant.Text                      `json:"volume"`
	Issue           tolerant.Text                      `json:"issue"`
	Page            tolerant.Text                      `json:"page"`
	ArticleNumber   tolerant.Text                      `json:"article-number"`
	Publisher       tolerant.Text                      `json:"publisher"`
	Place           tolerant.Text                      `json:"publisher-location"`
	ISSN            tolerant.List[tolerant.Text]       `json:"ISSN"`
	ISBN            tolerant.List[tolerant.Text]       `json:"ISBN"`
	Event           tolerant.Value[event]              `json:"event"`
	Degree          tolerant.List[tolerant.Text]       `json:"degree"`
	Edition         tolerant.Text                      `json:"edition-number"`
	Language        tolerant.Text                      `json:"language"`
	Relation        tolerant.Value[map[string]related] `json:"relation"`
	UpdateTo        tolerant.List[update]              `json:"update-to"`
	UpdatedBy       tolerant.List[update]              `json:"updated-by"`
}

// contributor is a person (family, given) or a group (name).
type contributor struct {
	Family tolerant.Text `json:"family"`
	Given  tolerant.Text `json:"given"`
	Prefix tolerant.Text `json:"prefix"`
	Suffix tolerant.Text `json:"suffix"`
	Name   tolerant.Text `json:"name"`
}

type journalIssue struct {
	Print  dates `json:"published-print"`
	Online dates `json:"published-online"`
}

type event struct {
	Name tolerant.Text `json:"name"`
}

// related are the other ends of one kind of relation.
type related = tolerant.List[struct {
	ID   tolerant.Text `json:"id"`
	Kind tolerant.Text `json:"id-type"`
}]

// update is an entry of updated-by or update-to.
type update struct {
	DOI     tolerant.Text `json:"DOI"`
	Type    tolerant.Text `json:"type"`
	Source  tolerant.Text `json:"source"`
	Updated dates         `json:"updated"`
}
