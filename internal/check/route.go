package check

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// The registries that the router knows. One that it does not know is asked in the first turn, for
// whatever it takes.
const (
	crossrefName    = "crossref"
	pubmedName      = "pubmed"
	doiName         = "doi"
	dataciteName    = "datacite"
	arxivName       = "arxiv"
	openlibraryName = "openlibrary"
	europepmcName   = "europepmc"
	openalexName    = "openalex"
	pmcidName       = "pmcid"
	retractionsName = "retraction-watch"
	webName         = "web"
)

// A turn is when a registry is asked: in the first, or in a later one about what is still open then.
type turn int

// A realm is what a registry may hold, as far as that decides whether and when to ask it. A nil
// condition is always met.
type realm struct {
	// display is the registry's name as its owner writes it.
	display string
	// byID and bySearch are its turns of being asked by an identifier and by what is described.
	byID, bySearch turn
	// named reports whether it may know an identifier that is cited; described, whether it may hold
	// what is described; second, whether its record of a work that is already identified would help.
	named, described, second func(*dossier) bool
	// holds is what it holds, as the reason for not asking it.
	holds string
	// aside says that no verdict rests on it.
	aside bool
}

// realms is what is known of each registry. What is asked in large batches, and surely, has the first
// turn; what answers once in three seconds, repeats other registries, or counts every search against
// a daily budget has a later one.
var realms = map[string]realm{
	crossrefName: {display: "Crossref", bySearch: 1, named: (*dossier).beyondDataCite, second: (*dossier).foundBeyondDataCite},
	pubmedName:   {display: "PubMed"},
	doiName:      {display: "doi.org"},
	pmcidName: {
		display: "NCBI's id converter", named: (*dossier).citesPMCAlone, described: never, second: never,
		holds: "it turns PMC ids into others, and there is none to turn",
	},
	dataciteName: {
		display: "DataCite", bySearch: 2, named: (*dossier).ofDataCite, described: (*dossier).isDeposit, second: (*dossier).doubtedPreprint,
		holds: "it holds preprints, data, software, theses and reports",
	},
	arxivName: {
		display: "arXiv", byID: 1, described: (*dossier).isPreprint, second: (*dossier).doubtedPreprint,
		holds: "it holds preprints alone",
	},
	openlibraryName: {
		display: "Open Library", named: (*dossier).isBook, described: (*dossier).isBook, second: (*dossier).doubtedBook,
		holds: "it holds whole books alone",
	},
	europepmcName: {
		display: "Europe PMC", byID: 1, bySearch: 2, named: (*dossier).unresolved, described: (*dossier).mayBeOfLife, second: never,
		holds: "it holds articles and preprints of the life sciences",
	},
	webName: {
		display: "the web", named: (*dossier).citesURLAlone, described: never, second: never,
		holds: "it is asked for pages that are cited by their address alone",
	},
	retractionsName: {
		display: "Retraction Watch", aside: true,
		holds: "it lists what has become of works, and none was identified",
	},
	openalexName: {
		display: "OpenAlex", byID: 2, bySearch: 3, named: (*dossier).unresolved, second: never,
		holds: "no identifier is cited that others leave open",
	},
}

// lineup is who takes part in a run.
type lineup struct {
	// names are those of the registries, in the order of the run.
	names []string
	// withheld says what a registry would need to be asked in some way, where it lacks that.
	withheld map[string]string
}

// met reports whether a condition of a realm is met.
func (d *dossier) met(condition func(*dossier) bool) bool { return condition == nil || condition(d) }

func never(*dossier) bool { return false }

// runs reports whether a registry takes part in the run.
func (d *dossier) runs(name string) bool { return slices.Contains(d.lineup.names, name) }

// beyondDataCite reports whether the cited DOI may be Crossref's: arXiv's are known not to be, and are
// asked at DataCite, if that is there to ask.
func (d *dossier) beyondDataCite() bool {
	return biblio.ArXiv(d.ref.DOI) == "" || !d.runs(dataciteName)
}

