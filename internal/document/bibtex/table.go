package bibtex

import "github.com/refcheck/refcheck/internal/biblio"

// types are the types of works, from BibTeX, BibLaTeX (manual, §2.1), and what tools and people add.
var types = map[string]biblio.Type{
	"article": biblio.ArticleJournal, "suppperiodical": biblio.ArticleJournal, "review": biblio.ArticleJournal,
	"magazine": biblio.ArticleNewspaper, "newspaper": biblio.ArticleNewspaper, "newsarticle": biblio.ArticleNewspaper,
	"inproceedings": biblio.Conference, "conference": biblio.Conference,
	"proceedings": biblio.Book, "mvproceedings": biblio.Book,
	"book": biblio.Book, "mvbook": biblio.Book, "collection": biblio.Book, "mvcollection": biblio.Book,
	"reference": biblio.Book, "mvreference": biblio.Book, "booklet": biblio.Book, "manual": biblio.Book, "ebook": biblio.Book,
	"inbook": biblio.Chapter, "incollection": biblio.Chapter, "bookinbook": biblio.Chapter, "suppbook": biblio.Chapter,
	"suppcollection": biblio.Chapter, "chapter": biblio.Chapter, "inreference": biblio.ReferenceEntry,
	"phdthesis": biblio.Thesis, "mastersthesis": biblio.Thesis, "thesis": biblio.Thesis, "bachelorsthesis": biblio.Thesis,
	"mathesis": biblio.Thesis, "candthesis": biblio.Thesis,
	"techreport": biblio.Report, "report": biblio.Report, "techrep": biblio.Report, "whitepaper": biblio.Report,
	"online": biblio.Webpage, "www": biblio.Webpage, "electronic": biblio.Webpage, "web": biblio.Webpage,
	"webpage": biblio.Webpage, "website": biblio.Webpage, "internet": biblio.Webpage, "blog": biblio.Webpage,
	"dataset": biblio.Dataset, "data": biblio.Dataset,
	"software": biblio.Software, "softwareversion": biblio.Software, "softwaremodule": biblio.Software,
	"codefragment": biblio.Software, "computer_program": biblio.Software, "program": biblio.Software,
	"standard": biblio.Standard, "patent": biblio.Patent,
	"preprint": biblio.Preprint, "eprint": biblio.Preprint, "unpublished": biblio.Other, "misc": biblio.Other,
	"periodical": biblio.Other,
}

// settings are entries that are no works: data for other entries, and options of tools and styles.
var settings = map[string]bool{
	"xdata": true, "set": true, "control": true, "ieeetranbstctl": true, "bstctl": true, "jabref-meta": true, "jabref-entrytype": true,
	"settings": true, "options": true, "comments": true, "begin": true, "end": true, "include": true, "import": true, "alias": true,
	"modify": true, "bibnote": true, "footnote": true,
}

// containers are the types that hold other works.
var containers = map[string]bool{
	"proceedings": true, "mvproceedings": true, "book": true, "mvbook": true, "collection": true, "mvcollection": true,
	"reference": true, "mvreference": true, "periodical": true,
}

// parts are the types that stand in a container whose title is not theirs.
var parts = map[string]bool{
	"inproceedings": true, "conference": true, "inbook": true, "incollection": true, "bookinbook": true, "suppbook": true,
	"suppcollection": true, "inreference": true, "chapter": true, "article": true, "suppperiodical": true,
}

// genres are BibLaTeX's words for kinds of theses and reports (localisation keys), and the types that
// imply one.
var genres = map[string]string{
	"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis",
	"bachelorsthesis": "Bachelor's thesis", "candthesis": "Candidate thesis", "techreport": "technical report",
	"resreport": "research report", "software": "software", "datacd": "data CD", "audiocd": "audio CD", "patentus": "US patent",
	"patenteu": "European patent", "patentreq": "patent request",
}

// pubstates are BibLaTeX's words for works without a date.
var pubstates = map[string]string{
	"inpress": "in press", "inpreparation": "in preparation", "forthcoming": "forthcoming", "submitted": "submitted",
	"prepublished": "prepublished",
}

// fieldNames are the fields that are read, from BibTeX, BibLaTeX (manual, §2.2), and the databases
// that add their own. Any other field stays out of the memory.
var fieldNames = newFieldNames(
	"address", "archiveprefix", "articleno", "article-number", "arxivid", "author", "booksubtitle", "booktitle",
	"conference", "crossref", "date", "day", "doi", "edition", "editor", "eid", "eprint", "eprinttype",
	"event", "eventtitle", "fjournal", "holder", "howpublished", "institution", "isbn", "issn", "issue", "journal",
	"journalsubtitle", "journaltitle", "langid", "language", "location", "mainsubtitle", "maintitle", "month", "note",
	"number", "organization", "pages", "pmc", "pmcid", "pmid", "publisher", "pubstate", "school", "series", "shortjournal",
	"subtitle", "title", "titleaddon", "type", "url", "venue", "volume", "xdata", "year", "entrysubtype", "ee",
)

func newFieldNames(names ...string) map[string]string {
	m := make(map[string]string, len(names))
	for _, n := range names {
		m[n] = n
	}
	return m
}

// fieldByName returns the lower-case name of a field that is read.
func fieldByName(name string) (string, bool) {
	var lower [16]byte // longer than any name that is read
	if len(name) > len(lower) {
		return "", false
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	known, ok := fieldNames[string(lower[:len(name)])]
	return known, ok
}
