package crossref

// selected are the fields that lists are asked for: those of record that the select parameter
// knows. It does not know journal-issue, edition-number and language.
const selected = "DOI,type,title,subtitle,original-title,container-title,short-container-title,author,editor," +
	"issued,published,published-print,published-online,posted,approved,volume,issue,page,article-number,publisher," +
	"publisher-location,ISSN,ISBN,event,degree,relation,update-to,updated-by"

// record is a work as the API words it, as far as it is used. No field can fail: one of an unexpected
// type is left empty, and loses nothing else.
type record struct {
	DOI             text                      `json:"DOI"`
	Type            text                      `json:"type"`
	Title           many[text]                `json:"title"`
	Subtitle        many[text]                `json:"subtitle"`
	OriginalTitle   many[text]                `json:"original-title"`
	Container       many[text]                `json:"container-title"`
	ContainerShort  many[text]                `json:"short-container-title"`
	Author          many[contributor]         `json:"author"`
	Editor          many[contributor]         `json:"editor"`
	Issued          dates                     `json:"issued"`
	Published       dates                     `json:"published"`
	PublishedPrint  dates                     `json:"published-print"`
	PublishedOnline dates                     `json:"published-online"`
	Posted          dates                     `json:"posted"`
	Approved        dates                     `json:"approved"`
	JournalIssue    loose[journalIssue]       `json:"journal-issue"`
	Volume          text                      `json:"volume"`
	Issue           text                      `json:"issue"`
	Page            text                      `json:"page"`
	ArticleNumber   text                      `json:"article-number"`
	Publisher       text                      `json:"publisher"`
	Place           text                      `json:"publisher-location"`
	ISSN            many[text]                `json:"ISSN"`
	ISBN            many[text]                `json:"ISBN"`
	Event           loose[event]              `json:"event"`
	Degree          many[text]                `json:"degree"`
	Edition         text                      `json:"edition-number"`
	Language        text                      `json:"language"`
	Relation        loose[map[string]related] `json:"relation"`
	UpdateTo        many[update]              `json:"update-to"`
	UpdatedBy       many[update]              `json:"updated-by"`
}

// contributor is a person (family, given) or a group (name).
type contributor struct {
	Family text `json:"family"`
	Given  text `json:"given"`
	Prefix text `json:"prefix"`
	Suffix text `json:"suffix"`
	Name   text `json:"name"`
}

type journalIssue struct {
	Print  dates `json:"published-print"`
	Online dates `json:"published-online"`
}

type event struct {
	Name text `json:"name"`
}

// related are the other ends of one kind of relation.
type related = many[struct {
	ID   text `json:"id"`
	Kind text `json:"id-type"`
}]

// update is an entry of updated-by or update-to.
type update struct {
	DOI     text  `json:"DOI"`
	Type    text  `json:"type"`
	Source  text  `json:"source"`
	Updated dates `json:"updated"`
}
