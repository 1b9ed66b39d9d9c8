package check_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
)

// fake is a registry over a few works. It answers identifiers exactly, citations by volume and page,
// and titles and searches with every work that shares the first word of its title with the question.
type fake struct {
	name  string
	kinds []registry.Kind
	batch int
	works []biblio.Work
	// err fails every question of errKind, 0 for all, until recovery, 0 for ever; block never answers until the context ends.
	err      error
	errKind  registry.Kind
	recovery time.Duration
	began    time.Time
	block    bool
	// answer, if not nil, answers every question.
	answer func(registry.Query) []biblio.Work

	mu    sync.Mutex
	asked []string // "kind: n" for each Lookup
}

func (f *fake) Name() string { return f.name }

func (f *fake) Abilities() []registry.Ability {
	takes := map[registry.Kind]func(registry.Query) bool{
		registry.ByID: func(q registry.Query) bool {
			return takesID(f.name, q)
		},
		registry.Resolve:    func(q registry.Query) bool { return q.DOI != "" },
		registry.ByCitation: func(q registry.Query) bool { return q.Container != "" && q.Volume != "" && q.Page != "" },
		registry.ByTitle:    func(q registry.Query) bool { return q.Title != "" },
		registry.BySearch:   func(q registry.Query) bool { return q.Text != "" },
	}
	var list []registry.Ability
	for _, k := range f.kinds {
		list = append(list, registry.Ability{Kind: k, Batch: max(1, f.batch), Takes: takes[k]})
	}
	return list
}

// takesID reports whether the registry of that name can be asked for the query's identifier.
func takesID(name string, q registry.Query) bool {
	switch name {
	case "pubmed":
		return q.PMID != ""
	case "datacite":
		return q.DOI != "" || q.ArXiv != ""
	case "arxiv":
		return q.ArXiv != ""
	case "openlibrary":
		return q.ISBN != ""
	case "pmcid":
		return q.PMCID != ""
	case "web":
		return q.URL != ""
	case "europepmc", "openalex":
		return q.DOI != "" || q.PMID != "" || q.PMCID != ""
	}
	return q.DOI != ""
}

func (f *fake) Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer {
	f.mu.Lock()
	f.asked = append(f.asked, kind.String()+": "+strconv.Itoa(len(queries)))
	if f.began.IsZero() {
		f.began = time.Now()
	}
	f.mu.Unlock()
	if f.block {
		<-ctx.Done()
		return registry.Failed(len(queries), ctx.Err())
	}
	if f.err != nil && (f.errKind == 0 || f.errKind == kind) && (f.recovery == 0 || time.Since(f.began) < f.recovery) {
		return registry.Failed(len(queries), f.err)
	}
	answers := make([]registry.Answer, len(queries))
	for i, q := range queries {
		if f.answer != nil {
			answers[i].Works = f.answer(q)
		}
		for _, w := range f.works {
			if hit(kind, q, w) {
				answers[i].Works = append(answers[i].Works, w)
			}
		}
	}
	return answers
}

func hit(kind registry.Kind, q registry.Query, w biblio.Work) bool {
	first, _, _ := strings.Cut(w.Title, " ")
	switch kind {
	case registry.ByID, registry.Resolve:
		return q.DOI != "" && q.DOI == w.DOI || q.PMID != "" && q.PMID == w.PMID || q.PMCID != "" && q.PMCID == w.PMCID ||
			q.ArXiv != "" && q.ArXiv == w.ArXiv || q.ISBN != "" && slices.Contains(w.ISBN, q.ISBN)
	case registry.ByCitation:
		return q.Volume == w.Volume && q.Page == biblio.ParsePages(w.Pages).First
	case registry.ByTitle:
		return strings.Contains(q.Title, first)
	case registry.BySearch:
		return strings.Contains(q.Text, first)
	case registry.Standing:
	}
	return false
}

func crossref(works ...biblio.Work) *fake {
	return &fake{name: "crossref", kinds: []registry.Kind{registry.ByID, registry.BySearch}, batch: 50, works: named("crossref", works)}
}

