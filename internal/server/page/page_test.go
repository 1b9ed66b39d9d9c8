package page

import (
	"io/fs"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/report"
)

// Every text stands in both languages, with the same things to be filled in and the same forms; every rule is
// explained in both.
func TestTexts(t *testing.T) {
	hole := regexp.MustCompile(`\{\w+\}`)
	holes := func(s string) []string {
		all := hole.FindAllString(s, -1)
		slices.Sort(all)
		return slices.Compact(all)
	}
	p := Must("test")
	english, german := p.languages["en"], p.languages["de"]
	if diff := cmp.Diff(slices.Sorted(maps.Keys(english.texts)), slices.Sorted(maps.Keys(german.texts))); diff != "" {
		t.Error(diff)
	}
	for key, en := range english.texts {
		de := german.texts[key]
		if (en.One == "") != (de.One == "") || de.Other == "" {
			t.Errorf("%s has other forms in German", key)
		}
		if diff := cmp.Diff(holes(en.Other), holes(de.Other)); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
	for _, r := range check.Rules() {
		if de := german.rules[r.ID]; de.Meaning == "" || de.Advice == "" || de.Meaning == r.Meaning || de.Advice == r.Advice {
			t.Errorf("the rule %s is not explained in German", r.ID)
		}
	}
	if len(german.rules) != len(check.Rules()) {
		t.Error("a rule is explained that there is not")
	}
}

// Whatever a template or a module asks for by a key that is put together is there, and no text is left that
// nobody asks for.
func TestTextsAreUsed(t *testing.T) {
	texts := Must("test").languages["en"].texts
	used := map[string]bool{"language": true, "date": true}
	use := func(prefix string, names ...string) {
		for _, n := range names {
			used[prefix+n] = true
		}
	}
	use("format.", document.Formats()...)
	use("report.", report.Formats()...)
	use("field.", append(report.Fields(), "type", "url")...)
	use("verdict.", "verified", "mismatched", "not_found", "unchecked", "waiting", "retracted")
	use("foot.", "verified", "mismatched", "not_found", "unchecked")
	use("state.", "different", "equivalent", "same", "uncited", "unregistered")
	use("level.", string(check.Error), string(check.Warning), string(check.Note))
	use("outcome.", string(check.Found), string(check.Absent), string(check.Failed), string(check.Skipped))
	use("check.", "queued", "running", "done", "cancelled")
	use("list.", "all", "attention", "retracted")
	use("failed.", "unreadable", "404", "413", "429", "503", "other")
	use("month.", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
	asked := regexp.MustCompile(`(?:say|count|forms) "([\w.-]+)"`)
	err := fs.WalkDir(templates, "html", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates, name)
		for _, m := range asked.FindAllStringSubmatch(string(data)+report.Comparison, -1) {
			used[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(used)), slices.Sorted(maps.Keys(texts))); diff != "" {
		t.Error(diff)
	}
}

// Numbers and days are written as the language does, and the form is that of the number.
func TestCount(t *testing.T) {
	for _, tt := range []struct {
		code string
		n    int
		want string
	}{
		{"en", 0, "0 references"}, {"en", 1, "One reference"}, {"en", 5000, "5,000 references"},
		{"de", 0, "0 Angaben"}, {"de", 1, "Eine Angabe"}, {"de", 5000, "5.000 Angaben"},
	} {
		if got, err := Must("test").languages[tt.code].count("list.shown", tt.n); got != tt.want || err != nil {
			t.Errorf("%s %d: %q, %v", tt.code, tt.n, got, err)
		}
	}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for code, want := range map[string]string{"en": "1 March 2026", "de": "1. März 2026"} {
		if got, err := Must("test").languages[code].date(day); got != want || err != nil {
			t.Errorf("%s: %q, %v", code, got, err)
		}
	}
}

// reference is one of a year and a verdict.
func reference(index, year int, v check.Verdict, coverage ...check.Coverage) Reference {
	r := Reference{Result: check.Result{Verdict: v, Coverage: coverage}}
	r.Reference = biblio.Reference{Index: index, Item: biblio.Item{Title: "A title", Issued: biblio.Date{Year: year}}}
	if v != check.Verified {
		r.Findings = []check.Finding{{Rule: "not-found", Severity: check.Error}}
	}
	return r
}

// surveyed returns the survey of references.
func surveyed(refs ...Reference) *Survey {
	s := NewSurvey(len(refs))
	for _, r := range refs {
		s.Add(r)
	}
	return s
}

// Years are put into bins that a chart has room for, and each bar is as high as it holds many.
func TestYears(t *testing.T) {
	for _, tt := range []struct {
		name  string
		years []int
		bins  int
		peak  string
	}{
		{"none", nil, 0, ""},
		{"one", []int{1999, 1999}, 1, "1999"},
		{"a few", []int{1990, 1999, 1999}, 10, "1999"},
		{"a lifetime", []int{1950, 2020, 2021}, 36, "2020–2021"},
		{"old ones", []int{1543, 1905, 1906, 1977}, 19, "1900–1924"},
		{"nonsense", []int{1, 9999}, 40, "0–249"},
		{"no years", []int{-1, 10_000, math.MaxInt}, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var refs []Reference
			for i, y := range append(tt.years, 0) {
				refs = append(refs, reference(i+1, y, check.NotFound))
			}
			dated := len(tt.years)
			if tt.bins == 0 {
				dated = 0
			}
			y := surveyed(refs...).Health().Years
			if len(y.Bins) != tt.bins || y.Dated != dated || y.Attention != dated {
				t.Fatalf("%d bins, %d of %d need attention", len(y.Bins), y.Attention, y.Dated)
			}
			if tt.bins == 0 {
				return
			}
			if y.Peak.Label() != tt.peak {
				t.Errorf("peak %s", y.Peak.Label())
			}
			n := 0
			for i, b := range y.Bins {
				n += b.Count
				if b.Bar.X < i*1000/tt.bins || b.Bar.X+b.Bar.Width > (i+1)*1000/tt.bins || b.Bar.Height != b.Alarm.Height || b.Bar.Y+b.Bar.Height != 100 ||
					(b.Bar.Height == 100) != (b.Count == y.Peak.Count) {
					t.Errorf("bin %d: %+v", i, b)
				}
			}
			if n != len(tt.years) {
				t.Errorf("%d of %d in bins", n, len(tt.years))
			}
		})
	}
}

// Registries are counted by how asking them ended; those that were not asked are left out.
func TestRegistries(t *testing.T) {
	found, absent := check.Coverage{Registry: "crossref", Outcome: check.Found}, check.Coverage{Registry: "crossref", Outcome: check.Absent}
	failed, skipped := check.Coverage{Registry: "pubmed", Outcome: check.Failed}, check.Coverage{Registry: "arxiv", Outcome: check.Skipped}
	waits := reference(3, 2000, check.Unchecked, found)
	waits.Waiting = true
	h := surveyed(reference(1, 2000, check.Verified, found, failed, skipped), reference(2, 2000, check.NotFound, absent), waits).Health()
	want := []Registry{
		{Name: "Crossref", Asked: 2, Found: 1, Absent: 1, Bar: []Rect{{"found", 0, 0, 500, 100}, {"absent", 500, 0, 500, 100}}},
		{Name: "PubMed", Asked: 1, Failed: 1, Bar: []Rect{{"failed", 0, 0, 500, 100}}},
	}
	if diff := cmp.Diff(want, h.Registries); diff != "" || h.Attention != 1 {
		t.Errorf("%d need attention; %s", h.Attention, diff)
	}
}

// What is decided of references that waited makes the same survey as if it had been known before.
func TestSurveyDecides(t *testing.T) {
	found := check.Coverage{Registry: "crossref", Outcome: check.Found}
	refs := []Reference{reference(1, 2000, check.Verified, found), reference(2, 2001, check.NotFound, found), reference(3, 2001, check.Verified)}
	later := NewSurvey(len(refs))
	later.Add(refs[0])
	for _, r := range refs[1:] {
		r.Waiting = true
		later.Add(r)
	}
	if diff := cmp.Diff([]int{2, 3}, later.Of("waiting")); diff != "" || later.Health().Attention != 0 {
		t.Error(diff, later.Health().Attention)
	}
	later.Decide(refs[2])
	later.Decide(refs[1])
	if diff := cmp.Diff(surveyed(refs...), later, cmp.AllowUnexported(Survey{})); diff != "" {
		t.Error(diff)
	}
}

// A list is shown in pages.
func TestList(t *testing.T) {
	var refs []Reference
	for i := range 250 {
		v := check.Verified
		if i%50 == 0 {
			v = check.NotFound
		}
		refs = append(refs, reference(i+1, 2000, v))
	}
	s := surveyed(refs...)
	for _, tt := range []struct {
		show                      string
		page                      int
		first, last, found, pages int
	}{
		{"verified", 0, 1, 100, 245, 3},
		{"verified", 1, 1, 100, 245, 3},
		{"verified", 3, 201, 245, 245, 3},
		{"verified", 4, 245, 245, 245, 3},
		{"not_found", 1, 1, 5, 5, 1},
		{"attention", 1, 1, 5, 5, 1},
		{"mismatched", 1, 0, 0, 0, 0},
		{"nonsense", 1, 0, 0, 0, 0},
	} {
		q := Question{Show: tt.show, Page: tt.page}
		found := s.Of(q.Show)
		var shown []Reference
		for _, i := range q.Cut(found) {
			shown = append(shown, refs[i-1])
		}
		l := NewList(q, len(found), shown)
		if l.First != tt.first || l.Last != tt.last || l.Found != tt.found || len(l.Pages) != tt.pages {
			t.Errorf("%+v: %d–%d of %d on %d", tt, l.First, l.Last, l.Found, len(l.Pages))
		}
	}
}

// A search finds words in what is cited and in what is registered, however they are written.
func TestSearch(t *testing.T) {
	r := reference(1, 2000, check.Verified)
	r.Match = &check.Match{Work: biblio.Work{Item: biblio.Item{Container: "Journal of Goats", Authors: []biblio.Name{{Family: "Müller"}}}}}
	for search, want := range map[string]bool{"TITLE": true, "muller goats": true, "title sheep": false, "…": true} {
		if got := (Question{Search: search}).Holds()(r); got != want {
			t.Errorf("%q: %v", search, got)
		}
	}
}

func TestPager(t *testing.T) {
	c := Check{Frame: Frame{Path: "/checks/x"}, List: List{Question: Question{Show: "verified", Search: "a b", Page: 10}}}
	for n := range 50 {
		c.List.Pages = append(c.List.Pages, n+1)
	}
	var numbers []string
	for _, l := range pager(c) {
		switch {
		case l.Gap:
			numbers = append(numbers, "…")
		case l.Here:
			numbers = append(numbers, "*"+l.Address)
		default:
			numbers = append(numbers, strings.TrimPrefix(l.Address, "/checks/x?"))
		}
	}
	want := []string{"page=1&q=a+b&show=verified", "…"}
	for _, n := range []string{"8", "9", "*", "11", "12"} {
		if n == "*" {
			want = append(want, "*/checks/x?page=10&q=a+b&show=verified")
			continue
		}
		want = append(want, "page="+n+"&q=a+b&show=verified")
	}
	want = append(want, "…", "page=50&q=a+b&show=verified")
	if diff := cmp.Diff(want, numbers); diff != "" {
		t.Error(diff)
	}
}
