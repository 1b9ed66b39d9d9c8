package main

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/config"
	"github.com/refcheck/refcheck/internal/crossref"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/report"
)

// circumstances are what hints are given for.
type circumstances struct {
	settings *runSettings
	access   map[string]config.Registry
	doc      report.Document
	last     check.Progress
}

// hints is the table of what commonly goes wrong in a run and what to do about it.
var hints = []struct {
	when   func(circumstances) bool
	advice string
}{
	{
		func(c circumstances) bool { return c.failed(registry.NotCached) && c.settings.offline },
		"what is not in the cache is unchecked; without --offline it would be asked for",
	},
	{
		func(c circumstances) bool { return c.failed(registry.NotCached) && c.settings.replay != "" },
		"what is not in the recording is unchecked; --record makes a new one",
	},
	{
		func(c circumstances) bool { return c.failed(registry.RateLimited) },
		"a registry got more requests than it allows; run again later, answers so far are kept",
	},
	{
		func(c circumstances) bool {
			return c.failed(registry.Unreachable, registry.TimedOut, registry.Down, registry.Unreadable)
		},
		"a registry did not answer as it should; run again later, only what is missing is asked for",
	},
	{
		func(c circumstances) bool { return c.failed(registry.Refused) },
		"a registry refused to answer; check the token and the address of the registry",
	},
	{
		func(c circumstances) bool {
			public := c.settings.replay == "" && c.access[crossref.Name].URL == ""
			return public && c.settings.mailto == "" && c.asked(crossref.Name) > manyRequests
		},
		"--mailto you@example.org lets Crossref answer three times as fast",
	},
}

// manyRequests is from how many requests on speed matters.
const manyRequests = 5

// giveHints prints what is worth knowing after a run.
func (a *app) giveHints(c circumstances) {
	for _, h := range hints {
		if h.when(c) {
			a.say("hint", h.advice)
		}
	}
}

// failed reports whether a reference is unchecked because a registry failed in one of these ways.
func (c circumstances) failed(ways ...registry.Failure) bool {
	return slices.ContainsFunc(c.doc.References, func(r report.Reference) bool {
		return r.Verdict == check.Unchecked && slices.ContainsFunc(r.Coverage, func(o check.Coverage) bool {
			return o.Outcome == check.Failed && slices.ContainsFunc(ways, func(f registry.Failure) bool {
				return strings.HasPrefix(o.Reason, string(f))
			})
		})
	})
}

// asked returns how many requests went to a registry.
func (c circumstances) asked(name string) int {
	for _, r := range c.last.Registries {
		if r.Name == name {
			return r.Requests
		}
	}
	return 0
}
