package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
)

// watch is a list of what has become of works, by DOI.
type watch struct {
	fake
	standings map[string][]biblio.Status
}

func (w *watch) Abilities() []registry.Ability {
	return []registry.Ability{{Kind: registry.Standing, Batch: 10, Takes: func(q registry.Query) bool { return q.DOI != "" }}}
}

func (w *watch) list(q registry.Query) []biblio.Work {
	if s := w.standings[q.DOI]; len(s) > 0 {
		return []biblio.Work{{Registry: w.name, Statuses: s}}
	}
	return nil
}

// watching is a list that knows these events of the work empathy.
func watching(events ...biblio.Status) *watch {
	w := &watch{fake: fake{name: "retraction-watch", kinds: []registry.Kind{registry.Standing}}, standings: map[string][]biblio.Status{empathy.DOI: events}}
	w.answer = w.list
	return w
}

// What has become of a work is gathered from all who know it, each event once, and told whatever the
// verdict; what was undone is not told.
func TestStatuses(t *testing.T) {
	event := func(kind biblio.StatusKind, date, notice, source string) biblio.Status {
		return biblio.Status{Kind: kind, Date: date, Notice: notice, Source: source}
	}
	with := func(w biblio.Work, s ...biblio.Status) biblio.Work {
		w.Statuses = s
		return w
	}
	retraction := event(biblio.Retracted, "2010-02-02", "10.1046/notice", "crossref")
	listed := retraction
	listed.Source = "retraction-watch"
	published := attention
	published.PublishedAs = "10.5555/published"
	wrongYear := cite(empathy)
	wrongYear.Issued.Year = 1993
	for _, tt := range []struct {
		name       string
		ref        biblio.Reference
		registries []check.Registry
		rules      []string
		says       string
	}{
		{"by Crossref and by the list, once", cite(empathy), []check.Registry{crossref(with(empathy, retraction)), watching(listed)}, []string{"retracted error"}, "on 2010-02-02 (10.1046/notice), says crossref"},
		{"by the list alone", cite(empathy), []check.Registry{crossref(empathy), watching(listed)}, []string{"retracted error"}, "says retraction-watch"},
		{"of a mismatched reference", wrongYear, []check.Registry{crossref(empathy), watching(listed)}, []string{"mismatch/year error", "retracted error"}, "says retraction-watch"},
		{"nothing on the list", cite(empathy), []check.Registry{crossref(empathy), watching()}, nil, ""},
		{"withdrawn", cite(empathy), []check.Registry{crossref(with(empathy, event(biblio.Withdrawn, "", "", "crossref")))}, []string{"retracted error"}, "withdrawn"},
		{"a concern", cite(empathy), []check.Registry{crossref(empathy), pubmed(with(empathy, event(biblio.ExpressionOfConcern, "2014", "pmid:1", "pubmed")))}, []string{"expression-of-concern warning"}, "in 2014 (pmid:1), says pubmed"},
		{"corrected", cite(empathy), []check.Registry{crossref(empathy), watching(event(biblio.Corrected, "2014-01-01", "", "retraction-watch"))}, []string{"corrected note"}, "correction"},
		{"reinstated, and the retraction with it undone", cite(empathy), []check.Registry{crossref(with(empathy, retraction)), watching(listed, event(biblio.Reinstated, "2012-01-01", "", "retraction-watch"))},
			[]string{"reinstated note"}, "reinstated"},
		{"retracted again after that", cite(empathy), []check.Registry{crossref(empathy), watching(listed, event(biblio.Reinstated, "2012-01-01", "", "retraction-watch"), event(biblio.Retracted, "2013-01-01", "10.1046/again", "retraction-watch"))},
			[]string{"reinstated note", "retracted error"}, "reinstated"},
		{"a preprint that was published", citeID(attention), []check.Registry{crossref(), holding("datacite", byID, published)}, []string{"superseded note"}, "10.5555/published"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, []biblio.Reference{tt.ref}, tt.registries...)[0]
			var rules []string
			for _, f := range r.Findings {
				rules = append(rules, f.Rule+" "+string(f.Severity))
			}
			if diff := cmp.Diff(tt.rules, rules); diff != "" {
				t.Errorf("(-want +got):\n%s%+v", diff, r.Findings)
			}
			for _, f := range r.Findings {
				if !strings.HasPrefix(f.Rule, "mismatch") && strings.Contains(f.Message, tt.says) {
					return
				}
			}
			if tt.says != "" {
				t.Errorf("nothing says %q: %+v", tt.says, r.Findings)
			}
		})
	}
}

