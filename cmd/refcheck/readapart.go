package main

import (
	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/document/apart"
)

// readApart is the command by which the service starts itself anew, to read one file: see package apart.
const readApart = "read-apart"

func (a *app) readApartCommand() *cobra.Command {
	return &cobra.Command{
		Use: readApart, Short: "Read one file, for the service", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return apart.Serve(cmd.Context(), a.stdin, a.stdout) },
	}
}
