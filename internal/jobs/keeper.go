package jobs

import (
	"context"
	"sync"
	"time"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// keepEvery is how long a result waits to be kept: what a process that dies can lose, and how late those
// who watch see it.
const keepEvery = 150 * time.Millisecond

// keeper takes the results of a slice and keeps several at a time.
type keeper struct {
	*worker
	slice checks.Slice

	keeping sync.Mutex // one flush at a time
	mu      sync.Mutex
	waiting []checks.Reference
	putOff  bool // some are left to be asked about later
}

// handler returns what takes the events of a run. The results of a run that is being stopped are not
// decisions, and end it.
func (k *keeper) handler(ctx context.Context) check.Handler {
	return handlerFunc(func(e check.Event) error {
		if e.Result == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if e.Result.Passing && k.slice.Postponed < len(k.PutOff) {
			k.mu.Lock()
			defer k.mu.Unlock()
			k.putOff = true
			return nil
		}
		kept, err := newDecided(*e.Result)
		if err != nil {
			return err
		}
		if k.LogReferences {
			k.logOf(k.slice).Info("decided", "index", kept.Index, "verdict", kept.Verdict, "reference", e.Result.Reference.Raw)
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.waiting = append(k.waiting, kept)
		return nil
	})
}

// handlerFunc is a check.Handler of one function.
type handlerFunc func(check.Event) error

// Handle takes one event.
func (f handlerFunc) Handle(e check.Event) error { return f(e) }

// keepOn keeps what is waiting, every now and then until ctx ends.
func (k *keeper) keepOn(ctx context.Context, cancel context.CancelCauseFunc) {
	for tick := time.NewTicker(keepEvery); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		switch err := k.flush(ctx); {
		case isOver(err):
			cancel(err)
		case err != nil && ctx.Err() == nil:
			k.logOf(k.slice).Warn("results could not be kept, will be tried again", "error", err)
		}
	}
}

// flush keeps what is waiting; on an error that goes on waiting.
func (k *keeper) flush(ctx context.Context) error {
	k.keeping.Lock()
	defer k.keeping.Unlock()
	k.mu.Lock()
	batch := k.waiting
	k.mu.Unlock()
	if err := k.store.Keep(ctx, k.slice, batch); err != nil {
		return err
	}
	for _, r := range batch {
		k.Decided(r.Verdict)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting = k.waiting[len(batch):]
	return nil
}

// end keeps what was decided of a slice and finishes it, or puts off what is left.
func (k *keeper) end(ctx context.Context) error {
	if err := k.flush(ctx); err != nil {
		return err
	}
	if k.putOff {
		return k.store.Postpone(ctx, k.slice, k.PutOff[k.slice.Postponed])
	}
	return k.store.Finish(ctx, k.slice)
}

// giveBack keeps what was decided of a slice and gives it back, though ctx has ended.
func (k *keeper) giveBack(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handOver)
	defer cancel()
	return k.persist(ctx, func() error {
		if err := k.flush(ctx); err != nil {
			return err
		}
		return k.store.Release(ctx, k.slice)
	})
}