// A list that cannot be read changes no verdict.
func TestListThatFails(t *testing.T) {
	broken := watching()
	broken.err = &registry.Error{Registry: broken.name, Failure: registry.Unreadable}
	wrongYear := cite(empathy)
	wrongYear.Issued.Year = 1993
	r := run(t, []biblio.Reference{wrongYear}, crossref(empathy), broken)[0]
	if r.Verdict != check.Mismatched || r.Coverage[1].Outcome != check.Failed {
		t.Errorf("%s %+v", r.Verdict, r.Coverage)
	}
}

func TestNewerEdition(t *testing.T) {
	edition := func(edition string, year int, isbn string) biblio.Work {
		w := aequanimitas
		w.Edition, w.Issued.Year, w.Years, w.ISBN = edition, year, []int{year}, []string{isbn}
		return w
	}
	second, third := edition("2nd ed.", 1906, "9780000000002"), edition("Third edition", 1932, "9780000000019")
	for _, tt := range []struct {
		name  string
		ref   biblio.Reference
		works []biblio.Work
		want  string
	}{
		{"there is one", citeID(second), []biblio.Work{second, third}, "a newer edition of 1932 is registered: ISBN 9780000000019"},
		{"the newest is cited", citeID(third), []biblio.Work{second, third}, ""},
		{"nobody says which edition it is", citeID(edition("", 1906, "9780000000002")), []biblio.Work{edition("", 1906, "9780000000002"), third}, ""},
	} {
		// The ISBN settles which is meant; that of the other is cited beside it so that both are at hand.
		ref := tt.ref
		ref.ISBN = []string{tt.works[0].ISBN[0], tt.works[1].ISBN[0]}
		r := run(t, []biblio.Reference{ref}, holding("openlibrary", byID, tt.works...))[0]
		got := ""
		for _, f := range r.Findings {
			if f.Rule == "newer-edition" {
				got = f.Message
			}
		}
		if got != tt.want || r.Verdict != check.Verified {
			t.Errorf("%s: %s %q, want %q\n%+v", tt.name, r.Verdict, got, tt.want, r.Findings)
		}
	}
}

// CASES 25: what repeats an earlier reference is named, with the better identifier, and both are
// verified.
func TestRepeats(t *testing.T) {
	journal := attention
	journal.Type, journal.ArXiv, journal.DOI, journal.Container = biblio.ArticleJournal, "", "10.5555/3295222", "Advances in Neural Information Processing Systems"
	journal.Containers = []string{journal.Container}
	abbreviated := cite(empathy)
	abbreviated.Container, abbreviated.Pages = "J Gen Intern Med", "670"
	otherPages := cite(empathy)
	otherPages.Pages = "12-14"
	registries := []check.Registry{crossref(empathy, journal), holding("datacite", byID, attention)}
	for _, tt := range []struct {
		name string
		refs []biblio.Reference
		want string
	}{
		{"the same twice", []biblio.Reference{cite(empathy), cite(empathy)}, "duplicate: cites the same work as reference 1"},
		{"one DOI under two keys", []biblio.Reference{citeID(empathy), {Item: biblio.Item{DOI: empathy.DOI}, Confidence: 1}}, "duplicate: cites the same work as reference 1"},
		{"abbreviated", []biblio.Reference{cite(empathy), abbreviated}, "duplicate: cites the same work as reference 1"},
		{"one title, other pages", []biblio.Reference{cite(empathy), otherPages}, ""},
		{"the preprint of a published work", []biblio.Reference{citeID(journal), citeID(attention)}, "other-version: cites another version of the work that reference 1 cites; the published one is 10.5555/3295222"},
		{"the publication of a preprint", []biblio.Reference{citeID(attention), citeID(journal)}, "other-version: cites another version of the work that reference 1 cites; the published one is 10.5555/3295222"},
	} {
		results := run(t, tt.refs, registries...)
		got := ""
		for _, f := range results[1].Findings {
			if f.Rule == "duplicate" || f.Rule == "other-version" {
				got = f.Rule + ": " + f.Message
			}
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		for _, r := range results {
			if r.Verdict != check.Verified && tt.want != "" {
				t.Errorf("%s: reference %d is %s: %+v", tt.name, r.Reference.Index, r.Verdict, r.Findings)
			}
		}
	}
}
