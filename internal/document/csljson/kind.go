package csljson

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// itemMembers are members of which every item of CSL-JSON has one at least.
var itemMembers = []string{"title", "author", "editor", "container-title", "issued", "DOI", "ISBN", "PMID", "URL", "publisher"}

// foreign are the JSON of other makers, by members that theirs have and CSL-JSON has not.
var foreign = []struct {
	name    string
	members []string
}{
	{"Zotero's own JSON", []string{"itemType"}},
	{"DataCite's JSON", []string{"creators", "titles"}},
	{"DataCite's JSON", []string{"attributes"}},
	{"OpenAlex's JSON", []string{"authorships"}},
	{"OpenAlex's JSON", []string{"results", "meta"}},
	{"Semantic Scholar's JSON", []string{"paperId"}},
	{"NCBI's JSON", []string{"uid", "pubdate"}},
}

// isItem reports whether the members of an object are those of an item.
func isItem(members map[string]json.RawMessage) bool {
	if foreignName(members) != "" {
		return false
	}
	for _, m := range itemMembers {
		if _, ok := members[m]; ok {
			return true
		}
	}
	return false
}

func foreignName(members map[string]json.RawMessage) string {
	for _, f := range foreign {
		if !slices.ContainsFunc(f.members, func(m string) bool { _, ok := members[m]; return !ok }) {
			return f.name
		}
	}
	return ""
}

// kindOf says what an object is that is no item.
func kindOf(raw []byte) string {
	var members map[string]json.RawMessage
	if raw == nil || json.Unmarshal(raw, &members) != nil {
		return "there is no object in it"
	}
	if name := foreignName(members); name != "" {
		return "it looks like " + name
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, fmt.Sprintf("%.20q", name))
	}
	slices.Sort(names)
	if len(names) > 5 {
		names = append(names[:5], "…")
	}
	if len(names) == 0 {
		return "its objects are empty"
	}
	return "its objects have the members " + strings.Join(names, ", ")
}

// crossrefTypes are the types of Crossref's works where CSL's are named otherwise, after
// https://api.crossref.org/types.
var crossrefTypes = map[string]biblio.Type{
	"journal-article": biblio.ArticleJournal, "proceedings-article": biblio.Conference, "book-chapter": biblio.Chapter, "book-section": biblio.Chapter, "book-part": biblio.Chapter,
	"monograph": biblio.Book, "edited-book": biblio.Book, "reference-book": biblio.Book, "proceedings": biblio.Book, "posted-content": biblio.Preprint, "dissertation": biblio.Thesis,
	"reference-entry": biblio.ReferenceEntry, "report-component": biblio.Report, "peer-review": biblio.PeerReview,
}
