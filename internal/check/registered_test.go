package check_test

import (
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
)

// authors makes a byline of "Family, Given; Family, Given".
func authors(byline string) []biblio.Name {
	var list []biblio.Name
	for name := range strings.SplitSeq(byline, "; ") {
		family, given, _ := strings.Cut(name, ", ")
		list = append(list, biblio.Name{Family: family, Given: given})
	}
	return list
}

// work makes a record.
func work(t biblio.Type, title, byline, container string, year int, doi string) biblio.Work {
	w := biblio.Work{Item: biblio.Item{Type: t, Title: title, Authors: authors(byline), Container: container, Issued: biblio.Date{Year: year}, DOI: doi}, Years: []int{year}}
	if container != "" {
		w.Containers = []string{container}
	}
	return w
}

// findingsOf lists the rules of the findings with their severities, and their messages.
func findingsOf(r check.Result) string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.Rule+" "+string(f.Severity)+": "+f.Message)
	}
	return strings.Join(list, "\n")
}

// A case that another checker met: a reference, who holds what, and what is to be said.
type metCase struct {
	name    string
	ref     biblio.Reference
	works   map[string][]biblio.Work
	verdict check.Verdict
	says    string // in one of the findings; "" for none at all
}

func runCases(t *testing.T, cases []metCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, []biblio.Reference{c.ref}, everyone(c.works)...)[0]
			said := findingsOf(r)
			if r.Verdict != c.verdict || !strings.Contains(said, c.says) || (c.says == "") != (said == "") {
				t.Errorf("%s, want %s\n%s\nwant %q\n%+v", r.Verdict, c.verdict, said, c.says, r.Match)
			}
		})
	}
}

// What registries seldom hold is no fake because they do not hold it: it is never an error.
func TestUnregisteredKinds(t *testing.T) {
	with := func(w biblio.Work, change func(*biblio.Item)) biblio.Reference {
		ref := cite(w)
		change(&ref.Item)
		return ref
	}
	intelligence := work(biblio.Book, "Artificial Intelligence: A Modern Approach", "Russell, Stuart; Norvig, Peter", "", 2009, "")
	runCases(t, []metCase{
		{"a book", with(intelligence, func(i *biblio.Item) { i.Edition, i.Publisher = "3rd", "Prentice Hall" }), nil, check.NotFound, "not-found warning"},
		{"a book with an ISBN", with(intelligence, func(i *biblio.Item) { i.ISBN = []string{"9780136042594"} }), nil, check.NotFound, "not-found warning"},
		{"a chapter", cite(work(biblio.Chapter, "Catastrophic interference in connectionist networks: the sequential learning problem", "McCloskey, Michael; Cohen, Neal", "Psychology of Learning and Motivation", 1989, "")),
			nil, check.NotFound, "not-found warning"},
		{"a thesis", cite(work(biblio.Thesis, "Computational tools and studies of graphene nanostructures", "Papior, Nick", "", 2016, "")), nil, check.NotFound, "not-found warning"},
		{"a standard", cite(work(biblio.Standard, "Hypertext Transfer Protocol", "Fielding, Roy", "", 2022, "")), nil, check.NotFound, "not-found warning"},
		{"software", cite(work(biblio.Software, "A solver for large sparse systems", "Doe, Jane", "", 2020, "")), nil, check.NotFound, "not-found warning"},
		{"a journal without volume and pages", cite(work(biblio.ArticleJournal, "一种新的目标识别方法", "Wang, Wei", "国防科技大学学报", 2015, "")), nil, check.NotFound, "not-found warning"},
	})
	thesis := work(biblio.Thesis, "Computational tools and studies of graphene nanostructures", "Papior, Nick", "", 2016, "10.11581/dtu:00000025")
	runCases(t, []metCase{{"a thesis with a DOI of DataCite", citeID(thesis), map[string][]biblio.Work{"doi": {agencyOf(thesis, "DataCite")}, "datacite": {thesis}}, check.Verified, ""}})
}

// The review of a book is not the book.
func TestBookAndItsReview(t *testing.T) {
	book := work(biblio.Book, "Artificial Intelligence: A Modern Approach", "Russell, Stuart; Norvig, Peter", "", 1995, "")
	review := work(biblio.ArticleJournal, "Artificial Intelligence: A Modern Approach", "Nilsson, Nils J.", "Artificial Intelligence", 1996, "10.1016/0004-3702(96)00007-0")
	review.Volume, review.Pages = "82", "369-380"
	for _, works := range []map[string][]biblio.Work{{"crossref": {review}}, {"crossref": {review}, "openlibrary": {book}}} {
		r := run(t, []biblio.Reference{cite(book)}, everyone(works)...)[0]
		if held := len(works["openlibrary"]) > 0; held && r.Verdict != check.Verified || !held && r.Verdict != check.NotFound || r.Match != nil && r.Match.Work.DOI != "" {
			t.Errorf("%s %+v %s", r.Verdict, r.Match, findingsOf(r))
		}
	}
}

