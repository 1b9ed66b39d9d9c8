package checks

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

const (
	// sliceSize is how many references are worked on together: enough to fill the batches in which
	// registries are asked, and few enough that a short list need not wait long behind a long one.
	sliceSize = 100
	// abreast is how many slices of a check are queued at a time. When one is done, the next one goes to
	// the end of the queue: so long lists take turns with short ones.
	abreast = 2
	// lot is how many references are put into the database at a time, for which they are in memory once more.
	lot = 1000
)

// Draft is what a check is made of.
type Draft struct {
	Owner, Name, Format string
	// Source is the file; Problems and Cited, one for each reference, are JSON.
	Source, Problems []byte
	Cited            [][]byte
	// Keep is how long the check is kept.
	Keep time.Duration
	// Key, if any, is the idempotency key of the request, unique for each Caller; Digest is that of the
	// request itself.
	Caller, Key, Digest string
	// Charge, if any, takes what a check costs, as a part of the transaction that makes it: its error undoes
	// that. A check that was made before costs nothing.
	Charge func(context.Context, *sql.Tx) error
}

// Create makes a check and queues its first slices. If its key has made one before, from a request of the
// same digest, that one is returned and created is false.
func (s *Store) Create(ctx context.Context, n Draft) (c Check, created bool, err error) {
	id := strings.ToLower(rand.Text()) // 130 bits
	err = s.db.InTx(ctx, func(tx *sql.Tx) error {
		if err := s.insert(ctx, tx, id, n); err != nil {
			return err
		}
		if before, err := s.claimKey(ctx, tx, id, n); err != nil || before != "" {
			id = before
			return cmp.Or(err, errAnswered)
		}
		if n.Charge == nil {
			return nil
		}
		return n.Charge(ctx, tx)
	})
	if err != nil && !errors.Is(err, errAnswered) {
		return Check{}, false, wrapped("keeping a check", err)
	}
	c, failed := s.Get(ctx, id)
	return c, err == nil, failed
}

// errAnswered undoes the making of a check that exists.
var errAnswered = errors.New("the request was answered before")

// claimKey ties a key, if there is one, to a check. It returns the check that the key is tied to already, if
// any.
func (s *Store) claimKey(ctx context.Context, tx *sql.Tx, id string, n Draft) (before string, err error) {
	if n.Key == "" {
		return "", nil
	}
	// A check whose time is over answers nothing, though Expire has not come by yet. Whether or not it is, the
	// row is locked: it is there still when it is read.
	done, err := tx.ExecContext(ctx, s.db.SQL(`INSERT INTO idempotency_keys (owner, key, digest, check_id) VALUES (?, ?, ?, ?)
		ON CONFLICT (owner, key) DO UPDATE SET digest = excluded.digest, check_id = excluded.check_id
		WHERE EXISTS (SELECT 1 FROM checks WHERE id = idempotency_keys.check_id AND expires_at <= ?)`),
		n.Caller, n.Key, n.Digest, id, s.millis())
	if err != nil {
		return "", err
	}
	if made, err := done.RowsAffected(); made == 1 || err != nil {
		return "", err
	}
	var digest string
	err = tx.QueryRowContext(ctx, s.db.SQL("SELECT digest, check_id FROM idempotency_keys WHERE owner = ? AND key = ?"), n.Caller, n.Key).Scan(&digest, &before)
	if err == nil && digest != n.Digest {
		return "", ErrKeyUsed
	}
	return before, err
}

// insert makes the rows of a check.
func (s *Store) insert(ctx context.Context, tx *sql.Tx, id string, n Draft) error {
	now := s.now()
	_, err := tx.ExecContext(ctx, s.db.SQL(`INSERT INTO checks (id, owner, name, format, problems, state, total, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
		id, n.Owner, n.Name, n.Format, string(n.Problems), Queued, len(n.Cited), database.Millis(now), database.Millis(now.Add(n.Keep)))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, s.db.SQL("INSERT INTO check_sources (check_id, source) VALUES (?, ?)"), id, n.Source); err != nil {
		return err
	}
	for first := 0; first < len(n.Cited); first += lot {
		references := database.NewInsert(s.db, "check_references (check_id, idx, cited)", 3)
		for i, cited := range n.Cited[first:min(first+lot, len(n.Cited))] {
			references.Add(id, first+i+1, string(cited))
		}
		if err := references.Exec(ctx, tx); err != nil {
			return err
		}
	}
	slices := database.NewInsert(s.db, "check_slices (check_id, n, first, last, state)", 5)
	var jobs []Job
	for k, first := 0, 1; first <= len(n.Cited); k, first = k+1, first+sliceSize {
		state := "waiting"
		if k < abreast {
			state = "queued"
			jobs = append(jobs, Job{Check: id, Slice: k})
		}
		slices.Add(id, k, first, min(first+sliceSize-1, len(n.Cited)), state)
	}
	if err := slices.Exec(ctx, tx); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, jobs)
}