func pubmed(works ...biblio.Work) *fake {
	return &fake{name: "pubmed", kinds: []registry.Kind{registry.ByID, registry.ByCitation, registry.ByTitle}, batch: 25, works: named("pubmed", works)}
}

func resolver(works ...biblio.Work) *fake {
	return &fake{name: "doi", kinds: []registry.Kind{registry.Resolve}, batch: 50, works: named("doi", works)}
}

func named(name string, works []biblio.Work) []biblio.Work {
	works = slices.Clone(works)
	for i := range works {
		works[i].Registry = name
		if name == "crossref" {
			works[i].PMID = "" // Crossref knows none
		}
	}
	return works
}

// collector keeps the events of a run.
type collector struct {
	results  []check.Result
	progress int
	summary  *check.Summary
	fail     error
}

func (c *collector) Handle(e check.Event) error {
	switch {
	case e.Result != nil:
		c.results = append(c.results, *e.Result)
	case e.Progress != nil:
		c.progress++
	case e.Summary != nil:
		c.summary = e.Summary
	}
	return c.fail
}

// run checks refs against registries and returns the results in input order.
func run(t *testing.T, refs []biblio.Reference, registries ...check.Registry) []check.Result {
	t.Helper()
	c := &collector{}
	for i := range refs {
		refs[i].Index = i + 1
	}
	var summary check.Summary
	synctest.Test(t, func(t *testing.T) {
		var err error
		summary, err = check.New(check.Options{Registries: registries, Now: time.Now}).Run(t.Context(), refs, c)
		if err != nil {
			t.Fatal(err)
		}
	})
	if len(c.results) != len(refs) || summary.Total != len(refs) || c.summary == nil || *c.summary != summary {
		t.Fatalf("%d results, summary %+v, event %+v for %d references", len(c.results), summary, c.summary, len(refs))
	}
	slices.SortFunc(c.results, func(a, b check.Result) int { return a.Reference.Index - b.Reference.Index })
	return c.results
}

// empathy and communication are two well-known articles, as a registry holds them.
var (
	empathy = biblio.Work{
		Item: biblio.Item{
			Type: biblio.ArticleJournal, Title: "What is clinical empathy?", Container: "Journal of General Internal Medicine",
			Authors: []biblio.Name{{Family: "Halpern", Given: "Jodi"}}, Issued: biblio.Date{Year: 2003},
			Volume: "18", Issue: "8", Pages: "670-674", DOI: "10.1046/j.1525-1497.2003.21017.x", PMID: "12911651",
		},
		Containers: []string{"Journal of General Internal Medicine", "J Gen Intern Med"}, Years: []int{2003},
	}
	communication = biblio.Work{
		Item: biblio.Item{
			Type: biblio.ArticleJournal, Title: "Communication patterns of primary care physicians", Container: "JAMA",
			Authors: []biblio.Name{{Family: "Roter", Given: "Debra L."}, {Family: "Stewart", Given: "Moira"}}, Issued: biblio.Date{Year: 1997},
			Volume: "277", Issue: "4", Pages: "350-356", DOI: "10.1001/jama.1997.03540280088045",
		},
		Containers: []string{"JAMA"}, Years: []int{1997},
	}
)

// cite returns a reference that cites the work as it is registered, without its identifiers.
func cite(w biblio.Work) biblio.Reference {
	ref := biblio.Reference{Item: w.Item, Confidence: 1}
	ref.DOI, ref.PMID = "", ""
	return ref
}