// The words that publishers set before the title of a retracted work are no part of it.
func TestMarkedTitles(t *testing.T) {
	for _, mark := range []string{"RETRACTED: ", "RETRACTED ARTICLE: ", "WITHDRAWN: "} {
		marked := empathy
		marked.Title = mark + marked.Title
		registry.AddTitleStatus(&marked)
		r := run(t, []biblio.Reference{citeID(empathy)}, crossref(marked))[0]
		if said := findingsOf(r); r.Verdict != check.Verified || !strings.HasPrefix(said, "retracted error") || strings.Contains(said, "mismatch") {
			t.Errorf("%s: %s\n%s", mark, r.Verdict, said)
		}
	}
}

// DOIs of arXiv are DataCite's, ids have versions, and an id that is another's or nobody's is wrong.
func TestArXiv(t *testing.T) {
	id := func(w biblio.Work, arXiv string) biblio.Reference {
		ref := cite(w)
		ref.ArXiv = arXiv
		return ref
	}
	onebench := work(biblio.Preprint, "ONEBench to Test Them All: Sample-Level Benchmarking Over Open-Ended Capabilities", "Ghosh, Adhiraj; Dziadzio, Sebastian", "", 2024, "10.48550/arxiv.2412.07689")
	onebench.ArXiv = "2412.07689"
	drive := work(biblio.Preprint, "RoboTron-Drive: All-in-One Large Multimodal Model for Autonomous Driving", "Huang, Zhijian; Feng, Chengjian", "", 2024, "10.48550/arxiv.2412.06745")
	drive.ArXiv = "2412.06745"
	fake := work(biblio.Preprint, attention.Title, "Vaswani, Ashish; Shazeer, Noam", "", 2025, "10.65215/2q58a426")
	proceedings := work(biblio.Conference, attention.Title, "Vaswani, Ashish; Shazeer, Noam", "Advances in Neural Information Processing Systems", 2017, "10.5555/3295222.3295349")
	published := cite(proceedings)
	published.DOI = attention.DOI
	all := map[string][]biblio.Work{"datacite": {attention, onebench, drive}, "arxiv": {attention, onebench, drive}, "crossref": {fake, proceedings}}
	runCases(t, []metCase{
		{"the right id", id(attention, "1706.03762"), all, check.Verified, ""},
		{"the id of another work", id(drive, "2412.07689"), all, check.Mismatched, "wrong-doi error: the cited arXiv:2412.07689 is not that of the work that is described, which has arXiv:2412.06745"},
		{"an id that nobody has", id(drive, "5678.9012"), all, check.Mismatched, "wrong-doi error: the cited arXiv:5678.9012 does not exist"},
		{"an id that nobody has, of a work that nobody holds", id(japanese, "5678.9012"), nil, check.NotFound, "not-found error: none of the registries asked holds it, and there is no arXiv:5678.9012"},
		{"the published version with the preprint's DOI", published, all, check.Verified, ""},
	})
	// A copy at another archive is not the work, even where nobody else answers.
	r := run(t, []biblio.Reference{id(attention, "1706.03762")}, crossref(fake))[0]
	if r.Verdict == check.Verified || r.Match != nil {
		t.Errorf("the copy: %s %+v", r.Verdict, r.Match)
	}
}

// A preprint that is cited as one is right though it was published since, and the venue "CoRR" is
// arXiv.
func TestPreprintAndPublished(t *testing.T) {
	published := work(biblio.Conference, attention.Title, "Vaswani, Ashish; Shazeer, Noam", "Advances in Neural Information Processing Systems", 2017, "10.5555/3295222.3295349")
	preprint := attention
	preprint.PublishedAs = published.DOI
	corr := cite(attention)
	corr.Type, corr.Container, corr.ArXiv = biblio.ArticleJournal, "CoRR", "1706.03762"
	runCases(t, []metCase{
		{"the preprint, with the published version beside it", citeID(attention), map[string][]biblio.Work{"datacite": {preprint}, "crossref": {published}}, check.Verified, "superseded note: a newer version of the work was published (10.5555/3295222.3295349), says datacite"},
		{"CoRR", corr, map[string][]biblio.Work{"datacite": {attention}}, check.Verified, ""},
		{"the published version", citeID(published), map[string][]biblio.Work{"datacite": {preprint}, "crossref": {published}}, check.Verified, ""},
	})
}

// A DOI that is registered says that the work exists, though nobody holds a record of it.
func TestRegisteredWithoutMetadata(t *testing.T) {
	ref := cite(empathy)
	ref.DOI = "10.1021/acsinfecdis.1c00276"
	r := run(t, []biblio.Reference{ref}, everyone(map[string][]biblio.Work{"doi": {{Item: biblio.Item{DOI: ref.DOI}, Agency: "Crossref"}}})...)[0]
	if r.Verdict != check.NotFound || r.Findings[0].Severity != check.Warning || !strings.Contains(findingsOf(r), "Crossref, which gives no record of it") {
		t.Errorf("%s %s", r.Verdict, findingsOf(r))
	}
}
