package registry

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"
)

// Answers that hold something are kept for foundFor: records change rarely. Those that hold nothing
// are kept for missingFor: a work may be registered any day.
const (
	foundFor   = 30 * 24 * time.Hour
	missingFor = 24 * time.Hour
)

// A Cache keeps answers between runs. It may be used concurrently, also by several processes. What it
// returns for a key of a registry is what was last put there, or nothing: it may forget at will. The
// first error of either method ends its use.
type Cache interface {
	Get(ctx context.Context, registry, key string) (value []byte, ok bool, err error)
	// Put may keep value and write it later.
	Put(ctx context.Context, registry, key string, value []byte) error
}

// kept answers from the Cache what it can, and puts there what the next layer answers. Failures are
// not kept. The cache's own failures fail no question: they turn it off.
type kept struct {
	next             asker
	name, base       string
	cache            Cache // may be nil
	offline, refresh bool
	now              func() time.Time
	count            *counters
	packer           packer
	broken           atomic.Pointer[error]
}

var _ asker = (*kept)(nil)

// newKept returns the layer above next.
func newKept(cfg Config, next asker, count *counters) *kept {
	return &kept{
		next: next, name: cfg.Name, base: strings.TrimRight(cfg.BaseURL, "/"), cache: cfg.Cache, offline: cfg.Offline, refresh: cfg.Refresh,
		now: cfg.Now, count: count,
	}
}

// ask answers from the cache, or asks and keeps the answer.
func (k *kept) ask(ctx context.Context, q *question, read reader) (Response, error) {
	key := q.hashAt(k.base)
	if !k.refresh || k.offline {
		if resp, ok := k.get(ctx, key, read); ok {
			k.count.cached.Add(1)
			return resp, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	if k.offline {
		return Response{}, &Error{Registry: k.name, Failure: NotCached, Err: errors.New("asking nobody, being offline")}
	}
	var found bool
	resp, err := k.next.ask(ctx, q, func(r Response) (bool, error) {
		var err error
		found, err = read(r)
		return found, err
	})
	if err == nil {
		k.put(ctx, key, resp, found)
	}
	return resp, err
}

// get returns the kept answer if there is one that is fresh and that read can read.
func (k *kept) get(ctx context.Context, key string, read reader) (Response, bool) {
	if k.cache == nil || k.err() != nil {
		return Response{}, false
	}
	value, ok, err := k.cache.Get(ctx, k.name, key)
	if err != nil {
		k.giveUp(ctx, err)
		return Response{}, false
	}
	if !ok {
		return Response{}, false
	}
	e, err := k.packer.unpack(value)
	if err != nil || !e.fresh(k.now()) {
		return Response{}, false
	}
	resp := e.response()
	if _, err := read(resp); err != nil {
		return Response{}, false
	}
	return resp, true
}

// put keeps an answer.
func (k *kept) put(ctx context.Context, key string, resp Response, found bool) {
	if k.cache == nil || k.err() != nil {
		return
	}
	value, err := k.packer.pack(newEntry(resp, found, k.now()))
	if err == nil {
		err = k.cache.Put(ctx, k.name, key, value)
	}
	if err != nil {
		k.giveUp(ctx, err)
	}
}

// giveUp turns the cache off, unless it failed only because the caller left.
func (k *kept) giveUp(ctx context.Context, err error) {
	if ctx.Err() == nil {
		k.broken.CompareAndSwap(nil, &err)
	}
}

// err returns why the cache was given up, nil while it works.
func (k *kept) err() error {
	if err := k.broken.Load(); err != nil {
		return *err
	}
	return nil
}
