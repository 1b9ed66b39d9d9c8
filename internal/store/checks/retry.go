package checks

import (
	"context"
	"database/sql"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Retry puts the references of a check that is over back to work that are unchecked, or were never looked
// at because it was cancelled, and returns the check as it is then. What is decided of them gets later
// numbers than all before. A check that is not over, or has no such reference, stays as it is.
func (s *Store) Retry(ctx context.Context, id string) (Check, error) {
	err := s.db.InTx(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, s.db.SQL(`UPDATE checks SET state = ?, finished_at = 0, decided = decided - unchecked, unchecked = 0,
			retracted = retracted - (SELECT count(*) FROM check_references WHERE check_id = id AND verdict = 'unchecked' AND retracted = 1)
			WHERE id = ? AND state IN (?, ?) AND decided - unchecked < total AND expires_at > ?`),
			Queued, id, Done, Cancelled, s.millis())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); n == 0 || err != nil {
			return err
		}
		for _, statement := range []string{
			"UPDATE check_references SET seq = 0, verdict = '', retracted = 0, result = '' WHERE check_id = ? AND verdict = 'unchecked'",
			"UPDATE check_slices SET state = 'done', worker = '', lease_until = 0, postponed = 0 WHERE check_id = ?",
			`UPDATE check_slices SET state = 'waiting' WHERE check_id = ? AND EXISTS (SELECT 1 FROM check_references r
				WHERE r.check_id = check_slices.check_id AND r.idx BETWEEN check_slices.first AND check_slices.last AND r.seq = 0)`,
		} {
			if _, err := tx.ExecContext(ctx, s.db.SQL(statement), id); err != nil {
				return err
			}
		}
		return s.begin(ctx, tx, id)
	})
	if err != nil {
		return Check{}, wrapped("putting references back to work", err)
	}
	return s.Get(ctx, id)
}

// begin queues the first slices of a check that are waiting.
func (s *Store) begin(ctx context.Context, tx *sql.Tx, id string) error {
	rows, err := tx.QueryContext(ctx, s.db.SQL(`UPDATE check_slices SET state = 'queued' WHERE check_id = ? AND n IN
		(SELECT n FROM check_slices WHERE check_id = ? AND state = 'waiting' ORDER BY n LIMIT ?) RETURNING n`), id, id, abreast)
	jobs, err := jobsOf(id, rows, err)
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, jobs)
}

// jobsOf reads the slices of a check that a query has found.
func jobsOf(id string, rows *sql.Rows, failed error) ([]Job, error) {
	return database.Collect(rows, failed, func(r *sql.Rows) (Job, error) {
		j := Job{Check: id}
		return j, r.Scan(&j.Slice)
	})
}
