package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/report"
)

func (a *app) reportCommand() *cobra.Command {
	var s reportSettings
	cmd := &cobra.Command{
		Use:   "report RUN.json",
		Short: "Render a saved JSON report in another format",
		Long: `Renders a report that check has written with --format json, or with --also json=RUN.json,
as check itself would have. - reads it from standard input.`,
		Example: `  refcheck check paper.bib --also json=run.json
  refcheck report run.json --verbose`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeRuns,
		RunE: func(_ *cobra.Command, args []string) error {
			doc, err := a.readReport(args[0])
			if err != nil {
				return err
			}
			reports, err := a.openReports(s)
			if err != nil {
				return err
			}
			defer reports.discard()
			for _, r := range doc.References {
				if err := reports.add(r); err != nil {
					return err
				}
			}
			return reports.finish(doc)
		},
	}
	s.addFlags(cmd)
	return cmd
}

// readReport reads a saved run.
func (a *app) readReport(path string) (report.Document, error) {
	in := a.stdin
	if path != standardInput {
		f, err := os.Open(path)
		if err != nil {
			return report.Document{}, fmt.Errorf("reading the report: %w", err)
		}
		defer f.Close()
		in = f
	}
	doc, err := report.Read(in)
	if errors.Is(err, report.ErrNotReport) {
		return doc, hint(fmt.Errorf("reading %s: %w", path, err), "refcheck check FILE --format json --output run.json makes one")
	}
	if err != nil {
		return doc, fmt.Errorf("reading %s: %w", path, err)
	}
	return doc, nil
}
