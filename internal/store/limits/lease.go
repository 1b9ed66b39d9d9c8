package limits

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// patience is how long somebody counts as waiting for a lease since asking last.
const patience = 2 * time.Second

// learned is how many slots a key has, in SQL: its arguments are the key and the number to go by if none
// was learned.
const learned = "COALESCE((SELECT slots FROM rate_limits WHERE key = ? AND slots > 0), CAST(? AS BIGINT))"

// waits is the condition that somebody waits for a lease, in SQL: its arguments are the key and the holder,
// who does not count.
func (s *Store) waits() string {
	return "SELECT 1 FROM lease_waits AS w WHERE w.key = ? AND w.holder <> ? AND w.until > " + s.now
}

// Lease leases free ones of a key's slots to a holder, as many as are wanted if they can be had, and returns
// their numbers. They come free after ttl, or when they are released. A holder that gets fewer than wanted
// is to ask again, within a second: those who have waited longer come first. A key has no more than the
// number of slots that was learned.
func (s *Store) Lease(ctx context.Context, key, holder string, slots, wanted int, ttl time.Duration) ([]int, error) {
	if slots <= 0 || wanted <= 0 {
		return nil, nil
	}
	numbers := make([]string, slots)
	for i := range numbers {
		numbers[i] = fmt.Sprintf("(%d)", i+1)
	}
	// Where a slot has become another's in between, the condition at the end leaves it so.
	got, err := s.slots(ctx, `INSERT INTO leases (key, slot, holder, until)
		SELECT CAST(? AS TEXT), free.column1, CAST(? AS TEXT), `+s.now+` + CAST(? AS BIGINT) FROM (VALUES `+strings.Join(numbers, ", ")+`) AS free
		WHERE free.column1 <= `+learned+`
		AND NOT EXISTS (SELECT 1 FROM leases AS l WHERE l.key = ? AND l.until > `+s.now+` AND (l.slot = free.column1 OR l.slot > `+learned+`))
		AND NOT EXISTS (`+s.waits()+` AND w.since < COALESCE((SELECT since FROM lease_waits WHERE key = ? AND holder = ? AND until > `+s.now+`), `+s.now+`))
		ORDER BY free.column1 LIMIT ?
		ON CONFLICT (key, slot) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE leases.until <= `+s.now+`
		RETURNING slot`,
		key, holder, ttl.Microseconds(), key, slots, key, key, slots, key, holder, key, holder, wanted)
	if err != nil {
		return nil, fmt.Errorf("leasing: %w", err)
	}
	// What is leased is leased, though the order of those who wait should suffer.
	if err := s.queue(ctx, key, holder, len(got), wanted); err != nil && len(got) == 0 {
		return nil, fmt.Errorf("waiting for a lease: %w", err)
	}
	return got, nil
}

// queue notes whether a holder waits, who has got some of the leases wanted. Having got some, it begins
// anew at the end.
func (s *Store) queue(ctx context.Context, key, holder string, got, wanted int) error {
	if got >= wanted {
		_, err := s.db.Write.ExecContext(ctx, s.db.SQL("DELETE FROM lease_waits WHERE key = ? AND holder = ?"), key, holder)
		return err
	}
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL(`INSERT INTO lease_waits (key, holder, since, until) VALUES (?, ?, `+s.now+`, `+s.now+` + CAST(? AS BIGINT))
		ON CONFLICT (key, holder) DO UPDATE SET until = excluded.until,
			since = CASE WHEN lease_waits.until > `+s.now+` AND CAST(? AS BIGINT) = 0 THEN lease_waits.since ELSE excluded.since END`),
		key, holder, patience.Microseconds(), got)
	return err
}

// Renew lengthens leases of a holder to ttl from now, and returns those for which it did. The others are
// lost, or to be given up because somebody else waits, or there are fewer slots by now.
func (s *Store) Renew(ctx context.Context, key, holder string, slots []int, ttl time.Duration) ([]int, error) {
	if len(slots) == 0 {
		return nil, nil
	}
	kept, err := s.slots(ctx, "UPDATE leases SET until = "+s.now+` + CAST(? AS BIGINT)
		WHERE key = ? AND holder = ? AND until > `+s.now+" AND slot IN ("+list(slots)+") AND slot <= "+learned+`
		AND NOT EXISTS (`+s.waits()+") RETURNING slot",
		ttl.Microseconds(), key, holder, key, math.MaxInt32, key, holder)
	if err != nil {
		return nil, fmt.Errorf("renewing leases: %w", err)
	}
	return kept, nil
}

// Release gives leases of a holder back before their time.
func (s *Store) Release(ctx context.Context, key, holder string, slots []int) error {
	if len(slots) == 0 {
		return nil
	}
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL("DELETE FROM leases WHERE key = ? AND holder = ? AND slot IN ("+list(slots)+")"), key, holder)
	if err != nil {
		return fmt.Errorf("releasing leases: %w", err)
	}
	return nil
}

// slots runs a statement that returns numbers of slots.
func (s *Store) slots(ctx context.Context, statement string, args ...any) ([]int, error) {
	rows, err := s.db.Write.QueryContext(ctx, s.db.SQL(statement), args...)
	return database.Collect(rows, err, func(r *sql.Rows) (slot int, err error) { return slot, r.Scan(&slot) })
}

// list writes numbers as they stand in SQL.
func list(numbers []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ", "), "[]")
}
