package check

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// step is one round of questions: every registry that can be asked in this way is asked what ask
// returns for each open dossier. ask looks at nothing but the dossier and the registry's name, so
// that whether a later step will want a dossier can be told beforehand.
type step struct {
	kind registry.Kind
	ask  func(d *dossier, name string) []registry.Query
}

// way is one way of asking one registry.
type way struct {
	registry Registry
	registry.Ability
}

// key names a question that is put in this way.
func (w way) key(q registry.Query) askedKey { return askedKey{w.registry.Name(), w.Kind, q} }

// unasked lists what the step would ask about d in this way and was not asked before.
func (s *step) unasked(d *dossier, w way) []registry.Query {
	if w.Kind != s.kind {
		return nil
	}
	return slices.DeleteFunc(s.ask(d, w.registry.Name()), func(q registry.Query) bool {
		return !w.Takes(q) || slices.Contains(d.asked, w.key(q))
	})
}

// plan is the order of the questions. What a request can settle for many references at once comes
// first; what looks absent is searched last, one request each, and there in the order of the turns in
// which registries are likely to hold it. After every way of finding a work, the registries that did
// not find it are asked for their record of it by its identifier: a second witness for what differs,
// and the place where retractions stand.
func plan() []*step {
	var (
		cited    = &step{registry.ByID, askCited(0)}
		citation = &step{registry.ByCitation, askCitation}
		witness  = &step{registry.ByID, askWitness}
		standing = &step{registry.Standing, askStanding}
	)
	return []*step{
		cited,
		{registry.Resolve, askUnheld},
		cited, // at the agency that the resolver named, and by the ids of a converter
		{registry.ByID, askCited(1)},
		standing,
		citation,
		witness,
		standing,
		{registry.ByTitle, askTitle},
		witness,
		standing,
		{registry.ByID, askCited(2)},
		{registry.BySearch, askSearch(0)},
		{registry.BySearch, askSearch(1)},
		citation,
		witness,
		standing,
		{registry.BySearch, askSearch(2)},
		{registry.BySearch, askSearch(3)},
		witness,
		standing,
	}
}

// askCited asks the registries of a turn for the identifiers that the reference cites; later turns, as
// long as nothing is settled.
func askCited(now turn) func(*dossier, string) []registry.Query {
	return func(d *dossier, name string) []registry.Query {
		r := realms[name]
		if r.byID != now || now > 0 && d.settled() || !d.met(r.named) {
			return nil
		}
		return byID(d.identified())
	}
}

// askUnheld asks a resolver about a cited DOI of which no registry has a record.
func askUnheld(d *dossier, _ string) []registry.Query {
	if d.doi.held {
		return nil
	}
	return []registry.Query{{DOI: d.ref.DOI}}
}

// askWitness asks the registries that have not given a record of the work meant for theirs.
func askWitness(d *dossier, name string) []registry.Query {
	if !d.identity.Decided && d.rumour == nil || d.holds(name) || !d.met(realms[name].second) {
		return nil
	}
	if d.rumour != nil {
		return byID(d.rumour.Item)
	}
	return byID(d.identity.Work.Item)
}

// askStanding asks a list of what has become of works about the work meant.
func askStanding(d *dossier, _ string) []registry.Query {
	if !d.identity.Decided {
		return nil
	}
	return []registry.Query{d.standing()}
}

// byID returns one query for each identifier; a registry takes those that it knows.
func byID(i biblio.Item) []registry.Query {
	var queries []registry.Query
	add := func(id string, q registry.Query) {
		if id != "" {
			queries = append(queries, q)
		}
	}
	add(i.DOI, registry.Query{DOI: i.DOI})
	add(i.PMID, registry.Query{PMID: i.PMID})
	add(i.PMCID, registry.Query{PMCID: i.PMCID})
	add(arXivID(i), registry.Query{ArXiv: arXivID(i)})
	for _, isbn := range i.ISBN {
		add(isbn, registry.Query{ISBN: isbn})
	}
	add(i.URL, registry.Query{URL: i.URL, Title: i.Title})
	return queries
}

// askCitation asks by container, volume and page: as cited while the work is unknown, and as
// registered for a second opinion where the reference differs from the record.
func askCitation(d *dossier, name string) []registry.Query {
	item := d.ref.Item
	switch {
	case d.settled() || !inJournals(item.Type):
		return nil
	case d.identity.Decided && d.holds(name):
		return nil
	case d.identity.Decided:
		item = d.identity.Work.Item
	}
	return []registry.Query{citationOf(item)}
}

// citationOf returns the query for what stands at a place.
func citationOf(item biblio.Item) registry.Query {
	return registry.Query{
		Container: item.Container, Volume: item.Volume, Page: biblio.ParsePages(item.Pages).First,
		Year: item.Issued.Year, Author: firstAuthor(item),
	}
}

// askTitle asks by title for what is still unknown: the registries of journals for what may stand in
// one, others for what they hold.
func askTitle(d *dossier, name string) []registry.Query {
	item, described := d.ref.Item, realms[name].described
	if d.identity.Decided || item.Title == "" || described == nil && !inJournals(item.Type) || !d.met(described) {
		return nil
	}
	return []registry.Query{{Title: item.Title, Author: firstAuthor(item), Year: item.Issued.Year}}
}

// askSearch asks the registries of a turn with all that is cited: for what is unknown and, in the turn
// of Crossref, where the record found so far has another title or other authors, so that a better one
// may be held.
func askSearch(now turn) func(*dossier, string) []registry.Query {
	return func(d *dossier, name string) []registry.Query {
		r := realms[name]
		doubt := !d.identity.Decided || d.doubted() && now <= realms[crossrefName].bySearch
		if r.bySearch != now || !d.met(r.described) || !doubt {
			return nil
		}
		q := citationOf(d.ref.Item)
		q.Title, q.Text = d.ref.Title, searchText(d.ref)
		return []registry.Query{q}
	}
}

// inJournals reports whether a work of the type may be a journal article: the type of printed
// references is a guess, so only a clear other one counts.
func inJournals(t biblio.Type) bool {
	return !slices.Contains([]biblio.Type{
		biblio.Book, biblio.Chapter, biblio.Thesis, biblio.Report, biblio.Webpage, biblio.Software, biblio.Standard,
		biblio.Patent, biblio.Dataset, biblio.ReferenceEntry, biblio.ArticleNewspaper,
	}, t)
}

// firstAuthor returns the first author as PubMed writes it, "Halpern JM", or "".
func firstAuthor(i biblio.Item) string {
	if len(i.Authors) == 0 || i.Authors[0].Family == "" {
		return ""
	}
	n := i.Authors[0]
	return strings.TrimSpace(strings.TrimSpace(n.Particle+" "+n.Family) + " " + n.Initials())
}

// searchText is the reference as one line for a free-text search: the printed text without its
// identifiers, which a search engine takes for words, or title, authors, container and year.
func searchText(ref biblio.Reference) string {
	if ref.Printed {
		return withoutLinks(ref.Raw)
	}
	parts := []string{ref.Title}
	for _, a := range ref.Authors[:min(3, len(ref.Authors))] {
		parts = append(parts, a.Family, a.Literal)
	}
	parts = append(parts, ref.Container, ref.Volume, biblio.ParsePages(ref.Pages).First)
	if ref.Issued.Year != 0 {
		parts = append(parts, ref.Issued.String()[:4])
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// withoutLinks drops the words of a text that are addresses or DOIs.
func withoutLinks(text string) string {
	words := strings.Fields(text)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool {
		return strings.Contains(w, "://") || biblio.DOI(w) != ""
	}), " ")
}
