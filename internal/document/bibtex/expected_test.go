package bibtex

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/biblio"
)

// expectedItem is an item as Zotero or Better BibTeX import it.
type expectedItem struct {
	ItemType    string `json:"itemType"`
	CitationKey string `json:"citationKey"`
	ItemID      any    `json:"itemID"`
	Title       string `json:"title"`
	DOI         string `json:"DOI"`
	Volume      string `json:"volume"`
	Creators    []struct {
		Type string `json:"creatorType"`
		Last string `json:"lastName"`
		Name string `json:"name"`
	} `json:"creators"`
}

// key returns the citation key: Zotero keeps it in itemID, Better BibTeX has numbers there.
func (i expectedItem) key() string {
	if s, ok := i.ItemID.(string); ok && i.CitationKey == "" {
		return s
	}
	return i.CitationKey
}

// firstAuthor returns the family name of the first author, with its particle, or the organisation.
func (i expectedItem) firstAuthor() string {
	for _, c := range i.Creators {
		if c.Type == "author" {
			return c.Last + c.Name
		}
	}
	return ""
}

// expectation returns what another importer made of a file, or nil.
func expectation(t *testing.T, file string) []expectedItem {
	t.Helper()
	for _, name := range []string{file + ".expected.json", strings.TrimSuffix(file, filepath.Ext(file)) + ".expected.json"} {
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

var markup = regexp.MustCompile(`<[^>]*>`)

// letters returns what of a text no importer changes: its letters and digits, in small letters.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(markup.ReplaceAllString(s, "")))
}

// agreement counts in how many of the items that name a field it reads the same, but for what other
// importers add to titles from further fields.
type agreement struct{ same, all int }

func (a *agreement) add(t *testing.T, what, got, want string) {
	t.Helper()
	if want == "" {
		return
	}
	a.all++
	if got != "" && strings.HasPrefix(letters(want), letters(got)) {
		a.same++
		return
	}
	t.Logf("%s: got %q, another importer %q", what, got, want)
}

// TestExpected compares what is read with what other importers read: every key, but for those of
// parents, and nearly every title, first author, volume and DOI. The rest are short DOIs, organisations
// that nobody put in braces, and items of which the expectation belongs to another file.
func TestExpected(t *testing.T) {
	fields := map[string]*agreement{"title": {}, "author": {}, "volume": {}, "doi": {}}
	for _, file := range corpus(t) {
		text := readText(t, file)
		refs, _ := Parse(file, text)
		byKey := map[string]biblio.Reference{}
		for _, r := range refs {
			byKey[r.ID] = r
		}
		hasParents := strings.Contains(strings.ToLower(text), "crossref")
		for _, item := range expectation(t, file) {
			key := item.key()
			if key == "" || item.ItemType == "note" || item.ItemType == "attachment" {
				continue
			}
			r, ok := byKey[key]
			if !ok {
				if strings.Contains(text, "{"+key+",") && !hasParents {
					t.Errorf("%s: no reference %q", filepath.Base(file), key)
				}
				continue
			}
			var author string
			if len(r.Authors) > 0 {
				author = r.Authors[0].Particle + r.Authors[0].Family + r.Authors[0].Literal
			}
			what := filepath.Base(file) + " " + key
			fields["title"].add(t, what, r.Title, item.Title)
			fields["author"].add(t, what, author, item.firstAuthor())
			fields["volume"].add(t, what, r.Volume, item.Volume)
			fields["doi"].add(t, what, r.DOI, strings.TrimPrefix(item.DOI, "https://doi.org/"))
		}
	}
	for name, a := range fields {
		t.Logf("%s: %d of %d alike", name, a.same, a.all)
		if a.all == 0 || float64(a.same) < 0.95*float64(a.all) {
			t.Errorf("%s: only %d of %d read as other importers read them", name, a.same, a.all)
		}
	}
}
