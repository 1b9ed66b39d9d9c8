package datacite

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// general are the values of resourceTypeGeneral in CSL's words. Text, Other and the like say too
// little: see typeOf. What is not here, such as Journal, Image and PhysicalObject, is Other.
var general = map[string]biblio.Type{
	"book":                  biblio.Book,
	"conferenceproceeding":  biblio.Book,
	"bookchapter":           biblio.Chapter,
	"conferencepaper":       biblio.Conference,
	"datapaper":             biblio.ArticleJournal,
	"journalarticle":        biblio.ArticleJournal,
	"dataset":               biblio.Dataset,
	"dissertation":          biblio.Thesis,
	"outputmanagementplan":  biblio.Report,
	"peerreview":            biblio.PeerReview,
	"preprint":              biblio.Preprint,
	"report":                biblio.Report,
	"computationalnotebook": biblio.Software,
	"software":              biblio.Software,
	"standard":              biblio.Standard,
}

// vague are the values of resourceTypeGeneral that leave it to resourceType to say what a work is.
var vague = map[string]bool{"": true, "text": true, "other": true, "collection": true}

// own are words of resourceType, which is free text in any language, "info:eu-repo/semantics/doctoralThesis"
// among it. The first that matches counts.
var own = []struct {
	words *regexp.Regexp
	means biblio.Type
}{
	{regexp.MustCompile(`(?i)thes[ie]s|dissert|habilitation|hochschulschrift`), biblio.Thesis},
	{regexp.MustCompile(`(?i)data\s?set`), biblio.Dataset},
	{regexp.MustCompile(`(?i)preprint|working ?paper`), biblio.Preprint},
	{regexp.MustCompile(`(?i)book ?(?:part|chapter|section)|chapter|buchkapitel`), biblio.Chapter},
	{regexp.MustCompile(`(?i)conference ?(?:paper|object)|proceedings ?(?:paper|article)|konferenzbeitrag`), biblio.Conference},
	{regexp.MustCompile(`(?i)(?:peer|referee) ?(?:review|report)`), biblio.PeerReview},
	{regexp.MustCompile(`(?i)report|deliverable|bericht`), biblio.Report},
	{regexp.MustCompile(`(?i)\bbook|monogra|\bbuch`), biblio.Book},
	{regexp.MustCompile(`(?i)blog|web ?(?:page|site)`), biblio.Webpage},
	{regexp.MustCompile(`(?i)software|source ?code`), biblio.Software},
	{regexp.MustCompile(`(?i)(?:journal|scholarly) ?article|zeitschriftenartikel|data ?paper`), biblio.ArticleJournal},
}

// citeproc are the values of citeproc that count where nothing else tells. Its "article-journal" stands
// for every text, its "article" for everything else.
var citeproc = map[string]biblio.Type{
	"book": biblio.Book, "chapter": biblio.Chapter, "thesis": biblio.Thesis, "report": biblio.Report, "dataset": biblio.Dataset,
}

// typeOf returns the type, "" where a text may be anything.
func typeOf(t types) biblio.Type {
	kind := strings.ToLower(line(t.General))
	if known, ok := general[kind]; ok {
		return known
	}
	if !vague[kind] {
		return biblio.Other
	}
	for _, o := range own {
		if o.words.MatchString(line(t.Own)) {
			return o.means
		}
	}
	if known, ok := citeproc[strings.ToLower(line(t.Citeproc))]; ok {
		return known
	}
	if kind == "text" || kind == "" {
		return ""
	}
	return biblio.Other
}
