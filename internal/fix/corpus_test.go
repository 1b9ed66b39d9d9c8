package fix_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/fix"
)

// faults are the ways in which a work is made to differ from the entry that cites it.
var faults = []func(*biblio.Work){
	func(*biblio.Work) {},
	func(w *biblio.Work) { w.Issued.Year += 7 },
	func(w *biblio.Work) { w.Volume = "7" + w.Volume },
	func(w *biblio.Work) {
		if p := biblio.ParsePages(w.Pages); p.First != "" {
			w.Pages = "9" + p.First + "-9" + p.Last
		}
	},
	func(w *biblio.Work) { w.DOI = "10.5555/of.another.work" },
	func(w *biblio.Work) {
		if len(w.Authors) > 1 {
			w.Authors = slices.Clone(w.Authors)
			w.Authors[1] = biblio.Name{Family: "Żółkiewska", Given: "Agata B."}
		}
	},
	func(w *biblio.Work) {
		if words := strings.Fields(w.Title); len(words) > 5 {
			words[2] = "Löbliche"
			w.Title = strings.Join(words, " ")
		}
	},
}

// TestCorpus corrects the .bib files at hand by works that differ from what they cite. Whatever is not
// corrected stays the same byte for byte, no entry is lost, what is corrected no longer differs, and a
// second time changes nothing.
func TestCorpus(t *testing.T) {
	shared := os.Getenv("REFCHECK_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	files, wrong, corrected := 0, 0, 0
	err := filepath.WalkDir(filepath.Join(shared, "files"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".bib" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !utf8.Valid(data) || len(data) > 300_000 {
			return err
		}
		files++
		w, c := corpusFile(t, path, string(data))
		wrong, corrected = wrong+w, corrected+c
		return nil
	})
	if err != nil || files == 0 {
		t.Skipf("no BibTeX files in %s (set REFCHECK_SHARED): %v", shared, err)
	}
	t.Logf("%d files: %d of %d wrong fields corrected", files, corrected, wrong)
	if corrected*100 < wrong*90 {
		t.Error("too few are corrected")
	}
}

func corpusFile(t *testing.T, path, source string) (wrong, corrected int) {
	t.Helper()
	works := map[string]biblio.Work{}
	refs, _ := bibtex.Parse("t.bib", source)
	for i, ref := range refs {
		if _, twice := works[ref.ID]; twice || ref.ID == "" || ref.Title == "" || len(ref.Authors) == 0 {
			continue
		}
		w := biblio.Work{Item: ref.Item}
		w.EtAl = false
		faults[i%len(faults)](&w)
		works[ref.ID] = w
	}
	found := results(source, works)
	for _, r := range found {
		wrong += len(r.Mismatches)
	}
	changes := fix.Plan(source, found, fix.Options{})
	once := fix.Apply(source, changes)
	kept := source
	for _, c := range slices.Backward(changes) {
		for _, e := range slices.Backward(c.Edits) {
			if e.Start < 0 || e.End < e.Start || e.End > len(source) {
				t.Fatalf("%s: %+v", path, c)
			}
			kept = kept[:e.Start] + kept[e.End:]
		}
	}
	if len(changes) == 0 && once != source || len(kept) > len(source) {
		t.Errorf("%s: more than the changes has changed", path)
	}
	again := results(once, works)
	if len(again) != len(found) {
		t.Fatalf("%s: %d references are left of %d", path, len(again), len(found))
	}
	touched := map[biblio.Location][]string{}
	for _, c := range changes {
		if c.Old != "" {
			corrected++
		}
		touched[c.Location] = append(touched[c.Location], c.Field)
	}
	for i, r := range again {
		fields := touched[found[i].Reference.Location]
		if len(fields) == 0 && r.Reference.Raw != found[i].Reference.Raw {
			t.Errorf("%s: entry %s was not to be changed", path, r.Reference.ID)
		}
		if len(fields) > 0 && len(r.Mismatches) > max(0, len(found[i].Mismatches)-len(fields)) && len(fields) <= len(found[i].Mismatches) {
			t.Errorf("%s: entry %s: changed %v, and still %d fields differ", path, r.Reference.ID, fields, len(r.Mismatches))
		}
	}
	if more := fix.Plan(once, again, fix.Options{}); len(more) != 0 {
		t.Errorf("%s: a second time changes %+v", path, more[0])
	}
	return wrong, corrected
}
