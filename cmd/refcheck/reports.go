package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/refcheck/refcheck/internal/report"
)

// A report is wrapped to the terminal that it is printed on, but not wider than can be read with
// ease, and elsewhere to usualWidth.
const (
	widest     = 120
	usualWidth = 100
)

// reportSettings are the flags of the commands that print reports.
type reportSettings struct {
	format, output string
	also           []destination
	color          string
	verbose        bool
}

// destination is a format and the file that it goes to, "" for standard output.
type destination struct{ format, path string }

func (s *reportSettings) addFlags(cmd *cobra.Command) {
	s.format, s.color = "text", "auto"
	names := strings.Replace(strings.Join(report.Formats(), ", "), " junit", "\njunit", 1) // two lines of help
	flags := cmd.Flags()
	flags.VarP(newChoice(&s.format, report.Formats()...), "format", "f", "what to print: "+names)
	flags.StringVarP(&s.output, "output", "o", "", "write to `PATH` instead of standard output")
	flags.Var((*destinations)(&s.also), "also", "write this format to a file as well (repeatable)")
	flags.Var(newChoice(&s.color, "auto", "always", "never"), "color", "auto, always, never")
	flags.BoolVarP(&s.verbose, "verbose", "v", false, "show verified references, what is written otherwise, and who was asked")
}

// destinations is the value of --also.
type destinations []destination

// String returns nothing: there is no default to show.
func (d *destinations) String() string { return "" }

// Type shows the form of the value in help texts.
func (d *destinations) Type() string { return "FORMAT=PATH" }

// Set adds one.
func (d *destinations) Set(s string) error {
	format, path, ok := strings.Cut(s, "=")
	if !ok || path == "" {
		return fmt.Errorf("%q is not of the form FORMAT=PATH", s)
	}
	if err := newChoice(new(string), report.Formats()...).Set(format); err != nil {
		return err
	}
	*d = append(*d, destination{format, path})
	return nil
}

// tellsProblems reports whether any of the reports shows what is wrong in the files.
func (s *reportSettings) tellsProblems() bool { return s.format == "text" && s.output == "" }

// reports are all reports of one run.
type reports []*openReport

type openReport struct {
	*report.Writer
	file *atomicFile // nil for standard output
}

// openReports opens all reports, so that one that cannot be written is known before the run.
func (a *app) openReports(s reportSettings) (reports, error) {
	var all reports
	for _, d := range append([]destination{{s.format, s.output}}, s.also...) {
		r := &openReport{}
		out := a.stdout
		if d.path != "" && d.path != standardInput {
			file, err := createAtomic(d.path)
			if err != nil {
				all.discard()
				return nil, err
			}
			r.file, out = file, file
		}
		writer, err := report.NewWriter(out, d.format, a.look(s, out))
		if err != nil {
			all.discard()
			return nil, err
		}
		r.Writer = writer
		all = append(all, r)
	}
	return all, nil
}

// look says how a report on out is to look. Colours are for terminals that have them, and for those
// who want them (no-color.org).
func (a *app) look(s reportSettings, out io.Writer) report.Options {
	o := report.Options{Verbose: s.verbose, Color: s.color == "always", Width: usualWidth}
	if f, ok := out.(*os.File); ok && isTerminal(f) {
		if s.color == "auto" {
			o.Color = a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
		}
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			o.Width = min(columns, widest)
		}
	}
	return o
}

// stream reports whether add prints anything on standard output.
func (all reports) stream() bool {
	return slices.ContainsFunc(all, func(one *openReport) bool { return one.file == nil && one.Streams() })
}

// add gives a result to the reports that stream.
func (all reports) add(r report.Reference) error {
	for _, one := range all {
		if err := one.Add(r); err != nil {
			return err
		}
	}
	return nil
}

// finish writes the others and puts all files in their places.
func (all reports) finish(doc report.Document) error {
	var failed error
	for _, one := range all {
		err := one.Finish(doc)
		if err == nil && one.file != nil {
			err = one.file.commit()
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// discard removes what was not finished.
func (all reports) discard() {
	for _, one := range all {
		if one.file != nil {
			one.file.discard()
		}
	}
}
