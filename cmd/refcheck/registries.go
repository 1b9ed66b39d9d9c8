package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/refcheck/refcheck/internal/arxiv"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/config"
	"github.com/refcheck/refcheck/internal/crossref"
	"github.com/refcheck/refcheck/internal/datacite"
	"github.com/refcheck/refcheck/internal/doi"
	"github.com/refcheck/refcheck/internal/europepmc"
	"github.com/refcheck/refcheck/internal/openalex"
	"github.com/refcheck/refcheck/internal/openlibrary"
	"github.com/refcheck/refcheck/internal/pmcid"
	"github.com/refcheck/refcheck/internal/pubmed"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/store"
	"github.com/refcheck/refcheck/internal/webpage"
)

// homepage tells registries who asks.
const homepage = "https://github.com/refcheck/refcheck"

// source is a registry that can be asked.
type source struct {
	name   string
	config func(registry.Access) registry.Config
	client func(*registry.HTTP) *registry.Client
}

// sources is the table of all registries, in the order in which reports name them.
func sources() []source {
	return []source{
		{crossref.Name, crossref.Config, crossref.New},
		{pubmed.Name, pubmed.Config, pubmed.New},
		{doi.Name, doi.Config, doi.New},
		{datacite.Name, datacite.Config, datacite.New},
		{arxiv.Name, arxiv.Config, arxiv.New},
		{pmcid.Name, pmcid.Config, pmcid.New},
		{openlibrary.Name, openlibrary.Config, openlibrary.New},
		{europepmc.Name, europepmc.Config, europepmc.New},
		{openalex.Name, openalex.Config, openalex.New},
	}
}

// registryNames lists the names of all registries.
func registryNames() []string {
	var names []string
	for _, s := range sources() {
		names = append(names, s.name)
	}
	return names
}

// asking is how registries are asked in one run.
type asking struct {
	registries []check.Registry
	// closers are to be called, in order, when the run is over.
	closers []func() error
}

// close ends the run's use of the cache and of the recording.
func (q *asking) close() error {
	var failed error
	for _, c := range q.closers {
		if err := c(); failed == nil {
			failed = err
		}
	}
	return failed
}

// openRegistries makes a client for each of the registries that the run asks. A recording stands for the
// registries that it holds answers of, unless others are named: what it was made without is not missed.
func (a *app) openRegistries(ctx context.Context, s *runSettings, access map[string]config.Registry) (*asking, error) {
	q := &asking{}
	common, err := a.transport(ctx, s, q)
	if err != nil {
		return nil, err
	}
	common.Offline, common.Refresh = s.offline, s.refresh
	q.registries = clients(s.whomSettings, access, common)
	switch {
	case s.checkURLs && (s.replay != "" || s.record != ""):
		q.registries = append(q.registries, registry.Withheld(webpage.Name, "the network, whose pages are not recorded"))
	case s.checkURLs:
		q.registries = append(q.registries, pages(s.mailto, s.offline))
	}
	a.openRetractions(ctx, s, q)
	return q, nil
}

// pages returns what looks at the pages of references that are an address alone.
func pages(mailto string, offline bool) check.Registry {
	who := registry.Access{Agent: agent(), Mailto: mailto}.Config(registry.Config{}).UserAgent
	return webpage.New(webpage.Options{Agent: who, Offline: offline})
}

// clients returns a client for each registry that is to be asked; common is what they share.
func clients(s whomSettings, access map[string]config.Registry, common registry.Config) []check.Registry {
	var list []check.Registry
	for _, src := range sources() {
		if len(s.registries) > 0 && !slices.Contains(s.registries, src.name) {
			continue
		}
		player, replayed := common.Transport.(*registry.Replayer)
		if replayed && len(s.registries) == 0 && !player.Holds(src.name) {
			list = append(list, registry.Withheld(src.name, "a recorded answer"))
			continue
		}
		of := access[src.name]
		cfg := src.config(registry.Access{
			URL: of.URL, Mailto: s.mailto, Token: of.Token, Rate: of.Rate, Concurrency: of.Concurrency,
			Agent: agent(),
		})
		cfg.Cache, cfg.Transport, cfg.Offline, cfg.Refresh = common.Cache, common.Transport, common.Offline, common.Refresh
		cfg.Shared, cfg.Observe, cfg.Health = common.Shared, common.Observe, common.Health
		list = append(list, src.client(registry.New(cfg)))
	}
	return list
}

// agent is what registries see as the name of who asks.
func agent() string { return fmt.Sprintf("refcheck/%s (+%s)", thisBuild().version, homepage) }

// transport opens what the answers come from: a recording, or the registries through the cache. An
// answer that is to be recorded is asked for, though it be cached. A cache that cannot be opened is
// done without, unless nothing else may be asked.
func (a *app) transport(ctx context.Context, s *runSettings, q *asking) (registry.Config, error) {
	var common registry.Config
	switch {
	case s.replay != "":
		player, err := registry.NewReplayer(s.replay)
		common.Transport = player
		return common, err
	case s.record != "":
		recorder, err := registry.NewRecorder(s.record, nil)
		if err == nil {
			common.Transport = recorder
			q.closers = append(q.closers, recorder.Close)
		}
		return common, err
	}
	cache, err := a.openCache(ctx)
	switch {
	case err == nil:
		common.Cache = cache
		q.closers = append(q.closers, cache.Close)
	case s.offline:
		return common, err
	default:
		a.complain(fmt.Errorf("asking without a cache: %w", err))
	}
	return common, nil
}

// cachePath returns where the answers are kept.
func (a *app) cachePath() (string, error) {
	dir, err := store.DefaultDir(a.env)
	return filepath.Join(dir, "answers.sqlite"), err
}

// openCache opens the answers kept on this machine, and tells when they were damaged.
func (a *app) openCache(ctx context.Context) (*store.Cache, error) {
	path, err := a.cachePath()
	if err != nil {
		return nil, err
	}
	cache, err := store.Open(ctx, path)
	if err == nil && cache.Moved() != "" {
		a.say("refcheck", "the cache was damaged; it is begun anew, and the old one is "+cache.Moved())
	}
	return cache, err
}
