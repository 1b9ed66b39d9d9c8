package document_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document"
)

// foreignItem is an item as Zotero's translators import it.
type foreignItem struct {
	ItemType  string `json:"itemType"`
	Title     string `json:"title"`
	Case      string `json:"caseName"`
	DOI       string `json:"DOI"`
	Volume    string `json:"volume"`
	Issue     string `json:"issue"`
	Pages     string `json:"pages"`
	Date      string `json:"date"`
	Journal   string `json:"publicationTitle"`
	Publisher string `json:"publisher"`
	Creators  []struct {
		Type string `json:"creatorType"`
		Last string `json:"lastName"`
		Name string `json:"name"`
	} `json:"creators"`
}

var (
	markup   = regexp.MustCompile(`<[^>]*>`)
	yearOnly = regexp.MustCompile(`\b(?:1[4-9]|20)\d\d\b`)
)

// letters returns what of a text no importer changes: its letters and digits, in small letters.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(markup.ReplaceAllString(s, "")))
}

// compared returns the fields of an item and of a reference side by side.
func compared(item foreignItem, r biblio.Reference) map[string][2]string {
	var last, first string
	for _, c := range item.Creators {
		if c.Type == "author" && last == "" {
			last = c.Last + c.Name
		}
	}
	if len(r.Authors) > 0 {
		first = r.Authors[0].Particle + r.Authors[0].Family + r.Authors[0].Literal
	}
	var year string
	if r.Issued.Year != 0 {
		year = strconv.Itoa(r.Issued.Year)
	}
	pages := biblio.ParsePages(r.Pages)
	wanted := biblio.ParsePages(item.Pages)
	return map[string][2]string{
		"title": {item.Title, r.Title}, "author": {last, first}, "volume": {item.Volume, r.Volume}, "issue": {item.Issue, r.Issue}, "year": {yearOnly.FindString(item.Date), year},
		"doi": {strings.TrimPrefix(strings.ToLower(item.DOI), "https://doi.org/"), r.DOI}, "pages": {wanted.First + wanted.Last, pages.First + pages.Last}, "container": {item.Journal, r.Container},
	}
}

// TestExpected compares what is read with what Zotero reads, for all formats but BibTeX, whose package
// has a test of its own. The items stand in the same order where there are as many.
func TestExpected(t *testing.T) {
	if testing.Short() {
		t.Skip("left out of short runs, such as those of the race detector: it takes too long there")
	}
	root := os.Getenv("REFCHECK_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	expectations, err := filepath.Glob(filepath.Join(root, "files", "zotero__translators", "*.expected.json"))
	if err != nil || len(expectations) == 0 {
		t.Skipf("no expectations of other importers at %s", root)
	}
	type count struct{ same, all int }
	counts := map[string]*count{}
	for _, name := range expectations {
		files, _ := filepath.Glob(strings.TrimSuffix(name, "expected.json") + "*")
		i := slices.IndexFunc(files, func(f string) bool { return f != name })
		if i < 0 || strings.HasSuffix(files[i], ".bib") {
			continue
		}
		data, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		d, err := document.Reader{}.Read(t.Context(), files[i], data, "auto")
		if err != nil {
			continue // the walk over all files tells the reasons
		}
		var items []foreignItem
		wanted, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(wanted, &items); err != nil {
			t.Fatal(err)
		}
		items = slices.DeleteFunc(items, func(i foreignItem) bool { return i.ItemType == "note" || i.ItemType == "attachment" })
		if len(items) != len(d.References) {
			t.Logf("%s (%s): %d references, another importer %d", filepath.Base(files[i]), d.Format, len(d.References), len(items))
			continue
		}
		for n, item := range items {
			for field, values := range compared(item, d.References[n]) {
				want, got := letters(values[0]), letters(values[1])
				if want == "" || (field == "volume" || field == "issue") && !strings.ContainsAny(want, "0123456789") {
					continue // a file made for tests, whose fields hold their own names
				}
				for _, key := range []string{field, d.Format} {
					if counts[key] == nil {
						counts[key] = &count{}
					}
					counts[key].all++
					if got != "" && (strings.HasPrefix(want, got) || strings.HasPrefix(got, want)) {
						counts[key].same++
					} else if key == field {
						t.Logf("%s %d %s: got %q, another importer %q", filepath.Base(files[i]), n+1, field, values[1], values[0])
					}
				}
			}
		}
	}
	for name, c := range counts {
		t.Logf("%s: %d of %d alike", name, c.same, c.all)
		if float64(c.same) < 0.95*float64(c.all)-1 {
			t.Errorf("%s: only %d of %d read as another importer reads them", name, c.same, c.all)
		}
	}
}