func TestVerdicts(t *testing.T) {
	withDOI := cite(empathy)
	withDOI.DOI = empathy.DOI
	bare := biblio.Reference{Item: biblio.Item{DOI: empathy.DOI}, Confidence: 1}
	wrongYear := cite(empathy)
	wrongYear.Issued.Year = 1993
	wrongDOI := cite(empathy)
	wrongDOI.DOI = communication.DOI
	noSuchDOI := cite(empathy)
	noSuchDOI.DOI = "10.1046/no.such"
	pubmedOnly := empathy
	pubmedOnly.DOI = ""
	book := biblio.Reference{Item: biblio.Item{Type: biblio.Book, Title: "Aequanimitas", Authors: []biblio.Name{{Family: "Osler", Given: "W"}}, Issued: biblio.Date{Year: 1963}, Publisher: "Norton"}, Confidence: 1}
	retracted := empathy
	retracted.Statuses = []biblio.Status{{Kind: biblio.Retracted, Date: "2010-02-02", Notice: "10.1046/notice", Source: "crossref"}}
	down := &registry.Error{Registry: "pubmed", Failure: registry.Down, Status: 503}
	vague := pubmed()
	vague.err, vague.errKind = &registry.Error{Registry: "pubmed", Failure: registry.TooMany}, registry.ByCitation
	untitled := cite(empathy)
	untitled.Title = ""
	agency := biblio.Work{Item: biblio.Item{DOI: "10.48550/arxiv.1706.03762"}, Agency: "DataCite"}
	preprint := cite(communication)
	preprint.DOI = agency.DOI

	tests := []struct {
		name       string
		ref        biblio.Reference
		registries []check.Registry
		verdict    check.Verdict
		rules      []string // rule and severity of each finding
		coverage   []check.Outcome
	}{
		{"a DOI and nothing else", bare, []check.Registry{crossref(empathy)},
			check.Verified, []string{"not-compared note"}, []check.Outcome{check.Found}},
		{"a DOI settles it, and nobody else is asked", withDOI, []check.Registry{crossref(empathy), pubmed(empathy)},
			check.Verified, nil, []check.Outcome{check.Found, check.Skipped}},
		{"found by citation in PubMed, confirmed by Crossref", cite(empathy), []check.Registry{crossref(empathy), pubmed(empathy)},
			check.Verified, nil, []check.Outcome{check.Found, check.Found}},
		{"an article that PubMed alone holds", cite(pubmedOnly), []check.Registry{crossref(), pubmed(pubmedOnly)},
			check.Verified, nil, []check.Outcome{check.Skipped, check.Found}},
		{"found by search alone", cite(communication), []check.Registry{crossref(communication), pubmed(empathy)},
			check.Verified, nil, []check.Outcome{check.Found, check.Absent}},
		{"another year", wrongYear, []check.Registry{crossref(empathy), pubmed(empathy)},
			check.Mismatched, []string{"mismatch/year error"}, []check.Outcome{check.Found, check.Found}},
		{"the DOI of another work", wrongDOI, []check.Registry{crossref(empathy, communication), pubmed(empathy)},
			check.Mismatched, []string{"wrong-doi error"}, []check.Outcome{check.Found, check.Found}},
		{"a DOI that does not exist", noSuchDOI, []check.Registry{crossref(empathy), pubmed(empathy), resolver()},
			check.Mismatched, []string{"wrong-doi error"}, []check.Outcome{check.Found, check.Found, check.Absent}},
		{"a DOI that does not exist for a work that has none", noSuchDOI, []check.Registry{crossref(), pubmed(pubmedOnly), resolver()},
			check.Mismatched, []string{"wrong-doi error"}, []check.Outcome{check.Absent, check.Found, check.Absent}},
		{"a DOI of another agency is not called wrong", preprint, []check.Registry{crossref(communication), resolver(agency)},
			check.Verified, nil, []check.Outcome{check.Found, check.Found}},
		{"nobody holds an article", cite(empathy), []check.Registry{crossref(communication), pubmed()},
			check.NotFound, []string{"not-found error"}, []check.Outcome{check.Absent, check.Absent}},
		{"nobody holds a book", book, []check.Registry{crossref(communication), pubmed()},
			check.NotFound, []string{"not-found warning"}, []check.Outcome{check.Absent, check.Skipped}},
		{"nobody holds what another agency registers", preprint, []check.Registry{crossref(), resolver(agency)},
			check.NotFound, []string{"not-found warning"}, []check.Outcome{check.Absent, check.Found}},
		{"a registry that fails leaves it open", cite(empathy), []check.Registry{crossref(communication), &fake{name: "pubmed", kinds: []registry.Kind{registry.ByCitation}, err: down}},
			check.Unchecked, []string{"unchecked warning"}, []check.Outcome{check.Absent, check.Failed}},
		{"a registry that fails does not hide what another holds", cite(empathy), []check.Registry{crossref(empathy), &fake{name: "pubmed", kinds: []registry.Kind{registry.ByCitation}, err: down}},
			check.Verified, nil, []check.Outcome{check.Found, check.Failed}},
		{"a vague question is made up for by a sharper one", cite(empathy), []check.Registry{crossref(), vague},
			check.NotFound, []string{"not-found error"}, []check.Outcome{check.Absent, check.Absent}},
		{"nothing but a vague question", untitled, []check.Registry{crossref(), vague},
			check.Unchecked, []string{"unchecked warning"}, []check.Outcome{check.Absent, check.Failed}},
		{"a difference, and a second opinion that is too vague", wrongYear, []check.Registry{crossref(empathy), &fake{name: "pubmed", kinds: []registry.Kind{registry.ByCitation}, err: vague.err}},
			check.Mismatched, []string{"mismatch/year error"}, []check.Outcome{check.Found, check.Failed}},
		{"a difference without its second opinion", wrongYear, []check.Registry{crossref(empathy), &fake{name: "pubmed", kinds: []registry.Kind{registry.ByCitation}, err: down}},
			check.Unchecked, []string{"unchecked warning"}, []check.Outcome{check.Found, check.Failed}},
		{"nothing to ask by", biblio.Reference{Confidence: 1}, []check.Registry{crossref(empathy)},
			check.Unchecked, []string{"unchecked warning"}, []check.Outcome{check.Skipped}},
		{"a retracted work is found by the witness", cite(empathy), []check.Registry{crossref(retracted), pubmed(empathy)},
			check.Verified, []string{"retracted error"}, []check.Outcome{check.Found, check.Found}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, []biblio.Reference{tt.ref}, tt.registries...)[0]
			var rules []string
			for _, f := range r.Findings {
				rules = append(rules, f.Rule+" "+string(f.Severity))
				if f.Message == "" || len(f.Fingerprint) != 16 {
					t.Errorf("finding without message or fingerprint: %+v", f)
				}
			}
			var coverage []check.Outcome
			for _, c := range r.Coverage {
				coverage = append(coverage, c.Outcome)
				if (c.Outcome == check.Failed || c.Outcome == check.Skipped) != (c.Reason != "") {
					t.Errorf("reason of %+v", c)
				}
			}
			if r.Verdict != tt.verdict {
				t.Errorf("verdict %s, want %s\n%+v", r.Verdict, tt.verdict, r)
			}
			if diff := cmp.Diff(tt.rules, rules); diff != "" {
				t.Errorf("findings (-want +got):\n%s%+v", diff, r.Findings)
			}
			if diff := cmp.Diff(tt.coverage, coverage); diff != "" {
				t.Errorf("coverage (-want +got):\n%s%+v", diff, r.Coverage)
			}
		})
	}
}

