package limits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Reserve takes n permissions of a key at a rate, in permissions a second, and returns how long to wait
// for each, counted from its answer. A permission that is not used is lost. The rate gives way to one that
// was learned; 0 is no limit, for which nobody is asked.
func (s *Store) Reserve(ctx context.Context, key string, rate float64, n int) ([]time.Duration, error) {
	waits := make([]time.Duration, n)
	if rate <= 0 || n == 0 {
		return waits, nil
	}
	given := spacing(rate)
	var end, apart int64
	// The clock is read where the row is changed, which is after others have changed it.
	err := s.db.Write.QueryRowContext(ctx, s.db.SQL(`INSERT INTO rate_limits (key, next_at) VALUES (?, `+s.now+` + CAST(? AS BIGINT))
		ON CONFLICT (key) DO UPDATE SET next_at = `+later("("+later("rate_limits.next_at", "rate_limits.paused_until")+")", s.now)+`
			+ CAST(? AS BIGINT) * CASE WHEN rate_limits.spacing > 0 THEN rate_limits.spacing ELSE CAST(? AS BIGINT) END
		RETURNING next_at - `+s.now+`, CASE WHEN spacing > 0 THEN spacing ELSE CAST(? AS BIGINT) END`),
		key, int64(n)*given, n, given, given).Scan(&end, &apart)
	if err != nil {
		return nil, fmt.Errorf("reserving permissions: %w", err)
	}
	for i := range waits {
		waits[i] = micros(max(end-int64(n-i)*apart, 0))
	}
	return waits, nil
}

// Try takes n permissions of a key now if its burst allows: rate are given back a second, burst is the most
// that can be had at once. Otherwise it takes none, and returns when to try again; 0 says that they are
// taken.
func (s *Store) Try(ctx context.Context, key string, rate float64, burst, n int) (retryAfter time.Duration, err error) {
	if rate <= 0 || n > burst {
		return 0, fmt.Errorf("%d at once of at most %d at a rate of %g can never be had", n, burst, rate)
	}
	cost, room := int64(n)*spacing(rate), int64(burst)*spacing(rate)
	due := "(" + later("rate_limits.next_at", s.now) + " + CAST(? AS BIGINT))"
	var at int64
	err = s.db.Write.QueryRowContext(ctx, s.db.SQL(`INSERT INTO rate_limits (key, next_at) VALUES (?, `+s.now+` + CAST(? AS BIGINT))
		ON CONFLICT (key) DO UPDATE SET next_at = `+due+`
		WHERE `+due+` <= `+s.now+` + CAST(? AS BIGINT) AND rate_limits.paused_until <= `+s.now+`
		RETURNING next_at`), key, cost, cost, cost, room).Scan(&at)
	if err == nil {
		return 0, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("taking permissions: %w", err)
	}
	var wait int64
	err = s.db.Read.QueryRowContext(ctx, s.db.SQL("SELECT "+later("(next_at + CAST(? AS BIGINT))", "paused_until")+" - "+s.now+" FROM rate_limits WHERE key = ?"),
		cost-room, cost-room, key).Scan(&wait)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("asking when there are permissions: %w", err)
	}
	return max(micros(wait), time.Millisecond), nil
}

// Pause lets nobody have a permission of a key for as long as d, beyond those that are reserved; a longer
// pause stays.
func (s *Store) Pause(ctx context.Context, key string, d time.Duration) error {
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL(`INSERT INTO rate_limits (key, next_at, paused_until) VALUES (?, `+s.now+`, `+s.now+` + CAST(? AS BIGINT))
		ON CONFLICT (key) DO UPDATE SET paused_until = `+later("rate_limits.paused_until", "excluded.paused_until")),
		key, d.Microseconds())
	if err != nil {
		return fmt.Errorf("pausing: %w", err)
	}
	return nil
}

// Learn notes what a key is allowed, for all who ask from now on with another rate or more slots. What is
// 0 stays as it was.
func (s *Store) Learn(ctx context.Context, key string, rate float64, slots int) error {
	var apart int64
	if rate > 0 {
		apart = spacing(rate)
	}
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL(`INSERT INTO rate_limits (key, next_at, spacing, slots) VALUES (?, `+s.now+`, ?, ?)
		ON CONFLICT (key) DO UPDATE SET spacing = CASE WHEN excluded.spacing > 0 THEN excluded.spacing ELSE rate_limits.spacing END,
			slots = CASE WHEN excluded.slots > 0 THEN excluded.slots ELSE rate_limits.slots END`), key, apart, slots)
	if err != nil {
		return fmt.Errorf("noting a limit: %w", err)
	}
	return nil
}

// spacing returns the microseconds from one permission to the next.
func spacing(rate float64) int64 { return max(int64(1e6/rate), 1) }

func micros(n int64) time.Duration { return time.Duration(n) * time.Microsecond }
