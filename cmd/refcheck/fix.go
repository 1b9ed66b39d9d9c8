package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/export"
	"github.com/refcheck/refcheck/internal/fix"
	"github.com/refcheck/refcheck/internal/ignore"
	"github.com/refcheck/refcheck/internal/report"
)

// fixSettings are the flags of fix.
type fixSettings struct {
	settings
	runSettings
	format      string
	write       bool
	interactive bool
	published   bool
	confidence  float64
}

// unedited are the formats in which fix writes a corrected list.
var unedited = []string{"text", "ris", "bibtex"}

func (a *app) fixCommand() *cobra.Command {
	s := fixSettings{format: "diff"}
	cmd := &cobra.Command{
		Use:   "fix FILE",
		Short: "Propose corrections, or write them, touching nothing else",
		Long: `Checks a .bib file and corrects it by the works found: wrong fields, wrong DOIs, missing
DOIs. Nothing else in the file changes, and what is only spelled otherwise is left alone.
The corrections are printed as a unified diff, unless --write puts them into the file. Any
other bibliography is printed as a corrected list, with --format text, ris or bibtex.`,
		Example: `  refcheck fix paper.bib
  refcheck fix paper.bib --write
  refcheck fix references.txt --format text`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeBibliographies,
		RunE: func(cmd *cobra.Command, files []string) error {
			set, err := a.configure(cmd, files, a.configurable())
			if err != nil {
				return err
			}
			if err := s.validate(cmd); err != nil {
				return err
			}
			return a.fix(cmd.Context(), &s, set, files[0])
		},
	}
	s.settings.addFlags(cmd)
	s.runSettings.addFlags(cmd)
	flags := cmd.Flags()
	flags.VarP(newChoice(&s.format, append([]string{"diff"}, unedited...)...), "format", "f", "what to print: diff, "+strings.Join(unedited, ", "))
	flags.BoolVarP(&s.write, "write", "w", false, "write the corrections into the file")
	flags.BoolVarP(&s.interactive, "interactive", "i", false, "ask about each correction")
	flags.BoolVar(&s.published, "published", false, "make entries of preprints those of the published versions")
	flags.Float64Var(&s.confidence, "confidence", fix.Certain, "how certain a work must be to correct by it, 0 to 1")
	cmd.MarkFlagsMutuallyExclusive("write", "format")
	return cmd
}

// fix checks a file and gives its corrections.
func (a *app) fix(ctx context.Context, s *fixSettings, set configuration, file string) error {
	data, err := a.bytes(ctx, file)
	if err != nil {
		return err
	}
	doc, err := a.decode(ctx, file, data, s.as)
	if err != nil {
		return err
	}
	edited := s.format == "diff"
	switch {
	case edited && doc.Format != "bibtex":
		return hint(fmt.Errorf("fixing %s: only .bib files are corrected in place", named(file)), "--format text, ris or bibtex prints the corrected list")
	case edited && !utf8.Valid(data):
		return hint(fmt.Errorf("fixing %s: it is not in UTF-8, so that its letters could not be kept as they are", named(file)),
			"iconv -f WINDOWS-1252 -t UTF-8 makes a file that can be corrected")
	case s.write && file == standardInput:
		return hint(errors.New("--write: standard input cannot be written to"), "name the file, or take the diff")
	}
	run := &collector{progress: newProgress(a.stderr), ignored: ignore.New(set.ignore, time.Now().UTC())}
	_, failed := a.ask(ctx, &s.runSettings, set.registries, doc.References, nil, run)
	run.progress.erase()
	if failed != nil && !errors.Is(failed, errInterrupted) {
		return failed
	}
	results := run.results
	slices.SortFunc(results, func(x, y check.Result) int { return x.Reference.Index - y.Reference.Index })
	options := fix.Options{Confidence: s.confidence}
	if s.published {
		options.Published, err = a.publishedVersions(ctx, s, set, results)
		failed = errors.Join(failed, err)
	}
	if edited {
		err = a.edit(s, file, string(data), fix.Plan(string(data), results, options))
	} else {
		err = a.printCorrected(s.format, results, options)
	}
	a.giveHints(circumstances{&s.runSettings, set.registries, report.New(thisBuild().version, results, doc.Problems), run.last})
	if slices.ContainsFunc(results, func(r check.Result) bool { return r.Verdict == check.Unchecked }) {
		failed = errors.Join(failed, errUnchecked)
	}
	return errors.Join(failed, err)
}

