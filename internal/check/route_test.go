package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
)

// holding is a registry over a few works that can be asked in these ways.
func holding(name string, kinds []registry.Kind, works ...biblio.Work) *fake {
	return &fake{name: name, kinds: kinds, batch: 20, works: named(name, works)}
}

var (
	byID        = []registry.Kind{registry.ByID}
	byIDAndText = []registry.Kind{registry.ByID, registry.BySearch}
)

// everyone is all registries; each holds the works that are given under its name.
func everyone(works map[string][]biblio.Work) []check.Registry {
	secondary := slices.Clone(works["openalex"])
	for i := range secondary {
		secondary[i].Secondary = true
	}
	return []check.Registry{
		crossref(works["crossref"]...), pubmed(works["pubmed"]...), resolver(works["doi"]...),
		holding("datacite", byIDAndText, works["datacite"]...),
		holding("arxiv", []registry.Kind{registry.ByID, registry.ByTitle}, works["arxiv"]...),
		holding("pmcid", byID, works["pmcid"]...),
		holding("openlibrary", []registry.Kind{registry.ByID, registry.ByTitle}, works["openlibrary"]...),
		holding("europepmc", byIDAndText, works["europepmc"]...),
		holding("openalex", byIDAndText, secondary...),
	}
}

// names returns the registries of which the coverage says the outcome.
func names(r check.Result, outcomes ...check.Outcome) string {
	var list []string
	for _, c := range r.Coverage {
		if slices.Contains(outcomes, c.Outcome) {
			list = append(list, c.Registry)
		}
	}
	return strings.Join(list, " ")
}

var (
	attention = biblio.Work{
		Item: biblio.Item{
			Type: biblio.Preprint, Title: "Attention Is All You Need", Publisher: "arXiv", Issued: biblio.Date{Year: 2017},
			Authors: []biblio.Name{{Family: "Vaswani", Given: "Ashish"}, {Family: "Shazeer", Given: "Noam"}},
			DOI:     "10.48550/arxiv.1706.03762", ArXiv: "1706.03762",
		},
		Years: []int{2017},
	}
	aequanimitas = biblio.Work{
		Item: biblio.Item{
			Type: biblio.Book, Title: "Aequanimitas", Publisher: "Norton", Issued: biblio.Date{Year: 1963},
			Authors: []biblio.Name{{Family: "Osler", Given: "William"}}, ISBN: []string{"9780393063394"},
		},
		Years: []int{1963},
	}
	survey = biblio.Work{
		Item: biblio.Item{
			Type: biblio.Dataset, Title: "A survey of fisheries on the upper Rhine", Publisher: "Zenodo", Issued: biblio.Date{Year: 2019},
			Authors: []biblio.Name{{Family: "Keller", Given: "Anna"}}, DOI: "10.5281/zenodo.1234567",
		},
		Years: []int{2019},
	}
	japanese = biblio.Work{
		Item: biblio.Item{
			Type: biblio.ArticleJournal, Title: "Seismic response of reinforced masonry walls", Container: "Journal of Japan Association for Earthquake Engineering",
			Authors: []biblio.Name{{Family: "Tanaka", Given: "Hiroshi"}}, Issued: biblio.Date{Year: 2011}, Volume: "11", Issue: "2", Pages: "1-15", DOI: "10.5610/jaee.11.1",
		},
		Containers: []string{"Journal of Japan Association for Earthquake Engineering"}, Years: []int{2011},
	}
)

// citeID returns a reference that cites the work with its identifiers.
func citeID(w biblio.Work) biblio.Reference { return biblio.Reference{Item: w.Item, Confidence: 1} }

// agencyOf is what a resolver says of a DOI.
func agencyOf(w biblio.Work, agency string) biblio.Work {
	return biblio.Work{Item: biblio.Item{DOI: w.DOI}, Agency: agency}
}

