package bibtex

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

// expectedItem is an item as Zotero or Better BibTeX import it.
type expectedItem struct {
	ItemType    string `json:"itemType"`
	CitationKey string `json:"citationKey"`
	ItemID      any    `json:"itemID"`
	Title       string `json:"title"`
	Date        string `json:"date"`
	Volume      string `json:"volume"`
	Issue       string `json:"issue"`
	Pages       string `json:"pages"`
	DOI         string `json:"DOI"`
	Container   string `json:"publicationTitle"`
	Creators    []struct {
		Type  string `json:"creatorType"`
		First string `json:"firstName"`
		Last  string `json:"lastName"`
		Name  string `json:"name"`
	} `json:"creators"`
}

// expectation returns what another importer made of a file, or nil.
func expectation(t *testing.T, file string) []expectedItem {
	for _, name := range []string{file + ".expected.json", strings.TrimSuffix(file, ".bib") + ".expected.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		var list []expectedItem
		if json.Unmarshal(data, &list) == nil {
			return list
		}
		var object struct {
			Items []expectedItem `json:"items"`
		}
		if err := json.Unmarshal(data, &object); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return object.Items
	}
	return nil
}

func TestExpected(t *testing.T) {
	for _, file := range corpus(t) {
		items := expectation(t, file)
		if items == nil {
			continue
		}
		refs, _ := Parse(file, readText(t, file))
		short := file[strings.LastIndex(file, "/")+1:]
		if len(refs) != len(items) {
			t.Logf("%s: %d references, %d expected", short, len(refs), len(items))
		}
		byKey := map[string]biblio.Reference{}
		for _, r := range refs {
			byKey[r.ID] = r
		}
		for i, it := range items {
			key := it.CitationKey
			if s, ok := it.ItemID.(string); key == "" && ok {
				key = s
			}
			r, ok := byKey[key]
			if !ok && i < len(refs) && len(refs) == len(items) {
				r = refs[i]
				ok = true
			}
			if !ok {
				t.Logf("%s: no %q", short, key)
				continue
			}
			cmp := func(what, got, want string) {
				if got != want {
					t.Logf("%s %s: %s\n   got %q\n  want %q", short, key, what, got, want)
				}
			}
			cmp("title", r.Title, it.Title)
			cmp("volume", r.Volume, it.Volume)
			cmp("issue", r.Issue, it.Issue)
			cmp("pages", r.Pages, it.Pages)
			cmp("doi", r.DOI, strings.ToLower(it.DOI))
			cmp("container", r.Container, it.Container)
			cmp("date", r.Issued.String(), it.Date)
			var got, want []string
			for _, n := range r.Authors {
				got = append(got, n.Particle+"|"+n.Family+"|"+n.Given+"|"+n.Suffix+"|"+n.Literal)
			}
			for _, c := range it.Creators {
				if c.Type == "author" {
					want = append(want, "|"+c.Last+"|"+c.First+"||"+c.Name)
				}
			}
			cmp("authors", strings.Join(got, "; "), strings.Join(want, "; "))
		}
	}
}
