package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/config"
	"github.com/refcheck/refcheck/internal/ignore"
	"github.com/refcheck/refcheck/internal/lock"
	"github.com/refcheck/refcheck/internal/report"
)

// checkSettings are the flags of check.
type checkSettings struct {
	settings
	reportSettings
	runSettings
	failOn string
	lock   bool
	maxAge age
	since  string
}

func (a *app) checkCommand() *cobra.Command {
	var s checkSettings
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Look every reference up and report what does not agree",
		Long: `Reads files, or standard input, looks every reference up in public registries and prints
a report. Flags can also stand in ` + config.FileName + `; see the README for the environment.
Registries: ` + strings.Join(registryNames(), ", ") + `.

Exit status: 0 nothing to report · 1 findings · 2 wrong usage or unreadable input ·
3 something is unchecked · 130 interrupted. Of several, 130, 2, 1, 3 go first in this order.`,
		Example: `  refcheck check paper.bib
  refcheck check references.txt --mailto you@example.org
  refcheck check *.bib --also json=run.json --fail-on warning`,
		ValidArgsFunction: completeBibliographies,
		RunE: func(cmd *cobra.Command, files []string) error {
			set, err := a.configure(cmd, files, a.configurable())
			if err != nil {
				return err
			}
			if err := s.validate(cmd); err != nil {
				return err
			}
			return a.check(cmd.Context(), &s, set, files)
		},
	}
	s.settings.addFlags(cmd)
	s.reportSettings.addFlags(cmd)
	s.runSettings.addFlags(cmd)
	flags := cmd.Flags()
	s.failOn = "error"
	flags.Var(newChoice(&s.failOn, "error", "warning", "never"), "fail-on", "what makes the exit status 1: error, warning, never")
	flags.BoolVar(&s.lock, "lock", false, "keep what is found in "+lock.FileName+" beside the first file")
	s.maxAge = age(longestKnown)
	flags.Var(&s.maxAge, "max-age", "how long that counts as known")
	flags.StringVar(&s.since, "since", "", "check what is new or changed since this `REVISION` of git alone")
	cmd.MarkFlagsMutuallyExclusive("lock", "replay")
	cmd.MarkFlagsMutuallyExclusive("lock", "record")
	return cmd
}

// check reads, asks and reports.
func (a *app) check(ctx context.Context, s *checkSettings, set configuration, files []string) error {
	reports, err := a.openReports(s.reportSettings)
	if err != nil {
		return err
	}
	defer reports.discard()
	in, failed := a.readAll(ctx, files, s.as)
	if len(in.references) == 0 {
		return failed
	}
	if !s.tellsProblems() {
		a.tellProblems(in.problems)
	}
	known, err := openLock(s, files)
	if err != nil {
		return errors.Join(failed, err)
	}
	refs, err := a.since(ctx, s, files, in.references)
	if err != nil {
		return errors.Join(failed, err)
	}
	run := &collector{reports: reports, progress: newProgress(a.stderr), ignored: ignore.New(set.ignore, time.Now().UTC())}
	summary, err := a.ask(ctx, &s.runSettings, set.registries, refs, known.known.Recall, run)
	run.progress.erase()
	failed = errors.Join(failed, err)
	if err != nil && !errors.Is(err, errInterrupted) {
		return failed
	}
	doc := report.New(thisBuild().version, run.results, in.problems)
	failed = errors.Join(failed, reports.finish(doc), known.write(in.references, run.results))
	for _, line := range run.ignored.Leftovers(err == nil && summary.Unchecked == 0 && s.since == "") {
		a.say("refcheck", line)
	}
	a.giveHints(circumstances{&s.runSettings, set.registries, doc, run.last})
	if s.verbose {
		a.say("refcheck", progressLine(run.last))
	}
	return errors.Join(failed, outcome(doc, summary, s.failOn))
}

// collector takes the events of a run: it streams results, keeps them, and shows the progress.
type collector struct {
	reports  reports
	progress *progress
	ignored  *ignore.List
	results  []check.Result
	last     check.Progress
}

var _ check.Handler = (*collector)(nil)

// Handle takes one event.
func (c *collector) Handle(e check.Event) error {
	switch {
	case e.Progress != nil:
		c.last = *e.Progress
		c.progress.show(c.last)
	case e.Result != nil:
		c.ignored.Apply(e.Result)
		c.results = append(c.results, *e.Result)
		if c.reports.stream() {
			c.progress.erase()
		}
		return c.reports.add(report.NewReference(*e.Result))
	}
	return nil
}

// outcome returns what the exit status is to say of a run that came to its end.
func outcome(doc report.Document, summary check.Summary, failOn string) error {
	grave := map[string][]check.Severity{"error": {check.Error}, "warning": {check.Error, check.Warning}}[failOn]
	var err error
	for _, r := range doc.References {
		for _, f := range r.Findings {
			if f.Rule != check.NotAnswered && f.Ignored == nil && slices.Contains(grave, f.Severity) {
				err = errFindings
			}
		}
	}
	if summary.Unchecked > 0 {
		err = errors.Join(err, errUnchecked)
	}
	return err
}
