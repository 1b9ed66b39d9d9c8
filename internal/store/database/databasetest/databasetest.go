// Package databasetest gives tests a database of each kind.
package databasetest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Server is the variable of the environment that names a PostgreSQL whose user may make databases:
// scripts/with-postgres sets it.
const Server = "REFCHECK_TEST_POSTGRES"

// Each runs a test with an empty SQLite and with an empty PostgreSQL; without a server for the latter
// that is skipped, saying so.
func Each(t *testing.T, test func(*testing.T, *database.DB)) {
	EachAddress(t, func(t *testing.T, address string) {
		test(t, Opened(t, address))
	})
}

// EachAddress runs a test with the addresses of both kinds of database.
func EachAddress(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "refcheck.sqlite")) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Opened opens a database for the length of a test.
func Opened(t testing.TB, address string) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Postgres makes an empty database for the length of a test and returns its address.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Server)
	if server == "" {
		t.Skipf("%s names no server: make test starts one where PostgreSQL is installed", Server)
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	name := "refcheck_" + strings.ToLower(rand.Text())
	do := func(ctx context.Context, statement string) {
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close(ctx) }()
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	do(t.Context(), "CREATE DATABASE "+name)
	t.Cleanup(func() { do(context.WithoutCancel(t.Context()), "DROP DATABASE "+name+" WITH (FORCE)") })
	address.Path = "/" + name
	return address.String()
}
