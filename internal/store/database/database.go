// Package database opens the service's database, a SQLite file or a PostgreSQL, and brings its tables
// up to date. The SQL of its users is written once, for both: with ? for arguments, times as
// milliseconds since 1970, and nothing that only one of the two knows.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	// Pool is PostgreSQL's; nil for SQLite.
	Pool *pgxpool.Pool
	// Write and Read are the same pool for PostgreSQL. SQLite has one writer at a time: its Write has
	// one connection, for which writers queue in memory, and Read as many as read side by side.
	Write, Read *sql.DB
	// guest says that a SQLite file is locked by another process, which keeps its tables.
	guest   bool
	closers []func() error
}

// Open opens the database at an address: postgres://… or the path of a SQLite file, which is made if
// need be, with its folders. One process can have a SQLite file open. The tables are brought up to date,
// under a lock that makes others wait who open the same database. The error ends in a hint.
func Open(ctx context.Context, address string) (*DB, error) { return openAs(ctx, address, openSQLite) }

// Join is Open for a short visit: a SQLite file may be open in another process, which has to know the
// same tables.
func Join(ctx context.Context, address string) (*DB, error) { return openAs(ctx, address, joinSQLite) }

func openAs(ctx context.Context, address string, open func(context.Context, *DB, string) error) (*DB, error) {
	if IsPostgres(address) {
		open = openPostgres
	}
	db := &DB{}
	err := open(ctx, db, address)
	if err == nil {
		err = db.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the database: %w\nhint: %s", err, hintOf(err, address)), db.Close())
	}
	return db, nil
}

// hintOf says what to do about a database that cannot be opened.
func hintOf(err error, address string) string {
	switch {
	case errors.Is(err, errNewer):
		return "a newer refcheck has changed them, and they do not go back: run that version, or restore a backup made before"
	case errors.Is(err, errOlder):
		return "the refcheck that serves them is of another version: stop it and start this one, or use that one's commands"
	case IsPostgres(address):
		return "--database takes postgres://user@host/name, and the server has to be up"
	case errors.Is(err, errInUse):
		return "one refcheck serves a data directory; name another by --data"
	}
	return "--data takes a folder that can be written, in which no other program keeps a refcheck.sqlite"
}

// IsPostgres reports whether an address is that of a PostgreSQL.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Close closes all connections. It may be called again.
func (db *DB) Close() error {
	var failed error
	for i := len(db.closers) - 1; i >= 0; i-- {
		failed = errors.Join(failed, db.closers[i]())
	}
	db.closers = nil
	return failed
}

// Ready tells whether the database answers, and if not, why.
func (db *DB) Ready(ctx context.Context) error {
	var one int
	return db.Read.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// SQL returns a statement with its arguments marked as this database wants them: ? becomes $1, $2 … for
// PostgreSQL. No text of a statement holds a question mark of its own.
func (db *DB) SQL(statement string) string {
	if db.Pool == nil {
		return statement
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(statement, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// Change executes a statement, with ? for arguments, and returns how many rows it has changed.
func (db *DB) Change(ctx context.Context, statement string, args ...any) (rows int, err error) {
	done, err := db.Write.ExecContext(ctx, db.SQL(statement), args...)
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// InTx runs do in a transaction, which is committed if do returns nil.
func (db *DB) InTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := db.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Millis is a time as it is kept.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// Time is a time that was kept.
func Time(millis int64) time.Time { return time.UnixMilli(millis).UTC() }
