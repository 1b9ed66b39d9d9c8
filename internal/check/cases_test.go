package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
)

// The tests below are those of the kinds of failure known from other checkers that need a whole run;
// internal/match has the others.

// TestNotIndexedIsNotFake holds that what registries seldom hold is not found with a reason, and is a
// warning at most.
func TestNotIndexedIsNotFake(t *testing.T) {
	tests := []struct {
		name   string
		item   biblio.Item
		reason string
	}{
		{"a textbook", biblio.Item{Type: biblio.Book, Title: "Artificial Intelligence: A Modern Approach", Authors: []biblio.Name{{Family: "Russell", Given: "S"}}, Issued: biblio.Date{Year: 2009}, Publisher: "Prentice Hall"}, "books"},
		{"a thesis", biblio.Item{Type: biblio.Thesis, Title: "Transport in nanostructures", Authors: []biblio.Name{{Family: "Papior", Given: "N"}}, Issued: biblio.Date{Year: 2016}}, "theses"},
		{"a standard", biblio.Item{Type: biblio.Standard, Title: "Hypertext Transfer Protocol -- HTTP/1.1", Authors: []biblio.Name{{Family: "Fielding", Given: "R"}}, Issued: biblio.Date{Year: 1999}}, "standards"},
		{"software", biblio.Item{Type: biblio.Software, Title: "An R package for mixed models", Authors: []biblio.Name{{Family: "Bates", Given: "D"}}, Issued: biblio.Date{Year: 2014}}, "software"},
		{"a working paper", biblio.Item{Type: biblio.Report, Title: "The long reach of early schooling", Authors: []biblio.Name{{Family: "Heckman", Given: "J"}}, Issued: biblio.Date{Year: 2006}}, "reports"},
		{"a chapter", biblio.Item{Type: biblio.Chapter, Title: "Catastrophic interference in connectionist networks", Authors: []biblio.Name{{Family: "McCloskey", Given: "M"}}, Container: "Psychology of Learning and Motivation", Issued: biblio.Date{Year: 1989}}, "chapters"},
		{"an old article", biblio.Item{Type: biblio.ArticleJournal, Title: "On the motion of small particles", Authors: []biblio.Name{{Family: "Einstein", Given: "A"}}, Container: "Annalen der Physik", Volume: "17", Pages: "549-560", Issued: biblio.Date{Year: 1905}}, "before"},
		{"an article without a place", biblio.Item{Type: biblio.ArticleJournal, Title: "Parallel computation of flight control", Authors: []biblio.Name{{Family: "Wang", Given: "L"}}, Container: "国防科技大学学报", Issued: biblio.Date{Year: 2011}}, "volume and pages"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, []biblio.Reference{{Item: tt.item, Confidence: 1}}, crossref(empathy), pubmed(communication))[0]
			if r.Verdict != check.NotFound || len(r.Findings) != 1 || r.Findings[0].Severity != check.Warning || !strings.Contains(r.Findings[0].Message, tt.reason) {
				t.Errorf("%s %+v, want not found, and a warning that names %q", r.Verdict, r.Findings, tt.reason)
			}
		})
	}
}