func TestAsksInBatchesAndNothingTwice(t *testing.T) {
	var refs []biblio.Reference
	var works []biblio.Work
	for i := range 120 {
		w := empathy
		w.DOI = "10.1234/" + strconv.Itoa(i)
		w.Title = "Article " + strconv.Itoa(i) + " of the many that are cited by their DOI"
		ref := cite(w)
		ref.DOI = w.DOI
		refs, works = append(refs, ref), append(works, w)
	}
	reg := crossref(works...)
	for _, r := range run(t, refs, reg) {
		if r.Verdict != check.Verified {
			t.Fatalf("%s: %s", r.Reference.DOI, r.Verdict)
		}
	}
	slices.Sort(reg.asked)
	if diff := cmp.Diff([]string{"identifier: 20", "identifier: 50", "identifier: 50"}, reg.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// mindful is a fake that remembers what it said of some DOIs.
type mindful struct {
	*fake
	known map[string]bool
}

func (m *mindful) Recall(ctx context.Context, kind registry.Kind, queries []registry.Query) ([]registry.Answer, []bool) {
	known := make([]bool, len(queries))
	for i, q := range queries {
		known[i] = m.known[q.DOI]
	}
	remembered := &fake{name: m.name, works: m.works}
	return remembered.Lookup(ctx, kind, queries), known
}

func TestAsksAboutWhatIsNotRemembered(t *testing.T) {
	var refs []biblio.Reference
	var works []biblio.Work
	known := map[string]bool{}
	for i := range 220 {
		w := empathy
		w.DOI = "10.1000/" + strconv.Itoa(i)
		known[w.DOI] = i%4 != 0
		w.Title = "Article " + strconv.Itoa(i) + " of the many that are cited by their DOI"
		ref := cite(w)
		ref.DOI = w.DOI
		works, refs = append(works, w), append(refs, ref)
	}
	reg := &mindful{&fake{name: "crossref", kinds: []registry.Kind{registry.ByID}, batch: 50, works: named("crossref", works)}, known}
	for i, r := range run(t, refs, reg) {
		if r.Match == nil || r.Match.Work.DOI != works[i].DOI {
			t.Fatalf("reference %d: %s, %+v", i+1, r.Verdict, r.Match)
		}
	}
	slices.Sort(reg.asked)
	if diff := cmp.Diff([]string{"identifier: 5", "identifier: 50"}, reg.asked); diff != "" {
		t.Error(diff)
	}
}

// slow is a registry that takes its time to remember.
type slow struct {
	*mindful
	work func()
}

func (s *slow) Recall(ctx context.Context, kind registry.Kind, queries []registry.Query) ([]registry.Answer, []bool) {
	s.work()
	return s.mindful.Recall(ctx, kind, queries)
}

// handlerFunc is a handler of one function.
type handlerFunc func(check.Event) error

func (f handlerFunc) Handle(e check.Event) error { return f(e) }

// However many runs there are, no more of them work at once than may.
func TestWorkInTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := 0, 0
		count := func(by int) {
			mu.Lock()
			defer mu.Unlock()
			now += by
			most = max(most, now)
		}
		work := func() {
			count(1)
			time.Sleep(time.Millisecond)
			count(-1)
		}
		reg := &slow{&mindful{crossref(empathy), map[string]bool{empathy.DOI: true}}, work}
		working := make(chan struct{}, 2)
		var runs sync.WaitGroup
		for range 5 {
			runs.Go(func() {
				checker := check.New(check.Options{Registries: []check.Registry{reg, pubmed(empathy)}, Now: time.Now, Working: working})
				decided := 0
				_, err := checker.Run(t.Context(), []biblio.Reference{cite(empathy)}, handlerFunc(func(e check.Event) error {
					if e.Result != nil {
						decided++
						work()
					}
					return nil
				}))
				if err != nil || decided != 1 {
					t.Error(decided, err)
				}
			})
		}
		runs.Wait()
		if most != 2 {
			t.Errorf("%d runs work at once, not 2", most)
		}
	})
}

