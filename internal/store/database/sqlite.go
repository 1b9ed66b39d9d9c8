package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite" // also registers the driver
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// connections bounds the reads at once.
	connections = 8
	// busyTimeout is how long a statement waits for another's write.
	busyTimeout = 5 * time.Second
)

// errInUse is the error of a file that another process has locked.
var errInUse = errors.New("another process has it open")

// openSQLite opens a file, and locks it against other processes.
func openSQLite(ctx context.Context, db *DB, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := db.lock(ctx, path+".lock"); err != nil {
		return err
	}
	return db.openPools(ctx, path)
}

// joinSQLite opens a file beside the process that has locked it, if there is one: a journal that is
// written ahead lets several in, and what needs one process alone, the jobs, is left to that one.
func joinSQLite(ctx context.Context, db *DB, path string) error {
	err := openSQLite(ctx, db, path)
	if db.guest = errors.Is(err, errInUse); db.guest {
		return db.openPools(ctx, path)
	}
	return err
}

// openPools opens the connections to a file, which is made if need be.
func (db *DB) openPools(ctx context.Context, path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // SQLite's side files get the same mode
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return err
	}
	pools := []struct {
		pool        **sql.DB
		connections int
	}{{&db.Write, 1}, {&db.Read, connections}}
	for _, p := range pools {
		if *p.pool, err = db.pool(path, p.connections, "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"); err != nil {
			return err
		}
	}
	return db.Ready(ctx)
}

// pool returns connections to a file. What every one of them needs stands in the address: a PRAGMA by
// Exec would reach a single one.
func (db *DB) pool(path string, size int, pragmas ...string) (*sql.DB, error) {
	address, err := SQLiteAddress(path, append(pragmas, fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()))...)
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", address)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	db.closers = append(db.closers, pool.Close)
	return pool, nil
}

// SQLiteAddress returns the address by which the driver opens a file, with transactions that lock at
// their beginning.
func SQLiteAddress(path string, pragmas ...string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/… on Windows
	}
	settings := url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}
	return (&url.URL{Scheme: "file", Path: abs, RawQuery: settings.Encode()}).String(), nil
}

// lock holds a file of its own locked until the database is closed, by a transaction that is never
// ended: it goes with the process, however that dies.
func (db *DB) lock(ctx context.Context, path string) error {
	pool, err := db.pool(path, 1)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // or the transaction would end with the opening
	_, err = pool.ExecContext(ctx, "PRAGMA busy_timeout = 0")
	if err == nil {
		_, err = pool.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		return errInUse
	}
	return err
}
