package checks

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Slice is a part of a check that a worker has leased.
type Slice struct {
	Job
	// Postponed is how often it was put off.
	Postponed   int
	worker      string // and which of its leases
	first, last int
}

// Claim leases the slice of a job to a worker. ok is false where there is nothing to do: the slice is done
// or leased by another, or its check is over.
func (s *Store) Claim(ctx context.Context, job Job, worker string, lease time.Duration) (slice Slice, ok bool, err error) {
	slice = Slice{Job: job, worker: worker + "/" + rand.Text()[:8]} // a worker that has lost a lease may get the next
	now := s.now()
	err = s.onSlice(ctx, "claiming a slice", slice, func(tx *sql.Tx, p Progress) error {
		if p.State.Over() {
			return ErrLost
		}
		err := tx.QueryRowContext(ctx, s.db.SQL(`UPDATE check_slices SET state = 'leased', worker = ?, lease_until = ?
			WHERE check_id = ? AND n = ? AND (state = 'queued' OR state = 'leased' AND lease_until < ?) RETURNING first, last, postponed`),
			slice.worker, database.Millis(now.Add(lease)), job.Check, job.Slice, database.Millis(now)).Scan(&slice.first, &slice.last, &slice.Postponed)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, s.db.SQL("UPDATE checks SET state = ? WHERE id = ? AND state = ?"), Running, job.Check, Queued)
		return err
	})
	if errors.Is(err, ErrLost) {
		return Slice{}, false, nil
	}
	return slice, err == nil, err
}

// onSlice is inCheck for a worker on a slice: the error is ErrLost where there is no check any more.
func (s *Store) onSlice(ctx context.Context, what string, slice Slice, do func(*sql.Tx, Progress) error) error {
	err := s.inCheck(ctx, slice.Check, do)
	if errors.Is(err, ErrNone) {
		err = ErrLost
	}
	return wrapped(what, err)
}

// Undecided returns the references of a slice that have no result, in the order of the file.
func (s *Store) Undecided(ctx context.Context, slice Slice) ([]Reference, error) {
	return s.references(ctx, "seq = 0 AND idx BETWEEN ? AND ? ORDER BY idx", slice.Check, slice.first, slice.last)
}

// Extend lengthens the lease of a slice; the error is ErrLost if there is no lease to be lengthened.
func (s *Store) Extend(ctx context.Context, slice Slice, lease time.Duration) error {
	return wrapped("extending a lease", s.update(ctx, s.db.Write, slice, `lease_until = ?
		WHERE check_id = ? AND n = ? AND worker = ? AND state = 'leased' AND EXISTS (SELECT 1 FROM checks WHERE id = check_id AND state = 'running')`,
		database.Millis(s.now().Add(lease))))
}

// execer is a database or a transaction.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// update sets what a slice's row is to say, under the condition that follows; no row is ErrLost.
func (s *Store) update(ctx context.Context, on execer, slice Slice, set string, args ...any) error {
	done, err := on.ExecContext(ctx, s.db.SQL("UPDATE check_slices SET "+set), append(args, slice.Check, slice.Slice, slice.worker)...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); n == 0 && err == nil {
		return ErrLost
	}
	return nil
}

// leased is the condition that a slice is still a worker's.
const leased = " WHERE check_id = ? AND n = ? AND worker = ? AND state = 'leased'"

// Finish notes that all of a slice is decided, and queues the next slice of its check. The last one to
// finish ends the check.
func (s *Store) Finish(ctx context.Context, slice Slice) error {
	return s.onSlice(ctx, "finishing a slice", slice, func(tx *sql.Tx, _ Progress) error {
		if err := s.update(ctx, tx, slice, "state = 'done'"+leased); err != nil {
			return err
		}
		if more, err := s.next(ctx, tx, slice.Check); more || err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, s.db.SQL(`UPDATE checks SET state = ?, finished_at = ? WHERE id = ? AND state = ? AND decided = total`),
			Done, s.millis(), slice.Check, Running)
		return err
	})
}

// next queues the next slice of a check, if there is one.
func (s *Store) next(ctx context.Context, tx *sql.Tx, check string) (more bool, err error) {
	job := Job{Check: check}
	err = tx.QueryRowContext(ctx, s.db.SQL(`UPDATE check_slices SET state = 'queued' WHERE check_id = ? AND state = 'waiting'
		AND n = (SELECT min(n) FROM check_slices WHERE check_id = ? AND state = 'waiting') RETURNING n`), check, check).Scan(&job.Slice)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, s.enqueue(ctx, tx, []Job{job})
}

// Postpone puts off what is left of a slice: a registry did not answer. Meanwhile the next slice has its
// turn.
func (s *Store) Postpone(ctx context.Context, slice Slice, by time.Duration) error {
	slice.In = by
	return s.onSlice(ctx, "postponing a slice", slice, func(tx *sql.Tx, _ Progress) error {
		if err := s.update(ctx, tx, slice, "state = 'queued', worker = '', postponed = postponed + 1"+leased); err != nil {
			return err
		}
		if err := s.enqueue(ctx, tx, []Job{slice.Job}); err != nil {
			return err
		}
		_, err := s.next(ctx, tx, slice.Check)
		return err
	})
}

// Release gives a slice back before it is done: another worker may take it up at once.
func (s *Store) Release(ctx context.Context, slice Slice) error {
	return s.onSlice(ctx, "releasing a slice", slice, func(tx *sql.Tx, _ Progress) error {
		if err := s.update(ctx, tx, slice, "state = 'queued', worker = ''"+leased); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, []Job{slice.Job})
	})
}

// Rescue queues the slices again whose lease has run out, and returns how many those were.
func (s *Store) Rescue(ctx context.Context) (int, error) {
	return s.each(ctx, "rescuing slices", `SELECT DISTINCT check_id FROM check_slices WHERE state = 'leased' AND lease_until < ?
		AND EXISTS (SELECT 1 FROM checks WHERE id = check_id AND state IN (?, ?))`, []any{s.millis(), Queued, Running}, s.rescue)
}

// rescue is Rescue for one check.
func (s *Store) rescue(ctx context.Context, id string) (n int, err error) {
	err = s.inCheck(ctx, id, func(tx *sql.Tx, p Progress) error {
		if p.State.Over() {
			return nil
		}
		rows, err := tx.QueryContext(ctx, s.db.SQL(`UPDATE check_slices SET state = 'queued', worker = ''
			WHERE check_id = ? AND state = 'leased' AND lease_until < ? RETURNING n`), id, s.millis())
		jobs, err := jobsOf(id, rows, err)
		n = len(jobs)
		if err != nil || n == 0 {
			return err
		}
		return s.enqueue(ctx, tx, jobs)
	})
	return n, err
}
