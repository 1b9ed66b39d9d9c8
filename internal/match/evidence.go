package match

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// evidence is what one reference and one work say about each other, in the form that is weighed.
type evidence struct {
	title relation
	// cited is the title that was compared: as split from the text, or as found in it.
	cited, registered string
	byline            byline
	degree            fold.Degree
	container         Outcome
	year              Outcome
	volume            Outcome
	issue             Outcome
	page              Outcome
	lastPage          bool
	doi, pmid, isbn   Outcome
	// kind says that the two are works of another kind: a book and an article, a work and a notice
	// about it.
	kind Outcome
}

// weigh compares the reference with a work.
func (p *Prepared) weigh(s *subject) evidence {
	var e evidence
	at := p.weighTitle(s, &e)
	p.weighLocators(s, &e)
	p.weighAuthors(s, &e, at)
	p.weighContainer(s, &e, at)
	p.untitled(s, &e)
	e.year = compareYears(p.ref.Issued.Year, s.years, e.volume <= Equivalent && e.volume >= Same || e.page == Same)
	e.doi = compareDOIs(p.ref, s.work)
	e.pmid = compareIDs(p.ref.PMID, s.work.PMID)
	e.isbn = compareISBNs(p.ref.ISBN, s.work.ISBN)
	e.kind = compareKinds(p, s, e.title)
	return e
}

// weighTitle finds the registered title that is most like the cited one. at is the place of the
// title in the printed text; its end is 0 where it was not looked for or not found.
func (p *Prepared) weighTitle(s *subject, e *evidence) (at part) {
	e.cited = p.title.plain
	for i, t := range s.titles {
		r := compareTitles(p.title, t)
		if i == 0 || better(r, e.title) {
			e.title, e.registered = r, t.plain
		}
	}
	if len(s.titles) == 0 {
		return at
	}
	if p.title.key == "" {
		e.title.outcome = Absent
	}
	if p.text == nil || e.title.outcome == Same {
		return at
	}
	for _, t := range s.titles {
		found, exact, ok := p.text.find(t, s)
		switch {
		case !ok:
			continue
		case exact:
			e.title = relation{outcome: Same, similarity: 1}
			e.cited, e.registered = p.text.plain(found), t.plain
			return found
		}
		wide := p.text.widen(found, s)
		plain := p.text.plain(wide)
		if r := compareTitles(newTitle(plain), t); better(r, e.title) {
			e.title, e.cited, e.registered, at = r, plain, t.plain, wide
		}
	}
	return at
}

// better reports whether a relation speaks more for the same title than another one.
func better(a, b relation) bool {
	if a.outcome >= Same && b.outcome < Same {
		return true
	}
	if a.outcome != b.outcome && (a.outcome <= Equivalent || b.outcome <= Equivalent) {
		return a.outcome >= Same && a.outcome < b.outcome
	}
	return a.similarity > b.similarity
}

// weighLocators compares volume, issue and pages. A volume and a page that stand side by side in
// the printed text are cited, however the text was split.
func (p *Prepared) weighLocators(s *subject, e *evidence) {
	e.volume = compareLocators(p.volume, s.volume)
	e.issue = compareLocators(p.issue, s.issue)
	e.page, e.lastPage = comparePages(p.pages, s.pages)
	if e.volume == Different && (p.volume.key == s.issue.key || p.isYearVolume(s)) {
		e.volume = Equivalent
	}
	if e.issue == Different && p.issue.key == s.volume.key {
		e.issue = Equivalent
	}
	if e.page == Different && (inDOI(p.pages, s.work.DOI) || len(s.issue.key) > 2 && fold.Key(p.ref.Pages) == s.issue.key) {
		e.page = Equivalent
	}
	if p.text == nil || !notSame(e.volume) && !notSame(e.page) && e.issue != Different {
		return
	}
	if ok, issue := p.text.locates(s.volume, s.issue, s.pages); ok {
		e.volume, e.page, e.lastPage = Same, Same, false
		if e.issue == Different {
			e.issue = issue
		}
	}
}

func notSame(o Outcome) bool { return o == Absent || o == Different }

// isYearVolume reports whether the cited volume is the year of a journal that counts its volumes by
// years.
func (p *Prepared) isYearVolume(s *subject) bool {
	for _, y := range s.years {
		if itoa(y) == p.volume.key && p.ref.Issued.Year == y {
			return true
		}
	}
	return false
}

