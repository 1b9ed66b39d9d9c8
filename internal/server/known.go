package server

import (
	"context"
	"sync"
	"time"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/server/page"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// known returns what is known of references of a check: at most limit, those behind an index.
func (s *Server) known(ctx context.Context, c checks.Check, after, limit int) ([]page.Reference, error) {
	return s.knownOf(ctx, c, "", after, limit)
}

// knownOf is known for what may be of a kind (page.Question): what by its verdict is not is left out unread.
func (s *Server) knownOf(ctx context.Context, c checks.Check, kind string, after, limit int) ([]page.Reference, error) {
	const lot = 500
	var all []page.Reference
	for limit > 0 {
		kept, err := s.Checks.Page(ctx, c.ID, after, min(lot, limit))
		if err != nil || len(kept) == 0 {
			return all, err
		}
		for _, k := range kept {
			if !mayBe(k, c.State.Over(), kind) {
				continue
			}
			r, err := jobs.Result(k, undecided(c))
			if err != nil {
				return nil, err
			}
			all = append(all, page.Reference{Result: r, Waiting: k.Seq == 0 && !c.State.Over()})
		}
		after, limit = kept[len(kept)-1].Index, limit-len(kept)
	}
	return all, nil
}

// mayBe reports whether the verdict of a reference lets it be of a kind; over says that its check is.
func mayBe(k checks.Reference, over bool, kind string) bool {
	switch check.Verdict(kind) {
	case check.Verified, check.Mismatched, check.NotFound:
		return k.Verdict == kind
	case check.Unchecked:
		return k.Verdict == kind || k.Seq == 0 && over
	}
	return true
}

// healths keeps the charts of checks that were looked at last: all references have to be read for them.
type healths struct {
	mu   sync.Mutex
	kept map[string]*keptHealth
}

// keptHealth are the charts of one check as it was once. Its lock is held while they are made, so that
// those who watch a check together have them made once.
type keptHealth struct {
	mu       sync.Mutex
	progress checks.Progress
	at       time.Time
	health   page.Health
}

// healthsKept is of how many checks the charts are kept.
const healthsKept = 200

// of returns the charts of a check, which are made anew if it has come further.
func (h *healths) of(c checks.Check, now time.Time, look func() (page.Health, error)) (page.Health, error) {
	k := h.keptOf(c.ID)
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh := k.progress == c.Progress || k.progress.State == c.State && !c.State.Over() && now.Sub(k.at) < pageAge
	if fresh {
		return k.health, nil
	}
	health, err := look()
	if err == nil {
		k.progress, k.at, k.health = c.Progress, now, health
	}
	return health, err
}

func (h *healths) keptOf(id string) *keptHealth {
	h.mu.Lock()
	defer h.mu.Unlock()
	k := h.kept[id]
	if k == nil {
		if h.kept == nil || len(h.kept) >= healthsKept {
			h.kept = map[string]*keptHealth{}
		}
		k = &keptHealth{}
		h.kept[id] = k
	}
	return k
}
