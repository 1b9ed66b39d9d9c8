package check

import (
	"slices"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// doiState is what registries say of the cited DOI.
type doiState struct {
	// held: a registry has a record of it. absent: a resolver says that it does not exist.
	held, absent bool
	// agency is who registers it, as a resolver says.
	agency string
}

// judgeDOI corrects what the comparison says of the cited DOI. One that does not exist is wrong even
// where the work has none. The DOI of another version of the work is not wrong; and one that another
// agency registers may name such a version, which no record at hand can tell.
func (d *dossier) judgeDOI() {
	kept := d.mismatches[:0]
	compared := false
	for _, m := range d.mismatches {
		if m.Field == "doi" {
			compared = true
			if d.doi.agency != "" && !d.doi.held || d.isVersion(func(w biblio.Work) bool { return w.DOI == d.ref.DOI }) {
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

// isVersion reports whether a record of another version of the work meant is such.
func (d *dossier) isVersion(such func(biblio.Work) bool) bool {
	return slices.ContainsFunc(d.identity.Versions, such)
}

// judgeArXiv adds the mismatch of an arXiv id that is another work's, or nobody's. A DOI that is cited
// beside it has been judged already.
func (d *dossier) judgeArXiv() {
	id := arXivID(d.ref.Item)
	if id == "" || d.ref.DOI != "" {
		return
	}
	wrong := Mismatch{Field: "doi", Cited: "arXiv:" + id, Severity: Error}
	if d.noSuchArXiv() {
		d.mismatches = append(d.mismatches, wrong)
		return
	}
	for _, w := range d.works() {
		if arXivID(w.Item) == id && !w.Secondary && !describesNothing(w) {
			if !akin(w, d.identity.Work) {
				wrong.Registered = identifierOf(d.identity.Work)
				d.mismatches = append(d.mismatches, wrong)
			}
			return
		}
	}
}

// noSuchArXiv reports whether an arXiv id is cited that arXiv itself does not know.
func (d *dossier) noSuchArXiv() bool {
	id := arXivID(d.ref.Item)
	return id != "" && d.answeredBy(arxivName) && !slices.ContainsFunc(d.works(), func(w biblio.Work) bool { return arXivID(w.Item) == id })
}

// akin reports whether two records may be versions of one work: by what they say of each other, their
// titles, or their first authors. Titles change between versions, and authors do not stay away.
func akin(a, b biblio.Work) bool {
	switch {
	case a.DOI != "" && (a.DOI == b.DOI || a.DOI == b.PreprintOf || a.DOI == b.PublishedAs),
		b.DOI != "" && (b.DOI == a.PreprintOf || b.DOI == a.PublishedAs),
		fold.Key(a.Title) == fold.Key(b.Title):
		return true
	}
	return len(a.Authors) > 0 && len(b.Authors) > 0 && fold.Key(a.Authors[0].Family+a.Authors[0].Literal) == fold.Key(b.Authors[0].Family+b.Authors[0].Literal)
}

// identifierOf returns the identifier by which a reader should cite the work, "" if it has none.
func identifierOf(w biblio.Work) string {
	switch {
	case w.ArXiv != "":
		return "arXiv:" + w.ArXiv
	case w.DOI != "":
		return w.DOI
	case w.PMID != "":
		return "pmid:" + w.PMID
	}
	return ""
}
