package registry

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

// memory keeps the answers of one registry in a Cache: that to each question by itself, whatever others
// it shared a request with, so that a list with one new reference asks about that one alone. Failures
// are not kept. The cache's own failures fail no question: they turn it off.
type memory struct {
	name, base       string
	cache            Cache // may be nil
	offline, refresh bool
	now              func() time.Time
	recalled         atomic.Int64
	broken           atomic.Pointer[error]
}

func newMemory(cfg Config) *memory {
	return &memory{
		name: cfg.Name, base: strings.TrimRight(cfg.BaseURL, "/"), cache: cfg.Cache, offline: cfg.Offline, refresh: cfg.Refresh, now: cfg.Now,
	}
}

// recall returns the answers that are kept and fresh; known says which these are.
func (m *memory) recall(ctx context.Context, kind Kind, queries []Query) (answers []Answer, known []bool) {
	answers, known = make([]Answer, len(queries)), make([]bool, len(queries))
	if m.cache == nil || m.err() != nil || m.refresh && !m.offline {
		return answers, known
	}
	keys := make([]string, len(queries))
	for i, q := range queries {
		keys[i] = m.key(kind, q)
	}
	values, err := m.cache.Get(ctx, m.name, keys)
	if err != nil {
		m.giveUp(ctx, err)
		return answers, known
	}
	now := m.now()
	for i, key := range keys {
		e, err := unpack(values[key])
		if err == nil && e.fresh(now) {
			answers[i], known[i] = e.answer(m.name), true
			m.recalled.Add(1)
		}
	}
	return answers, known
}

// keep puts the answer to a query into the cache.
func (m *memory) keep(ctx context.Context, kind Kind, q Query, a Answer) {
	if m.cache == nil || m.err() != nil {
		return
	}
	e, ok := newEntry(a, m.now())
	if !ok {
		return
	}
	value, err := e.pack()
	if err == nil {
		err = m.cache.Put(ctx, m.name, m.key(kind, q), value)
	}
	if err != nil {
		m.giveUp(ctx, err)
	}
}

// key returns the key of a question. It differs by the base URL: a mirror may hold less than the
// registry.
func (m *memory) key(kind Kind, q Query) string {
	return digest(fmt.Sprintf("%s\n%d\n%s\n%#v", m.base, entryVersion, kind, q))
}

// giveUp turns the cache off, unless it failed only because the caller left.
func (m *memory) giveUp(ctx context.Context, err error) {
	if ctx.Err() == nil {
		m.broken.CompareAndSwap(nil, &err)
	}
}

// err returns why the cache was given up, nil while it works.
func (m *memory) err() error {
	if err := m.broken.Load(); err != nil {
		return *err
	}
	return nil
}
