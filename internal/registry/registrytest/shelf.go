package registrytest

import (
	"context"
	"maps"
	"sync"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// Shelf is a registry in memory that holds the work of Reference behind every DOI. It counts who asked for
// what, and is safe for concurrent use.
type Shelf struct {
	// Fails, if not nil, says why a question is not answered, nil if it is.
	Fails func() error
	// Holds, if not nil, says which DOIs are never answered: the question waits until its context ends.
	Holds func(doi string) bool

	mu    sync.Mutex
	asked map[string]int
}

// NewShelf returns a shelf that answers at once.
func NewShelf() *Shelf { return &Shelf{asked: map[string]int{}} }

// Name returns the registry's name.
func (s *Shelf) Name() string { return "shelf" }

// Abilities says that it can be asked by DOI, ten at a time.
func (s *Shelf) Abilities() []registry.Ability {
	return []registry.Ability{{Kind: registry.ByID, Batch: 10, Takes: func(q registry.Query) bool { return q.DOI != "" }}}
}

// Lookup answers each query with the work behind its DOI.
func (s *Shelf) Lookup(ctx context.Context, _ registry.Kind, queries []registry.Query) []registry.Answer {
	answers := make([]registry.Answer, len(queries))
	for i, q := range queries {
		if s.Holds != nil && s.Holds(q.DOI) {
			<-ctx.Done()
			answers[i].Err = ctx.Err()
			continue
		}
		if s.Fails != nil {
			if answers[i].Err = s.Fails(); answers[i].Err != nil {
				continue
			}
		}
		s.mu.Lock()
		s.asked[q.DOI]++
		s.mu.Unlock()
		answers[i].Works = []biblio.Work{{Item: Reference(q.DOI).Item, Registry: s.Name()}}
	}
	return answers
}

// Asked returns how often each DOI was asked for.
func (s *Shelf) Asked() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.asked)
}

// Reference returns a reference to the work that a Shelf holds behind a DOI.
func Reference(doi string) biblio.Reference {
	return biblio.Reference{Item: biblio.Item{
		Type: biblio.ArticleJournal, Title: "On the counting of sheep in mountains of the north", DOI: doi,
		Authors: []biblio.Name{{Family: "Doe", Given: "Jane"}}, Container: "Journal of Sheep", Volume: "4", Pages: "1-9", Issued: biblio.Date{Year: 2001},
	}}
}
