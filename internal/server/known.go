package server

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/server/page"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// lot is how many references are in memory at once for the sake of a page.
const lot = 500

// known returns what is known of references of a check, at most a lot of them.
func (s *Server) known(ctx context.Context, c checks.Check, indexes []int) ([]page.Reference, error) {
	kept, err := s.Checks.At(ctx, c.ID, indexes)
	if err != nil {
		return nil, err
	}
	all := make([]page.Reference, len(kept))
	for i, k := range kept {
		if all[i], err = reference(c, k); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// reference returns a reference of a check with what is known of it.
func reference(c checks.Check, k checks.Reference) (page.Reference, error) {
	r, err := jobs.Result(k, undecided(c))
	return page.Reference{Result: r, Waiting: k.Seq == 0 && c.State != checks.Cancelled}, err
}

// found returns the indexes of the references of a check that a question asks for, whatever its page.
func (s *Server) found(ctx context.Context, c checks.Check, q page.Question) ([]int, error) {
	indexes := make([]int, c.Total)
	for i := range indexes {
		indexes[i] = i + 1
	}
	if !q.All() {
		err := s.survey(ctx, c, func(of *page.Survey) { indexes = of.Of(q.Show) })
		if err != nil {
			return nil, err
		}
	}
	if q.Search == "" {
		return indexes, nil
	}
	var found []int
	holds := q.Holds()
	for part := range slices.Chunk(indexes, lot) {
		refs, err := s.known(ctx, c, part)
		if err != nil {
			return nil, err
		}
		for _, r := range refs {
			if holds(r) {
				found = append(found, r.Reference.Index)
			}
		}
	}
	return found, nil
}

// surveys keeps the surveys of the checks that were looked at last.
type surveys struct {
	mu   sync.Mutex
	kept map[string]*survey
}

// surveysKept is of how many checks the surveys are kept.
const surveysKept = 200

func (s *surveys) of(id string) *survey {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.kept[id]
	if k == nil {
		if s.kept == nil || len(s.kept) >= surveysKept {
			s.kept = map[string]*survey{}
		}
		k = &survey{}
		s.kept[id] = k
	}
	return k
}

// survey is that of one check, as far as it was made: it is taken up where it was left, so that each reference
// is read once, and once more when it is decided. Its lock is held meanwhile, so that those who look at a check
// together have that done once.
type survey struct {
	mu sync.Mutex
	generation
	*page.Survey
	// read is the index up to which it knows the references, seq the Seq up to which it knows what was decided
	// of them.
	read, seq int
}

// generation is what a survey has to be made anew after: references were put back to work, or they are no longer
// waited for.
type generation struct {
	putBack   int
	cancelled time.Time
}

func generationOf(c checks.Check) generation {
	g := generation{putBack: c.Last - c.Decided}
	if c.State == checks.Cancelled {
		g.cancelled = c.FinishedAt
	}
	return g
}

// survey looks at a check as a whole, as far as it has come.
func (s *Server) survey(ctx context.Context, c checks.Check, look func(*page.Survey)) error {
	k := s.surveys.of(c.ID)
	k.mu.Lock()
	defer k.mu.Unlock()
	if g := generationOf(c); k.Survey == nil || k.generation != g {
		k.generation, k.Survey, k.read, k.seq = g, page.NewSurvey(c.Total), 0, c.Last
	}
	if err := k.readAll(ctx, s.Checks, c); err != nil {
		return err
	}
	if err := k.catchUp(ctx, s.Checks, c); err != nil {
		return err
	}
	look(k.Survey)
	return nil
}

// readAll reads the references that it does not know, as they were at its Seq.
func (k *survey) readAll(ctx context.Context, store *checks.Store, c checks.Check) error {
	for k.read < c.Total {
		kept, err := store.Page(ctx, c.ID, k.read, lot)
		if err == nil && len(kept) == 0 {
			err = checks.ErrNone // deleted meanwhile
		}
		if err != nil {
			return err
		}
		for _, ref := range kept {
			if ref.Seq > k.seq { // catchUp will come to it
				ref.Seq = 0
			}
			r, err := reference(c, ref)
			if err != nil {
				return err
			}
			k.Add(r)
			k.read = ref.Index
		}
	}
	return nil
}

// catchUp reads what was decided since.
func (k *survey) catchUp(ctx context.Context, store *checks.Store, c checks.Check) error {
	for k.seq < c.Last {
		kept, err := store.Decided(ctx, c.ID, k.seq, lot)
		if err != nil || len(kept) == 0 { // or they were put back meanwhile
			return err
		}
		for _, ref := range kept {
			r, err := reference(c, ref)
			if err != nil {
				return err
			}
			k.Decide(r)
			k.seq = ref.Seq
		}
	}
	return nil
}
