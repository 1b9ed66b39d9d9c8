// Package check is the run: it plans which registries are asked about which references, asks them,
// has internal/match weigh what they answer, decides, and streams a Result for each reference as
// soon as nothing more would be asked about it.
//
// The plan (plan.go) is a list of steps from the cheapest to the dearest. Every step asks only about
// the references that still need it, many in one request, all registries side by side. What is known
// of one reference lives in its dossier (dossier.go); what follows from it is in verdict.go.
package check

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// Registry answers questions about references. Lookup gives one answer for each query, in order,
// never fails as a whole, and is safe for concurrent use; retries, limits and caching are its own.
type Registry interface {
	Name() string
	Abilities() []registry.Ability
	Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer
}

// meter is what a Registry offers that counts its requests.
type meter interface {
	Stats() registry.Stats
}

// rememberer is a Registry that knows some answers without asking.
type rememberer interface {
	// Recall returns the answers that are known; known says which these are.
	Recall(ctx context.Context, kind registry.Kind, queries []registry.Query) (answers []registry.Answer, known []bool)
}

// Options say how a Checker works.
type Options struct {
	// Registries in the order in which reports name them.
	Registries []Registry
	// Timeout bounds the whole run; 0 is no bound. What is undecided by then is unchecked.
	Timeout time.Duration
	// Flow names the run where it waits for a registry beside others: these take turns.
	Flow string
	// Now is the clock of the progress.
	Now func() time.Time
	// Recall returns what an earlier run found out about a reference, so that nobody is asked about
	// it; nil where nothing is known of any.
	Recall func(biblio.Reference) (Result, bool)
	// Repeat returns how a reference repeats another of its bibliography, where the references of a run
	// are a part of one; nil where they are all of it.
	Repeat func(biblio.Reference) Repeat
	// Contain makes of a panic, of a registry's client or of this package, an error of the run: a *Panic.
	// Without it, it ends the process.
	Contain bool
	// Working, if not nil, bounds by its capacity how many runs at once work out what answers mean, over all
	// Checkers that share it. Where there are more of them than processors, what else the process does, such as
	// answering requests, would wait behind them all.
	Working chan struct{}
}

// Checker checks references. It keeps no state between runs and is safe for concurrent use.
type Checker struct {
	options Options
}

// New returns a Checker.
func New(options Options) *Checker { return &Checker{options: options} }

// errTimeUp is the cause of a context that the run itself ended.
var errTimeUp = errors.New("the time for the run was up")

// parallel is how many Lookups of one registry are under way at once; the registry's own limits are
// stricter. It bounds memory, not politeness.
const parallel = 8

// repeats returns how each reference repeats an earlier one.
func (c *Checker) repeats(refs []biblio.Reference) []Repeat {
	if c.options.Repeat == nil {
		return FindRepeats(refs)
	}
	repeats := make([]Repeat, len(refs))
	for i, ref := range refs {
		repeats[i] = c.options.Repeat(ref)
	}
	return repeats
}

// Run checks refs and hands every event to h: a Result for each reference as it is decided, progress
// in between, a Summary at the end. A cancelled run still gives a Result for every reference, those
// that are undecided as unchecked, and returns the context's error; an error of h ends the run.
func (c *Checker) Run(ctx context.Context, refs []biblio.Reference, h Handler) (Summary, error) {
	asking := registry.WithFlow(ctx, c.options.Flow)
	if c.options.Timeout > 0 {
		var cancel context.CancelFunc
		asking, cancel = context.WithTimeoutCause(asking, c.options.Timeout, errTimeUp)
		defer cancel()
	}
	once := plan()
	r := &run{Checker: c, handler: h, began: c.options.Now(), steps: slices.Concat(once, once)}
	r.withheld = map[string]string{}
	for _, reg := range c.options.Registries {
		r.names = append(r.names, reg.Name())
		for _, ability := range reg.Abilities() {
			r.ways = append(r.ways, way{reg, ability})
			if ability.Withheld != "" {
				r.withheld[reg.Name()] = ability.Withheld
			}
		}
	}
	r.open = make([]*dossier, len(refs))
	for i, repeat := range c.repeats(refs) {
		r.open[i] = newDossier(refs[i], &r.lineup, repeat)
	}
	r.total = len(refs)
	if err := r.recall(); err != nil {
		return r.summary, err
	}
	for _, d := range r.open {
		if !r.wanted(0, d) {
			if err := r.finish(d, nil); err != nil {
				return r.summary, err
			}
		}
	}
	for i := 0; i < len(r.steps) && asking.Err() == nil; i++ {
		if i == r.secondRound() && len(r.open) > 0 {
			rest(asking, c.options.Now().Sub(r.began))
		}
		if err := r.step(asking, i); err != nil {
			return r.summary, err
		}
	}
	for _, d := range r.open {
		if err := r.finish(d, context.Cause(asking)); err != nil {
			return r.summary, err
		}
	}
	summary := r.summary
	if err := h.Handle(Event{Summary: &summary}); err != nil {
		return summary, err
	}
	return summary, ctx.Err()
}

