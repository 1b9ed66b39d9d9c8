// Package jobs works off the checks of the service. Each slice of a check (store/checks) is a job of River:
// on SQLite for one process, on PostgreSQL for any number. River's queue says what is to be looked at, and
// when; who works on a slice is settled by the slice's lease. So a job that comes twice does no harm, and
// the slice of a process that died is taken up where it stood, as soon as its lease has run out.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
)

// args are what River keeps of a job.
type args struct {
	Check string `json:"check"`
	Slice int    `json:"slice"`
}

// Kind names the jobs in River's table.
func (args) Kind() string { return "check_slice" }

// Queue takes jobs.
type Queue struct {
	client *river.Client[*sql.Tx]
	now    func() time.Time
}

// NewQueue returns the queue in a database.
func NewQueue(db *database.DB, now func() time.Time) (*Queue, error) {
	config := &river.Config{Logger: slog.New(slog.DiscardHandler), MaxAttempts: attempts} // jobs get it with them
	var client *river.Client[*sql.Tx]
	var err error
	if db.Pool != nil {
		client, err = river.NewClient(riverdatabasesql.New(db.Write), config)
	} else {
		client, err = river.NewClient(riversqlite.New(db.Write), config)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the queue: %w", err)
	}
	return &Queue{client, now}, nil
}

// Enqueue puts jobs into the queue with a transaction, as checks.Enqueue.
func (q *Queue) Enqueue(ctx context.Context, tx *sql.Tx, jobs []checks.Job) error {
	list := make([]river.InsertManyParams, len(jobs))
	for i, j := range jobs {
		list[i].Args = args{j.Check, j.Slice}
		if j.In > 0 {
			list[i].InsertOpts = &river.InsertOpts{ScheduledAt: q.now().Add(j.In)}
		}
	}
	_, err := q.client.InsertManyTx(ctx, tx, list)
	return err
}

// client is what is needed of a River client, whatever its transactions are.
type client interface {
	Start(context.Context) error
	Stop(context.Context) error
	StopAndCancel(context.Context) error
}

// newClient returns a River client that works.
func newClient(db *database.DB, config *river.Config) (client, error) {
	if db.Pool != nil {
		return river.NewClient[pgx.Tx](riverpgxv5.New(db.Pool), config)
	}
	return river.NewClient[*sql.Tx](riversqlite.New(db.Write), config)
}

// isOver reports whether an error says that there is nothing left to do for a slice.
func isOver(err error) bool { return errors.Is(err, checks.ErrLost) || errors.Is(err, checks.ErrNone) }
