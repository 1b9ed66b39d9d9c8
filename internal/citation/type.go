package citation

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// typeOf guesses the type of a work from what is cited of it.
func typeOf(i *biblio.Item, spans []span, text string) biblio.Type {
	in, edited := false, false
	for _, s := range spans {
		in = in || s.label == labelIn
		edited = edited || s.label == labelEditor
	}
	container, genre := lower(i.Container), lower(i.Genre)
	series := container // what says of which kind the work is, be it taken for the end of its title
	if series == "" {
		series = lower(i.Title)
	}
	switch {
	case hasAny(genre, "thes", "diss", "diplom", "master", "habil", "tes", "thèse"):
		return biblio.Thesis
	case hasAny(genre, "report", "paper", "memo"):
		return biblio.Report
	case hasAny(text, "[dataset]", "[Dataset]", "[data set]", "[Data set]"):
		return biblio.Dataset
	case hasAny(text, "[computer software]", "[Computer software]", "[software]"):
		return biblio.Software
	case i.Volume == "" && hasAny(text, " Patent No", " Patent ", "patent no"):
		return biblio.Patent
	case i.Volume == "" && hasAny(text, "ISO ", "ISO/", "DIN ", "ASTM ", "IEEE Std") && i.Container == "":
		return biblio.Standard
	case hasAny(container, "arxiv", "biorxiv", "medrxiv", "preprint", "chemrxiv"), i.ArXiv != "" && i.Container == "":
		return biblio.Preprint
	case hasAny(series, "working paper", "discussion paper", "technical report", "white paper", "arbeitspapier"):
		return biblio.Report
	case hasAny(series, "presented at", "annual meeting"),
		hasAny(container, "proceedings", "conference", "symposium", "workshop", "proc.", "congress") && (in || i.Volume == ""):
		return biblio.Conference
	case i.Container != "" && i.Volume != "" && !in:
		return biblio.ArticleJournal
	case i.Container != "" && (in || edited || i.Publisher != ""):
		return biblio.Chapter
	case i.Container != "":
		return biblio.ArticleJournal
	case i.Publisher != "" || i.Place != "" || i.Edition != "" || len(i.ISBN) > 0:
		return biblio.Book
	case i.URL != "":
		return biblio.Webpage
	}
	return ""
}

func hasAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
