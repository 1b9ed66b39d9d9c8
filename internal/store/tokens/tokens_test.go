package tokens

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// fixture is a store with a clock that a test can turn.
type fixture struct {
	*Store
	clock time.Time
}

func each(t *testing.T, test func(*testing.T, *fixture)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		f := &fixture{clock: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
		f.Store = New(db, func() time.Time { return f.clock })
		test(t, f)
	})
}

func (f *fixture) created(t *testing.T, d Draft) (Token, string) {
	t.Helper()
	token, secret, err := f.Create(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return token, secret
}

// A token is found by its secret, as it was made, and by nothing else.
func TestUse(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		made, secret := f.created(t, Draft{Name: "the library", Role: Admin, Quota: 500, ExpiresAt: f.clock.Add(time.Hour)})
		_, other := f.created(t, Draft{Name: "somebody", Role: User})
		if secret == other || !regexp.MustCompile(`^refcheck_[a-z2-7]{52}$`).MatchString(secret) {
			t.Errorf("secrets: %s, %s", secret, other)
		}
		found, err := f.Use(t.Context(), secret)
		made.UsedAt = f.clock
		if diff := cmp.Diff(made, found); diff != "" || err != nil {
			t.Error(diff, err)
		}
		for _, wrong := range []string{"", "refcheck_", secret[1:], secret + "a", strings.ToUpper(secret), made.ID, digest(secret)} {
			if _, err := f.Use(t.Context(), wrong); !errors.Is(err, ErrUnknown) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
	})
}

// Neither a secret nor a part of it stands in the database.
func TestHashed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, secret := f.created(t, Draft{Name: "n", Role: User})
		var kept string
		if err := f.db.Read.QueryRowContext(t.Context(), "SELECT id || digest || name || role FROM tokens").Scan(&kept); err != nil {
			t.Fatal(err)
		}
		for i := len(prefix); i+8 <= len(secret); i++ {
			if strings.Contains(kept, secret[i:i+8]) {
				t.Errorf("%q of the secret is kept", secret[i:i+8])
			}
		}
	})
}

// A token ends by its expiry and by being revoked, which may be done twice.
func TestEnd(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		expiring, passing := f.created(t, Draft{Name: "a", Role: User, ExpiresAt: f.clock.Add(time.Hour)})
		f.clock = f.clock.Add(time.Second)
		lasting, lastingSecret := f.created(t, Draft{Name: "b", Role: User})
		for _, id := range []string{expiring.ID, lasting.ID} {
			if err := f.Valid(t.Context(), id); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		}
		f.clock = f.clock.Add(time.Hour)
		_, err := f.Use(t.Context(), passing)
		if valid := f.Valid(t.Context(), expiring.ID); !errors.Is(err, ErrUnknown) || !errors.Is(valid, ErrUnknown) {
			t.Errorf("expired: %v, %v", err, valid)
		}
		_, err = f.Use(t.Context(), lastingSecret)
		if valid := f.Valid(t.Context(), lasting.ID); err != nil || valid != nil {
			t.Error(err, valid)
		}
		at := f.clock
		for range 2 {
			revoked, err := f.Revoke(t.Context(), lasting.ID)
			if err != nil || revoked.ID != lasting.ID || revoked.RevokedAt != at {
				t.Errorf("revoked: %+v, %v", revoked, err)
			}
			f.clock = f.clock.Add(time.Minute)
		}
		_, err = f.Use(t.Context(), lastingSecret)
		if valid := f.Valid(t.Context(), lasting.ID); !errors.Is(err, ErrUnknown) || !errors.Is(valid, ErrUnknown) {
			t.Errorf("revoked: %v, %v", err, valid)
		}
		if err := f.Valid(t.Context(), "none"); !errors.Is(err, ErrUnknown) {
			t.Errorf("none: %v", err)
		}
		if _, err := f.Revoke(t.Context(), "none"); !errors.Is(err, ErrNone) {
			t.Errorf("none: %v", err)
		}
		all, err := f.List(t.Context())
		if err != nil || len(all) != 2 || all[0].Name != "a" || all[1].Name != "b" {
			t.Errorf("listed: %+v, %v", all, err)
		}
	})
}

// The last use is known to the hour.
func TestUsedAt(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, secret := f.created(t, Draft{Name: "a", Role: User})
		first := f.clock
		for _, tt := range []struct {
			after time.Duration
			want  time.Time
		}{{0, first}, {59 * time.Minute, first}, {time.Minute, first.Add(time.Hour)}, {time.Minute, first.Add(time.Hour)}} {
			f.clock = f.clock.Add(tt.after)
			if _, err := f.Use(t.Context(), secret); err != nil {
				t.Fatal(err)
			}
			all, err := f.List(t.Context())
			if err != nil || all[0].UsedAt != tt.want {
				t.Errorf("at %v: used %v, want %v (%v)", f.clock, all[0].UsedAt, tt.want, err)
			}
		}
	})
}
