package database

import (
	"context"
	"database/sql"
	"strings"
)

// Collect reads all rows of a query, whose error goes in, and closes them.
func Collect[T any](rows *sql.Rows, failed error, scan func(*sql.Rows) (T, error)) (all []T, err error) {
	if failed != nil {
		return nil, failed
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Marks returns the marks of so many arguments: "?, ?, ?".
func Marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// most is how many arguments a statement has at most: PostgreSQL takes 65,535, SQLite 32,766.
const most = 5_000

// Insert puts many rows into a table in few statements.
type Insert struct {
	db      *DB
	into    string
	columns int
	then    string
	args    []any
}

// NewInsert returns an Insert into a table with the columns named: "answers (key, value)".
func NewInsert(db *DB, into string, columns int) *Insert {
	return &Insert{db: db, into: into, columns: columns}
}

// OnConflict says what is done about a row that is there: "(key) DO NOTHING".
func (i *Insert) OnConflict(do string) { i.then = " ON CONFLICT " + do }

// Add takes one row: a value for each column.
func (i *Insert) Add(values ...any) { i.args = append(i.args, values...) }

// Exec puts the rows in.
func (i *Insert) Exec(ctx context.Context, tx *sql.Tx) error {
	row := "(" + Marks(i.columns) + "), "
	for args := i.args; len(args) > 0; {
		n := min(len(args), most/i.columns*i.columns)
		statement := "INSERT INTO " + i.into + " VALUES " + strings.TrimSuffix(strings.Repeat(row, n/i.columns), ", ") + i.then
		if _, err := tx.ExecContext(ctx, i.db.SQL(statement), args[:n]...); err != nil {
			return err
		}
		args = args[n:]
	}
	return nil
}
