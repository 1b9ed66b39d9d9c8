// Package checks keeps the checks of the service: what was handed in, how far each has come, and what was
// decided. It promises that nothing is lost and nothing is done twice, whatever process dies when: the
// references of a check are worked on in slices, a worker leases a slice for a short time and extends the
// lease while it lives, and each result is kept as soon as it is there. Slices whose lease has run out are
// queued again (Rescue).
//
// What a reference and a result look like is for others to say: here they are JSON.
package checks

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// State is how far a check has come.
type State string

// The states. A check that is Done or Cancelled changes no more, unless by Retry.
const (
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Cancelled State = "cancelled"
)

// Over reports whether nothing more will be decided.
func (s State) Over() bool { return s == Done || s == Cancelled }

// Check is one bibliography that was handed in, and how far it has come.
type Check struct {
	ID string
	// Owner is the id of the token that made it; "" belongs to whoever knows the ID.
	Owner string
	// Name is that of the file, Format as what it was read.
	Name, Format string
	// Problems are what is wrong with the file itself, as JSON.
	Problems []byte
	Total    int
	Progress
	CreatedAt, ExpiresAt time.Time
}

// Progress is how far a check has come.
type Progress struct {
	State State
	// Decided counts the references that have a result. Last is the Seq of the last one: more than Decided
	// once some were put back to work (Retry).
	Decided, Last                             int
	Verified, Mismatched, NotFound, Unchecked int
	Retracted                                 int
	FinishedAt                                time.Time // zero until it is over
}

// Reference is one reference of a check.
type Reference struct {
	// Index counts from 1.
	Index int
	// Cited is what was read, as JSON.
	Cited []byte
	// Seq tells in which order the references of the check were decided, from 1; 0 means that this one is
	// not decided yet, and Verdict and Result are empty.
	Seq     int
	Verdict string
	// Retracted says that the work meant was taken back. It is for Keep to count; what is read does not say it.
	Retracted bool
	Result    []byte // JSON
}

var (
	// ErrNone is the error of a check that does not exist, any more or at all.
	ErrNone = errors.New("there is no such check")
	// ErrLost says that a worker no longer has the lease of a slice: its check was cancelled or deleted, or
	// the lease ran out and another has taken it.
	ErrLost = errors.New("the lease of the slice is lost")
	// ErrKeyUsed is the error of an idempotency key that came with another request before.
	ErrKeyUsed = errors.New("the idempotency key was used for another request")
)

// Job names a slice that somebody is to work on, and how long from now.
type Job struct {
	Check string
	Slice int
	In    time.Duration
}

// Enqueue puts jobs into the queue, as a part of a transaction.
type Enqueue func(ctx context.Context, tx *sql.Tx, jobs []Job) error

// Store keeps checks. It is safe for concurrent use.
type Store struct {
	db      *database.DB
	enqueue Enqueue
	now     func() time.Time
}

// New returns a Store in a database.
func New(db *database.DB, enqueue Enqueue, now func() time.Time) *Store {
	return &Store{db, enqueue, now}
}

// columns are those of a Check, as scan reads them.
const columns = `id, owner, name, format, problems, total, created_at, expires_at, ` + progressColumns

// progressColumns are those of a Progress, as scanInto reads them.
const progressColumns = `state, decided, last_seq, verified, mismatched, not_found, unchecked, retracted, finished_at`

// row is what a query has found.
type row interface{ Scan(to ...any) error }

// scan reads one row of columns.
func scan(r row) (Check, error) {
	var c Check
	var created, expires int64
	var problems string
	err := c.scanInto(r, &c.ID, &c.Owner, &c.Name, &c.Format, &problems, &c.Total, &created, &expires)
	c.Problems = []byte(problems)
	c.CreatedAt, c.ExpiresAt = database.Time(created), database.Time(expires)
	return c, err
}

// scanInto reads one row of progressColumns, and of others before them.
func (p *Progress) scanInto(r row, before ...any) error {
	var finished int64
	err := r.Scan(append(before, &p.State, &p.Decided, &p.Last, &p.Verified, &p.Mismatched, &p.NotFound, &p.Unchecked, &p.Retracted, &finished)...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	if finished > 0 {
		p.FinishedAt = database.Time(finished)
	}
	return err
}

// Get returns a check.
func (s *Store) Get(ctx context.Context, id string) (Check, error) {
	c, err := scan(s.db.Read.QueryRowContext(ctx, s.db.SQL("SELECT "+columns+" FROM checks WHERE id = ? AND expires_at > ?"), id, s.millis()))
	return c, wrapped("reading a check", err)
}

// Cursor is a place in a list of checks: behind one that was made at a time. The zero Cursor is before all.
type Cursor struct {
	CreatedAt time.Time
	ID        string
}

// Everyone is, for List, the owner of all checks.
const Everyone = "*"

// List returns the checks of an owner, or of Everyone, the newest first: at most limit, behind a place.
func (s *Store) List(ctx context.Context, owner string, behind Cursor, limit int) ([]Check, error) {
	whose, args := "owner = ?", []any{owner}
	if owner == Everyone {
		whose, args = "TRUE", nil
	}
	made := int64(math.MaxInt64)
	if !behind.CreatedAt.IsZero() {
		made = database.Millis(behind.CreatedAt)
	}
	rows, err := s.db.Read.QueryContext(ctx, s.db.SQL("SELECT "+columns+" FROM checks WHERE "+whose+`
		AND (created_at < ? OR created_at = ? AND id > ?) AND expires_at > ? ORDER BY created_at DESC, id LIMIT ?`),
		append(args, made, made, behind.ID, s.millis(), limit)...)
	all, err := database.Collect(rows, err, func(r *sql.Rows) (Check, error) { return scan(r) })
	return all, wrapped("listing checks", err)
}

// Source returns the file that was handed in.
func (s *Store) Source(ctx context.Context, id string) ([]byte, error) {
	var source []byte
	err := s.db.Read.QueryRowContext(ctx, s.db.SQL(`SELECT source FROM check_sources JOIN checks ON id = check_id
		WHERE check_id = ? AND expires_at > ?`), id, s.millis()).Scan(&source)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNone
	}
	return source, wrapped("reading the file of a check", err)
}

