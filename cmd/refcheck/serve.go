package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/document/apart"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/metrics"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/server"
	"github.com/refcheck/refcheck/internal/store"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/limits"
)

// serveSettings are the flags of serve.
type serveSettings struct {
	whomSettings
	dataSettings
	accessSettings
	listen        string
	keep          age
	maxUpload     int64
	maxReferences int
	workers       int
	metrics       string
	drain         time.Duration
	logging       logSettings
}

func (a *app) serveCommand() *cobra.Command {
	var s serveSettings
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Offer checks to others, by an API and a page",
		Long: `Serves an API under /v1, which describes itself in /v1/openapi.json, and a page for people.
Without further ado it keeps everything in SQLite, in a data directory of this one process. With
--database postgres://… any number of processes serve together.

It stops at an interruption when what is under way is kept; a check that was begun goes on
when it is started again.`,
		Example: `  refcheck serve --mailto you@example.org
  refcheck serve --listen :8080 --database postgres://refcheck@db/refcheck`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			set, err := a.configure(cmd, nil, []string{"mailto", "registry", "check-urls"})
			if err != nil {
				return err
			}
			if s.keep <= 0 || s.maxUpload <= 0 || s.maxReferences <= 0 || s.workers <= 0 || s.drain < 0 {
				return hint(errors.New("--keep, --max-upload, --max-references and --workers are above 0, and --drain is not below"), "refcheck serve --help lists the flags and their defaults")
			}
			return a.serve(cmd.Context(), &s, set)
		},
	}
	addConfigFlags(cmd)
	s.whomSettings.addFlags(cmd)
	s.dataSettings.addFlags(cmd)
	s.accessSettings.addFlags(cmd)
	s.keep = age(30 * 24 * time.Hour)
	flags := cmd.Flags()
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8080", "the `ADDRESS` to listen at")
	flags.Var(&s.keep, "keep", "how long checks are kept")
	flags.Int64Var(&s.maxUpload, "max-upload", 10<<20, "the most `BYTES` of a bibliography")
	flags.IntVar(&s.maxReferences, "max-references", 5000, "the most references of a bibliography")
	flags.StringVar(&s.metrics, "metrics", "", "the `ADDRESS` to show /metrics at, for Prometheus (default: nowhere)")
	flags.DurationVar(&s.drain, "drain", 0, "how long to serve on when told to stop, /readyz saying no")
	s.logging.addFlags(cmd)
	flags.IntVar(&s.workers, "workers", 8, "how many slices of 100 references are worked on at once")
	return cmd
}

// putOff is how long references wait about which a registry does not answer: a failure that takes longer
// than all of this is told.
var putOff = []time.Duration{20 * time.Second, time.Minute, 3 * time.Minute, 5 * time.Minute}

// serve runs the service until ctx ends. It listens before anything else: whoever watches over it sees
// that it lives while its database is brought up to date.
func (a *app) serve(ctx context.Context, s *serveSettings, set configuration) (err error) {
	log := s.logging.logger(a.stderr)
	l, err := listen(ctx, s.listen, log)
	if err != nil {
		return hint(err, "--listen takes an address that is free, like 127.0.0.1:8080")
	}
	defer func() { err = errors.Join(err, l.close(ctx)) }()
	db, data, err := s.open(ctx, a, database.Open)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	cache, err := answers(ctx, db, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cache.Close()) }()
	count := metrics.New(thisBuild().version)
	name, limit, access := processName(), limits.New(db), s.accessSettings.options(db)
	common := registry.Config{Cache: cache, Health: logHealth(log), Observe: count.Attempt}
	if db.Pool != nil {
		holder := limit.Holder(name)
		defer func() { err = errors.Join(err, giveBack(ctx, holder)) }()
		common.Shared = holder
	}
	registries := clients(s.whomSettings, set.registries, common)
	if s.checkURLs {
		registries = append(registries, pages(s.mailto, false))
	}
	queue, err := jobs.NewQueue(db, time.Now)
	if err != nil {
		return err
	}
	kept := checks.New(db, queue.Enqueue, time.Now)
	workers, err := jobs.NewWorkers(db, kept, jobs.Options{
		Registries: registries, AtOnce: s.workers, PutOff: putOff, Name: name, Log: log, LogReferences: s.logging.references,
		Decided: count.Decided, Worked: count.Worked, Now: time.Now,
		Expire: []func(context.Context) (int, error){limit.Expire, access.Callers.Expire},
	})
	if err != nil {
		return err
	}
	stop, err := s.showMetrics(ctx, count, kept, registries, log)
	if err != nil {
		return err
	}
	defer stop()
	options, err := s.options(db, kept, access, registries, data, log)
	if err != nil {
		return err
	}
	options.Measure = count.Request
	return l.run(ctx, workers, server.New(options), s.drain)
}

func (s *serveSettings) options(db *database.DB, kept *checks.Store, access server.Access, registries []check.Registry, data string, log *slog.Logger) (server.Options, error) {
	self, err := os.Executable()
	return server.Options{
		Version: thisBuild().version, Checks: kept, Access: access, Ready: db.Ready, Registries: registries,
		Reader:    apart.Reader{Command: []string{self, readApart}, CacheDir: filepath.Join(data, "pdf"), Most: s.maxReferences},
		MaxUpload: s.maxUpload, MaxReferences: s.maxReferences, Keep: time.Duration(s.keep), Log: log, Now: time.Now,
	}, err
}

// answers opens the cache: that of all processes, or one of this one's own.
func answers(ctx context.Context, db *database.DB, data string) (*store.Cache, error) {
	if db.Pool != nil {
		return store.In(ctx, db), nil
	}
	return store.Open(ctx, filepath.Join(data, "answers.sqlite"))
}

// giveBack lets other processes have at once what this one held of the registries' limits.
func giveBack(ctx context.Context, holder *limits.Holder) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	return holder.ReleaseAll(ctx)
}

// processName tells this process from all others over the same database.
func processName() string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), rand.Text()[:8])
}
