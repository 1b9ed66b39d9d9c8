package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/retraction"
	"github.com/refcheck/refcheck/internal/store"
)

func (a *app) retractionsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "retractions",
		Short: "Keep a list of retractions on this machine",
		Long: `check reports retractions that registries know of. With a copy of the Retraction Watch list it
also reports those that they do not: by DOI, PMID, or title. The list is a CSV file that Crossref
gives away at https://gitlab.com/crossref/retraction-watch-data. The copy is kept beside the
cache (REFCHECK_CACHE_DIR), and check uses it from then on.`,
		Example: `  refcheck retractions update retraction_watch.csv
  refcheck retractions info`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var mailto string
	update := &cobra.Command{
		Use:   "update FILE|URL",
		Short: "Make the copy anew from a file or an address",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.updateRetractions(cmd.Context(), args[0], mailto)
		},
	}
	update.Flags().Var((*address)(&mailto), "mailto", "your address, for the server to know who asks")
	cmd.AddCommand(update, &cobra.Command{
		Use:   "info",
		Short: "Say what the copy holds",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.retractionsInfo(cmd.Context()) },
	})
	return cmd
}

// retractionsPath returns where the copy is kept.
func (a *app) retractionsPath() (string, error) {
	dir, err := store.DefaultDir(a.env)
	return filepath.Join(dir, retraction.FileName), err
}

// updateRetractions makes the copy from a file or an address and says what it holds now.
func (a *app) updateRetractions(ctx context.Context, source, mailto string) error {
	path, err := a.retractionsPath()
	if err != nil {
		return err
	}
	body, origin, err := a.openList(ctx, path, source, mailto)
	if errors.Is(err, retraction.ErrUnchanged) {
		return a.tellRetractions("unchanged: ", origin)
	}
	if err != nil {
		return err
	}
	origin, err = retraction.Update(ctx, path, body, origin, time.Now())
	if err = errors.Join(err, body.Close()); err != nil {
		return err
	}
	return a.tellRetractions("", origin)
}

// openList opens the list: a file, or what an address answers unless that is what the copy at path was
// made of.
func (a *app) openList(ctx context.Context, path, source, mailto string) (io.ReadCloser, retraction.Info, error) {
	if !strings.HasPrefix(source, "https://") && !strings.HasPrefix(source, "http://") {
		f, err := os.Open(source)
		return f, retraction.Info{Source: source}, err
	}
	var former retraction.Info
	if list, err := retraction.Open(ctx, path); err == nil {
		former = list.Info()
		if err := list.Close(); err != nil {
			return nil, former, err
		}
	}
	who := registry.Access{Agent: agent(), Mailto: mailto}.Config(registry.Config{}).UserAgent
	return retraction.Fetch(ctx, source, who, former)
}

// retractionsInfo says what the copy holds.
func (a *app) retractionsInfo(ctx context.Context) error {
	path, err := a.retractionsPath()
	if err != nil {
		return err
	}
	list, err := retraction.Open(ctx, path)
	if retraction.IsMissing(err) {
		return hint(errors.New("there is no list of retractions on this machine"), "make one: refcheck retractions update FILE|URL")
	}
	if err != nil {
		return err
	}
	return errors.Join(a.tellRetractions(path+"  ", list.Info()), list.Close())
}

func (a *app) tellRetractions(before string, info retraction.Info) error {
	_, err := fmt.Fprintf(a.stdout, "%s%s from %s, of %s\n", before, counted(info.Rows, "event"), info.Source, info.At.UTC().Format(time.DateOnly))
	if err == nil && info.Left > 0 {
		_, err = fmt.Fprintf(a.stdout, "%s left out, which name no work or nothing that became of it\n", counted(info.Left, "row"))
	}
	return err
}

// openRetractions lets the run use the copy, if there is one. A recording is to say the same on every
// machine, and does without.
func (a *app) openRetractions(ctx context.Context, s *runSettings, q *asking) {
	if s.replay != "" || s.record != "" {
		return
	}
	path, err := a.retractionsPath()
	if err != nil {
		return // without a folder there is no copy
	}
	list, err := retraction.Open(ctx, path)
	switch {
	case retraction.IsMissing(err):
	case err != nil:
		a.complain(fmt.Errorf("checking without it: %w", err))
	default:
		q.registries = append(q.registries, list)
		q.closers = append(q.closers, list.Close)
	}
}
