package biblio_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestDateString(t *testing.T) {
	tests := map[string]biblio.Date{
		"2003": {Year: 2003}, "2003-05": {Year: 2003, Month: 5}, "2003-05-07": {Year: 2003, Month: 5, Day: 7}, "in press": {Literal: "in press"}, "": {}, "0999": {Year: 999}, "2004": {Year: 2004, Literal: "n.d."},
	}
	for want, d := range tests {
		if got := d.String(); got != want {
			t.Errorf("%+v prints %q, want %q", d, got, want)
		}
		if d.IsZero() != (want == "") {
			t.Errorf("%+v: IsZero is %v", d, d.IsZero())
		}
	}
}

func TestWorkTitles(t *testing.T) {
	w := biblio.Work{Item: biblio.Item{Title: "Narrative medicine"}, Subtitle: "a model for empathy", OtherTitles: []string{"", "Narrative Medizin"}}
	want := []string{"Narrative medicine", "Narrative medicine: a model for empathy", "Narrative Medizin"}
	if diff := cmp.Diff(want, w.AllTitles()); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
}

func TestLink(t *testing.T) {
	tests := map[string]biblio.Item{
		"https://doi.org/10.1000/abc":        {DOI: "10.1000/abc", PMID: "7", URL: "https://x/"},
		"https://pubmed.ncbi.nlm.nih.gov/7/": {PMID: "7", ArXiv: "1706.03762", URL: "https://x/"},
		"https://arxiv.org/abs/1706.03762":   {ArXiv: "1706.03762", URL: "https://x/"},
		"https://x/":                         {URL: "https://x/"},
		"":                                   {},
	}
	for want, i := range tests {
		if got := i.Link(); got != want {
			t.Errorf("link %q, want %q", got, want)
		}
	}
}
