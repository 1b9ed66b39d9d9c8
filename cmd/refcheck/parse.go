package main

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/export"
	"github.com/refcheck/refcheck/internal/report"
)

// parseFormats is the table of what parse prints.
var parseFormats = []struct {
	name  string
	write func(io.Writer, []biblio.Reference) error
}{
	{"jsonl", writeParsedLines},
	{"json", writeParsedList},
	{"csl-json", report.WriteCSL},
	{"bibtex", export.BibTeX},
	{"ris", export.RIS},
}

func (a *app) parseCommand() *cobra.Command {
	var s settings
	format := "jsonl"
	names := make([]string, len(parseFormats))
	for i, f := range parseFormats {
		names[i] = f.name
	}
	cmd := &cobra.Command{
		Use:   "parse [FILE...]",
		Short: "Print the references as they were read, asking nobody",
		Long: `Reads files, or standard input, and prints the references in them with their fields and
places. No registry is asked.`,
		Example: `  refcheck parse references.txt
  refcheck parse --as lines --format csl-json - < references.txt`,
		ValidArgsFunction: completeBibliographies,
		RunE: func(cmd *cobra.Command, files []string) error {
			if _, err := a.configure(cmd, files, []string{"as"}); err != nil {
				return err
			}
			in, failed := a.readAll(cmd.Context(), files, s.as)
			a.tellProblems(in.problems)
			for _, f := range parseFormats {
				if f.name == format && len(in.references) > 0 {
					out := bufio.NewWriter(a.stdout)
					failed = errors.Join(failed, f.write(out, in.references), out.Flush())
				}
			}
			return failed
		},
	}
	s.addFlags(cmd)
	cmd.Flags().VarP(newChoice(&format, names...), "format", "f", "what to print: "+strings.Join(names, ", "))
	return cmd
}

// tellProblems prints what is wrong in the files, with its place.
func (a *app) tellProblems(problems []biblio.Problem) {
	for _, p := range problems {
		a.say(report.Place(p.Location), p.Message)
	}
}

func writeParsedLines(w io.Writer, refs []biblio.Reference) error {
	for _, r := range refs {
		if err := report.WriteJSON(w, report.NewParsed(r), false); err != nil {
			return err
		}
	}
	return nil
}

func writeParsedList(w io.Writer, refs []biblio.Reference) error {
	all := make([]report.Parsed, len(refs))
	for i, r := range refs {
		all[i] = report.NewParsed(r)
	}
	return report.WriteJSON(w, all, true)
}