// A registry that gave a record, and then did not answer whether it holds a better one, is named as the reason.
func TestNamesWhoDidNotAnswer(t *testing.T) {
	ref := cite(empathy)
	ref.DOI, ref.Authors = empathy.DOI, []biblio.Name{{Family: "Somebody", Given: "Else"}}
	half := crossref(empathy)
	half.err, half.errKind = &registry.Error{Registry: "crossref", Failure: registry.TimedOut}, registry.BySearch
	r := run(t, []biblio.Reference{ref}, half)[0]
	if r.Verdict != check.Unchecked || !r.Passing || r.Coverage[0].Outcome != check.Found {
		t.Fatalf("%s, passing %v, %+v", r.Verdict, r.Passing, r.Coverage)
	}
	if message := r.Findings[0].Message; !strings.Contains(message, "crossref: timed out") {
		t.Error(message)
	}
}

func TestAsksAgainWhatFailed(t *testing.T) {
	outage := pubmed(empathy)
	outage.err, outage.recovery = &registry.Error{Registry: "pubmed", Failure: registry.Down}, time.Second
	r := run(t, []biblio.Reference{cite(empathy)}, crossref(communication), outage)[0]
	if r.Verdict != check.Verified || r.Coverage[1].Outcome != check.Found {
		t.Errorf("%s %+v", r.Verdict, r.Coverage)
	}
	refused := &fake{name: "pubmed", kinds: []registry.Kind{registry.ByTitle}, err: &registry.Error{Registry: "pubmed", Failure: registry.Refused}}
	run(t, []biblio.Reference{cite(empathy)}, refused)
	if len(refused.asked) != 1 {
		t.Errorf("a refusal is asked for again: %v", refused.asked)
	}
}

