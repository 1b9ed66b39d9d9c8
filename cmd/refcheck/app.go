package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// app is what all commands work with: the streams and the environment of the process.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) string
}

// run executes one command line and returns the exit status. A cancelled ctx is an interruption by
// the user.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, env: env}
	root := a.rootCommand() //nolint:contextcheck // cobra hands the context over, see ExecuteContext
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	a.complain(err)
	return statusOf(err)
}

// rootCommand returns the command with all its subcommands.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "refcheck",
		Short: "Check the references of a bibliography against public registries",
		Long: `refcheck reads a bibliography, asks public registries about every reference in it, and
says of each whether it is verified, mismatched (and in which fields), not found, or
unchecked.`,
		Example: `  refcheck check paper.bib
  refcheck check references.txt --mailto you@example.org`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return hint(err, fmt.Sprintf("%s --help lists the flags", cmd.CommandPath()))
	})
	root.AddCommand(a.checkCommand(), a.parseCommand(), a.fixCommand(), a.reportCommand(), a.explainCommand(), a.serveCommand(), a.readApartCommand(), a.tokenCommand(), a.cacheCommand(), a.retractionsCommand(), a.versionCommand(), manCommand())
	completeFlags(root)
	return root
}
