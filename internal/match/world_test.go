package match

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/fold"
)

// world is the records of ../shared/world in memory, with an index over their words: what a search
// of the registries would offer, without the registries.
type world struct {
	works []biblio.Work
	byDOI map[string][]int32
	byID  map[string][]int32
	words map[string][]int32
	place map[string][]int32
}

// shared returns a path below the folder of shared data, or skips the test.
func shared(t testing.TB, path ...string) string {
	t.Helper()
	root := os.Getenv("REFCHECK_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	full := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(full); err != nil {
		t.Skipf("%s is not here; set REFCHECK_SHARED to measure accuracy", full)
	}
	return full
}

var loadWorld = sync.OnceValues(func() (*world, error) {
	root := os.Getenv("REFCHECK_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	w := &world{byDOI: map[string][]int32{}, byID: map[string][]int32{}, words: map[string][]int32{}, place: map[string][]int32{}}
	for _, name := range []string{"0-special.jsonl", "world.jsonl.gz"} {
		if err := w.load(filepath.Join(root, "world", name)); err != nil {
			return nil, err
		}
	}
	return w, nil
})

// openWorld loads the shared world, or skips the test: it takes some ten seconds, so that it must be
// asked for.
func openWorld(t testing.TB) *world {
	t.Helper()
	if os.Getenv("REFCHECK_ACCURACY") == "" {
		t.Skip("set REFCHECK_ACCURACY=1 to measure accuracy on ../shared")
	}
	w, err := loadWorld()
	if err != nil {
		t.Skip(err)
	}
	return w
}

type worldRecord struct {
	DOI, PMID, Type, Title, Volume, Issue, Page, Publisher string
	Subtitle                                               []string
	Container                                              string   `json:"container-title"`
	Short                                                  string   `json:"short-container-title"`
	Short2                                                 string   `json:"container-title-short"`
	Year                                                   any      `json:"year"`
	In                                                     []string `json:"in"`
	Author                                                 []struct{ Family, Given, Name string }
	ISSN                                                   []string
}

func (w *world) load(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return err
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var rec worldRecord
		if json.Unmarshal(lines.Bytes(), &rec) == nil {
			w.add(rec)
		}
	}
	return lines.Err()
}

var crossrefTypes = map[string]biblio.Type{"journal-article": biblio.ArticleJournal, "": biblio.ArticleJournal, "proceedings-article": biblio.Conference,
	"book": biblio.Book, "monograph": biblio.Book, "book-chapter": biblio.Chapter, "posted-content": biblio.Preprint, "peer-review": biblio.PeerReview,
	"dataset": biblio.Dataset, "dissertation": biblio.Thesis, "reference-entry": biblio.ReferenceEntry}

func (w *world) add(r worldRecord) {
	in := func(name string) bool {
		if len(r.In) == 0 {
			return name == "crossref" && r.DOI != "" && !strings.HasPrefix(strings.ToLower(r.DOI), "10.48550/") || name == "pubmed" && r.PMID != ""
		}
		return holds(r.In, name)
	}
	item := biblio.Item{Type: crossrefTypes[r.Type], Title: fold.Markup(r.Title), Container: fold.Markup(r.Container), ContainerShort: r.Short + r.Short2,
		Volume: r.Volume, Issue: r.Issue, Pages: r.Page, Publisher: r.Publisher, ISSN: r.ISSN}
	switch y := r.Year.(type) {
	case float64:
		item.Issued.Year = int(y)
	case string:
		item.Issued.Year, _ = strconv.Atoi(y)
	}
	for _, a := range r.Author {
		n := biblio.Name{Family: a.Family, Given: a.Given, Literal: a.Name}
		if n.Literal != "" {
			n.Family, n.Given = "", ""
		}
		item.Authors = append(item.Authors, n)
	}
	item.DOI, item.PMID = strings.ToLower(r.DOI), ""
	if in("crossref") {
		work := biblio.Work{Item: item, Registry: "crossref"}
		if len(r.Subtitle) > 0 {
			work.Subtitle = r.Subtitle[0]
		}
		w.keep(work, r.PMID)
	}
	if in("pubmed") {
		item.PMID = r.PMID
		w.keep(biblio.Work{Item: item, Registry: "pubmed"}, r.PMID)
	}
}

