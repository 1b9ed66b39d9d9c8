// Package callers remembers for a day who asks the service: which stranger has which name, and how many
// references were looked up for each caller.
//
// A stranger's name is made of an address by a key (HMAC-SHA-256) that all processes over one database
// share and that is made anew every day, UTC. When the day is over the key is deleted (Expire), and then the
// names that were made with it, wherever they stand, lead back to no address: with the key, all addresses
// there are could be tried.
package callers

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Store remembers callers. It is safe for concurrent use.
type Store struct {
	db  *database.DB
	now func() time.Time

	mu  sync.Mutex
	day int64
	key []byte // of day
}

// New returns a Store in a database.
func New(db *database.DB, now func() time.Time) *Store { return &Store{db: db, now: now} }

// Stranger returns the name that an address has today. Whoever has an IPv6 address has a whole /64 of
// them, so that is what is named.
func (s *Store) Stranger(ctx context.Context, address netip.Addr) (string, error) {
	key, err := s.keyOf(ctx, s.today())
	if err != nil {
		return "", fmt.Errorf("naming a stranger: %w", err)
	}
	address = address.Unmap().WithZone("")
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	network, err := address.Prefix(bits)
	if err != nil {
		return "", fmt.Errorf("naming a stranger: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(network.String()))
	return "stranger:" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// keyOf returns the key of a day, which is made if need be.
func (s *Store) keyOf(ctx context.Context, day int64) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key != nil && s.day == day {
		return s.key, nil
	}
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL("INSERT INTO caller_keys (day, key) VALUES (?, ?) ON CONFLICT DO NOTHING"), day, rand.Text()+rand.Text())
	if err != nil {
		return nil, err
	}
	var key string
	if err := s.db.Write.QueryRowContext(ctx, s.db.SQL("SELECT key FROM caller_keys WHERE day = ?"), day).Scan(&key); err != nil {
		return nil, err
	}
	s.day, s.key = day, []byte(key)
	return s.key, nil
}

// afterwards is how long what is kept of a day stays when it is over: the clocks of processes differ.
const afterwards = time.Hour

// Expire deletes what is kept of days that are over, and returns how many rows that were.
func (s *Store) Expire(ctx context.Context) (int, error) {
	first := s.now().Add(-afterwards).Unix() / secondsOfDay
	s.mu.Lock()
	if s.day < first {
		s.key = nil
	}
	s.mu.Unlock()
	removed := 0
	for _, table := range []string{"caller_keys", "caller_quotas"} {
		n, err := s.db.Change(ctx, "DELETE FROM "+table+" WHERE day < ?", first)
		if err != nil {
			return removed, fmt.Errorf("forgetting callers: %w", err)
		}
		removed += n
	}
	return removed, nil
}

// QuotaError says that a caller's quota of the day does not reach.
type QuotaError struct {
	// Quota is that of a day, Left what there is of it today, Wanted what was asked for.
	Quota, Left, Wanted int
	// Renewed is when there is a whole quota again.
	Renewed time.Time
}

// Error says how much is left, and when there is more.
func (e *QuotaError) Error() string {
	return fmt.Sprintf("the quota is %d references a day, and %d of them are left, which is too little for %d; it is new at %s",
		e.Quota, e.Left, e.Wanted, e.Renewed.Format(time.RFC3339))
}

// Charge takes n references of a caller's quota of today, all or none; 0 is no quota, of which nothing is
// counted. The error is a *QuotaError if less than n are left.
func (s *Store) Charge(ctx context.Context, caller string, quota, n int) error {
	return s.db.InTx(ctx, func(tx *sql.Tx) error { return s.ChargeWith(ctx, tx, caller, quota, n) })
}

// ChargeWith is Charge as a part of a transaction.
func (s *Store) ChargeWith(ctx context.Context, tx *sql.Tx, caller string, quota, n int) error {
	if quota == 0 {
		return nil
	}
	day := s.today()
	// One statement, in which the row is locked: no two callers count from the same number.
	var used int
	err := tx.QueryRowContext(ctx, s.db.SQL(`INSERT INTO caller_quotas (day, caller, used) SELECT CAST(? AS BIGINT), ?, CAST(? AS BIGINT) WHERE CAST(? AS BIGINT) <= CAST(? AS BIGINT)
		ON CONFLICT (day, caller) DO UPDATE SET used = caller_quotas.used + excluded.used
		WHERE caller_quotas.used + excluded.used <= ? RETURNING used`), day, caller, n, n, quota, quota).Scan(&used)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return s.exhausted(ctx, tx, day, caller, quota, n)
	case err != nil:
		return fmt.Errorf("counting references: %w", err)
	}
	return nil
}

// exhausted returns the error of a quota that does not reach.
func (s *Store) exhausted(ctx context.Context, tx *sql.Tx, day int64, caller string, quota, n int) error {
	var used int
	err := tx.QueryRowContext(ctx, s.db.SQL("SELECT used FROM caller_quotas WHERE day = ? AND caller = ?"), day, caller).Scan(&used)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("counting references: %w", err)
	}
	return &QuotaError{Quota: quota, Left: max(0, quota-used), Wanted: n, Renewed: time.Unix((day+1)*secondsOfDay, 0).UTC()}
}

const secondsOfDay = 24 * 60 * 60

// today is the number of the day since 1970, in UTC.
func (s *Store) today() int64 { return s.now().Unix() / secondsOfDay }
