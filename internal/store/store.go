// Package store keeps what refcheck remembers on this machine: the answers of registries, in one
// SQLite file that any number of refcheck processes may use at once. It forgets the oldest answers
// when they take too much room, and everything when the file is damaged: nothing here is needed for a
// verdict, it only saves asking again.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	// maxSize is how many bytes of answers are kept: some 200,000 of them.
	maxSize = 1 << 30
	// flushEvery is how long an answer waits to be written: what a crash can lose.
	flushEvery = 500 * time.Millisecond
	// maxPending is how many bytes of answers may wait before Put writes them itself.
	maxPending = 8 << 20
	// connections bounds the reads at once.
	connections = 8
)

// Cache keeps the answers of registries under keys. It may be used concurrently.
type Cache struct {
	path     string
	moved    string
	db       *sql.DB
	get, put *sql.Stmt
	maxSize  int64
	now      func() time.Time
	closing  sync.Once
	stop     chan struct{} // closed to end the writer
	stopped  chan struct{} // closed when it has ended

	flushing  sync.Mutex // one flush at a time
	unchecked int64      // bytes written since the size was measured; guarded by flushing

	mu      sync.Mutex
	pending map[address][]byte // put, not yet written
	writing map[address][]byte // being written
	bytes   int                // in pending
	err     error              // why an earlier write failed
}

// An address is where an answer is kept.
type address struct{ registry, key string }

// Open opens the cache in the file at path, making it and its folders if need be. A file that is not
// a database, or no longer a whole one, is moved aside: see Moved. ctx bounds the opening alone. The
// error ends in a hint.
func Open(ctx context.Context, path string) (*Cache, error) {
	c, err := open(ctx, path, maxSize, time.Now)
	if err != nil {
		return nil, fmt.Errorf("opening the cache %s: %w\nhint: set REFCHECK_CACHE_DIR to another folder, one that can be written", path, err)
	}
	return c, nil
}

// open is Open with a bound and a clock to choose.
func open(ctx context.Context, path string, maxSize int64, now func() time.Time) (*Cache, error) {
	c := &Cache{
		path: path, maxSize: maxSize, now: now, unchecked: maxSize, // to be measured with the first write
		stop: make(chan struct{}), stopped: make(chan struct{}), pending: map[address][]byte{},
	}
	err := c.connect(ctx)
	if isDamaged(err) {
		if c.moved, err = moveAside(path); err == nil {
			err = c.connect(ctx)
		}
	}
	if err != nil {
		return nil, err
	}
	// The writer outlives an interrupted run.
	go c.write(context.WithoutCancel(ctx))
	return c, nil
}

// connect opens the database and prepares what is asked of it. Nothing is left open on an error.
func (c *Cache) connect(ctx context.Context) error {
	if err := makeFile(c.path); err != nil {
		return err
	}
	db, err := openDatabase(ctx, c.path)
	if err != nil {
		return err
	}
	c.db = db
	c.get, err = db.PrepareContext(ctx, "SELECT key, value FROM answer WHERE registry = ? AND key IN (SELECT value FROM json_each(?))")
	if err == nil {
		c.put, err = db.PrepareContext(ctx, `INSERT INTO answer (registry, key, at, size, value) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (registry, key) DO UPDATE SET at = excluded.at, size = excluded.size, value = excluded.value`)
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

// Moved returns where a damaged file was moved to when the cache was opened, "" if it was whole.
func (c *Cache) Moved() string { return c.moved }

// Get returns what was last put under each of a registry's keys that holds anything.
func (c *Cache) Get(ctx context.Context, registry string, keys []string) (map[string][]byte, error) {
	values := make(map[string][]byte, len(keys))
	var written []string
	for _, key := range keys {
		if value, ok := c.waiting(address{registry, key}); ok {
			values[key] = value
		} else {
			written = append(written, key)
		}
	}
	if err := c.read(ctx, registry, written, values); err != nil {
		return nil, fmt.Errorf("reading the cache %s: %w", c.path, explained(err))
	}
	return values, nil
}

// read adds the values of keys that are in the file.
func (c *Cache) read(ctx context.Context, registry string, keys []string, values map[string][]byte) error {
	if len(keys) == 0 {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	rows, err := c.get.QueryContext(ctx, registry, string(list))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key string
		var value []byte
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		values[key] = value
	}
	return rows.Err()
}

// waiting returns an answer that is not written yet.
func (c *Cache) waiting(a address) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if value, ok := c.pending[a]; ok {
		return value, true
	}
	value, ok := c.writing[a]
	return value, ok
}

// Put keeps a value, which must not change from now on. It is written within half a second; the error
// may be that of an earlier write.
func (c *Cache) Put(ctx context.Context, registry, key string, value []byte) error {
	a := address{registry, key}
	c.mu.Lock()
	c.bytes += len(value) - len(c.pending[a])
	c.pending[a] = value
	full, err := c.bytes >= maxPending, c.err
	c.mu.Unlock()
	if err != nil {
		return err
	}
	if full {
		return c.flush(ctx)
	}
	return nil
}

// Close writes what is still to be written, and returns why any answer could not be. It may be called
// again.
func (c *Cache) Close() error {
	c.closing.Do(func() { close(c.stop) })
	<-c.stopped
	c.mu.Lock()
	err := c.err
	c.mu.Unlock()
	return errors.Join(err, c.get.Close(), c.put.Close(), c.db.Close())
}
