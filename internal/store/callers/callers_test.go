package callers

import (
	"errors"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// clock is a clock that a test can turn.
type clock struct{ atomic.Int64 }

func (c *clock) now() time.Time { return noon.Add(time.Duration(c.Load())) }

func (s *Store) named(t *testing.T, address string) string {
	t.Helper()
	name, err := s.Stranger(t.Context(), netip.MustParseAddr(address))
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// An address has the same name in all processes for a day, and another on the next; an IPv6 address has
// that of its /64.
func TestStranger(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var c clock
		one, two := New(db, c.now), New(db, c.now)
		name := one.named(t, "192.0.2.1")
		if strings.Contains(name, "192") {
			t.Errorf("named %s", name)
		}
		for _, tt := range []struct {
			a, b string
			same bool
		}{
			{"192.0.2.1", "192.0.2.1", true},
			{"192.0.2.1", "::ffff:192.0.2.1", true},
			{"192.0.2.1", "192.0.2.2", false},
			{"2001:db8::1", "2001:db8::ffff:1", true},
			{"2001:db8::1", "2001:db8:0:1::1", false},
			{"fe80::1%eth0", "fe80::2%eth1", true},
		} {
			if a, b := one.named(t, tt.a), two.named(t, tt.b); (a == b) != tt.same {
				t.Errorf("%s is %s, %s is %s", tt.a, a, tt.b, b)
			}
		}
		c.Store(int64(24 * time.Hour))
		if next := one.named(t, "192.0.2.1"); next == name || next != two.named(t, "192.0.2.1") {
			t.Errorf("on the next day: %s", next)
		}
	})
}

// The key of a day, and what was counted, are gone soon after it is over.
func TestExpire(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var c clock
		s := New(db, c.now)
		s.named(t, "192.0.2.1")
		if err := s.Charge(t.Context(), "a", 10, 1); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			passes time.Duration
			want   int
		}{
			{12*time.Hour + afterwards - time.Second, 0}, // it was noon
			{time.Second, 2},
			{time.Second, 0},
		} {
			c.Add(int64(tt.passes))
			if n, err := s.Expire(t.Context()); n != tt.want || err != nil {
				t.Errorf("at %v: %d rows are removed, want %d (%v)", c.now(), n, tt.want, err)
			}
		}
		if s.key != nil {
			t.Error("the key is in memory still")
		}
	})
}

// A quota is taken whole or not at all, is each caller's own, and new on the next day.
func TestCharge(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var c clock
		s := New(db, c.now)
		midnight := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
		for _, tt := range []struct {
			caller   string
			quota, n int
			left     int // -1: it reaches
		}{
			{"a", 100, 101, 100},
			{"a", 100, 60, -1},
			{"a", 100, 41, 40},
			{"b", 100, 100, -1},
			{"a", 100, 40, -1},
			{"a", 100, 1, 0},
			{"a", 50, 1, 0}, // made smaller meanwhile
			{"a", 0, 1000, -1},
			{"a", 120, 20, -1},
		} {
			err := s.Charge(t.Context(), tt.caller, tt.quota, tt.n)
			if tt.left < 0 {
				if err != nil {
					t.Errorf("%+v: %v", tt, err)
				}
				continue
			}
			exhausted, _ := errors.AsType[*QuotaError](err)
			if diff := cmp.Diff(&QuotaError{tt.quota, tt.left, tt.n, midnight}, exhausted); diff != "" {
				t.Errorf("%+v: %v, %s", tt, err, diff)
			}
		}
		c.Store(int64(12 * time.Hour))
		if err := s.Charge(t.Context(), "a", 100, 100); err != nil {
			t.Error("on the next day:", err)
		}
	})
}

// However many processes count at once, no more is taken than there is.
func TestChargeTogether(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var c clock
		var taken atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			s := New(db, c.now)
			for range 10 {
				all.Go(func() {
					err := s.Charge(t.Context(), "a", 100, 7)
					if err == nil {
						taken.Add(7)
					} else if _, ok := errors.AsType[*QuotaError](err); !ok {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		if taken.Load() != 98 {
			t.Errorf("%d taken of 100, by sevens", taken.Load())
		}
	})
}
