// Package store keeps what refcheck remembers: the answers of registries, on this machine in one SQLite
// file that any number of refcheck processes may use at once, or in the PostgreSQL of a service. It forgets the oldest answers
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

	"github.com/refcheck/refcheck/internal/store/database"
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
	dialect
	path    string // of the file, "" if it is a table of a service's database
	moved   string
	db      *database.DB
	get     *sql.Stmt // of a file, where reading the statement takes longer than looking up
	maxSize int64
	now     func() time.Time
	closing sync.Once
	stop    chan struct{} // closed to end the writer
	stopped chan struct{} // closed when it has ended

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

// In returns the cache in a service's PostgreSQL, which is shared by all who have that open. It is to be
// closed before the database.
func In(ctx context.Context, db *database.DB) *Cache { return in(ctx, db, maxSize, time.Now) }

// in is In with a bound and a clock to choose.
func in(ctx context.Context, db *database.DB, maxSize int64, now func() time.Time) *Cache {
	c := newCache(ofPostgres(), maxSize, now)
	c.db = db
	go c.write(context.WithoutCancel(ctx))
	return c
}

func newCache(d dialect, maxSize int64, now func() time.Time) *Cache {
	return &Cache{
		dialect: d, maxSize: maxSize, now: now, unchecked: maxSize, // to be measured with the first write
		stop: make(chan struct{}), stopped: make(chan struct{}), pending: map[address][]byte{},
	}
}

// open is Open with a bound and a clock to choose.
func open(ctx context.Context, path string, maxSize int64, now func() time.Time) (*Cache, error) {
	c := newCache(ofFile(path), maxSize, now)
	c.path = path
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

// connect opens the file and prepares what is asked of it. Nothing is left open on an error.
func (c *Cache) connect(ctx context.Context) error {
	if err := makeFile(c.path); err != nil {
		return err
	}
	file, err := openDatabase(ctx, c.path)
	if err != nil {
		return err
	}
	c.db = &database.DB{Write: file, Read: file}
	if c.get, err = file.PrepareContext(ctx, c.sql().read); err != nil {
		return errors.Join(err, file.Close())
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
	if err := c.failed("reading", c.read(ctx, registry, written, values)); err != nil {
		return nil, err
	}
	return values, nil
}

// read adds the values of keys that are written.
func (c *Cache) read(ctx context.Context, registry string, keys []string, values map[string][]byte) error {
	if len(keys) == 0 {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	var rows *sql.Rows
	if c.get != nil {
		rows, err = c.get.QueryContext(ctx, registry, string(list))
	} else {
		rows, err = c.db.Read.QueryContext(ctx, c.sql().read, registry, string(list))
	}
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
	if c.get == nil {
		return err // the database is the service's
	}
	return errors.Join(err, c.get.Close(), c.db.Write.Close())
}
