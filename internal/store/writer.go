package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
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
	err := c.store(ctx, batch, int64(size))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing = nil
	if err != nil {
		c.err = fmt.Errorf("writing the cache %s: %w", c.path, explained(err))
	}
	return c.err
}

// store writes a batch of size bytes, and makes room for it when it is time to look.
func (c *Cache) store(ctx context.Context, batch map[address][]byte, size int64) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	put := tx.StmtContext(ctx, c.put)
	defer func() { _ = put.Close() }()
	at := c.now().UnixMilli()
	for a, value := range batch {
		if _, err := put.ExecContext(ctx, a.registry, a.key, at, len(value), value); err != nil {
			return err
		}
	}
	// Measuring reads the index through: not each time.
	if c.unchecked += size; c.unchecked > c.maxSize/16 {
		if err := evict(ctx, tx, c.maxSize); err != nil {
			return err
		}
		c.unchecked = 0
	}
	return tx.Commit()
}

// evict deletes the oldest answers if all together pass maxSize, down to nine tenths of it.
func evict(ctx context.Context, tx *sql.Tx, maxSize int64) error {
	var size int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(sum(size), 0) FROM answer").Scan(&size); err != nil {
		return err
	}
	if size <= maxSize {
		return nil
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM answer WHERE rowid IN (
		SELECT rowid FROM (SELECT rowid, sum(size) OVER (ORDER BY at DESC, rowid DESC) AS kept FROM answer)
		WHERE kept > ?)`, maxSize/10*9)
	return err
}
