package check

import (
	"errors"
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
	// order names the registries of the run.
	order []string
	// duplicateOf is the index of an earlier reference that cites the same; 0 if there is none.
	duplicateOf int
	// asked holds the questions that were put; inquiries how they ended, by registry.
	asked     map[askedKey]bool
	inquiries map[string]*inquiry
	// identity is what the candidates say so far; mismatches and notes are how the work meant, once
	// decided, differs from what is cited.
	identity          match.Identity
	mismatches, notes []Mismatch
	doi               doiState
	// pending counts questions under way; done says that the result was given.
	pending int
	done    bool
}

// inquiry is what one registry has said about a reference so far.
type inquiry struct {
	works []biblio.Work
	// searched says that it answered a question for a work; resolved, that it knows the cited DOI.
	searched, resolved bool
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

// doiState is what registries say of the cited DOI.
type doiState struct {
	// held: a registry has a record of it. absent: a resolver says that it does not exist.
	held, absent bool
	// agency is who registers it, as a resolver says.
	agency string
}

func newDossier(ref biblio.Reference, order []string, duplicateOf int) *dossier {
	return &dossier{ref: ref, order: order, duplicateOf: duplicateOf, asked: map[askedKey]bool{}, inquiries: map[string]*inquiry{}}
}

// askedKey is a question put to a registry.
type askedKey struct {
	registry string
	kind     registry.Kind
	query    registry.Query
}

// file takes in an answer and weighs the candidates anew. A question that is to be asked again counts
// as not yet put.
func (d *dossier) file(asked askedKey, a registry.Answer, again bool) {
	d.filing.Lock()
	defer d.filing.Unlock()
	if again {
		delete(d.asked, asked)
	}
	in := d.inquiries[asked.registry]
	if in == nil {
		in = &inquiry{failed: map[askedKey]bool{}}
		d.inquiries[asked.registry] = in
	}
	delete(in.failed, asked)
	switch {
	case failure(a.Err) == registry.TooMany:
		in.vague = a.Err
	case a.Err != nil:
		in.failed[asked], in.last = true, a.Err
	case asked.kind == registry.Resolve:
		d.doi.absent = len(a.Works) == 0
		for _, w := range a.Works {
			in.resolved, d.doi.agency = true, w.Agency
		}
	default:
		in.searched = true
		for _, w := range a.Works {
			d.doi.held = d.doi.held || w.DOI != "" && w.DOI == d.ref.DOI
			in.works = append(in.works, w)
		}
	}
	d.weigh()
}

// failure returns how a registry failed, "" if err is none of a registry's.
func failure(err error) registry.Failure {
	if failed, ok := errors.AsType[*registry.Error](err); ok {
		return failed.Failure
	}
	return ""
}

// weigh identifies the work meant among all candidates, in the order of the run, so that a run says
// the same whichever registry answers first.
func (d *dossier) weigh() {
	var works []biblio.Work
	for _, name := range d.order {
		if in := d.inquiries[name]; in != nil {
			works = append(works, in.works...)
		}
	}
	d.identity = match.Identify(d.ref, works)
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
}

// judgeDOI corrects what the comparison says of the cited DOI by what a resolver says of it. One
// that does not exist is wrong even where the work has none; one that another agency registers may
// name another version of the same work, which no record at hand can tell.
func (d *dossier) judgeDOI() {
	kept := d.mismatches[:0]
	compared := false
	for _, m := range d.mismatches {
		if m.Field == "doi" {
			compared = true
			if d.doi.agency != "" && !d.doi.held {
				m.Severity = Note
				d.notes = append(d.notes, m)
				continue
			}
		}
		kept = append(kept, m)
	}
	d.mismatches = kept
	if d.doi.absent && !compared {
		d.mismatches = append(d.mismatches, Mismatch{Field: "doi", Cited: d.ref.DOI, Severity: Error})
	}
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
