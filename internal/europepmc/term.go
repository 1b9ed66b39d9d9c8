package europepmc

import (
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

const (
	// candidates is how many records a search asks for.
	candidates = 5
	// titleWords is how many words of a title a search names at most, the longest: one that is misprinted
	// finds nothing.
	titleWords = 6
	// enoughWords is how many words of a title are searched without the author's name.
	enoughWords = 3
)

// idTerm returns the term that asks for a query's identifier, the first that it has: each is quoted, since
// brackets and colons are syntax.
func idTerm(q registry.Query) string {
	if doi := strings.ToLower(strings.TrimSpace(q.DOI)); doi != "" {
		return doiTerm(doi)
	}
	if pmid := biblio.PMID(q.PMID); pmid != "" {
		return pmidTerm(pmid)
	}
	if pmcid := biblio.PMCID(q.PMCID); pmcid != "" {
		return pmcidTerm(pmcid)
	}
	return ""
}

func doiTerm(doi string) string     { return "DOI:" + quoted(doi) }
func pmidTerm(pmid string) string   { return "(EXT_ID:" + pmid + " AND SRC:MED)" }
func pmcidTerm(pmcid string) string { return "PMCID:" + pmcid }

// terms returns the terms by which a record is asked for.
func terms(w biblio.Work) []string {
	var out []string
	if w.DOI != "" {
		out = append(out, doiTerm(w.DOI))
	}
	if w.PMID != "" {
		out = append(out, pmidTerm(w.PMID))
	}
	if w.PMCID != "" {
		out = append(out, pmcidTerm(w.PMCID))
	}
	return out
}

// quotable are the characters with which a quoted phrase would end.
var quotable = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func quoted(s string) string { return `"` + quotable.Replace(s) + `"` }

// searchTerm returns the term that asks for a query's title, with the author where the title is
// short, or without a title for its place in a journal; "" where neither says enough.
func searchTerm(q registry.Query) string {
	words := mainTitle(q.Title)
	author := record.FamilyWord(q.Author)
	switch {
	case len(words) >= enoughWords:
		return "TITLE:(" + strings.Join(words, " ") + ")"
	case len(words) > 0 && author != "":
		return "TITLE:(" + strings.Join(words, " ") + ") AND AUTH:" + quoted(author)
	}
	page := biblio.ParsePages(q.Page).First
	if journal := phrase(q.Container); journal != "" && phrase(q.Volume) != "" && phrase(page) != "" {
		return fmt.Sprintf("JOURNAL:%s AND VOLUME:%s AND SPAGE:%s", quoted(journal), quoted(phrase(q.Volume)), quoted(phrase(page)))
	}
	return ""
}

// mainTitle returns the words of a title to search for: without its subtitle, which may be missing on
// either side, unless what remains is too short.
func mainTitle(title string) []string {
	words := record.LongWords(title)
	for _, mark := range []string{": ", " – ", " — ", ". "} {
		if main, _, ok := strings.Cut(title, mark); ok {
			if w := record.LongWords(main); len(w) >= enoughWords {
				words = w
				break
			}
		}
	}
	return words[:min(len(words), titleWords)]
}

// phrase returns the words of a text, to be quoted.
func phrase(s string) string { return strings.Join(registry.Words(record.Line(s)), " ") }
