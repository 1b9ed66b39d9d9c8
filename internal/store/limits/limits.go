// Package limits keeps limits that hold over all processes together: how often something may be done
// (Reserve, Try), not before when (Pause), and how many may do it at once (Lease). What is limited goes by
// a key. A rate is a row by the generic cell rate algorithm: the time at which the next permission is due.
// A lease is a row with an expiry, so that what a dead process holds comes free.
//
// All times are the database's own: the clocks of the processes do not matter, only how long they take
// to hear its answer.
package limits

import (
	"context"
	"fmt"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// forgetAfter is how long a rate is kept that nobody asks for: what was learned of it goes with it.
const forgetAfter = time.Hour

// Store keeps limits in a database. It is safe for concurrent use.
type Store struct {
	db *database.DB
	// now is the database's clock in SQL, in microseconds since 1970.
	now string
}

// New returns the limits kept in a database.
func New(db *database.DB) *Store {
	if db.Pool != nil {
		// Not now(), at which the transaction began: a statement may have waited for a row.
		return &Store{db, "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"}
	}
	return &Store{db, "CAST(unixepoch('subsec') * 1000000 AS INTEGER)"}
}

// later is the later of two times, in SQL.
func later(a, b string) string {
	return "CASE WHEN " + a + " > " + b + " THEN " + a + " ELSE " + b + " END"
}

// Expire removes what is no longer of use, and returns how many rows that were.
func (s *Store) Expire(ctx context.Context) (int, error) {
	removed := 0
	for _, statement := range []string{
		"DELETE FROM rate_limits WHERE next_at < " + s.now + " - ? AND paused_until < " + s.now,
		"DELETE FROM leases WHERE until < " + s.now + " - ?",
		"DELETE FROM lease_waits WHERE until < " + s.now + " - ?",
	} {
		n, err := s.db.Change(ctx, statement, forgetAfter.Microseconds())
		if err != nil {
			return removed, fmt.Errorf("removing old limits: %w", err)
		}
		removed += n
	}
	return removed, nil
}
