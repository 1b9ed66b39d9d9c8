package check

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/match"
	"github.com/refcheck/refcheck/internal/registry"
)

// dossier is all that a run knows of one reference. Answers of several registries may be filed at
// once; everything else about it happens while none is pending.
type dossier struct {
	filing sync.Mutex
	ref    biblio.Reference
	// prepared is ref as it is compared, once anything was.
	prepared *match.Prepared
	lineup   *lineup
	repeat   Repeat
	// asked holds the questions that were put; inquiries how they ended, by registry.
	asked     []askedKey
	inquiries map[string]*inquiry
	// identity is what the candidates say so far; mismatches and notes are how the work meant, once
	// decided, differs from what is cited.
	identity          match.Identity
	mismatches, notes []Mismatch
	doi               doiState
	// rumour is a work that only registries of secondary records have told of, as long as no other
	// bears it out; nil if there is none.
	rumour *biblio.Work
	// pending counts questions under way; done says that the result was given.
	pending int
	done    bool
}

// inquiry is what one registry has said about a reference so far.
type inquiry struct {
	works []biblio.Work
	// searched says that it answered a question for a work; resolved, that it knows the cited
	// identifier, whatever that names.
	searched, resolved bool
	// standings are the statuses that a list has given of a work, by the question for it.
	standings map[registry.Query][]biblio.Status
	// failed holds the questions that it did not answer, last the error of the last of them; vague is
	// the error of a question that had too many answers.
	failed      map[askedKey]bool
	last, vague error
}

// err returns why a question is not answered, nil if all are. The answer to a sharper question makes
// up for one that was too vague.
func (in *inquiry) err() error {
	switch {
	case len(in.failed) > 0:
		return in.last
	case !in.searched:
		return in.vague
	}
	return nil
}

func newDossier(ref biblio.Reference, l *lineup, r Repeat) *dossier {
	return &dossier{ref: ref, lineup: l, repeat: r, inquiries: map[string]*inquiry{}}
}

// askedKey is a question put to a registry.
type askedKey struct {
	registry string
	kind     registry.Kind
	query    registry.Query
}

// file takes in an answer. A question that is to be asked again counts
// as not yet put.
func (d *dossier) file(asked askedKey, a registry.Answer, again bool) {
	d.filing.Lock()
	defer d.filing.Unlock()
	if again {
		d.asked = slices.DeleteFunc(d.asked, func(k askedKey) bool { return k == asked })
	}
	in := d.inquiries[asked.registry]
	if in == nil {
		in = &inquiry{failed: map[askedKey]bool{}, standings: map[registry.Query][]biblio.Status{}}
		d.inquiries[asked.registry] = in
	}
	delete(in.failed, asked)
	switch {
	case failure(a.Err) == registry.TooMany:
		in.vague = a.Err
	case a.Err != nil:
		in.failed[asked], in.last = true, a.Err
	case asked.kind == registry.Standing:
		for _, w := range a.Works {
			in.resolved, in.standings[asked.query] = true, w.Statuses
		}
	case asked.kind == registry.Resolve:
		d.doi.absent = len(a.Works) == 0
		for _, w := range a.Works {
			in.resolved, d.doi.agency = true, w.Agency
		}
	default:
		in.searched = true
		for _, w := range a.Works {
			in.resolved = in.resolved || describesNothing(w)
			d.doi.held = d.doi.held || w.DOI != "" && w.DOI == d.ref.DOI && !w.Secondary && !describesNothing(w)
		}
		in.works = append(in.works, a.Works...)
	}
}

// failure returns how a registry failed, "" if err is none of a registry's.
func failure(err error) registry.Failure {
	if failed, ok := errors.AsType[*registry.Error](err); ok {
		return failed.Failure
	}
	return ""
}

// describesNothing reports whether a record holds nothing but identifiers.
func describesNothing(w biblio.Work) bool {
	return w.Title == "" && len(w.Authors) == 0 && w.Container == ""
}

