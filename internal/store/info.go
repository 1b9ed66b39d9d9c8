package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// Info says what a cache holds.
type Info struct {
	Path       string
	Size       int64 // of the file and what SQLite keeps beside it, in bytes
	Registries []Holding
}

// Holding says what a cache holds of one registry.
type Holding struct {
	Registry       string
	Entries        int
	Bytes          int64     // of the answers, packed
	Oldest, Newest time.Time // when they were put
}

// Info returns what the cache holds, by registry in the order of their names.
func (c *Cache) Info(ctx context.Context) (Info, error) {
	info := Info{Path: c.path}
	if err := c.flush(ctx); err != nil {
		return info, err
	}
	rows, err := c.db.QueryContext(ctx, `SELECT registry, count(*), sum(size), min(at), max(at)
		FROM answer INDEXED BY answer_by_age GROUP BY registry ORDER BY registry`)
	if err != nil {
		return info, fmt.Errorf("reading the cache %s: %w", c.path, explained(err))
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var h Holding
		var oldest, newest int64
		if err := rows.Scan(&h.Registry, &h.Entries, &h.Bytes, &oldest, &newest); err != nil {
			return info, fmt.Errorf("reading the cache %s: %w", c.path, err)
		}
		h.Oldest, h.Newest = time.UnixMilli(oldest), time.UnixMilli(newest)
		info.Registries = append(info.Registries, h)
	}
	if err := rows.Err(); err != nil {
		return info, fmt.Errorf("reading the cache %s: %w", c.path, explained(err))
	}
	info.Size, err = fileSize(c.path)
	return info, err
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

// Clear forgets the answers of a registry, "" for all, gives their room back to the system, and
// returns how many there were. The room stays the file's while another process reads it.
func (c *Cache) Clear(ctx context.Context, registry string) (int, error) {
	if err := c.flush(ctx); err != nil {
		return 0, err
	}
	result, err := c.db.ExecContext(ctx, "DELETE FROM answer WHERE registry = ?1 OR ?1 = ''", registry)
	if err != nil {
		return 0, fmt.Errorf("clearing the cache %s: %w", c.path, explained(err))
	}
	n, err := result.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("clearing the cache %s: %w", c.path, err)
	}
	for _, act := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := c.db.ExecContext(ctx, act); err != nil && code(err) != sqlite3.SQLITE_BUSY {
			return int(n), fmt.Errorf("clearing the cache %s: %w", c.path, explained(err))
		}
	}
	return int(n), nil
}
