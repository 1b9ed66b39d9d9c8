package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// worker works on one slice at a time, for River, which makes several of them work.
type worker struct {
	river.WorkerDefaults[args]
	*Workers
}

var _ river.Worker[args] = (*worker)(nil)

// Work checks the references of a slice that are not decided yet. Its error makes River try again.
func (w *worker) Work(ctx context.Context, job *river.Job[args]) (err error) {
	slice, ok, err := w.store.Claim(ctx, checks.Job{Check: job.Args.Check, Slice: job.Args.Slice}, w.Name, lease)
	if err != nil || !ok {
		return err
	}
	began, end := w.Now(), failed
	log := w.logOf(slice)
	log.Debug("a slice is begun")
	defer func() {
		took := w.Now().Sub(began)
		w.Worked(took, string(end))
		log.Info("a slice is over", "end", string(end), "took", took)
	}()
	if p := check.Contain(func() { end, err = w.work(ctx, slice) }); p != nil {
		w.panicked(log, p)
		return errPanicked
	}
	return err
}

// ending is how the work on a slice ended.
type ending string

const (
	finished  ending = "done"
	putOff    ending = "put off"
	givenBack ending = "given back"
	lost      ending = "lost"
	failed    ending = "failed"
)

// work checks what is left of a slice.
func (w *worker) work(ctx context.Context, slice checks.Slice) (ending, error) {
	held, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	k := &keeper{worker: w, slice: slice}
	var side sync.WaitGroup
	side.Go(func() { w.hold(held, slice, cancel) })
	side.Go(func() { k.keepOn(held, cancel) })
	err := w.decide(held, k)
	cause := context.Cause(held)
	cancel(nil)
	side.Wait()
	switch {
	case cause != nil && isOver(cause):
		return lost, nil
	case ctx.Err() != nil:
		return givenBack, k.giveBack(ctx)
	case err != nil:
		// The lease will run out: what fails again at once is not to be tried again at once.
		return failed, errors.Join(err, w.persist(ctx, func() error { return k.flush(ctx) }))
	}
	end := finished
	if k.putOff {
		end = putOff
	}
	return end, w.persist(ctx, func() error { return k.end(ctx) })
}

// decide lets the keeper have the results of what is left of its slice.
func (w *worker) decide(ctx context.Context, k *keeper) error {
	open, err := w.store.Undecided(ctx, k.slice)
	if err != nil {
		return err
	}
	refs, repeats, err := readAll(open)
	if err != nil {
		return err
	}
	checker := check.New(check.Options{
		Registries: w.Registries, Flow: k.slice.Check, Now: w.Now, Contain: true, Working: w.working,
		Repeat: func(r biblio.Reference) check.Repeat { return repeats[r.Index] },
	})
	_, err = checker.Run(ctx, refs, k.handler(ctx))
	if p, ok := errors.AsType[*check.Panic](err); ok {
		w.panicked(w.logOf(k.slice), p)
		return w.oneByOne(ctx, checker, k)
	}
	return err
}

// logOf returns the log of a slice. Who knows the id of a check can see it: the log has its beginning.
func (w *worker) logOf(slice checks.Slice) *slog.Logger {
	return w.Log.With("check", slice.Check[:min(len(slice.Check), shownID)], "slice", slice.Slice)
}

// shownID is how much of a check's id is logged.
const shownID = 6

// errPanicked is the error of what was panicked over.
var errPanicked = errors.New("refcheck makes a mistake over it")

// panicked logs a panic, without its value: that may hold the text of a reference.
func (w *worker) panicked(log *slog.Logger, p *check.Panic) {
	log.Error("a worker panicked", "panic", p.Kind(), "stack", string(p.Stack))
}

// oneByOne checks what is left of a slice that was panicked over, each reference by itself: the one that is
// to blame stays unchecked, and the others do not suffer from it.
func (w *worker) oneByOne(ctx context.Context, checker *check.Checker, k *keeper) error {
	if err := k.flush(ctx); err != nil {
		return err
	}
	open, err := w.store.Undecided(ctx, k.slice)
	if err != nil {
		return err
	}
	refs, _, err := readAll(open)
	if err != nil {
		return err
	}
	handler := k.handler(ctx)
	for _, ref := range refs {
		_, err := checker.Run(ctx, []biblio.Reference{ref}, handler)
		if _, ok := errors.AsType[*check.Panic](err); ok {
			undecided := check.Undecided(ref, errPanicked)
			err = handler.Handle(check.Event{Result: &undecided})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readAll returns references as they were read, and how they repeat others, by their index.
func readAll(open []checks.Reference) ([]biblio.Reference, map[int]check.Repeat, error) {
	refs, repeats := make([]biblio.Reference, len(open)), map[int]check.Repeat{}
	for i, kept := range open {
		c, err := readCited(kept)
		if err != nil {
			return nil, nil, err
		}
		refs[i], repeats[kept.Index] = c.Reference, c.Repeat
	}
	return refs, repeats, nil
}

// hold extends the lease of a slice until ctx ends, and cancels the work if the lease is lost. A
// database that is away takes the lease from nobody.
func (w *worker) hold(ctx context.Context, slice checks.Slice, cancel context.CancelCauseFunc) {
	for tick := time.NewTicker(lease / 3); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		switch err := w.store.Extend(ctx, slice, lease); {
		case isOver(err):
			cancel(err)
		case err != nil && ctx.Err() == nil:
			w.logOf(slice).Warn("the lease could not be extended, will be tried again", "error", err)
		}
	}
}

// persist repeats an act on the database until it succeeds, the slice is lost, or ctx ends.
func (w *worker) persist(ctx context.Context, act func() error) error {
	for {
		err := act()
		if err == nil || isOver(err) {
			return nil
		}
		if ctx.Err() != nil {
			return err
		}
		w.Log.Warn("results could not be kept, will be tried again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}
