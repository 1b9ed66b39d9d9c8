package match

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// evidence is what one reference and one work say about each other, in the form that is weighed.
type evidence struct {
	title relation
	// at is the place of the title in the printed text; its end is 0 where it was not looked for.
	at part
	// cited is the title that was compared: as split from the text, or as found in it.
	cited, registered string
	byline            byline
	// journal is the container that was compared; place, where the text names it, its end 0 where
	// that was not looked for.
	journal   string
	place     part
	degree    fold.Degree
	container Outcome
	year      Outcome
	volume    Outcome
	issue     Outcome
	page      Outcome
	// telling says that the first page is not one of those that every volume has.
	telling         bool
	doi, pmid, isbn Outcome
	// cites says what the reference gives, registered or not; nothing, that it names neither title, nor
	// authors, nor container.
	cites struct{ volume, page, year, nothing bool }
	// kind says that the two are works of another kind: a book and an article, a work and a notice
	// about it.
	kind Outcome
	// whole says that the work stands for itself: it has no container.
	whole bool
}

// weigh compares the reference with a work.
func (p *Prepared) weigh(s *subject) evidence {
	var e evidence
	e.whole = len(s.containers) == 0
	e.cites.nothing = p.title.key == "" && len(p.authors) == 0 && p.journal == ""
	e.cites.volume, e.cites.page, e.cites.year = p.volume.key != "", p.pages.first != "", p.ref.Issued.Year != 0
	p.weighTitle(s, &e)
	p.weighLocators(s, &e)
	p.weighContainer(s, &e)
	p.untitled(s, &e)
	p.weighBehind(s, &e)
	p.weighAuthors(s, &e)
	p.weighYear(s, &e)
	e.doi = compareDOIs(&p.ref, s.work)
	if e.doi == Different && p.text != nil && p.text.holdsDOI(s.work.DOI) {
		e.doi = Same
	}
	e.pmid = compareIDs(p.ref.PMID, s.work.PMID)
	e.isbn = compareISBNs(p.ref.ISBN, s.work.ISBN)
	e.kind = compareKinds(p, s, e.title)
	return e
}

// weighYear compares the years. A volume or a page that agrees says that the printed form is cited,
// not an earlier one.
func (p *Prepared) weighYear(s *subject, e *evidence) {
	e.year = compareYears(p.ref.Issued.Year, s.years, agrees(e.volume) || e.beginsThere())
	if p.text == nil || !e.year.wrong() {
		return
	}
	p.locateTitle(s, e)
	for _, y := range s.years {
		if p.text.dated(itoa(y), itoa(p.ref.Issued.Year), e.at) {
			e.year = Same
		}
	}
}

// weighTitle finds the registered title that is most like the cited one.
func (p *Prepared) weighTitle(s *subject, e *evidence) {
	e.cited = p.title.plain
	for i, t := range s.titles {
		r := compareTitles(p.title, t)
		if i == 0 || better(r, e.title) {
			e.title, e.registered = r, t.plain
		}
	}
	if len(s.titles) == 0 {
		return
	}
	if p.title.key == "" {
		e.title.outcome = Absent
	}
	if p.text == nil || e.title.outcome == Same {
		return
	}
	for _, t := range s.titles {
		found, exact, ok := p.text.find(t, s)
		switch {
		case !ok, p.title.key != "" && t.key == fold.Key(p.journal):
			continue
		case exact:
			e.title = relation{outcome: Same, similarity: 1}
			e.cited, e.registered, e.at = p.text.plain(found), t.plain, found
			return
		}
		wide := p.text.widen(found, s)
		plain := p.text.plain(wide)
		r := compareTitles(newTitle(plain), t)
		if p.title.key == "" && r.outcome == Different && r.similarity < titlePartly {
			continue // words that the text shares with the title do not make it one that cites a title
		}
		if better(r, e.title) {
			e.title, e.cited, e.registered, e.at = r, plain, t.plain, wide
		}
	}
}

