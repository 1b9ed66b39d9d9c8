package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
)

const (
	// lease is how long a slice stays a worker's without a sign of life; it gives one three times as often.
	lease = 15 * time.Second
	// rescueEvery is how often slices are looked for whose worker has died. Together with the lease it
	// bounds how long a check stands still.
	rescueEvery = 5 * time.Second
	// expireEvery is how often checks and other things are deleted whose time is over.
	expireEvery = 10 * time.Minute
	// stuckAfter is when River takes a job for lost: one that was fetched and never claimed. It is no
	// harm to a slice that somebody works on.
	stuckAfter = time.Minute
	// retryEvery is the pause before a job is tried again that failed: the database was away.
	retryEvery = 5 * time.Second
	// attempts is how often: for almost two days, about as often as River can count.
	attempts = 32_000
	// handOver is how long a worker that is stopped has for keeping what it has decided.
	handOver = 10 * time.Second
)

// Options say how checks are worked off.
type Options struct {
	// Registries are asked, in the order in which reports name them; they are shared by all checks.
	Registries []check.Registry
	// AtOnce is how many slices are worked on at once.
	AtOnce int
	// PutOff is how long references are put off about which a registry does not answer, the first time, the
	// second …; after the last, they are unchecked.
	PutOff []time.Duration
	// Name is that of this process, different from all others'.
	Name string
	// Expire remove what is old besides checks, now and then; each returns how much that was.
	Expire []func(context.Context) (int, error)
	Log    *slog.Logger
	// LogReferences has the text of each reference logged with its verdict.
	LogReferences bool
	// Decided is told of every result that is kept, Worked of every slice that a worker is through with,
	// and how that ended: "done", "put off", "given back", "lost" or "failed". Nil is nobody.
	Decided func(verdict string)
	Worked  func(took time.Duration, end string)
	Now     func() time.Time
}

// Workers work off the checks of a store, until they are stopped.
type Workers struct {
	Options
	store   *checks.Store
	client  client
	tending sync.WaitGroup
	stop    context.CancelFunc
	// working has room for as many slices as there are processors; the others wait for registries.
	working chan struct{}
}

// NewWorkers returns workers that Start sets to work.
func NewWorkers(db *database.DB, store *checks.Store, options Options) (*Workers, error) {
	if options.Decided == nil {
		options.Decided = func(string) {}
	}
	if options.Worked == nil {
		options.Worked = func(time.Duration, string) {}
	}
	w := &Workers{Options: options, store: store, working: make(chan struct{}, runtime.GOMAXPROCS(0))}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &worker{Workers: w}); err != nil {
		return nil, fmt.Errorf("registering the worker: %w", err)
	}
	client, err := newClient(db, &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: options.AtOnce}},
		Workers:              workers,
		Logger:               options.Log.With("part", "river"),
		JobTimeout:           -1, // the lease watches over it
		RescueStuckJobsAfter: stuckAfter,
		RetryPolicy:          steady{options.Now},
		// Each fetch is a write to the database.
		FetchPollInterval: time.Second,
		// What is done stands in the checks.
		CompletedJobRetentionPeriod: time.Hour,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the queue: %w", err)
	}
	w.client = client
	return w, nil
}

// Start begins to work. ctx is for what they do as a whole; Stop ends it in good order.
func (w *Workers) Start(ctx context.Context) error {
	if err := w.client.Start(ctx); err != nil {
		return fmt.Errorf("starting the workers: %w", err)
	}
	ctx, w.stop = context.WithCancel(ctx)
	w.tend(ctx, rescueEvery, "rescued slices", w.store.Rescue)
	w.tend(ctx, expireEvery, "deleted old checks", w.store.Expire)
	for _, expire := range w.Expire {
		w.tend(ctx, expireEvery, "removed old rows", expire)
	}
	return nil
}

// tend does something every now and then, until ctx ends.
func (w *Workers) tend(ctx context.Context, every time.Duration, what string, do func(context.Context) (int, error)) {
	w.tending.Go(func() {
		for tick := time.NewTicker(every); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
			}
			switch n, err := do(ctx); {
			case err != nil && ctx.Err() == nil:
				w.Log.Warn("not done, will be tried again", "what", what, "error", err)
			case n > 0:
				w.Log.Info(what, "count", n)
			}
		}
	})
}

// Stop ends the work: slices under way are given back, with what was decided of them kept. It returns
// when that is done, or with ctx.
func (w *Workers) Stop(ctx context.Context) error {
	w.stop()
	err := w.client.StopAndCancel(ctx)
	w.tending.Wait()
	return err
}

// steady retries after a fixed pause.
type steady struct{ now func() time.Time }

var _ river.ClientRetryPolicy = steady{}

// NextRetry returns when a job that failed is tried again.
func (s steady) NextRetry(*rivertype.JobRow) time.Time { return s.now().Add(retryEvery) }