// foundBeyondDataCite reports whether the DOI of the work found may be Crossref's: no DOI is of both.
func (d *dossier) foundBeyondDataCite() bool {
	w := d.identity.Work
	return !d.runs(dataciteName) || w.Registry != dataciteName && biblio.ArXiv(w.DOI) == ""
}

// ofDataCite reports whether an identifier that is cited is registered with DataCite: an arXiv id, or
// a DOI of which a resolver says so.
func (d *dossier) ofDataCite() bool {
	return arXivID(d.ref.Item) != "" || strings.EqualFold(d.doi.agency, "DataCite")
}

// citesPMCAlone reports whether a PMC id is the only identifier by which an article could be asked for.
func (d *dossier) citesPMCAlone() bool {
	return d.ref.PMCID != "" && d.ref.DOI == "" && d.ref.PMID == ""
}

// citesURLAlone reports whether an address is the only thing to find a work by: no registry's identifier
// is cited, and no place in a journal or book.
func (d *dossier) citesURLAlone() bool {
	i := d.ref.Item
	return i.URL != "" && i.DOI == "" && i.PMID == "" && i.PMCID == "" && arXivID(i) == "" && len(i.ISBN) == 0 && i.Volume == "" && i.Pages == ""
}

// unresolved reports whether an identifier is cited of which no registry has given a record, though
// it may well exist.
func (d *dossier) unresolved() bool {
	if d.identity.Decided {
		return false
	}
	doi := d.ref.DOI != "" && !d.doi.held && !d.doi.absent && biblio.ArXiv(d.ref.DOI) == ""
	pmid := d.ref.PMID != "" && !d.answeredBy(pubmedName)
	pmcid := d.citesPMCAlone() && d.identified().PMID == "" && d.identified().DOI == ""
	return doi || pmid || pmcid
}

// answeredBy reports whether a registry was asked and left nothing unanswered.
func (d *dossier) answeredBy(name string) bool {
	in := d.inquiries[name]
	return in != nil && in.err() == nil
}

// isBook reports whether a whole book is cited. The type of a printed reference is a guess.
func (d *dossier) isBook() bool {
	ref := d.ref
	switch {
	case ref.Type == biblio.Book:
		return true
	case ref.Type == "" || ref.Type == biblio.Other || ref.Printed:
		return len(ref.ISBN) > 0 || ref.Publisher != "" && ref.Container == "" && ref.Volume == ""
	}
	return false
}

// isDeposit reports whether such a work is cited as is deposited in archives.
func (d *dossier) isDeposit() bool {
	return d.isPreprint() || slices.Contains([]biblio.Type{biblio.Dataset, biblio.Software, biblio.Thesis, biblio.Report}, d.ref.Type)
}

// isPreprint reports whether a preprint is cited.
func (d *dossier) isPreprint() bool { return isPreprint(d.ref.Item) }

// doubtedPreprint reports whether the work found is in arXiv and differs from what is cited: DataCite
// knows a preprint's latest title alone, arXiv its own.
func (d *dossier) doubtedPreprint() bool {
	return !d.settled() && arXivID(d.identity.Work.Item) != ""
}

// doubtedBook reports whether the work found is a book and differs from what is cited: it may be
// another edition.
func (d *dossier) doubtedBook() bool {
	return !d.settled() && d.identity.Work.Type == biblio.Book
}

// mayBeOfLife reports whether what is cited may be an article or preprint of the life sciences.
func (d *dossier) mayBeOfLife() bool {
	return slices.Contains([]biblio.Type{biblio.ArticleJournal, biblio.Preprint, biblio.Other, ""}, d.ref.Type) && !beyondLife(d.ref.Item)
}

// whySkipped says why a registry was not asked.
func (d *dossier) whySkipped(name string) string {
	want, holds := d.lineup.withheld[name], realms[name].holds
	switch {
	case d.identity.Decided:
		return "the work was identified without it"
	case want != "":
		return "it is not asked without " + want
	case holds != "":
		return holds
	}
	return "nothing that is cited called for it"
}

// DisplayName writes a registry's name as its owner does.
func DisplayName(name string) string {
	if r, ok := realms[name]; ok {
		return r.display
	}
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