// Every kind of reference goes to the registries that may hold it, and to no other.
func TestRoutes(t *testing.T) {
	pmc := cite(empathy)
	pmc.PMCID = "PMC1494899"
	converted := biblio.Work{Item: biblio.Item{DOI: empathy.DOI, PMID: empathy.PMID, PMCID: pmc.PMCID}}
	thesis := survey
	thesis.Type, thesis.DOI = biblio.Thesis, ""
	noID := attention
	noID.DOI, noID.ArXiv = "", ""
	old := citeID(attention)
	old.DOI = ""

	for _, tt := range []struct {
		name    string
		ref     biblio.Reference
		works   map[string][]biblio.Work
		verdict check.Verdict
		found   string
		asked   string // and found nothing
	}{
		{"an arXiv id, at DataCite", old, map[string][]biblio.Work{"datacite": {attention}}, check.Verified, "datacite", ""},
		{"an arXiv DOI, at DataCite and not at Crossref", citeID(attention), map[string][]biblio.Work{"datacite": {attention}}, check.Verified, "datacite", ""},
		{"an arXiv id that DataCite does not know yet, at arXiv", old, map[string][]biblio.Work{"arxiv": {attention}}, check.Verified, "arxiv", "datacite"},
		{"a DOI of DataCite", citeID(survey), map[string][]biblio.Work{"datacite": {survey}, "doi": {agencyOf(survey, "DataCite")}}, check.Verified, "doi datacite", "crossref"},
		{"a DOI of a third agency, at OpenAlex", citeID(japanese), map[string][]biblio.Work{"openalex": {japanese}, "doi": {agencyOf(japanese, "JaLC")}},
			check.Verified, "doi openalex", "crossref pubmed europepmc"},
		{"a DOI of a third agency, at Europe PMC", citeID(japanese), map[string][]biblio.Work{"europepmc": {japanese}, "openalex": {japanese}, "doi": {agencyOf(japanese, "JaLC")}},
			check.Verified, "doi europepmc", "crossref"},
		{"a book with its ISBN", citeID(aequanimitas), map[string][]biblio.Work{"openlibrary": {aequanimitas}}, check.Verified, "openlibrary", ""},
		{"a PMC id, through the converter", pmc, map[string][]biblio.Work{"pmcid": {converted}, "crossref": {empathy}, "pubmed": {empathy}}, check.Verified, "crossref pubmed pmcid", ""},
		{"a thesis, searched at DataCite last", cite(thesis), map[string][]biblio.Work{"datacite": {thesis}}, check.Verified, "datacite", "crossref"},
		{"a preprint without an id, at arXiv by its title", cite(noID), map[string][]biblio.Work{"arxiv": {attention}}, check.Verified, "arxiv", "pubmed"},
		{"an article that nobody holds", cite(empathy), nil, check.NotFound, "", "crossref pubmed europepmc openalex"},
		{"an article of physics that nobody holds", cite(japanese), nil, check.NotFound, "", "crossref pubmed openalex"},
		{"a book that nobody holds", cite(aequanimitas), nil, check.NotFound, "", "crossref openlibrary openalex"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, []biblio.Reference{tt.ref}, everyone(tt.works)...)[0]
			if r.Verdict != tt.verdict || names(r, check.Found) != tt.found || names(r, check.Absent, check.Failed) != tt.asked {
				t.Errorf("%s; found %q, want %q; asked besides %q, want %q\n%+v", r.Verdict, names(r, check.Found), tt.found, names(r, check.Absent, check.Failed), tt.asked, r.Coverage)
			}
		})
	}
}