// publishedVersions asks for the published versions that the preprints among the works found name.
func (a *app) publishedVersions(ctx context.Context, s *fixSettings, set configuration, results []check.Result) (map[int]biblio.Work, error) {
	var refs []biblio.Reference
	for _, r := range results {
		if r.Match != nil && r.Match.Work.PublishedAs != "" {
			w := r.Match.Work
			refs = append(refs, biblio.Reference{
				Index: r.Reference.Index, ID: r.Reference.ID, Confidence: 1, Item: biblio.Item{Title: w.Title, Authors: w.Authors, DOI: w.PublishedAs},
			})
		}
	}
	if len(refs) == 0 {
		return nil, nil
	}
	run := &collector{progress: newProgress(a.stderr), ignored: ignore.New(nil, time.Now().UTC())}
	_, err := a.ask(ctx, &s.runSettings, set.registries, refs, nil, run)
	run.progress.erase()
	works := map[int]biblio.Work{}
	for _, r := range run.results {
		if r.Match != nil && r.Match.Work.DOI == r.Reference.DOI {
			works[r.Reference.Index] = r.Match.Work
		}
	}
	return works, err
}

// edit prints the corrections of a .bib file as a diff, or writes them.
func (a *app) edit(s *fixSettings, file, source string, changes []fix.Change) error {
	if s.interactive {
		var err error
		if changes, err = a.choose(changes); err != nil {
			return err
		}
	}
	corrected := fix.Apply(source, changes)
	if !s.write {
		_, err := io.WriteString(a.stdout, udiff.Unified(file, file, source, corrected))
		return err
	}
	if len(changes) > 0 {
		out, err := createAtomic(file)
		if err != nil {
			return err
		}
		defer out.discard()
		if _, err := io.WriteString(out, corrected); err != nil {
			return err
		}
		if err := out.commit(); err != nil {
			return err
		}
	}
	a.say("refcheck", fmt.Sprintf("%s: %s made", named(file), counted(len(changes), "correction")))
	return nil
}

// choose asks about each change.
func (a *app) choose(changes []fix.Change) ([]fix.Change, error) {
	in := bufio.NewScanner(a.stdin)
	var chosen []fix.Change
	for i, c := range changes {
		old := c.Old
		if old == "" {
			old = "(none)"
		}
		fmt.Fprintf(a.stderr, "%s %s\n  %s: %s → %s\n", report.Clean(c.Key), report.Place(c.Location), c.Field, report.Clean(old), report.Clean(c.New))
		for {
			fmt.Fprint(a.stderr, "  correct it? y yes, n no, a all that are left, q none of them: ")
			if !in.Scan() {
				return chosen, in.Err()
			}
			answer := strings.ToLower(strings.TrimSpace(in.Text()))
			if answer == "a" {
				return append(chosen, changes[i:]...), nil
			}
			if answer == "q" {
				return chosen, nil
			}
			if answer == "y" {
				chosen = append(chosen, c)
			}
			if answer == "y" || answer == "n" {
				break
			}
		}
	}
	return chosen, nil
}

// printCorrected prints the whole list, corrected.
func (a *app) printCorrected(format string, results []check.Result, options fix.Options) error {
	refs := make([]biblio.Reference, len(results))
	for i, r := range results {
		refs[i] = fix.Corrected(r, options)
	}
	switch format {
	case "ris":
		return export.RIS(a.stdout, refs)
	case "bibtex":
		return export.BibTeX(a.stdout, refs)
	}
	for _, r := range results {
		if _, err := fmt.Fprintf(a.stdout, "%s. %s\n", report.Clean(r.Reference.ID), report.Clean(fix.Line(r, options))); err != nil {
			return err
		}
	}
	return nil
}
