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
	err = db.migrateOurs(ctx)
	if err == nil { // River's tables are no business of a refcheck that ours are too new for
		err = db.migrateRiver(ctx)
	}
	return errors.Join(err, unlock())
}

var (
	// errNewer is the error of tables that only a later version of refcheck knows.
	errNewer = errors.New("its tables are newer than this refcheck knows")
	// errOlder is the error of tables that the process which keeps them has not brought up to date.
	errOlder = errors.New("its tables are older than this refcheck knows")
)

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
	switch {
	case current > target:
		return fmt.Errorf("%w: they are of version %d, and it knows %d", errNewer, current, target)
	case !db.guest:
		_, err = provider.Up(ctx)
		return err
	case current < target:
		return fmt.Errorf("%w: they are of version %d, and it knows %d", errOlder, current, target)
	}
	return nil
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
	if _, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	if _, err := migrator.ExistingVersions(ctx); err != nil { // one that this River does not know
		return fmt.Errorf("%w, those of the queue: %w", errNewer, err)
	}
	return nil
}
