package check

import (
	"cmp"
	"slices"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// standing is the question what has become of the work meant.
func (d *dossier) standing() registry.Query {
	w := d.identity.Work
	q := registry.Query{Title: w.Title, Author: firstAuthor(w.Item), Year: w.Issued.Year}
	if w.Subtitle != "" {
		q.Title += ": " + w.Subtitle
	}
	for _, r := range d.identity.Records {
		q.DOI, q.PMID = cmp.Or(q.DOI, r.DOI), cmp.Or(q.PMID, r.PMID)
	}
	return q
}

// statuses gathers what has become of the work: from all records of it, each event once, and from the
// lists that were asked.
func (d *dossier) statuses() []biblio.Status {
	var all []biblio.Status
	add := func(list ...biblio.Status) {
		for _, s := range list {
			if !slices.ContainsFunc(all, func(t biblio.Status) bool { return t.Kind == s.Kind && (t.Notice == s.Notice || s.Notice == "") }) {
				all = append(all, s)
			}
		}
	}
	for _, w := range d.identity.Records {
		add(w.Statuses...)
	}
	for _, name := range d.lineup.names {
		if in := d.inquiries[name]; in != nil {
			add(in.standings[d.standing()]...)
		}
	}
	if published := d.published(); published.Notice != "" {
		add(published)
	}
	return undone(all)
}

// undone leaves out what a later reinstatement has undone.
func undone(list []biblio.Status) []biblio.Status {
	last := ""
	for _, s := range list {
		if s.Kind == biblio.Reinstated {
			last = max(last, s.Date)
		}
	}
	if last == "" {
		return list
	}
	return slices.DeleteFunc(list, func(s biblio.Status) bool {
		return (s.Kind == biblio.Retracted || s.Kind == biblio.Withdrawn || s.Kind == biblio.ExpressionOfConcern) && s.Date <= last
	})
}

// published says that the preprint meant has been published: its notice is the DOI to cite. A reference
// that cites the article already has no need of it.
func (d *dossier) published() biblio.Status {
	for _, w := range d.identity.Records {
		if w.Type == biblio.Preprint && w.PublishedAs != "" && w.PublishedAs != d.ref.DOI && w.PublishedAs != w.DOI {
			return biblio.Status{Kind: biblio.Superseded, Notice: w.PublishedAs, Source: w.Registry}
		}
	}
	return biblio.Status{}
}
