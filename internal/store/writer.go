package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// write writes what is pending, every now and then and at the end. Its errors are found in c.err.
func (c *Cache) write(ctx context.Context) {
	defer close(c.stopped)
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = c.flush(ctx)
		case <-c.stop:
			_ = c.flush(ctx)
			return
		}
	}
}

// flush writes what is pending in one transaction, even when ctx is done: what was paid for with a
// request is to be kept. After a failure it is given up: the disk may be full, and memory is not the
// place to wait for room.
func (c *Cache) flush(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	c.flushing.Lock()
	defer c.flushing.Unlock()
	c.mu.Lock()
	batch, size := c.pending, c.bytes
	c.writing, c.pending, c.bytes = batch, map[address][]byte{}, 0
	c.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	err := c.failed("writing", c.store(ctx, batch, int64(size)))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing = nil
	if err != nil {
		c.err = err
	}
	return c.err
}

// store writes a batch of size bytes, and makes room when it is time to look.
func (c *Cache) store(ctx context.Context, batch map[address][]byte, size int64) error {
	put := database.NewInsert(c.db, c.sql().table+" (registry, key, at, size, value)", 5)
	put.OnConflict("(registry, key) DO UPDATE SET at = excluded.at, size = excluded.size, value = excluded.value")
	at := c.now().UnixMilli()
	// In their order, so that no two processes wait for each other's rows.
	for _, a := range slices.SortedFunc(maps.Keys(batch), address.compare) {
		put.Add(a.registry, a.key, at, len(batch[a]), batch[a])
	}
	if err := c.db.InTx(ctx, func(tx *sql.Tx) error { return put.Exec(ctx, tx) }); err != nil {
		return err
	}
	// Measuring reads the index through: not each time.
	if c.unchecked += size; c.unchecked <= c.maxSize/16 {
		return nil
	}
	c.unchecked = 0
	return c.evict(ctx)
}

// compare orders addresses.
func (a address) compare(b address) int {
	return cmp.Or(strings.Compare(a.registry, b.registry), strings.Compare(a.key, b.key))
}

// evict deletes the oldest answers if all together pass maxSize, down to nine tenths of it.
func (c *Cache) evict(ctx context.Context) error {
	var size int64
	if err := c.db.Read.QueryRowContext(ctx, c.sql().measure).Scan(&size); err != nil {
		return err
	}
	if size <= c.maxSize {
		return nil
	}
	_, err := c.db.Write.ExecContext(ctx, c.sql().evict, c.maxSize/10*9)
	return err
}
