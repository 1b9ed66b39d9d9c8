package main

import (
	"cmp"
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/store"
	"github.com/refcheck/refcheck/internal/store/database"
)

// dataSettings are the flags of the commands that work with the service's data.
type dataSettings struct {
	data     string
	database string
}

func (s *dataSettings) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&s.data, "data", "", "the `DIR` of the data (default: beside the cache)")
	flags.StringVar(&s.database, "database", "", "the `ADDRESS` of a PostgreSQL instead (or REFCHECK_DATABASE)")
}

// open opens the database, by a function of package database, and returns the folder of the data too.
func (s *dataSettings) open(ctx context.Context, a *app, by func(ctx context.Context, address string) (*database.DB, error)) (db *database.DB, dir string, err error) {
	if dir, err = s.dir(a); err != nil {
		return nil, "", err
	}
	db, err = by(ctx, s.address(a, dir))
	return db, dir, err
}

// dir returns the folder of the data.
func (s *dataSettings) dir(a *app) (string, error) {
	if s.data != "" {
		return s.data, nil
	}
	dir, err := store.DefaultDir(a.env)
	return filepath.Join(dir, "serve"), err
}

// address returns that of the database, which is in the folder of the data unless another is named.
func (s *dataSettings) address(a *app, dir string) string {
	return cmp.Or(s.database, a.env("REFCHECK_DATABASE"), filepath.Join(dir, "refcheck.sqlite"))
}