// TestStatusesAreReportedAtTheirWeight holds that a retraction is an error, whatever the verdict, that
// weaker notices weigh less, and that who cites the notice cites nothing retracted.
func TestStatusesAreReportedAtTheirWeight(t *testing.T) {
	notice := empathy
	notice.Title, notice.Pages, notice.DOI, notice.PMID = "Retraction: What is clinical empathy?", "900", "10.1046/notice", ""
	status := func(kind biblio.StatusKind) biblio.Work {
		w := empathy
		w.Statuses = []biblio.Status{{Kind: kind, Date: "2010-02-02", Notice: notice.DOI, Source: "crossref"}}
		return w
	}
	byPMID := biblio.Reference{Item: biblio.Item{PMID: empathy.PMID}, Confidence: 1}
	wrongVolume := cite(empathy)
	wrongVolume.Volume = "81"
	tests := []struct {
		name  string
		ref   biblio.Reference
		work  biblio.Work
		rules []string
	}{
		{"retracted", cite(empathy), status(biblio.Retracted), []string{"retracted error"}},
		{"retracted, and cited wrongly", wrongVolume, status(biblio.Retracted), []string{"mismatch/volume error", "retracted error"}},
		{"retracted, and cited by its PMID alone", byPMID, status(biblio.Retracted), []string{"not-compared note", "retracted error"}},
		{"withdrawn", cite(empathy), status(biblio.Withdrawn), []string{"retracted error"}},
		{"under a concern", cite(empathy), status(biblio.ExpressionOfConcern), []string{"expression-of-concern warning"}},
		{"corrected", cite(empathy), status(biblio.Corrected), []string{"corrected note"}},
		{"the notice is cited", cite(notice), status(biblio.Retracted), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, []biblio.Reference{tt.ref}, crossref(tt.work, notice), &fake{name: "pubmed", kinds: []registry.Kind{registry.ByID}, batch: 9, works: []biblio.Work{tt.work}})[0]
			if got := rulesOf(r); !slices.Equal(got, tt.rules) {
				t.Errorf("%v (%s), want %v", got, r.Verdict, tt.rules)
			}
		})
	}
}

func rulesOf(r check.Result) []string {
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule+" "+string(f.Severity))
	}
	return rules
}

// TestFailureIsNotAbsence holds that no way in which a registry fails makes a right reference
// mismatched or not found.
func TestFailureIsNotAbsence(t *testing.T) {
	for _, failure := range []registry.Failure{
		registry.Unreachable, registry.TimedOut, registry.RateLimited, registry.Down, registry.Unreadable, registry.Refused, registry.NotCached, registry.TooMany,
	} {
		broken := crossref(communication)
		broken.err = &registry.Error{Registry: "crossref", Failure: failure}
		r := run(t, []biblio.Reference{cite(communication)}, broken, pubmed(empathy))[0]
		if r.Verdict != check.Unchecked {
			t.Errorf("%s leads to %s: %+v", failure, r.Verdict, r.Findings)
		}
		r = run(t, []biblio.Reference{cite(empathy)}, broken, pubmed(empathy))[0]
		if r.Verdict != check.Verified {
			t.Errorf("%s of one registry hides what another holds: %s", failure, r.Verdict)
		}
	}
}

// TestOneDOIForTwoWorks holds that a DOI which was copied from another entry is checked all the same:
// one of the two is wrong, and the work that it means is named.
func TestOneDOIForTwoWorks(t *testing.T) {
	right, wrong := cite(empathy), cite(communication)
	right.DOI, wrong.DOI = empathy.DOI, empathy.DOI
	results := run(t, []biblio.Reference{right, wrong}, crossref(empathy, communication))
	if results[0].Verdict != check.Verified {
		t.Errorf("the right one is %s", results[0].Verdict)
	}
	r := results[1]
	if r.Verdict != check.Mismatched || r.Match == nil || r.Match.Work.DOI != communication.DOI || rulesOf(r)[0] != "wrong-doi error" {
		t.Errorf("the wrong one is %s %v %+v", r.Verdict, rulesOf(r), r.Match)
	}
}

// TestPreprintAndArticleBothCited holds that a preprint and what became of it are no duplicates.
func TestPreprintAndArticleBothCited(t *testing.T) {
	preprint := empathy
	preprint.Type, preprint.Container, preprint.Containers, preprint.Volume, preprint.Issue, preprint.Pages = biblio.Preprint, "bioRxiv", []string{"bioRxiv"}, "", "", ""
	preprint.DOI, preprint.PMID, preprint.PublishedAs = "10.1101/2002.01.02.123456", "", empathy.DOI
	results := run(t, []biblio.Reference{cite(empathy), cite(preprint)}, crossref(empathy, preprint))
	for i, r := range results {
		if r.Verdict != check.Verified || slices.Contains(rulesOf(r), "duplicate warning") {
			t.Errorf("reference %d: %s %v", i+1, r.Verdict, rulesOf(r))
		}
	}
}
