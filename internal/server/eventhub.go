package server

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
)

const (
	// lookEvery is how often the database is asked how far the checks have come that somebody follows.
	lookEvery = 250 * time.Millisecond
	// longestLook bounds how long its answer is waited for.
	longestLook = 10 * time.Second
)

// progressStore is what the events are read from.
type progressStore interface {
	// Progress leaves out what does not exist.
	Progress(ctx context.Context, ids []string) (map[string]checks.Progress, error)
	// Decided returns at most limit references behind a Seq, in the order of their Seq.
	Decided(ctx context.Context, id string, after, limit int) ([]checks.Reference, error)
}

// hub watches the checks that clients follow. However many those are, it asks the database one question
// every lookEvery, and what is new is read and encoded once for all of them (eventPages).
type hub struct {
	store progressStore
	log   *slog.Logger
	pages *eventPages
	awake time.Duration // see there

	mu      sync.Mutex
	looking bool
	checks  map[string]*watched // by their ids
}

func newHub(store progressStore, log *slog.Logger) *hub {
	return &hub{store: store, log: log, pages: newEventPages(store), awake: awake, checks: map[string]*watched{}}
}

// watched is a check that is watched, for as long as it has followers. The hub's lock guards it.
type watched struct {
	followers int
	last      *sight
}

// sight is a check as it was seen.
type sight struct {
	check checks.Check
	gone  bool   // it has been deleted
	data  []byte // the check as the API shows it
	// next is closed as soon as there is a newer sight.
	next chan struct{}
}

func newSight(c checks.Check) (*sight, error) {
	shown, err := newCheck(c)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	err = report.WriteJSON(&data, shown, false)
	return &sight{check: c, data: bytes.TrimSpace(data.Bytes()), next: make(chan struct{})}, err
}

// watch watches a check until leave is called for it. ctx lends its values, not its end.
func (h *hub) watch(ctx context.Context, c checks.Check) (*watched, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.checks[c.ID]
	if w == nil {
		first, err := newSight(c)
		if err != nil {
			return nil, err
		}
		w = &watched{last: first}
		h.checks[c.ID] = w
	}
	w.followers++
	if !h.looking {
		h.looking = true
		go h.look(context.WithoutCancel(ctx))
	}
	return w, nil
}

// leave ends what watch began.
func (h *hub) leave(w *watched) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w.followers--; w.followers == 0 {
		delete(h.checks, w.last.check.ID)
	}
}

// seen returns how a check was last seen.
func (h *hub) seen(w *watched) *sight {
	h.mu.Lock()
	defer h.mu.Unlock()
	return w.last
}

// look looks after the watched checks until there are none.
func (h *hub) look(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for away := false; ; {
		<-tick.C
		ids := h.ids()
		if len(ids) == 0 {
			return
		}
		asking, cancel := context.WithTimeout(ctx, longestLook)
		progress, err := h.store.Progress(asking, ids)
		cancel()
		if err == nil {
			err = h.update(ids, progress)
		}
		if err != nil && !away {
			h.log.Warn("those who follow checks have to wait", "error", err)
		}
		away = err != nil
	}
}

// ids returns which checks are watched. If there are none, the looking is over.
func (h *hub) ids() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.looking = len(h.checks) > 0
	return slices.Collect(maps.Keys(h.checks))
}

// update shows the followers of some checks how far these have come.
func (h *hub) update(ids []string, progress map[string]checks.Progress) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		w := h.checks[id]
		if w == nil {
			continue // nobody follows it any more
		}
		now, exists := progress[id]
		if exists && now == w.last.check.Progress {
			continue
		}
		c := w.last.check
		c.Progress = now
		next := &sight{check: c, gone: true}
		if exists {
			var err error
			if next, err = newSight(c); err != nil {
				return err
			}
		}
		close(w.last.next)
		w.last = next
	}
	return nil
}
