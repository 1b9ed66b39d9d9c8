package checks

import (
	"context"
	"database/sql"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Backlog counts the checks that are not over, and their slices that are not done, by state.
func (s *Store) Backlog(ctx context.Context) (checks, slices map[string]int, err error) {
	if checks, err = s.count(ctx, "SELECT state, count(*) FROM checks WHERE state IN (?, ?) GROUP BY state", Queued, Running); err != nil {
		return nil, nil, err
	}
	slices, err = s.count(ctx, `SELECT s.state, count(*) FROM check_slices s JOIN checks c ON c.id = s.check_id
		WHERE c.state IN (?, ?) AND s.state <> 'done' GROUP BY s.state`, Queued, Running)
	return checks, slices, err
}

// count returns the numbers that a query gives by name.
func (s *Store) count(ctx context.Context, query string, args ...any) (map[string]int, error) {
	type group struct {
		name string
		n    int
	}
	rows, err := s.db.Read.QueryContext(ctx, s.db.SQL(query), args...)
	groups, err := database.Collect(rows, err, func(r *sql.Rows) (g group, err error) { return g, r.Scan(&g.name, &g.n) })
	counts := map[string]int{}
	for _, g := range groups {
		counts[g.name] = g.n
	}
	return counts, wrapped("counting what is left to do", err)
}