func (w *world) keep(work biblio.Work, pmid string) {
	if work.Issued.Year != 0 {
		work.Years = []int{work.Issued.Year}
	}
	n := int32(len(w.works))
	w.works = append(w.works, work)
	if work.DOI != "" {
		w.byDOI[work.DOI] = append(w.byDOI[work.DOI], n)
	}
	if work.PMID != "" {
		w.byID[work.PMID] = append(w.byID[work.PMID], n)
	}
	if p := newSpan(work.Pages); p.first != "" && work.Volume != "" {
		key := newLocator(work.Volume).key + " " + p.first
		w.place[key] = append(w.place[key], n)
	}
	text := work.Title + " " + work.Subtitle + " " + work.Container + " " + itoa(work.Issued.Year) + " " + work.Volume + " " + work.Pages
	for _, a := range work.Authors {
		text += " " + a.Family + a.Literal
	}
	seen := map[string]bool{}
	for _, word := range fold.Words(text) {
		if !seen[word] {
			seen[word] = true
			w.words[word] = append(w.words[word], n)
		}
	}
}

// search offers the works that share the rarest words with a text or with the title, as the
// registries' searches do, those that stand at the same volume and page, and those of the
// identifiers.
func (w *world) search(ref biblio.Reference, text string, rows int) []biblio.Work {
	var works []biblio.Work
	taken := map[int32]bool{}
	take := func(list []int32, limit int) {
		for _, n := range list[:min(limit, len(list))] {
			if !taken[n] {
				taken[n] = true
				works = append(works, w.works[n])
			}
		}
	}
	take(w.byDOI[ref.DOI], 4)
	take(w.byID[ref.PMID], 4)
	take(w.rank(text, rows), rows)
	if ref.Title != "" {
		take(w.rank(ref.Title, rows/2), rows)
	}
	take(w.place[newLocator(ref.Volume).key+" "+newSpan(ref.Pages).first], 6)
	return works
}

// rank returns the records that share the rarest words of a text, the best first.
func (w *world) rank(text string, rows int) []int32 {
	var terms [][]int32
	seen := map[string]bool{}
	for _, word := range fold.Words(text) {
		if posts := w.words[word]; len(posts) > 0 && !seen[word] {
			seen[word] = true
			terms = append(terms, posts)
		}
	}
	sort.Slice(terms, func(i, j int) bool { return len(terms[i]) < len(terms[j]) })
	hits := map[int32]float64{}
	for i, posts := range terms {
		if i >= 12 || i >= 4 && len(posts) > 10_000 {
			break
		}
		idf := math.Log(float64(len(w.works)) / float64(len(posts)))
		for _, n := range posts {
			hits[n] += idf
		}
	}
	order := make([]int32, 0, rows+1) // the best so far, in order
	for n, score := range hits {
		at := sort.Search(len(order), func(i int) bool {
			other := hits[order[i]]
			return other < score || other == score && order[i] > n
		})
		if at < rows {
			order = slices.Insert(order, at, n)
			order = order[:min(rows, len(order))]
		}
	}
	return order
}

// testCase is a case of ../shared/cases.
type testCase struct {
	ID, Kind, Text, Bib string
	Expect              struct {
		Verdict, DOI, PMID string
		Fields             []string
		Twins              []string
	}
}

// half tells the cases that are worked with from those that check the work.
func (c testCase) half() int {
	h := fnv.New32a()
	h.Write([]byte(c.ID))
	return int(h.Sum32() % 2)
}

func loadCases(t testing.TB, path string) []testCase {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []testCase
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var c testCase
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

var parser = citation.New()

// reference reads the case as the product would.
func (c testCase) reference() (biblio.Reference, string) {
	if c.Bib != "" {
		refs, _ := bibtex.Parse("case.bib", c.Bib)
		if len(refs) == 0 {
			return biblio.Reference{}, ""
		}
		r := refs[0]
		text := r.Title + " " + r.Container + " " + itoa(r.Issued.Year) + " " + r.Volume + " " + r.Pages
		for _, a := range r.Authors {
			text += " " + a.Family
		}
		return r, text
	}
	raw := strings.Join(strings.Fields(c.Text), " ")
	read := parser.Parse(raw)
	return biblio.Reference{Item: read.Item, Raw: raw, Printed: true, Confidence: read.Confidence}, raw
}