// A registry that is not asked says why, and one that lacks something, what.
func TestWhySkipped(t *testing.T) {
	keyless := &withheld{fake{name: "openalex"}}
	r := run(t, []biblio.Reference{cite(empathy)}, crossref(), holding("openlibrary", byID), keyless)[0]
	want := []check.Coverage{
		{Registry: "crossref", Outcome: check.Absent},
		{Registry: "openlibrary", Outcome: check.Skipped, Reason: "it holds whole books alone"},
		{Registry: "openalex", Outcome: check.Skipped, Reason: "it is not asked without an API key"},
	}
	if diff := cmp.Diff(want, r.Coverage); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// withheld is a registry that is not searched for want of a key.
type withheld struct{ fake }

func (w *withheld) Abilities() []registry.Ability {
	return []registry.Ability{{Kind: registry.BySearch, Batch: 1, Withheld: "an API key", Takes: func(registry.Query) bool { return false }}}
}

// What secondary records say is believed only where a second witness stands by it.
func TestSecondaryRecordsAreNoWitnessAlone(t *testing.T) {
	unregistered := japanese
	unregistered.DOI = ""
	r := run(t, []biblio.Reference{cite(japanese)}, everyone(map[string][]biblio.Work{"openalex": {unregistered}})...)[0]
	if r.Verdict != check.NotFound || r.Nearest == nil || r.Findings[0].Severity != check.Warning || !strings.Contains(r.Findings[0].Message, "OpenAlex") {
		t.Errorf("alone: %s %+v", r.Verdict, r.Findings)
	}
	r = run(t, []biblio.Reference{cite(japanese)}, everyone(map[string][]biblio.Work{"openalex": {japanese}})...)[0]
	if r.Verdict != check.NotFound {
		t.Errorf("with a DOI that nobody knows: %s", r.Verdict)
	}
	// Crossref knows the DOI that OpenAlex names, though its search did not find it.
	hidden := japanese
	hidden.OtherTitles, hidden.Title = []string{hidden.Title}, "補強組積壁の地震応答"
	r = run(t, []biblio.Reference{cite(japanese)}, everyone(map[string][]biblio.Work{"openalex": {japanese}, "crossref": {hidden}})...)[0]
	if r.Verdict != check.Verified || r.Match.Work.Registry != "crossref" {
		t.Errorf("borne out by Crossref: %s %+v", r.Verdict, r.Match)
	}
	// A merged record does not explain a difference away.
	merged := empathy
	merged.Years, merged.Issued.Year = []int{1999}, 1999
	ref := cite(empathy)
	ref.Issued.Year = 1999
	r = run(t, []biblio.Reference{ref}, everyone(map[string][]biblio.Work{"openalex": {merged}, "crossref": {empathy}, "pubmed": {empathy}})...)[0]
	if r.Verdict != check.Mismatched {
		t.Errorf("a year that OpenAlex alone confirms: %s", r.Verdict)
	}
}

// A registry that may hold the work and fails leaves it open, whichever it is; one that may not, is
// not even asked.
func TestFailuresOfEachRegistry(t *testing.T) {
	book, preprint, data, article := cite(aequanimitas), citeID(attention), citeID(survey), cite(empathy)
	preprint.DOI = ""
	pmc := cite(empathy)
	pmc.PMCID, pmc.Container = "PMC1494899", ""
	for _, tt := range []struct {
		fails string
		ref   biblio.Reference
	}{
		{"crossref", article}, {"pubmed", article}, {"europepmc", article}, {"openalex", article},
		{"doi", data}, {"datacite", data}, {"datacite", preprint}, {"arxiv", preprint}, {"openlibrary", book}, {"pmcid", pmc},
	} {
		t.Run(tt.fails, func(t *testing.T) {
			all := everyone(map[string][]biblio.Work{"doi": {agencyOf(survey, "DataCite")}})
			for _, reg := range all {
				if f, ok := reg.(*fake); ok && f.name == tt.fails {
					f.err = &registry.Error{Registry: tt.fails, Failure: registry.Down, Status: 503}
				}
			}
			r := run(t, []biblio.Reference{tt.ref}, all...)[0]
			if r.Verdict != check.Unchecked || names(r, check.Failed) != tt.fails {
				t.Errorf("%s, failed: %q\n%+v", r.Verdict, names(r, check.Failed), r.Coverage)
			}
		})
	}
}