func TestDuplicatesAreNamedAndStillVerified(t *testing.T) {
	results := run(t, []biblio.Reference{cite(empathy), cite(communication), cite(empathy)}, crossref(empathy, communication))
	for i, want := range []int{0, 0, 1} {
		if results[i].Verdict != check.Verified || len(results[i].Findings) != want {
			t.Errorf("reference %d: %s %+v", i+1, results[i].Verdict, results[i].Findings)
		}
	}
	if f := results[2].Findings[0]; f.Rule != "duplicate" || !strings.Contains(f.Message, "reference 1") {
		t.Errorf("finding %+v", f)
	}
}

func TestFingerprintSurvivesAMove(t *testing.T) {
	here := biblio.Reference{Raw: "Nobody N. Nothing at all. J Nowhere. 2001;1:2.", Printed: true}
	there := here
	here.Location, there.Location = biblio.Location{File: "a.txt", Line: 3}, biblio.Location{File: "b.txt", Line: 80}
	r := run(t, []biblio.Reference{here, there}, crossref())
	if a, b := r[0].Findings[0].Fingerprint, r[1].Findings[0].Fingerprint; a != b {
		t.Errorf("%s and %s", a, b)
	}
}

func TestCancelledRunTellsWhatIsKnown(t *testing.T) {
	withDOI := cite(empathy)
	withDOI.DOI, withDOI.Index = empathy.DOI, 1
	open := cite(communication)
	open.Index = 2
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		blocked := &fake{name: "pubmed", kinds: []registry.Kind{registry.ByCitation}, block: true}
		c := &collector{}
		time.AfterFunc(time.Second, cancel)
		_, err := check.New(check.Options{Registries: []check.Registry{crossref(empathy), blocked}, Now: time.Now}).Run(ctx, []biblio.Reference{withDOI, open}, c)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if len(c.results) != 2 || c.results[0].Verdict != check.Verified || c.results[1].Verdict != check.Unchecked {
			t.Fatalf("results %+v", c.results)
		}
		if m := c.results[1].Findings[0].Message; !strings.Contains(m, "interrupted") {
			t.Errorf("message %q", m)
		}
	})
}

func TestTimeUpLeavesTheRestUnchecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		blocked := &fake{name: "crossref", kinds: []registry.Kind{registry.BySearch}, block: true}
		c := &collector{}
		summary, err := check.New(check.Options{Registries: []check.Registry{blocked}, Timeout: time.Minute, Now: time.Now}).Run(t.Context(), []biblio.Reference{cite(empathy)}, c)
		if err != nil || summary.Unchecked != 1 {
			t.Fatalf("summary %+v, error %v", summary, err)
		}
		if m := c.results[0].Findings[0].Message; !strings.Contains(m, "time for the run was up") {
			t.Errorf("message %q", m)
		}
	})
}

func TestHandlerEndsTheRun(t *testing.T) {
	broken := errors.New("broken pipe")
	_, err := check.New(check.Options{Registries: []check.Registry{crossref(empathy)}, Now: time.Now}).Run(t.Context(), []biblio.Reference{cite(empathy)}, &collector{fail: broken})
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
