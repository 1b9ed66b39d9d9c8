package database

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPostgres connects to a server, with one pool for all.
func openPostgres(ctx context.Context, db *DB, address string) error {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return fmt.Errorf("reading its address: %w", err) // pgx leaves the password out
	}
	config.MaxConns = max(config.MaxConns, connections)
	db.Pool, err = pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	db.closers = append(db.closers, func() error { db.Pool.Close(); return nil })
	db.Write = stdlib.OpenDBFromPool(db.Pool)
	db.closers = append(db.closers, db.Write.Close)
	db.Write.SetMaxIdleConns(0) // the pool keeps them
	db.Read = db.Write
	return db.Ready(ctx)
}
