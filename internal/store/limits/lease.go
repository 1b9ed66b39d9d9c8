package limits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// patience is how long a holder counts as waiting for a lease since asking last.
const patience = 2 * time.Second

// Holder takes leases under one name. It is safe for concurrent use.
type Holder struct {
	*Store
	name string
}

// Holder returns who takes leases under a name, which nobody else has.
func (s *Store) Holder(name string) *Holder { return &Holder{s, name} }

// learned is how many slots a key has, in SQL: its arguments are the key and the number to go by if none
// was learned.
const learned = "COALESCE((SELECT slots FROM rate_limits WHERE key = ? AND slots > 0), CAST(? AS BIGINT))"

// waits is the condition that somebody else waits for a lease, in SQL: its arguments are the key and the
// holder.
func (h *Holder) waits() string {
	return "SELECT 1 FROM lease_waits AS w WHERE w.key = ? AND w.holder <> ? AND w.until > " + h.now
}

// Lease leases a free one of a key's slots, of which there are no more than was learned, and returns its
// number, from 1. It comes free after ttl, or when it is released. 0 says that none is to be had: whoever
// then asks again within a second keeps its turn, as those who have waited longer come first.
func (h *Holder) Lease(ctx context.Context, key string, slots int, ttl time.Duration) (slot int, err error) {
	if slots <= 0 {
		return 0, fmt.Errorf("leasing one of %d", slots)
	}
	numbers := strings.Builder{}
	for n := range slots {
		fmt.Fprintf(&numbers, ", (%d)", n+1)
	}
	// Where a slot has become another's in between, the condition at the end leaves it so.
	err = h.db.Write.QueryRowContext(ctx, h.db.SQL(`INSERT INTO leases (key, slot, holder, until)
		SELECT CAST(? AS TEXT), free.column1, CAST(? AS TEXT), `+h.now+` + CAST(? AS BIGINT) FROM (VALUES `+numbers.String()[2:]+`) AS free
		WHERE free.column1 <= `+learned+`
		AND NOT EXISTS (SELECT 1 FROM leases AS l WHERE l.key = ? AND l.until > `+h.now+` AND (l.slot = free.column1 OR l.slot > `+learned+`))
		AND NOT EXISTS (`+h.waits()+` AND w.since < COALESCE((SELECT since FROM lease_waits WHERE key = ? AND holder = ? AND until > `+h.now+`), `+h.now+`))
		ORDER BY free.column1 LIMIT 1
		ON CONFLICT (key, slot) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE leases.until <= `+h.now+`
		RETURNING slot`),
		key, h.name, ttl.Microseconds(), key, slots, key, key, slots, key, h.name, key, h.name).Scan(&slot)
	switch {
	case err == nil:
		_, err = h.db.Write.ExecContext(ctx, h.db.SQL("DELETE FROM lease_waits WHERE key = ? AND holder = ?"), key, h.name)
	case errors.Is(err, sql.ErrNoRows):
		_, err = h.db.Write.ExecContext(ctx, h.db.SQL(`INSERT INTO lease_waits (key, holder, since, until) VALUES (?, ?, `+h.now+`, `+h.now+` + CAST(? AS BIGINT))
			ON CONFLICT (key, holder) DO UPDATE SET until = excluded.until,
				since = CASE WHEN lease_waits.until > `+h.now+` THEN lease_waits.since ELSE excluded.since END`), key, h.name, patience.Microseconds())
	}
	if err != nil && slot == 0 {
		return 0, fmt.Errorf("leasing: %w", err)
	}
	return slot, nil // what is leased is leased, though the order of those who wait should suffer
}

// Renew lengthens a lease to ttl from now, if it is held still. wanted says that somebody else waits for
// one, or that there are fewer slots by now: it is to be released when it is no longer needed.
func (h *Holder) Renew(ctx context.Context, key string, slot int, ttl time.Duration) (held, wanted bool, err error) {
	err = h.db.Write.QueryRowContext(ctx, h.db.SQL("UPDATE leases SET until = "+h.now+` + CAST(? AS BIGINT)
		WHERE key = ? AND holder = ? AND slot = ? AND until > `+h.now+" RETURNING slot > "+learned+" OR EXISTS ("+h.waits()+")"),
		ttl.Microseconds(), key, h.name, slot, key, slot, key, h.name).Scan(&wanted)
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("renewing a lease: %w", err)
	}
	return true, wanted, nil
}

// Release gives a lease back before its time.
func (h *Holder) Release(ctx context.Context, key string, slot int) error {
	_, err := h.db.Write.ExecContext(ctx, h.db.SQL("DELETE FROM leases WHERE key = ? AND holder = ? AND slot = ?"), key, h.name, slot)
	if err != nil {
		return fmt.Errorf("releasing a lease: %w", err)
	}
	return nil
}

// ReleaseAll gives back whatever the holder has, and its turns.
func (h *Holder) ReleaseAll(ctx context.Context) error {
	for _, table := range []string{"leases", "lease_waits"} {
		if _, err := h.db.Write.ExecContext(ctx, h.db.SQL("DELETE FROM "+table+" WHERE holder = ?"), h.name); err != nil {
			return fmt.Errorf("releasing all leases: %w", err)
		}
	}
	return nil
}
