package fix_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/fix"
)

// A number that is wrong is replaced where it stands; a reference of which more is wrong is written anew.
func TestLine(t *testing.T) {
	const raw = "Roter DL, Hall JA,\n Merisca R, Müller B. Effectiveness of interventions. Med Care. 1997;63:1138–61."
	cited := biblio.Item{Title: "Effectiveness of interventions", Issued: biblio.Date{Year: 1997}, Volume: "63", Pages: "1138–61"}
	for _, tt := range []struct {
		name   string
		fields []string
		want   string
	}{
		{"nothing", nil, "Roter DL, Hall JA, Merisca R, Müller B. Effectiveness of interventions. Med Care. 1997;63:1138–61. https://doi.org/10.1097/00005650-199808000-00004"},
		{"numbers", []string{"year", "volume"}, "Roter DL, Hall JA, Merisca R, Müller B. Effectiveness of interventions. Med Care. 1998;36:1138–61. https://doi.org/10.1097/00005650-199808000-00004"},
		{"a title", []string{"title", "author", "container", "year", "volume", "issue"},
			"Roter DL, Hall JA, Merisca R, Müller B. Effectiveness of interventions to improve patient compliance: a meta-analysis. Medical Care. 1998;36(8):1138–1161. https://doi.org/10.1097/00005650-199808000-00004"},
	} {
		r := check.Result{
			Reference: biblio.Reference{Raw: raw, Printed: true, Item: cited}, Verdict: check.Mismatched, Confidence: 1, Match: &check.Match{Work: roter()},
		}
		r.Reference.Pages = "1138–61"
		for _, f := range tt.fields {
			r.Mismatches = append(r.Mismatches, check.Mismatch{Field: f})
		}
		if diff := cmp.Diff(tt.want, fix.Line(r, fix.Options{Confidence: 0.9})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
		r.Confidence = 0.5
		if got := fix.Line(r, fix.Options{Confidence: 0.9}); got != "Roter DL, Hall JA, Merisca R, Müller B. Effectiveness of interventions. Med Care. 1997;63:1138–61." {
			t.Errorf("%s, uncertain: %s", tt.name, got)
		}
	}
}

// A number is replaced only where it stands once, and by itself.
func TestLineWhere(t *testing.T) {
	for _, tt := range []struct{ name, raw, volume, want string }{
		{"nowhere", "Roter D. 63 ways. Med Care 1998;63:1138.", "7", ""},
		{"beside itself", "Roter D. Med Care 63 63", "63", ""},
		{"within others", "Roter D. Med Care 1963;63a:a63;63:1138.", "63", "Roter D. Med Care 1963;63a:a63;36:1138."},
		{"at the beginning", "63 Med Care", "63", "36 Med Care"},
		{"at the end", "Med Care 63", "63", "Med Care 36"},
		{"in other letters", "Med Care Suppl.Ä:1", "suppl.ä", "Med Care 36:1"},
		{"beside other letters", "Med Care µ63é", "63", ""},
	} {
		work := roter()
		work.DOI = ""
		r := check.Result{
			Reference: biblio.Reference{Raw: tt.raw, Printed: true, Item: biblio.Item{Volume: tt.volume}}, Verdict: check.Mismatched, Confidence: 1,
			Match: &check.Match{Work: work}, Mismatches: []check.Mismatch{{Field: "volume"}},
		}
		want := tt.want
		if want == "" {
			want = ";36." // written anew
		}
		if got := fix.Line(r, fix.Options{Confidence: 0.9}); got != want {
			t.Errorf("%s: %s, want %s", tt.name, got, want)
		}
	}
}

func BenchmarkLine(b *testing.B) {
	r := check.Result{
		Reference: biblio.Reference{
			Raw:     "Roter DL, Hall JA, Merisca R, Müller B. Effectiveness of interventions to improve patient compliance. Med Care. 1997;63:1138–61.",
			Printed: true, Item: biblio.Item{Issued: biblio.Date{Year: 1997}, Volume: "63"},
		},
		Verdict: check.Mismatched, Confidence: 1, Match: &check.Match{Work: roter()}, Mismatches: []check.Mismatch{{Field: "year"}, {Field: "volume"}},
	}
	for b.Loop() {
		fix.Line(r, fix.Options{Confidence: 0.9})
	}
}

// Only what differs is taken from the work, and the identifiers that are missing.
func TestCorrected(t *testing.T) {
	r := check.Result{
		Reference: biblio.Reference{ID: "a", Item: biblio.Item{Title: "Effectiveness", Volume: "63", Issued: biblio.Date{Year: 1997}}},
		Verdict:   check.Mismatched, Confidence: 1, Match: &check.Match{Work: roter()},
		Mismatches: []check.Mismatch{{Field: "volume"}, {Field: "year"}, {Field: "publisher"}},
		Findings:   []check.Finding{{Rule: "mismatch/year", Ignored: &check.Ignored{Reason: "x"}}},
	}
	want := biblio.Reference{ID: "a", Item: biblio.Item{Title: "Effectiveness", Volume: "36", Issued: biblio.Date{Year: 1997}, DOI: "10.1097/00005650-199808000-00004"}}
	if diff := cmp.Diff(want, fix.Corrected(r, fix.Options{Confidence: 0.9})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// The entry of a preprint becomes that of the published version; what names the preprint stays.
func TestPublished(t *testing.T) {
	const source = "@misc{a,\n  author = {Roter, Debra L. and others},\n  title = {Effectiveness of interventions to improve patient compliance: a meta-analysis},\n" +
		"  eprint = {9701.00001},\n  archiveprefix = {arXiv},\n  year = 1997\n}\n"
	const want = "@article{a,\n  author = {Roter, Debra L. and others},\n  title = {Effectiveness of interventions to improve patient compliance: a meta-analysis},\n" +
		"  eprint = {9701.00001},\n  archiveprefix = {arXiv},\n  year = 1998,\n  journal = {Medical Care},\n  volume = {36},\n  number = {8},\n  pages = {1138--1161},\n  doi = {10.1097/00005650-199808000-00004}\n}\n"
	preprint := roter()
	preprint.Type, preprint.Container, preprint.ContainerShort, preprint.Volume, preprint.Issue, preprint.Pages = biblio.Preprint, "", "", "", "", ""
	preprint.DOI, preprint.ArXiv, preprint.Issued.Year = "10.48550/arxiv.9701.00001", "9701.00001", 1997
	found := results(source, map[string]biblio.Work{"a": preprint})
	options := fix.Options{Confidence: 0.9, Published: map[int]biblio.Work{1: roter()}}
	if diff := cmp.Diff(want, fix.Apply(source, fix.Plan(source, found, options))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