// locateTitle finds the place of the cited title in the printed text, if that is not yet done.
func (p *Prepared) locateTitle(s *subject, e *evidence) {
	if e.at.to > 0 || p.title.key == "" {
		return
	}
	if at, _, ok := p.text.find(p.title, s); ok {
		e.at = at
	}
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
	e.page = comparePages(p.pages, s.pages)
	e.telling = slices.ContainsFunc(s.pages, span.telling) && (s.volume.key == "" || s.volume.key != itoa(s.year()))
	if e.volume == Different && (p.volume.key == s.issue.key && p.issue.key == s.volume.key || p.isYearVolume(s)) {
		e.volume = Equivalent
	}
	if e.issue == Different && (p.issue.key == s.volume.key || isSupplement(p.issue) || isSupplement(s.issue)) {
		e.issue = Equivalent
	}
	if e.page == Different && (inDOI(p.pages, s.work.DOI) || len(s.issue.key) > 2 && fold.Key(p.ref.Pages) == s.issue.key) {
		e.page = Equivalent
	}
	if p.text == nil || !notSame(e.volume) && !notSame(e.page) && e.issue != Different {
		return
	}
	if p.pages.first == "" && s.volume.key == "" && p.volume.key != "" {
		// One number alone may be the volume or the page.
		if comparePages(newSpan(p.ref.Volume), s.pages) == Same {
			e.volume, e.page = Absent, Same
		}
	}
	if ok, issue := p.text.locates(s.volume, s.issue, s.pages, p.ref.Issued.Year); ok {
		e.volume = Same
		if notSame(e.page) {
			e.page = Same
		}
		if e.issue == Different {
			e.issue = issue
		}
	}
}

// beginsThere reports whether the first page is that of the work.
func (e *evidence) beginsThere() bool { return agrees(e.page) || e.page == Near }

// isSupplement reports whether an issue is a supplement, which is counted in many ways.
func isSupplement(l locator) bool {
	return strings.HasPrefix(l.key, "s") || strings.Contains(l.key, "suppl")
}

func notSame(o Outcome) bool { return o == Absent || o == Different }

// isYearVolume reports whether the cited volume is but the year, as of a journal that counts its
// volumes so.
func (p *Prepared) isYearVolume(s *subject) bool {
	for _, y := range s.years {
		if itoa(y) == p.volume.key && p.ref.Issued.Year == y {
			return true
		}
	}
	return false
}

// weighAuthors compares the authors. Where the split of a printed text differs from the record, the
// words before the title, or else before the container, are asked.
func (p *Prepared) weighAuthors(s *subject, e *evidence) {
	e.byline = compareAuthors(p.authors, s.authors, p.etAl, s.work.AuthorsCut)
	asked := e.byline.outcome.wrong() && !e.byline.othersNamed() || e.byline.outcome == Absent || e.byline.groups
	if p.text == nil || !asked || len(s.authors) == 0 {
		return
	}
	p.locateTitle(s, e)
	before := e.at.from
	if e.at.to == 0 {
		before = p.text.namesEnd(p.journal)
	}
	if ok, all := p.text.names(before, s.authors); ok && (all || e.byline.outcome == Absent) {
		n := len(s.authors)
		e.byline = byline{outcome: Same, cited: n, registered: n, matched: n, first: alike}
	}
}

// weighContainer compares the container with all names of the registered one. Where they differ the
// text is asked: what was split off as the container may be the end of the title, or authors.
func (p *Prepared) weighContainer(s *subject, e *evidence) {
	if len(s.containers) == 0 {
		e.container = Unknown
		return
	}
	e.journal = p.journal
	e.compareContainer(p.container, s)
	if e.container == Different && shareISSN(p.ref.ISSN, s.work.ISSN) {
		e.degree, e.container = fold.Akin, Equivalent
	}
	if p.text == nil || !notSame(e.container) {
		return
	}
	p.locateTitle(s, e)
	if d, at := p.text.container(e.at.to, s.containers); d > fold.Unlike {
		e.degree, e.container, e.place = d, degreeOutcome(d), at
		return
	}
	if at, ok := p.text.where(p.journal); ok && at.from < e.at.to {
		e.journal = p.text.plain(part{e.at.to, max(at.to, e.at.to)})
		e.compareContainer(fold.NewContainer(e.journal), s)
	}
}

// compareContainer compares a cited container with all names of the registered one.
func (e *evidence) compareContainer(cited fold.Container, s *subject) {
	if cited.IsZero() {
		e.degree, e.container = fold.Unlike, Absent
		return
	}
	for _, c := range s.containers {
		if e.degree = max(e.degree, cited.Same(c)); e.degree == fold.Equal {
			break
		}
	}
	e.container = degreeOutcome(e.degree)
}

func degreeOutcome(d fold.Degree) Outcome {
	switch {
	case d == fold.Equal:
		return Same
	case d > fold.Unlike:
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
func compareDOIs(ref *biblio.Reference, w *biblio.Work) Outcome {
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
