package citation

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestIdentifiers(t *testing.T) {
	const before = "Doe J, Roe K. A test of rules. PLoS One. 2012;7:12–9. "
	tests := []struct {
		text string
		want biblio.Item
	}{
		{"doi:10.1371/journal.pone.0030619", biblio.Item{DOI: "10.1371/journal.pone.0030619"}},
		{"doi: 10.1371/journal.pone.0030619.", biblio.Item{DOI: "10.1371/journal.pone.0030619"}},
		{"DOI 10.1371/journal.pone.0030619", biblio.Item{DOI: "10.1371/journal.pone.0030619"}},
		{"10.1038/ nature12373", biblio.Item{DOI: "10.1038/nature12373"}},
		{"10. 1038/nature12373", biblio.Item{DOI: "10.1038/nature12373"}},
		{"[10.1038/nature12373]", biblio.Item{DOI: "10.1038/nature12373"}},
		{"<10.1038/nature12373>", biblio.Item{DOI: "10.1038/nature12373"}},
		{"(doi: 10.1016/S0140-6736(97)11096-0)", biblio.Item{DOI: "10.1016/s0140-6736(97)11096-0"}},
		{"https://doi.org/10.1016/S0140-6736%2897%2911096-0", biblio.Item{DOI: "10.1016/s0140-6736(97)11096-0"}},
		{"https: //doi.org/10.1038/nature12373", biblio.Item{DOI: "10.1038/nature12373"}},
		{"http://dx.doi.org/10.1038/nature12373.", biblio.Item{DOI: "10.1038/nature12373"}},
		{"doi: .", biblio.Item{}},
		{"PMID: 22312432; PMCID: PMC3269429", biblio.Item{PMID: "22312432", PMCID: "PMC3269429"}},
		{"PubMed PMID: 22312432.", biblio.Item{PMID: "22312432"}},
		{"PubMed Central PMCID: PMCPMC3269429.", biblio.Item{PMCID: "PMC3269429"}},
		{"https://pubmed.ncbi.nlm.nih.gov/22312432/", biblio.Item{PMID: "22312432"}},
		{"arXiv:1706.03762v2 [cs.CL]", biblio.Item{ArXiv: "1706.03762"}},
		{"arXiv: 1706. 03762", biblio.Item{ArXiv: "1706.03762"}},
		{"https://arxiv.org/abs/1706.03762", biblio.Item{ArXiv: "1706.03762"}},
		{"hep-ph/9501269", biblio.Item{ArXiv: "hep-ph/9501269"}},
		{"ISBN 978-3-16-148410-0", biblio.Item{ISBN: []string{"9783161484100"}}},
		{"ISBN-13: 978-3-16-148410-0", biblio.Item{ISBN: []string{"9783161484100"}}},
		{"ISSN 1932-6203", biblio.Item{ISSN: []string{"1932-6203"}}},
		{"Available from: http://www.example.org/a_b/?q=1&x=2.", biblio.Item{URL: "http://www.example.org/a_b/?q=1&x=2"}},
	}
	p := New()
	for _, tt := range tests {
		for _, text := range []string{before + tt.text, before + tt.text + " Accessed 4 May 2012"} {
			item := p.Parse(text)
			if diff := cmp.Diff(tt.want, identifiersOf(item.Item)); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", text, diff)
			}
			if item.Title != "A test of rules" || item.Pages != "12–9" || item.Issued.Year != 2012 {
				t.Errorf("Parse(%q): title %q, pages %q, year %d: the identifier disturbs the rest", text, item.Title, item.Pages, item.Issued.Year)
			}
		}
	}
}

func TestIdentifierAlone(t *testing.T) {
	item := New().Parse("https://doi.org/10.1038/nature12373")
	if item.DOI != "10.1038/nature12373" || item.Confidence < minConfidence {
		t.Errorf("a DOI alone: %+v with confidence %.2f", item.Item, item.Confidence)
	}
}
