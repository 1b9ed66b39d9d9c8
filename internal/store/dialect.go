package store

import (
	"context"
	"errors"
	"fmt"
	"os"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/refcheck/refcheck/internal/store/database"
)

// dialect is what differs between a file of the cache's own and the table of a service's PostgreSQL.
type dialect struct {
	place string // in errors
	// lapses says that the database may be away for a while: what is to be read or written meanwhile is
	// forgotten. A file that fails is of no use any more.
	lapses bool
	size   func(context.Context, *database.DB) (int64, error)
	shrink func(context.Context, *database.DB) error
}

// statements are those in SQL that differ.
type statements struct {
	table   string
	read    string // by a registry, and keys as a JSON array
	measure string
	evict   string // all but so many bytes of the newest
	list    string // what there is, by the index, which leaves out the answers themselves
	clear   string // a registry, given twice
}

// sql returns the statements of the cache.
func (c *Cache) sql() statements {
	if c.path != "" {
		return statements{
			table:   "answer",
			read:    "SELECT key, value FROM answer WHERE registry = ? AND key IN (SELECT value FROM json_each(?))",
			measure: "SELECT coalesce(sum(size), 0) FROM answer",
			evict: `DELETE FROM answer WHERE rowid IN (SELECT rowid FROM (
				SELECT rowid, sum(size) OVER (ORDER BY at DESC, rowid DESC) AS kept FROM answer) WHERE kept > ?)`,
			list:  "SELECT registry, count(*), sum(size), min(at), max(at) FROM answer INDEXED BY answer_by_age GROUP BY registry ORDER BY registry",
			clear: "DELETE FROM answer WHERE registry = ? OR ? = ''",
		}
	}
	return statements{
		table:   "answers",
		read:    "SELECT key, value FROM answers WHERE registry = $1 AND key IN (SELECT json_array_elements_text(CAST($2 AS JSON)))",
		measure: "SELECT coalesce(sum(size), 0) FROM answers",
		evict: `DELETE FROM answers WHERE ctid IN (SELECT ctid FROM (
			SELECT ctid, sum(size) OVER (ORDER BY at DESC, ctid DESC) AS kept FROM answers) AS aged WHERE kept > $1)`,
		list:  "SELECT registry, count(*), sum(size), min(at), max(at) FROM answers GROUP BY registry ORDER BY registry",
		clear: "DELETE FROM answers WHERE registry = $1 OR $2 = ''",
	}
}

// ofFile is the dialect of the file at path.
func ofFile(path string) dialect {
	return dialect{
		place: path,
		size:  func(context.Context, *database.DB) (int64, error) { return fileSize(path) },
		shrink: func(ctx context.Context, db *database.DB) error {
			for _, act := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
				if _, err := db.Write.ExecContext(ctx, act); err != nil && code(err) != sqlite3.SQLITE_BUSY {
					return err
				}
			}
			return nil
		},
	}
}

// ofPostgres is the dialect of a service's PostgreSQL, which sees to its room itself.
func ofPostgres() dialect {
	return dialect{
		place: "in the database", lapses: true,
		size: func(ctx context.Context, db *database.DB) (size int64, err error) {
			return size, db.Read.QueryRowContext(ctx, "SELECT pg_total_relation_size('answers')").Scan(&size)
		},
		shrink: func(context.Context, *database.DB) error { return nil },
	}
}

// failed returns an error with what failed and what to do, or nil if it will pass by itself.
func (d *dialect) failed(doing string, err error) error {
	if err == nil || d.lapses {
		return nil
	}
	return fmt.Errorf("%s the cache %s: %w", doing, d.place, explained(err))
}

// fileSize returns the bytes that a database takes on the disk.
func fileSize(path string) (int64, error) {
	var size int64
	for _, suffix := range []string{"", "-wal", "-shm"} {
		stat, err := os.Stat(path + suffix)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		size += stat.Size()
	}
	return size, nil
}
