// Package tokens keeps the bearer tokens of the service. A token's secret is shown once, when it is made;
// kept is its SHA-256. That is enough here, and no slow hash for passwords is needed: a secret is 260
// random bits, which nobody finds by trying, however fast.
//
// A token is found by the hash of what was sent. So nothing of a secret is ever compared byte by byte, and
// the time that a search takes tells nothing of the secrets that are kept.
package tokens

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/store/database"
)

// Role is what the bearer of a token may do.
type Role string

// A User sees and changes its own checks, an Admin those of all.
const (
	User  Role = "user"
	Admin Role = "admin"
)

// Token is a token without its secret.
type Token struct {
	// ID names it; it is no secret.
	ID, Name string
	Role     Role
	// Quota is how many references it may have looked up a day; 0 is no bound.
	Quota int
	// UsedAt is the last time, no finer than usedEvery. It, ExpiresAt and RevokedAt are zero for never.
	CreatedAt, UsedAt, ExpiresAt, RevokedAt time.Time
}

// Draft is what a token is made of. A zero ExpiresAt is never.
type Draft struct {
	Name      string
	Role      Role
	Quota     int
	ExpiresAt time.Time
}

var (
	// ErrUnknown is the error of a secret that is no token's, or that of one which is revoked or expired.
	ErrUnknown = errors.New("the token is unknown, revoked or expired")
	// ErrNone is the error of an id that no token has.
	ErrNone = errors.New("there is no such token")
)

const (
	// prefix lets people and scanners see what a secret is for.
	prefix = "refcheck_"
	// usedEvery is how often the use of a token is written down: a use need not cost a write.
	usedEvery = time.Hour
)

// Store keeps tokens. It is safe for concurrent use.
type Store struct {
	db  *database.DB
	now func() time.Time
}

// New returns a Store in a database.
func New(db *database.DB, now func() time.Time) *Store { return &Store{db, now} }

// Create makes a token and returns it with its secret, which cannot be had again.
func (s *Store) Create(ctx context.Context, d Draft) (Token, string, error) {
	secret := prefix + strings.ToLower(rand.Text()+rand.Text())
	t := Token{
		ID: strings.ToLower(rand.Text()[:idLength]), Name: d.Name, Role: d.Role, Quota: d.Quota,
		CreatedAt: database.Time(s.millis()), ExpiresAt: d.ExpiresAt,
	}
	_, err := s.db.Write.ExecContext(ctx, s.db.SQL("INSERT INTO tokens (id, digest, name, role, quota, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)"),
		t.ID, digest(secret), t.Name, t.Role, t.Quota, database.Millis(t.CreatedAt), millis(t.ExpiresAt))
	if err != nil {
		return Token{}, "", fmt.Errorf("keeping a token: %w", err)
	}
	return t, secret, nil
}

// idLength is that of an id: 60 bits, as it has to be different and may be known.
const idLength = 12

// digest is what is kept of a secret.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// columns are those of a Token, as scan reads them.
const columns = "id, name, role, quota, created_at, used_at, expires_at, revoked_at"

// scan reads one row of columns.
func scan(row interface{ Scan(...any) error }) (t Token, err error) {
	var created, used, expires, revoked int64
	err = row.Scan(&t.ID, &t.Name, &t.Role, &t.Quota, &created, &used, &expires, &revoked)
	t.CreatedAt, t.UsedAt, t.ExpiresAt, t.RevokedAt = moment(created), moment(used), moment(expires), moment(revoked)
	return t, err
}

// Use returns the token of a secret, and writes down that it is used. The error is ErrUnknown for all that
// is not, or no longer, valid.
func (s *Store) Use(ctx context.Context, secret string) (Token, error) {
	now := s.millis()
	t, err := scan(s.db.Read.QueryRowContext(ctx, s.db.SQL("SELECT "+columns+` FROM tokens
		WHERE digest = ? AND revoked_at = 0 AND (expires_at = 0 OR expires_at > ?)`), digest(secret), now))
	if errors.Is(err, sql.ErrNoRows) {
		return Token{}, ErrUnknown
	}
	if err == nil && s.now().Sub(t.UsedAt) >= usedEvery {
		t.UsedAt = database.Time(now)
		_, err = s.db.Write.ExecContext(ctx, s.db.SQL("UPDATE tokens SET used_at = ? WHERE id = ?"), now, t.ID)
	}
	if err != nil {
		return Token{}, fmt.Errorf("looking for a token: %w", err)
	}
	return t, nil
}

// Valid returns ErrUnknown for the id of a token that is not, or no longer, valid.
func (s *Store) Valid(ctx context.Context, id string) error {
	var one int
	err := s.db.Read.QueryRowContext(ctx, s.db.SQL(`SELECT 1 FROM tokens
		WHERE id = ? AND revoked_at = 0 AND (expires_at = 0 OR expires_at > ?)`), id, s.millis()).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrUnknown
	}
	if err != nil {
		return fmt.Errorf("looking after a token: %w", err)
	}
	return nil
}

// List returns all tokens, the oldest first.
func (s *Store) List(ctx context.Context) ([]Token, error) {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT "+columns+" FROM tokens ORDER BY created_at, id")
	all, err := database.Collect(rows, err, func(r *sql.Rows) (Token, error) { return scan(r) })
	if err != nil {
		return nil, fmt.Errorf("listing tokens: %w", err)
	}
	return all, nil
}

// Revoke makes a token invalid from now on, and returns it. It may be done again.
func (s *Store) Revoke(ctx context.Context, id string) (Token, error) {
	t, err := scan(s.db.Write.QueryRowContext(ctx, s.db.SQL(`UPDATE tokens SET revoked_at = CASE revoked_at WHEN 0 THEN CAST(? AS BIGINT) ELSE revoked_at END
		WHERE id = ? RETURNING `+columns), s.millis(), id))
	if errors.Is(err, sql.ErrNoRows) {
		return Token{}, ErrNone
	}
	if err != nil {
		return Token{}, fmt.Errorf("revoking a token: %w", err)
	}
	return t, nil
}

func (s *Store) millis() int64 { return database.Millis(s.now()) }

// millis is a time as it is kept, and 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return database.Millis(t)
}

// moment is a time that was kept, and zero for none.
func moment(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return database.Time(millis)
}
