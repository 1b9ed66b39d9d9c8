package main

import (
	"cmp"
	"context"
	"errors"
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
	address := cmp.Or(s.database, a.env("REFCHECK_DATABASE"))
	switch {
	case address == "":
		address = filepath.Join(dir, "refcheck.sqlite")
	case !database.IsPostgres(address): // which may hold a password
		return nil, "", hint(errors.New("the database has the address of no PostgreSQL"), "--database takes postgres://user@host/name; without it, SQLite in --data is used")
	}
	db, err = by(ctx, address)
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
