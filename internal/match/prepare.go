package match

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// Prepared is a reference with its fields folded once, to be compared with many works, one after the
// other: what is folded of its text on the way is kept.
type Prepared struct {
	ref       biblio.Reference
	title     title
	authors   []person
	etAl      bool
	container fold.Container
	journal   string
	volume    locator
	issue     locator
	pages     span
	text      *text // what is printed, nil for formats with fields of their own
}

// Prepare folds a reference.
func Prepare(ref biblio.Reference) *Prepared {
	p := &Prepared{
		ref:     ref,
		title:   newTitle(fold.Markup(ref.Title)),
		authors: newPeople(ref.Authors),
		etAl:    ref.EtAl,
		volume:  newLocator(ref.Volume),
		issue:   newLocator(ref.Issue),
		pages:   newSpan(ref.Pages),
	}
	p.journal = fold.Markup(citedContainer(ref.Item))
	p.container = fold.NewContainer(p.journal)
	if ref.Printed && ref.Raw != "" {
		p.text = newText(ref.Raw)
		p.etAl = p.etAl || p.text.etAl
	}
	return p
}

// citedContainer is what a reference names as the container: an event or a series stands in where
// nothing else does, and a preprint's archive is its container.
func citedContainer(i biblio.Item) string {
	for _, s := range []string{i.Container, i.ContainerShort, i.Event, i.Collection} {
		if s != "" {
			return s
		}
	}
	return ""
}

// subject is a work with its fields folded.
type subject struct {
	work       *biblio.Work
	titles     []title
	authors    []person
	names      []string // of containers
	containers []fold.Container
	years      []int
	volume     locator
	issue      locator
	pages      []span
}

// newSubject folds a work.
func newSubject(w *biblio.Work) *subject {
	s := &subject{work: w, authors: newPeople(w.Authors), volume: newLocator(w.Volume), issue: newLocator(w.Issue)}
	for _, t := range w.AllTitles() {
		s.titles = append(s.titles, newTitle(fold.Markup(t)))
	}
	for _, name := range containerNames(w) {
		s.names = append(s.names, fold.Markup(name))
		s.containers = append(s.containers, fold.NewContainer(s.names[len(s.names)-1]))
	}
	s.years = w.Years
	if len(s.years) == 0 && w.Issued.Year != 0 {
		s.years = []int{w.Issued.Year}
	}
	for _, pages := range []string{w.Pages, w.ArticleNumber} {
		if p := newSpan(pages); p.first != "" {
			s.pages = append(s.pages, p)
		}
	}
	return s
}

// containerNames lists the names under which a work's container is known, each once.
func containerNames(w *biblio.Work) []string {
	var names []string
	add := func(s string) {
		for _, known := range names {
			if known == s {
				return
			}
		}
		if strings.TrimSpace(s) != "" {
			names = append(names, s)
		}
	}
	add(w.Container)
	add(w.ContainerShort)
	for _, s := range w.Containers {
		add(s)
	}
	add(w.Event)
	add(w.Collection)
	return names
}
