package match

import (
	"math"
	"sort"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Identity says which of the candidates a reference means.
type Identity struct {
	// Work is the best record of the work that comes first; the zero Work where there is no candidate.
	Work biblio.Work
	// Records are all records of that work.
	Records []biblio.Work
	// Versions are records of other versions of it: the preprint of an article, or the article.
	Versions []biblio.Work
	// Comparison sets the reference beside them: a field agrees if it does with any of the records,
	// since records are themselves faulty.
	Comparison Comparison
	// Confidence is the probability that the reference means this work.
	Confidence float64
	// Candidates are all works, the likeliest first, this one included.
	Candidates []Candidate
	// Decided says that the work is certain enough to be named and to be held against the reference.
	Decided bool
}

// Candidate is a work that may be meant.
type Candidate struct {
	Work       biblio.Work
	Confidence float64
	// Score is the logarithm of the odds that this work is meant, other candidates aside.
	Score float64
}

// threshold is the confidence from which a work is taken as the one meant.
const threshold = 0.5

// Identify weighs all candidates together.
func Identify(ref biblio.Reference, works []biblio.Work) Identity {
	return Prepare(ref).Identify(works)
}

// Identify weighs all candidates together.
func (p *Prepared) Identify(works []biblio.Work) Identity {
	groups := p.groups(works)
	if len(groups) == 0 {
		return Identity{}
	}
	confidences(groups)
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].score > groups[j].score })
	top := groups[0]
	id := Identity{Work: top.best(), Records: top.works(), Comparison: p.compareAll(top)}
	id.Confidence = id.sum(groups)
	id.Decided = id.Confidence >= threshold
	return id
}

// sum lists the candidates and returns the confidence that the first of them, or another version of
// it, is meant: where only the versions of one work compete, the work is not in doubt.
func (id *Identity) sum(groups []*group) float64 {
	total := 0.0
	id.Candidates = make([]Candidate, 0, len(groups))
	for i, g := range groups {
		id.Candidates = append(id.Candidates, Candidate{Work: g.best(), Confidence: g.confidence, Score: g.score})
		if i > 0 && !sameVersion(groups[0].records[0].subject, g.records[0].subject) {
			continue
		}
		total += g.confidence
		if i > 0 {
			id.Versions = append(id.Versions, g.works()...)
		}
	}
	return min(1, total)
}

// record is one registry's record of a work, compared.
type record struct {
	subject  *subject
	evidence evidence
	score    float64
}

// group is all records of one work.
type group struct {
	records    []record // the best first
	score      float64
	confidence float64
}

// best returns the record to show: one with a DOI if there is one, else the one that agrees most.
func (g *group) best() biblio.Work {
	for _, r := range g.records {
		if r.subject.work.DOI != "" && r.score > g.records[0].score-3 {
			return *r.subject.work
		}
	}
	return *g.records[0].subject.work
}

func (g *group) works() []biblio.Work {
	list := make([]biblio.Work, len(g.records))
	for i, r := range g.records {
		list[i] = *r.subject.work
	}
	return list
}

// groups compares the reference with every record, and gathers the records of one work. Records
// that hold nothing but a DOI say that it exists, not what it names: they are no candidates.
func (p *Prepared) groups(works []biblio.Work) []*group {
	var groups []*group
	for i := range works {
		w := &works[i]
		if w.Title == "" && len(w.Authors) == 0 && w.Container == "" {
			continue
		}
		s := newSubject(w)
		r := record{subject: s, evidence: p.weigh(s)}
		r.score = r.evidence.vector().score()
		home := (*group)(nil)
		for _, g := range groups {
			if g.holds(s) {
				home = g
				break
			}
		}
		if home == nil {
			home = &group{}
			groups = append(groups, home)
		}
		home.records = append(home.records, r)
	}
	for _, g := range groups {
		sort.SliceStable(g.records, func(i, j int) bool { return g.records[i].score > g.records[j].score })
		g.score = g.merged().vector().score()
	}
	return groups
}

// holds reports whether a record is one of the group's work.
func (g *group) holds(s *subject) bool {
	for _, r := range g.records {
		if sameWork(r.subject, s) {
			return true
		}
	}
	return false
}

// merged returns what the records of a group say together: of each field the best.
func (g *group) merged() evidence {
	e := g.records[0].evidence
	for _, r := range g.records[1:] {
		o := r.evidence
		if better(o.title, e.title) {
			e.title, e.cited, e.registered = o.title, o.cited, o.registered
		}
		if kinder(o.byline.outcome, e.byline.outcome) {
			e.byline = o.byline
		}
		if kinder(o.container, e.container) {
			e.container, e.degree, e.journal = o.container, o.degree, o.journal
		}
		e.telling = e.telling || o.telling
		for _, f := range []struct {
			to   *Outcome
			from Outcome
		}{{&e.year, o.year}, {&e.volume, o.volume}, {&e.issue, o.issue}, {&e.page, o.page}, {&e.doi, o.doi}, {&e.pmid, o.pmid}, {&e.isbn, o.isbn}, {&e.kind, o.kind}} {
			if kinder(f.from, *f.to) {
				*f.to = f.from
			}
		}
	}
	return e
}

// kinder reports whether outcome a speaks more for the reference than b. What one registry does not
// say is no contradiction of what another says.
func kinder(a, b Outcome) bool {
	rank := func(o Outcome) int {
		if o <= Absent {
			return int(Different) + 2 - int(o)
		}
		return int(o)
	}
	return rank(a) < rank(b)
}

// compareAll sets the reference beside all records of a work: of each field what agrees best.
func (p *Prepared) compareAll(g *group) Comparison {
	var all Comparison
	for _, r := range g.records {
		c := p.describe(r.subject, r.evidence)
		if all == nil {
			all = c
			continue
		}
		for i, f := range c {
			if kinder(f.Outcome, all[i].Outcome) {
				all[i] = f
			}
		}
	}
	return all
}

// confidences turns scores into probabilities: each work against all others and against none.
func confidences(groups []*group) {
	highest := 0.0
	for _, g := range groups {
		highest = math.Max(highest, g.score)
	}
	sum := math.Exp(-highest)
	for _, g := range groups {
		sum += math.Exp(g.score - highest)
	}
	for _, g := range groups {
		g.confidence = math.Exp(g.score-highest) / sum
	}
}
