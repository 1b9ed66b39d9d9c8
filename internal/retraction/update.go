package retraction

import (
	"context"
	"database/sql"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

//go:embed schema.sql
var schema string

// indexes are made when the rows are in.
const indexes = `CREATE INDEX event_by_doi ON event (doi) WHERE doi <> '';
	CREATE INDEX event_by_pmid ON event (pmid) WHERE pmid <> '';
	CREATE INDEX event_by_title ON event (title)`

// Update makes the copy at path from the list that r reads, of which origin says whence it is. The copy
// takes the place of the former one when it is whole; where the list cannot be read to its end, the
// former one stays.
func Update(ctx context.Context, path string, r io.Reader, origin Info, now time.Time) (Info, error) {
	list, err := newTable(r)
	if err != nil {
		return origin, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return origin, err
	}
	beside := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	origin.At = now
	origin, err = build(ctx, beside, list, origin)
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		_ = os.Remove(beside)
		return origin, fmt.Errorf("making the list of retractions %s: %w", path, err)
	}
	return origin, nil
}

// build fills a new database.
func build(ctx context.Context, path string, list *table, origin Info) (_ Info, failed error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return origin, err
	}
	db, err := sql.Open("sqlite", dataSource(path, "_pragma=journal_mode(OFF)", "_pragma=synchronous(FULL)"))
	if err != nil {
		return origin, err
	}
	defer func() { failed = errors.Join(failed, db.Close()) }()
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return origin, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return origin, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := fill(ctx, tx, list, &origin); err != nil {
		return origin, err
	}
	if origin.Rows == 0 {
		return origin, errors.New("it is empty")
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO origin (source, etag, modified, rows, left_out, at) VALUES (?, ?, ?, ?, ?, ?)",
		origin.Source, origin.ETag, origin.Modified, origin.Rows, origin.Left, origin.At.UnixMilli())
	if err == nil {
		_, err = tx.ExecContext(ctx, indexes)
	}
	return origin, errors.Join(err, tx.Commit())
}

// fill inserts the events of the list and counts them.
func fill(ctx context.Context, tx *sql.Tx, list *table, origin *Info) error {
	insert, err := tx.PrepareContext(ctx, "INSERT INTO event (doi, pmid, title, author, year, kind, date, notice) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for {
		e, ok, err := list.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case !ok:
			origin.Left++
			continue
		}
		origin.Rows++
		if _, err := insert.ExecContext(ctx, e.doi, e.pmid, e.title, e.author, e.year, e.kind, e.date, e.notice); err != nil {
			return err
		}
	}
}
