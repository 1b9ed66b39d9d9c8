package checks

import (
	"context"
	"database/sql"
	"strings"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Keep keeps the results of references of a slice: Index, Verdict, Retracted and Result count, Seq is given
// here. What was decided before stays as it was. The error is ErrLost if the check is over.
func (s *Store) Keep(ctx context.Context, slice Slice, decided []Reference) error {
	if len(decided) == 0 {
		return nil
	}
	return s.onSlice(ctx, "keeping results", slice, func(tx *sql.Tx, p Progress) error {
		if p.State != Running {
			return ErrLost
		}
		last := p.Last
		open, err := s.open(ctx, tx, slice)
		if err != nil {
			return err
		}
		counts := map[string]int{}
		fresh := newRows(s.db)
		for _, r := range decided {
			if !open[r.Index] {
				continue
			}
			open[r.Index] = false
			last++
			fresh.add(last, r)
			counts[r.Verdict]++
			if r.Retracted {
				counts["retracted"]++
			}
		}
		if fresh.n == 0 {
			return nil
		}
		if err := fresh.update(ctx, tx, slice.Check); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, s.db.SQL(`UPDATE checks SET decided = decided + ?, last_seq = ?, verified = verified + ?, mismatched = mismatched + ?,
			not_found = not_found + ?, unchecked = unchecked + ?, retracted = retracted + ? WHERE id = ?`),
			fresh.n, last, counts["verified"], counts["mismatched"], counts["not_found"], counts["unchecked"], counts["retracted"], slice.Check)
		return err
	})
}

// open returns which references of a slice are not decided.
func (s *Store) open(ctx context.Context, tx *sql.Tx, slice Slice) (map[int]bool, error) {
	rows, err := tx.QueryContext(ctx, s.db.SQL("SELECT idx FROM check_references WHERE check_id = ? AND seq = 0 AND idx BETWEEN ? AND ?"),
		slice.Check, slice.first, slice.last)
	list, err := database.Collect(rows, err, func(r *sql.Rows) (idx int, err error) { return idx, r.Scan(&idx) })
	open := make(map[int]bool, len(list))
	for _, idx := range list {
		open[idx] = true
	}
	return open, err
}

// rows are results on their way into the table, in one statement.
type rows struct {
	db   *database.DB
	n    int
	args []any
}

func newRows(db *database.DB) *rows { return &rows{db: db} }

func (r *rows) add(seq int, decided Reference) {
	retracted := 0
	if decided.Retracted {
		retracted = 1
	}
	r.n++
	r.args = append(r.args, decided.Index, seq, decided.Verdict, retracted, string(decided.Result))
}

func (r *rows) update(ctx context.Context, tx *sql.Tx, id string) error {
	values := strings.TrimSuffix(strings.Repeat("(CAST(? AS BIGINT), CAST(? AS BIGINT), ?, CAST(? AS BIGINT), ?), ", r.n), ", ")
	_, err := tx.ExecContext(ctx, r.db.SQL(`UPDATE check_references SET seq = v.column2, verdict = v.column3, retracted = v.column4, result = v.column5
		FROM (VALUES `+values+`) AS v WHERE check_id = ? AND idx = v.column1`), append(r.args, id)...)
	return err
}

// Progress returns how far each of some checks has come. One that is missing does not exist.
func (s *Store) Progress(ctx context.Context, ids []string) (map[string]Progress, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	all := make(map[string]Progress, len(ids))
	rows, err := s.db.Read.QueryContext(ctx, s.db.SQL("SELECT id, "+progressColumns+" FROM checks WHERE id IN ("+database.Marks(len(ids))+")"), args...)
	_, err = database.Collect(rows, err, func(r *sql.Rows) (id string, err error) {
		var p Progress
		err = p.scanInto(r, &id)
		all[id] = p
		return id, err
	})
	return all, wrapped("reading how far checks have come", err)
}
