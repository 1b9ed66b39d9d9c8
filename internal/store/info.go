package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Info says what a cache holds.
type Info struct {
	Path       string // "" if it is not a file
	Size       int64  // on the disk, with what the database keeps beside it, in bytes
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
	rows, err := c.db.Read.QueryContext(ctx, c.sql().list)
	info.Registries, err = database.Collect(rows, err, func(r *sql.Rows) (h Holding, err error) {
		var oldest, newest int64
		err = r.Scan(&h.Registry, &h.Entries, &h.Bytes, &oldest, &newest)
		h.Oldest, h.Newest = time.UnixMilli(oldest), time.UnixMilli(newest)
		return h, err
	})
	if err == nil {
		info.Size, err = c.size(ctx, c.db)
	}
	if err != nil {
		return info, fmt.Errorf("reading the cache %s: %w", c.place, explained(err))
	}
	return info, nil
}

// Clear forgets the answers of a registry, "" for all, gives their room back to the system, and
// returns how many there were. The room stays the file's while another process reads it.
func (c *Cache) Clear(ctx context.Context, registry string) (int, error) {
	if err := c.flush(ctx); err != nil {
		return 0, err
	}
	result, err := c.db.Write.ExecContext(ctx, c.sql().clear, registry, registry)
	if err != nil {
		return 0, fmt.Errorf("clearing the cache %s: %w", c.place, explained(err))
	}
	n, err := result.RowsAffected()
	if err == nil {
		err = c.shrink(ctx, c.db)
	}
	if err != nil {
		return int(n), fmt.Errorf("clearing the cache %s: %w", c.place, explained(err))
	}
	return int(n), nil
}
