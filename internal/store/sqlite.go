package store

import (
	"context"
	"database/sql"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite" // also registers the driver
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/refcheck/refcheck/internal/store/database"
)

//go:embed schema.sql
var schema string

const (
	// applicationID marks a database as refcheck's: "refc".
	applicationID = 0x72656663
	// schemaVersion is the version of schema.sql.
	schemaVersion = 1
	// busyTimeout is how long one process waits for another's write.
	busyTimeout = 5 * time.Second
)

// openDatabase opens the file and sees to its schema.
func openDatabase(ctx context.Context, path string) (*sql.DB, error) {
	name, err := database.SQLiteAddress(path, fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)", "synchronous(NORMAL)")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := patiently(ctx, func() error { return prepare(ctx, db) }); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// patiently repeats an act while the database is busy. SQLite's own busy_timeout does not cover the
// change of a new file to WAL, which processes that start together all want to make.
func patiently(ctx context.Context, act func() error) error {
	const tries, pause = 50, 20 * time.Millisecond
	for n := 1; ; n++ {
		err := act()
		if code(err) != sqlite3.SQLITE_BUSY || n == tries {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// prepare makes the schema in an empty database, and refuses one that is another's.
func prepare(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	var id, version, tables int
	err = errors.Join(
		tx.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id),
		tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version),
		tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables),
	)
	switch {
	case err != nil:
		return err
	case id == applicationID && version == schemaVersion:
		return nil
	case id == applicationID:
		return fmt.Errorf("it is of version %d, this refcheck knows version %d", version, schemaVersion)
	case tables > 0:
		return errors.New("it is a database of something else")
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("%s; PRAGMA application_id = %d; PRAGMA user_version = %d", schema, applicationID, schemaVersion))
	if err != nil {
		return fmt.Errorf("making the tables: %w", err)
	}
	return tx.Commit()
}

// code returns SQLite's primary result code in err, 0 if there is none.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// isDamaged reports whether err says that the file is not a database, or no longer a whole one.
func isDamaged(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_NOTADB || c == sqlite3.SQLITE_CORRUPT
}

// explained adds to the error of a damaged file what to do.
func explained(err error) error {
	if isDamaged(err) {
		return fmt.Errorf("%w\nhint: delete the file; it holds nothing but copies", err)
	}
	return err
}
