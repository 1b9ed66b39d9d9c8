// Package retraction keeps a copy of the Retraction Watch list on this machine and answers what has
// become of a work: retracted, under an expression of concern, corrected, reinstated. Works are known
// by DOI, PMID or, where neither side has those, by title, first author and year. Only the papers of
// the list are known, not the notices about them: citing a notice is fine.
//
// The list is the CSV file of Crossref and Retraction Watch
// (https://gitlab.com/crossref/retraction-watch-data); its README explains the columns.
package retraction

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the list's name in reports, and the source of the statuses that it gives.
	Name = "retraction-watch"
	// FileName is what the copy is called, beside the cache.
	FileName = "retractions.sqlite"
)

// batch bounds the questions that are taken at once; nothing leaves this machine.
const batch = 200

// leastWords is how many words a title must have to tell a work with its first author and year.
const leastWords = 4

// List is the copy of the list. It may be used concurrently.
type List struct {
	db   *sql.DB
	info Info
}

// Info says what a copy is.
type Info struct {
	// Source is the file or the address that it was made from; ETag and Modified are what the server
	// said of that version.
	Source, ETag, Modified string
	// Rows are the events that it holds; Left are those of the file that name no work or no event.
	Rows, Left int
	// At is when it was made.
	At time.Time
}

// Open opens the copy at path. Where there is none, the error is fs.ErrNotExist.
func Open(ctx context.Context, path string) (*List, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dataSource(path, "mode=ro", "immutable=1"))
	if err != nil {
		return nil, err
	}
	l := &List{db: db}
	var at int64
	err = db.QueryRowContext(ctx, "SELECT source, etag, modified, rows, left_out, at FROM origin").Scan(
		&l.info.Source, &l.info.ETag, &l.info.Modified, &l.info.Rows, &l.info.Left, &at)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading the list of retractions %s: %w\nhint: make it anew with refcheck retractions update", path, err), db.Close())
	}
	l.info.At = time.UnixMilli(at)
	return l, nil
}

// dataSource returns the URI of a database.
func dataSource(path string, settings ...string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
	return "file:" + path + "?" + strings.Join(settings, "&")
}

// Close closes the copy.
func (l *List) Close() error { return l.db.Close() }

// Info returns what the copy is.
func (l *List) Info() Info { return l.info }

// Name returns "retraction-watch".
func (l *List) Name() string { return Name }

// Abilities says that the list knows what has become of works.
func (l *List) Abilities() []registry.Ability {
	return []registry.Ability{{Kind: registry.Standing, Batch: batch, Takes: func(q registry.Query) bool {
		return q.DOI != "" || q.PMID != "" || telling(q)
	}}}
}

// Lookup answers each query, in order: with a Work that holds Statuses alone, or with none.
func (l *List) Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer {
	answers := make([]registry.Answer, len(queries))
	for i, q := range queries {
		if kind != registry.Standing {
			answers[i].Err = &registry.Error{Registry: Name, Failure: registry.Refused, Err: fmt.Errorf("cannot be asked by %s", kind)}
			continue
		}
		events, err := l.find(ctx, q)
		if err != nil {
			answers[i].Err = &registry.Error{Registry: Name, Failure: registry.Unreadable, Err: err}
		} else if len(events) > 0 {
			answers[i].Works = []biblio.Work{{Registry: Name, Statuses: statuses(events)}}
		}
	}
	return answers
}

// event is one row of the list.
type event struct {
	doi, pmid, title, author string
	year                     int
	kind                     biblio.StatusKind
	date, notice             string
}

// find returns the events of a work.
func (l *List) find(ctx context.Context, q registry.Query) ([]event, error) {
	var found []event
	for _, by := range []struct{ query, value string }{{byDOI, strings.ToLower(q.DOI)}, {byPMID, q.PMID}} {
		if by.value == "" {
			continue
		}
		events, err := l.query(ctx, by.query, by.value)
		if err != nil {
			return nil, err
		}
		found = append(found, events...)
	}
	if len(found) > 0 || !telling(q) {
		return found, nil
	}
	events, err := l.query(ctx, byTitle, fold.Key(q.Title))
	return slices.DeleteFunc(events, func(e event) bool { return !e.fits(q) }), err
}

// The questions to the database.
const (
	columns = "SELECT doi, pmid, title, author, year, kind, date, notice FROM event "
	byDOI   = columns + "WHERE doi = ? AND doi <> '' ORDER BY date, rowid"
	byPMID  = columns + "WHERE pmid = ? AND pmid <> '' ORDER BY date, rowid"
	byTitle = columns + "WHERE title = ? ORDER BY date, rowid"
)

// query returns the events that a question finds with a value.
func (l *List) query(ctx context.Context, question, value string) ([]event, error) {
	rows, err := l.db.QueryContext(ctx, question, value)
	if err != nil {
		return nil, fmt.Errorf("reading the list of retractions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var events []event
	for rows.Next() {
		var e event
		if err := rows.Scan(&e.doi, &e.pmid, &e.title, &e.author, &e.year, &e.kind, &e.date, &e.notice); err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

// telling reports whether a query describes a work well enough to know it without identifiers.
func telling(q registry.Query) bool {
	return q.Author != "" && q.Year != 0 && len(fold.Words(q.Title)) >= leastWords
}

// fits reports whether an event of the title asked for is about the work asked for: nothing that both
// sides say differs.
func (e event) fits(q registry.Query) bool {
	if e.doi != "" && q.DOI != "" || e.pmid != "" && q.PMID != "" {
		return false // they differ, or it would have been found
	}
	author := fold.Words(q.Author)
	if len(author) > 1 {
		author = author[:len(author)-1] // the initials
	}
	listed := strings.Fields(e.author)
	return abs(e.year-q.Year) <= 1 && !slices.ContainsFunc(author, func(w string) bool { return !slices.Contains(listed, w) })
}

func abs(n int) int { return max(n, -n) }

// statuses returns the events as statuses, each once.
func statuses(events []event) []biblio.Status {
	var list []biblio.Status
	for _, e := range events {
		s := biblio.Status{Kind: e.kind, Date: e.date, Notice: e.notice, Source: Name}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// IsMissing reports whether an error of Open says that there is no copy.
func IsMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
