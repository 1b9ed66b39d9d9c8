package database

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the key of PostgreSQL's advisory lock under which tables are changed: "refc".
const migrationLock = 0x72656663

// migrate brings the tables of refcheck and of River up to date; a guest makes sure that they are.
func (db *DB) migrate(ctx context.Context) error {
	if db.guest {
		return db.migrateOurs(ctx)
	}
	unlock, err := db.lockMigrations(ctx)
	if err != nil {
		return fmt.Errorf("waiting to change its tables: %w", err)
	}
	return errors.Join(db.migrateOurs(ctx), db.migrateRiver(ctx), unlock())
}

// lockMigrations waits for those that change the same tables. A SQLite file is this process's alone.
func (db *DB) lockMigrations(ctx context.Context) (unlock func() error, err error) {
	if db.Pool == nil {
		return func() error { return nil }, nil
	}
	conn, err := db.Write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock)
		return errors.Join(err, conn.Close())
	}, nil
}

func (db *DB) migrateOurs(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if db.Pool != nil {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, db.Write, files, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target || db.guest && current < target {
		return fmt.Errorf("its tables are of version %d, this refcheck knows version %d", current, target)
	}
	if !db.guest {
		_, err = provider.Up(ctx)
	}
	return err
}

func (db *DB) migrateRiver(ctx context.Context) error {
	if db.Pool != nil {
		return upRiver(ctx, riverpgxv5.New(db.Pool))
	}
	return upRiver(ctx, riversqlite.New(db.Write))
}

func upRiver[Tx any](ctx context.Context, driver riverdriver.Driver[Tx]) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
