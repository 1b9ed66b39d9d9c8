package registry

import (
	"context"
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
	// Get returns the values of those keys that have one.
	Get(ctx context.Context, registry string, keys []string) (map[string][]byte, error)
	// Put may keep value and write it later.
	Put(ctx context.Context, registry, key string, value []byte) error
}
