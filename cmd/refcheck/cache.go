package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) cacheCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "Show or clear the answers kept on this machine",
		Long: `Answers of registries are kept in REFCHECK_CACHE_DIR, or in the user's folder for caches, so
that a list that was checked before is checked at once.`,
		Example: `  refcheck cache info
  refcheck cache clear`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "info",
		Short: "Say where the answers are kept, and how many",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.cacheInfo(cmd) },
	}, &cobra.Command{
		Use:   "clear",
		Short: "Forget all answers",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.cacheClear(cmd) },
	})
	return cmd
}

// cacheInfo prints where the cache is and what it holds of each registry.
func (a *app) cacheInfo(cmd *cobra.Command) (failed error) {
	cache, err := a.openCache(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, cache.Close()) }()
	info, err := cache.Info(cmd.Context())
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(a.stdout, "%s  %s\n", info.Path, size(info.Size)); err != nil {
		return err
	}
	for _, h := range info.Registries {
		_, err := fmt.Fprintf(a.stdout, "%-10s %s, %s, from %s to %s\n", h.Registry, counted(h.Entries, "answer"), size(h.Bytes),
			h.Oldest.UTC().Format(time.DateOnly), h.Newest.UTC().Format(time.DateOnly))
		if err != nil {
			return err
		}
	}
	return nil
}

// cacheClear forgets all answers and says how many there were.
func (a *app) cacheClear(cmd *cobra.Command) (failed error) {
	cache, err := a.openCache(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, cache.Close()) }()
	n, err := cache.Clear(cmd.Context(), "")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s forgotten\n", counted(n, "answer"))
	return err
}

// size writes a number of bytes as people read it.
func size(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.1f kB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", bytes)
}
