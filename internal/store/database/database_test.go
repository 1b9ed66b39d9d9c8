package database_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// Opening makes the tables once; a second opening finds them.
func TestOpen(t *testing.T) {
	databasetest.EachAddress(t, func(t *testing.T, address string) {
		for range 2 {
			db, err := database.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"checks", "check_references", "check_slices", "river_job", "answers"} {
				var n int
				if err := db.Read.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
					t.Error(table, err)
				}
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// Replicas that start together make the tables one after the other.
func TestOpenTogether(t *testing.T) {
	address := databasetest.Postgres(t)
	failed := make(chan error)
	const replicas = 4
	for range replicas {
		go func() {
			db, err := database.Open(t.Context(), address)
			if err == nil {
				err = db.Close()
			}
			failed <- err
		}()
	}
	for range replicas {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}

// Every migration can be undone and done again; the file of a check goes to its own table and back.
func TestBackAndForth(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		dialect := goose.DialectSQLite3
		if db.Pool != nil {
			dialect = goose.DialectPostgres
		}
		migrations, err := goose.NewProvider(dialect, db.Write, os.DirFS("migrations"), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Write.ExecContext(t.Context(), `INSERT INTO checks (id, owner, name, format, problems, state, total, created_at, expires_at)
			VALUES ('c', '', '', '', '', '', 1, 1, 1)`)
		if err == nil {
			_, err = db.Change(t.Context(), "INSERT INTO check_sources (check_id, source) VALUES ('c', ?)", []byte("the file"))
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []struct {
			version int64
			source  string
		}{{5, "SELECT source FROM checks"}, {6, "SELECT source FROM check_sources"}} {
			if at.version == 5 {
				_, err = migrations.DownTo(t.Context(), at.version)
			} else {
				_, err = migrations.UpTo(t.Context(), at.version)
			}
			var source []byte
			if err := errors.Join(err, db.Read.QueryRowContext(t.Context(), at.source).Scan(&source)); err != nil || string(source) != "the file" {
				t.Errorf("in version %d: %q, %v", at.version, source, err)
			}
		}
		_, down := migrations.DownTo(t.Context(), 0)
		_, up := migrations.Up(t.Context())
		if err := errors.Join(down, up); err != nil {
			t.Error(err)
		}
	})
}

// A SQLite file that is in use is refused, and free again after its close.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "refcheck.sqlite")
	first, err := database.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := database.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "another process") || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("opened twice: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := database.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}

// A guest reads and writes a database beside the process that serves it, which sees what it wrote; alone, it
// makes the tables itself.
func TestJoin(t *testing.T) {
	databasetest.EachAddress(t, func(t *testing.T, address string) {
		alone, err := database.Join(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if err := alone.Close(); err != nil {
			t.Fatal(err)
		}
		host := databasetest.Opened(t, address)
		guest, err := database.Join(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		const value = "INSERT INTO answers (registry, key, at, size, value) VALUES ('r', 'k', 1, 1, 'v')"
		if _, err := guest.Write.ExecContext(t.Context(), value); err != nil {
			t.Error(err)
		}
		var n int
		if err := host.Read.QueryRowContext(t.Context(), "SELECT count(*) FROM answers").Scan(&n); err != nil || n != 1 {
			t.Errorf("the host sees %d rows, %v", n, err)
		}
		if _, err := host.Write.ExecContext(t.Context(), "DELETE FROM goose_db_version WHERE version_id > 1"); err != nil {
			t.Fatal(err)
		}
		if err := guest.Close(); err != nil {
			t.Error(err)
		}
		if database.IsPostgres(address) {
			return
		}
		if _, err := database.Join(t.Context(), address); err == nil || !strings.Contains(err.Error(), "older than this refcheck knows") || !strings.Contains(err.Error(), "of version 1") {
			t.Errorf("joined a database of another version: %v", err)
		}
	})
}

// What somebody has locked who is not heard of any more comes free.
func TestSilent(t *testing.T) {
	address := databasetest.Postgres(t)
	others := databasetest.Opened(t, address)
	const within = "idle_in_transaction_session_timeout"
	var usual string
	if err := others.Read.QueryRowContext(t.Context(), "SHOW "+within).Scan(&usual); usual != "15s" || err != nil {
		t.Errorf("%s is %q, %v", within, usual, err)
	}
	impatient, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := impatient.Query()
	query.Set(within, "100ms")
	impatient.RawQuery = query.Encode()
	silent := databasetest.Opened(t, impatient.String())
	lock := func(on interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	}) {
		t.Helper()
		if _, err := on.ExecContext(t.Context(), "INSERT INTO caller_keys (day, key) VALUES (1, '') ON CONFLICT (day) DO UPDATE SET key = ''"); err != nil {
			t.Error(err)
		}
	}
	tx, err := silent.Write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	lock(tx)
	lock(others.Write) // or it would wait here
	if err := tx.Commit(); err == nil {
		t.Error("the transaction went on")
	}
}

// Tables that a later version has changed are refused, with a hint.
func TestNewer(t *testing.T) {
	for name, change := range map[string]string{
		"ours":  "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)",
		"queue": "INSERT INTO river_migration (line, version) VALUES ('main', 9999)",
	} {
		t.Run(name, func(t *testing.T) {
			databasetest.EachAddress(t, func(t *testing.T, address string) {
				later, err := database.Open(t.Context(), address)
				if err != nil {
					t.Fatal(err)
				}
				_, err = later.Write.ExecContext(t.Context(), change)
				if err := errors.Join(err, later.Close()); err != nil {
					t.Fatal(err)
				}
				for _, open := range []func(context.Context, string) (*database.DB, error){database.Open, database.Join} {
					_, err := open(t.Context(), address)
					if err == nil || !strings.Contains(err.Error(), "newer than this refcheck knows") ||
						!strings.Contains(err.Error(), "9999") || !strings.Contains(err.Error(), "hint: a newer refcheck") {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestSQL(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var sum int
		if err := db.Read.QueryRowContext(t.Context(), db.SQL("SELECT CAST(? AS INTEGER) - CAST(? AS INTEGER)"), 5, 3).Scan(&sum); err != nil || sum != 2 {
			t.Error(sum, err)
		}
	})
}

// A server that is not there is an error with a hint, and no password in it.
func TestUnreachable(t *testing.T) {
	_, err := database.Open(t.Context(), "postgres://someone:secret@127.0.0.1:1/none")
	if err == nil || !strings.Contains(err.Error(), "hint:") || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}
