package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
)

// entryVersion is part of the key of every entry. It counts up when a client reads more out of the
// same answer, or a Work says it in another way, so that what older versions kept is asked for anew.
const entryVersion = 1

// An entry is the answer to one question as the cache keeps it: JSON.
type entry struct {
	At    time.Time     `json:"at"`
	Works []biblio.Work `json:"works,omitempty"`
	// TooMany is the cause of an error of that kind, which is an answer, and the only one kept.
	TooMany string `json:"tooMany,omitempty"`
}

// newEntry returns what is kept of an answer; ok is false if nothing is, because it is none.
func newEntry(a Answer, now time.Time) (e entry, ok bool) {
	e = entry{At: now.UTC().Truncate(time.Second), Works: a.Works}
	if a.Err == nil {
		return e, true
	}
	failed, ok := errors.AsType[*Error](a.Err)
	if !ok || failed.Failure != TooMany || failed.Err == nil {
		return entry{}, false
	}
	e.TooMany = failed.Err.Error()
	return e, true
}

// fresh reports whether the entry may still answer. One from the future is not trusted: a clock
// was wrong.
func (e entry) fresh(now time.Time) bool {
	age, limit := now.Sub(e.At), missingFor
	if len(e.Works) > 0 {
		limit = foundFor
	}
	return age >= -time.Hour && age < limit
}

// answer returns the answer that was kept of the named registry.
func (e entry) answer(name string) Answer {
	if e.TooMany != "" {
		return Answer{Err: &Error{Registry: name, Failure: TooMany, Err: errors.New(e.TooMany)}}
	}
	if len(e.Works) == 0 {
		return Answer{}
	}
	return Answer{Works: e.Works}
}

// pack returns the bytes of an entry.
func (e entry) pack() ([]byte, error) {
	value, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	return value, nil
}

// unpack returns the entry in value.
func unpack(value []byte) (entry, error) {
	// Nearly all answers hold one work at most; for an unknown number, room for four would be made.
	e := entry{Works: make([]biblio.Work, 0, 1)}
	if err := json.Unmarshal(value, &e); err != nil {
		return entry{}, fmt.Errorf("unpacking an answer: %w", err)
	}
	return e, nil
}