// Page returns references in the order of the file: at most limit, those behind an index.
func (s *Store) Page(ctx context.Context, id string, after, limit int) ([]Reference, error) {
	return s.references(ctx, "idx > ? ORDER BY idx LIMIT ?", id, after, limit)
}

// At returns the references of some indexes, in the order of the file.
func (s *Store) At(ctx context.Context, id string, indexes []int) ([]Reference, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	args := make([]any, len(indexes))
	for i, index := range indexes {
		args[i] = index
	}
	return s.references(ctx, "idx IN ("+database.Marks(len(indexes))+") ORDER BY idx", id, args...)
}

// Decided returns references in the order in which they were decided: at most limit, those after a Seq.
func (s *Store) Decided(ctx context.Context, id string, after, limit int) ([]Reference, error) {
	return s.references(ctx, "seq > ? ORDER BY seq LIMIT ?", id, after, limit)
}

// references returns those of a check that a condition holds for.
func (s *Store) references(ctx context.Context, condition, id string, args ...any) ([]Reference, error) {
	rows, err := s.db.Read.QueryContext(ctx, s.db.SQL("SELECT idx, cited, seq, verdict, result FROM check_references WHERE check_id = ? AND "+condition),
		append([]any{id}, args...)...)
	all, err := database.Collect(rows, err, func(rows *sql.Rows) (Reference, error) {
		var r Reference
		var cited, result string
		err := rows.Scan(&r.Index, &cited, &r.Seq, &r.Verdict, &result)
		r.Cited, r.Result = []byte(cited), []byte(result)
		return r, err
	})
	return all, wrapped("reading references", err)
}

// Cancel ends a check that is not over, and returns it as it is then.
func (s *Store) Cancel(ctx context.Context, id string) (Check, error) {
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL("UPDATE checks SET state = ?, finished_at = ? WHERE id = ? AND state IN (?, ?)"),
		Cancelled, s.millis(), id, Queued, Running)
	if err != nil {
		return Check{}, wrapped("cancelling a check", err)
	}
	return s.Get(ctx, id)
}

// Delete removes a check and all that belongs to it.
func (s *Store) Delete(ctx context.Context, id string) error {
	n, err := s.db.Change(ctx, "DELETE FROM checks WHERE id = ?", id)
	if n == 0 && err == nil {
		err = ErrNone
	}
	return wrapped("deleting a check", err)
}

// Expire removes the checks whose time is over, and returns how many those were.
func (s *Store) Expire(ctx context.Context) (int, error) {
	return s.each(ctx, "deleting old checks", "SELECT id FROM checks WHERE expires_at <= ?", []any{s.millis()}, func(ctx context.Context, id string) (int, error) {
		return 1, s.Delete(ctx, id)
	})
}

// each does something to each of the checks that a query finds, one after the other, and sums up what that
// returns. One that was deleted meanwhile is passed over.
func (s *Store) each(ctx context.Context, what, query string, args []any, do func(ctx context.Context, id string) (int, error)) (sum int, err error) {
	rows, err := s.db.Read.QueryContext(ctx, s.db.SQL(query), args...)
	ids, err := database.Collect(rows, err, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) })
	if err != nil {
		return 0, wrapped(what, err)
	}
	for _, id := range ids {
		n, err := do(ctx, id)
		if errors.Is(err, ErrNone) {
			continue
		}
		if err != nil {
			return sum, wrapped(what, err)
		}
		sum += n
	}
	return sum, nil
}

// inCheck runs do in a transaction that holds the row of a check, and tells it how far the check has come.
// Whatever changes a check or what belongs to it takes that row before any other: so no two transactions
// wait for each other, and none holds two checks. The error is ErrNone where there is no such check.
func (s *Store) inCheck(ctx context.Context, id string, do func(*sql.Tx, Progress) error) error {
	return s.db.InTx(ctx, func(tx *sql.Tx) error {
		var p Progress
		// SELECT … FOR UPDATE, as SQLite knows it too.
		err := p.scanInto(tx.QueryRowContext(ctx, s.db.SQL("UPDATE checks SET state = state WHERE id = ? RETURNING "+progressColumns), id))
		if err != nil {
			return err
		}
		return do(tx, p)
	})
}

func (s *Store) millis() int64 { return database.Millis(s.now()) }

// wrapped says what failed, unless that is one of the package's own errors.
func wrapped(what string, err error) error {
	if err == nil || errors.Is(err, ErrNone) || errors.Is(err, ErrLost) || errors.Is(err, ErrKeyUsed) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}