// identified returns the reference's item with the identifiers that a converter has added to it.
func (d *dossier) identified() biblio.Item {
	item := d.ref.Item
	if item.PMCID == "" {
		return item
	}
	for _, w := range d.works() {
		if describesNothing(w) && w.PMCID != "" && w.PMCID == item.PMCID {
			item.DOI, item.PMID = cmp.Or(item.DOI, w.DOI), cmp.Or(item.PMID, w.PMID)
		}
	}
	return item
}

// works lists what the registries gave, in the order of the run, so that a run says the same whichever
// of them answers first.
func (d *dossier) works() []biblio.Work {
	lists := make([][]biblio.Work, 0, len(d.lineup.names))
	for _, name := range d.lineup.names {
		if in := d.inquiries[name]; in != nil {
			lists = append(lists, in.works)
		}
	}
	return slices.Concat(lists...)
}

// forget drops what is only needed until there is a result: a long list has many dossiers.
func (d *dossier) forget() {
	d.prepared, d.identity, d.inquiries, d.asked = nil, match.Identity{}, nil, nil
	d.mismatches, d.notes, d.rumour = nil, nil, nil
}

// weigh identifies the work meant among all candidates. Secondary records are heard only where the
// others do not settle which it is, and never believed alone.
func (d *dossier) weigh() {
	var secondary []biblio.Work
	primary := slices.DeleteFunc(d.works(), func(w biblio.Work) bool {
		if d.atAnotherArchive(w) || w.Registry == webName {
			return true
		}
		if w.Secondary {
			secondary = append(secondary, w)
		}
		return w.Secondary
	})
	if d.prepared == nil {
		d.prepared = match.Prepare(d.ref)
	}
	d.identity, d.rumour = d.prepared.Identify(primary), nil
	if !d.identity.Decided && len(secondary) > 0 {
		d.identity = d.prepared.Identify(append(primary, secondary...))
		if d.identity.Decided && !d.borneOut() {
			d.identity.Decided, d.rumour = false, &d.identity.Work
		}
	}
	if page, ok := d.page(); ok && !d.identity.Decided && d.carries(page) {
		d.identity = match.Identity{Work: page, Records: []biblio.Work{page}, Comparison: match.Compare(d.ref, page), Confidence: 1, Decided: true}
	}
	d.mismatches, d.notes = nil, nil
	if !d.identity.Decided {
		return
	}
	mismatches, notes := match.Differences(d.identity.Comparison)
	for _, m := range mismatches {
		d.mismatches = append(d.mismatches, Mismatch{Field: m.Name, Cited: m.Cited, Registered: m.Registered, Severity: Severity(m.Severity)})
	}
	for _, m := range notes {
		d.notes = append(d.notes, Mismatch{Field: m.Name, Cited: m.Cited, Registered: m.Registered, Severity: Note})
	}
	d.judgeDOI()
	d.judgeArXiv()
}

// borneOut reports whether a second witness stands by what a secondary record says: a record of
// another registry, or a resolver that knows the cited DOI to exist.
func (d *dossier) borneOut() bool {
	if slices.ContainsFunc(d.identity.Records, func(w biblio.Work) bool { return !w.Secondary }) {
		return true
	}
	return d.doi.agency != "" && d.identity.Work.DOI == d.ref.DOI
}

// atAnotherArchive reports whether a work is a preprint at another archive than arXiv, where arXiv's is
// cited: whoever copies a preprint there deposits its title and its authors too.
func (d *dossier) atAnotherArchive(w biblio.Work) bool {
	return w.Type == biblio.Preprint && arXivID(d.ref.Item) != "" && arXivID(w.Item) == "" && w.DOI != "" && w.DOI != d.ref.DOI
}

// holds reports whether a registry gave a record of the work that is meant.
func (d *dossier) holds(name string) bool {
	if !d.identity.Decided {
		return false
	}
	for _, w := range d.identity.Records {
		if w.Registry == name {
			return true
		}
	}
	return false
}
