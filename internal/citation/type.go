package citation

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// kindMark is the mark by which China's standard GB/T 7714 says behind the title what a work is.
var kindMark = regexp.MustCompile(`\[(J|M|C|D|R|P|S|N|DB|CP|EB)(?:/OL|/CD)?\]`)

var kindMarks = map[string]biblio.Type{
	"J": biblio.ArticleJournal, "M": biblio.Book, "C": biblio.Conference, "D": biblio.Thesis, "R": biblio.Report, "P": biblio.Patent, "S": biblio.Standard,
	"N": biblio.ArticleNewspaper, "DB": biblio.Dataset, "CP": biblio.Software, "EB": biblio.Webpage,
}

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
	if kind := kindMark.FindStringSubmatch(text); kind != nil {
		return kindMarks[kind[1]]
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