// A run rests before it puts once more the questions that failed: as long as it took so far, but
// not longer than a registry that kept failing is left alone for (see registry.HTTP).
const (
	shortestRest = 2 * time.Second
	longestRest  = 12 * time.Second
)

// rest waits after a first round of that length, or until the end of ctx.
func rest(ctx context.Context, round time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(min(max(round, shortestRest), longestRest)):
	}
}

// run is the state of one Run.
type run struct {
	*Checker
	handler Handler
	began   time.Time
	// steps are the plan twice over: the second time, only the questions that failed are left.
	steps []*step
	lineup
	ways  []way // of asking the registries, in the order of the lineup
	total int

	mu      sync.Mutex // guards what follows, what is pending, and the handler
	open    []*dossier // those without a result, in input order
	summary Summary
}

// secondRound is the step with which the plan begins again.
func (r *run) secondRound() int { return len(r.steps) / 2 }

// step asks what step i wants to know and gives the results that follow. It goes over the open
// dossiers first, so that no registry is asked while the questions are still being put.
func (r *run) step(ctx context.Context, i int) error {
	var asks []func() error
	for _, w := range r.ways {
		if questions := r.questions(i, w); len(questions) > 0 {
			asks = append(asks, func() error { return r.ask(ctx, w, i, questions) })
		}
	}
	var group errgroup.Group
	for _, ask := range asks {
		group.Go(func() error { return r.contained(ask) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return r.sweep()
}

// question is one query and the dossier that it is put for.
type question struct {
	query   registry.Query
	dossier *dossier
}

// questions gathers what step i asks in one way, in input order.
func (r *run) questions(i int, w way) []question {
	var out []question
	for _, d := range r.open {
		for _, q := range r.steps[i].unasked(d, w) {
			d.asked = append(d.asked, w.key(q))
			d.pending++
			out = append(out, question{q, d})
		}
	}
	return out
}

// ask puts the questions in batches, and takes in the answers of each as it comes. What the registry
// remembers is taken in first, so that the others need as few batches as possible.
func (r *run) ask(ctx context.Context, w way, i int, questions []question) error {
	if memory, ok := w.registry.(rememberer); ok {
		var err error
		if questions, err = r.remember(ctx, memory, w, i, questions); err != nil {
			return err
		}
	}
	return r.inBatches(questions, w.Batch, func(batch []question) error {
		return r.takeIn(w, i, batch, w.registry.Lookup(ctx, w.Kind, queries(batch)))
	})
}

// remembered is how many answers are recalled together.
const remembered = 100

// remember takes in the answers that are remembered, and returns the questions that are left, in order.
func (r *run) remember(ctx context.Context, memory rememberer, w way, i int, questions []question) ([]question, error) {
	err := r.inBatches(questions, remembered, func(batch []question) error {
		answers, known := r.known(ctx, memory, w, batch)
		var settled []question
		var said []registry.Answer
		for k, q := range batch {
			if known[k] {
				settled, said = append(settled, q), append(said, answers[k])
				batch[k].dossier = nil
			}
		}
		return r.takeIn(w, i, settled, said)
	})
	return slices.DeleteFunc(questions, func(q question) bool { return q.dossier == nil }), err
}

// working waits until the run may work; what it returns says that it is done.
func (c *Checker) working() (done func()) {
	if c.options.Working == nil {
		return func() {}
	}
	c.options.Working <- struct{}{}
	return func() { <-c.options.Working }
}

// known returns what a registry remembers of a batch, as Recall.
func (r *run) known(ctx context.Context, memory rememberer, w way, batch []question) ([]registry.Answer, []bool) {
	defer r.working()()
	return memory.Recall(ctx, w.Kind, queries(batch))
}

// inBatches calls do with size questions at a time, several times side by side.
func (r *run) inBatches(questions []question, size int, do func([]question) error) error {
	var group errgroup.Group
	group.SetLimit(parallel)
	for batch := range slices.Chunk(questions, size) {
		group.Go(func() error { return r.contained(func() error { return do(batch) }) })
	}
	return group.Wait()
}

// contained calls do; where panics are to be contained, one in it is its error.
func (r *run) contained(do func() error) (err error) {
	if !r.options.Contain {
		return do()
	}
	if p := Contain(func() { err = do() }); p != nil {
		return p
	}
	return err
}

func queries(questions []question) []registry.Query {
	list := make([]registry.Query, len(questions))
	for i, q := range questions {
		list[i] = q.query
	}
	return list
}

// takeIn files the answers to a batch and finishes the dossiers about which nobody will be asked
// any more.
func (r *run) takeIn(w way, i int, batch []question, answers []registry.Answer) error {
	defer r.working()()
	for k, q := range batch {
		again := i < r.secondRound() && passing(answers[k].Err)
		q.dossier.file(w.key(q.query), answers[k], again)
	}
	whole := r.answered(batch)
	for _, d := range whole {
		d.weigh()
	}
	settled := slices.DeleteFunc(whole, func(d *dossier) bool { return r.wanted(i+1, d) })
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range settled {
		if err := r.finish(d, nil); err != nil {
			return err
		}
	}
	return r.progress()
}

// answered counts the answers to a batch off, and returns the dossiers that wait for no other.
func (r *run) answered(batch []question) []*dossier {
	r.mu.Lock()
	defer r.mu.Unlock()
	var whole []*dossier
	for _, q := range batch {
		if q.dossier.pending--; q.dossier.pending == 0 {
			whole = append(whole, q.dossier)
		}
	}
	return whole
}

// passing reports whether an error may be gone a little later.
func passing(err error) bool {
	switch failure(err) {
	case registry.Unreachable, registry.TimedOut, registry.RateLimited, registry.Down, registry.Unreadable:
		return true
	case registry.Refused, registry.NotCached, registry.TooMany:
	}
	return false
}

// wanted reports whether a step from i on would ask any registry about d. A step that comes several
// times would ask the same each time.
func (r *run) wanted(i int, d *dossier) bool {
	for k, s := range r.steps[i:] {
		if slices.Contains(r.steps[i:i+k], s) {
			continue
		}
		for _, w := range r.ways {
			if len(s.unasked(d, w)) > 0 {
				return true
			}
		}
	}
	return false
}

// sweep drops what is finished.
func (r *run) sweep() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = slices.DeleteFunc(r.open, func(d *dossier) bool { return d.done })
	return r.progress()
}

// finish gives d's result, once. cut is why the run ended before all was asked, nil if it did not.
func (r *run) finish(d *dossier, cut error) error {
	if d.done {
		return nil
	}
	d.done = true
	result := d.result(cut)
	d.forget()
	return r.give(result)
}

// give counts a result and hands it on.
func (r *run) give(result Result) error {
	r.summary.Add(result)
	return r.handler.Handle(Event{Result: &result})
}

// progress tells how far the run has come.
func (r *run) progress() error {
	p := Progress{Done: r.summary.Total, Total: r.total, Elapsed: r.options.Now().Sub(r.began)}
	for _, reg := range r.options.Registries {
		if m, ok := reg.(meter); ok {
			s := m.Stats()
			p.Registries = append(p.Registries, RegistryStats{Name: reg.Name(), Requests: s.Requests, Cached: s.Cached, Rate: s.Rate, Down: s.Down})
		}
	}
	return r.handler.Handle(Event{Progress: &p})
}
