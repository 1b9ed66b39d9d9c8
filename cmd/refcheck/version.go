package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker; without it the build's own information counts.
var version string

// build says what was built, and from which revision.
type build struct{ version, revision string }

// thisBuild returns what is known of the running program.
func thisBuild() build {
	b := build{version: version}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b.orUnknown()
	}
	if b.version == "" && info.Main.Version != "(devel)" {
		b.version = info.Main.Version
	}
	dirty := ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				dirty = ", modified"
			}
		}
	}
	if b.revision != "" {
		b.revision += dirty
	}
	return b.orUnknown()
}

func (b build) orUnknown() build {
	if b.version == "" {
		b.version = "dev"
	}
	return b
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version and how it was built",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			_, err := fmt.Fprintf(a.stdout, "refcheck %s\n", b.version)
			if b.revision != "" {
				_, err = fmt.Fprintf(a.stdout, "revision %s\n", b.revision)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
