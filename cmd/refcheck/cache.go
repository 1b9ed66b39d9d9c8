package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) cacheCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "Show or clear the answers kept on this machine",
		Long: `Answers of registries are kept in REFCHECK_CACHE_DIR, or in the user's folder for caches, so
that a list that was checked before is checked at once. Beside them is what reads PDFs, compiled
for this machine.`,
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
		Short: "Forget all answers, and the compiled reader of PDFs",
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
	compiled, err := a.compiled()
	if err != nil || compiled.size == 0 {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s  %s, the reader of PDFs\n", compiled.path, size(compiled.size))
	return err
}

// cacheClear forgets all answers and says how many there were, and removes the compiled reader of PDFs.
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
	if _, err := fmt.Fprintf(a.stdout, "%s forgotten\n", counted(n, "answer")); err != nil {
		return err
	}
	compiled, err := a.compiled()
	if err != nil || compiled.size == 0 {
		return err
	}
	for _, folder := range compiled.folders {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.stdout, "%s of the reader of PDFs removed\n", size(compiled.size))
	return err
}

// compiled is the compiled reader of PDFs.
type compiled struct {
	path    string
	folders []string // in the path, one for each version of wazero; whatever else is there is not ours
	size    int64
}

// compiled finds the compiled reader of PDFs where wazero keeps it.
func (a *app) compiled() (compiled, error) {
	c := compiled{path: a.reader().CacheDir}
	entries, err := os.ReadDir(c.path)
	if err != nil { // as a rule it is not there
		return c, nil //nolint:nilerr // see above
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), "wazero-") {
			continue
		}
		folder := filepath.Join(c.path, e.Name())
		bytes, err := folderSize(folder)
		if err != nil {
			return c, err
		}
		c.folders, c.size = append(c.folders, folder), c.size+bytes
	}
	return c, nil
}

// folderSize returns how many bytes the files of a folder and of those in it hold.
func folderSize(folder string) (sum int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
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