// weighAuthors compares the authors. Where the split of a printed text differs from the record, the
// words before the title are asked.
func (p *Prepared) weighAuthors(s *subject, e *evidence, at part) {
	e.byline = compareAuthors(p.authors, s.authors, p.etAl, s.work.AuthorsCut)
	if p.text == nil || !e.byline.outcome.wrong() && e.byline.outcome != Absent || len(s.authors) == 0 {
		return
	}
	if at.to == 0 {
		var ok bool
		if at, _, ok = p.text.find(p.title, s); !ok {
			return
		}
	}
	if ok, all := p.text.names(at.from, s.authors); ok && (all || e.byline.outcome == Absent) {
		e.byline = byline{outcome: Same, cited: len(s.authors), registered: len(s.authors), matched: len(s.authors), first: alike}
	}
}

// weighContainer compares the container with all names of the registered one, and then the series
// and the text.
func (p *Prepared) weighContainer(s *subject, e *evidence, at part) {
	switch {
	case len(s.containers) == 0:
		e.container = Unknown
		return
	case p.container.IsZero(), p.text != nil && at.to > 0 && p.text.inside(p.journal, at.to):
		e.container = Absent
	default:
		for _, c := range s.containers {
			if e.degree = max(e.degree, p.container.Same(c)); e.degree == fold.Equal {
				break
			}
		}
		e.container = degreeOutcome(e.degree)
	}
	if e.container == Different && shareISSN(p.ref.ISSN, s.work.ISSN) {
		e.degree, e.container = fold.Akin, Equivalent
	}
	if p.text != nil && notSame(e.container) {
		if d := p.text.container(at.to, s.containers); d > fold.Unlike {
			e.degree, e.container = d, degreeOutcome(d)
		}
	}
}

// untitled sees to printed references of styles without titles, of which the split takes the
// container for the title.
func (p *Prepared) untitled(s *subject, e *evidence) {
	if p.text == nil || e.title.outcome < Near || p.title.key == "" {
		return
	}
	name := fold.NewContainer(p.title.plain)
	for _, c := range s.containers {
		if d := name.Same(c); d > fold.Unlike {
			e.title = relation{outcome: Absent}
			e.degree, e.container = max(e.degree, d), degreeOutcome(max(e.degree, d))
		}
	}
}

func degreeOutcome(d fold.Degree) Outcome {
	switch d {
	case fold.Equal:
		return Same
	case fold.Abbreviated, fold.Akin:
		return Equivalent
	}
	return Different
}

func shareISSN(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// compareDOIs compares the cited DOI with the work's. The DOI of a preprint server is that of
// another version, not a wrong one, and so is another version of one preprint.
func compareDOIs(ref biblio.Reference, w biblio.Work) Outcome {
	o := compareIDs(ref.DOI, w.DOI)
	switch {
	case o == Unknown && ref.ArXiv != "" && ref.ArXiv == w.ArXiv:
		return Same
	case o != Different:
		return o
	case ref.DOI == w.PublishedAs || ref.DOI == w.PreprintOf, withoutVersion(ref.DOI) == withoutVersion(w.DOI):
		return Equivalent
	}
	return Different
}

// withoutVersion cuts "v2" or ".v2" from the end of a DOI.
func withoutVersion(doi string) string {
	i := strings.LastIndexByte(doi, 'v')
	if i < 1 || !isPlainNumber(doi[i+1:]) {
		return doi
	}
	return strings.TrimRight(doi[:i], ".")
}

func compareIDs(cited, registered string) Outcome {
	switch {
	case registered == "":
		return Unknown
	case cited == "":
		return Absent
	case cited == registered:
		return Same
	}
	return Different
}

func compareISBNs(cited, registered []string) Outcome {
	switch {
	case len(registered) == 0:
		return Unknown
	case len(cited) == 0:
		return Absent
	case shareISSN(cited, registered):
		return Same
	}
	return Different
}

// compareKinds looks for works of another kind under the same title: notices and reviews of a work,
// and articles where a book is cited. The guess of a type from printed text says nothing.
func compareKinds(p *Prepared, s *subject, r relation) Outcome {
	if r.notice && r.outcome >= Same {
		return Different
	}
	if p.text != nil || p.ref.Type == "" || s.work.Type == "" {
		return Unknown
	}
	cited, registered := kinds[p.ref.Type], kinds[s.work.Type]
	switch {
	case cited == registered:
		return Same
	case cited == otherKind || registered == otherKind:
		return Unknown
	}
	return Different
}

// kind is a coarse type.
type kind int

const (
	otherKind kind = iota
	articleKind
	bookKind
	reviewKind
	dataKind
)

var kinds = map[biblio.Type]kind{
	biblio.ArticleJournal: articleKind, biblio.Book: bookKind, biblio.Thesis: bookKind, biblio.PeerReview: reviewKind, biblio.Dataset: dataKind,
}
