package server

import (
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// cable leads to a server and can be cut.
type cable struct {
	net.Listener
	to string

	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

func newCable(t *testing.T, to string) *cable {
	t.Helper()
	var config net.ListenConfig
	on, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: on, to: to}
	t.Cleanup(func() { _ = on.Close() })
	go c.serve()
	return c
}

func (c *cable) serve() {
	for {
		near, err := c.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", c.to)
		if err != nil || !c.lay(near, far) {
			_ = near.Close()
			continue
		}
		for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
			go func() {
				_, _ = io.Copy(way[0], way[1])
				_ = way[0].Close()
			}()
		}
	}
}

// lay keeps two ends, if the cable is whole.
func (c *cable) lay(ends ...net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conns = append(c.conns, ends...)
	return !c.cut
}

func (c *cable) set(cut bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = cut
	if cut {
		for _, conn := range c.conns {
			_ = conn.Close()
		}
		c.conns = nil
	}
}

// A database that goes away for a while costs requests, which say so, and nothing that was taken in.
func TestDatabaseAway(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for leases to run out")
	}
	t.Run("sqlite", func(t *testing.T) {
		path := t.TempDir() + "/refcheck.sqlite"
		db := databasetest.Opened(t, path)
		address, err := database.SQLiteAddress(path, "busy_timeout(5000)")
		if err != nil {
			t.Fatal(err)
		}
		other, err := sql.Open("sqlite", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		var held *sql.Tx
		testAway(t, db, func() {
			if held, err = other.BeginTx(t.Context(), nil); err != nil { // it locks out all who write
				t.Fatal(err)
			}
		}, func() { _ = held.Rollback() })
	})
	t.Run("postgres", func(t *testing.T) {
		address, err := url.Parse(databasetest.Postgres(t))
		if err != nil {
			t.Fatal(err)
		}
		c := newCable(t, address.Host)
		address.Host = c.Addr().String()
		testAway(t, databasetest.Opened(t, address.String()), func() { c.set(true) }, func() { c.set(false) })
	})
}

func testAway(t *testing.T, db *database.DB, goAway, comeBack func()) {
	s := newService(t, db)
	s.shelf.Holds = func(string) bool { time.Sleep(20 * time.Millisecond); return false }
	const size = 300
	var begun Check
	s.read(t, "POST", "/v1/checks", "application/json", `{"text":`+quoted(bib(size))+`}`, http.StatusCreated, &begun)
	for begun.Summary.Decided == 0 {
		s.read(t, "GET", "/v1/checks/"+begun.ID, "", "", http.StatusOK, &begun)
	}
	goAway()
	back := time.AfterFunc(8*time.Second, comeBack)
	defer back.Stop()
	resp, text := s.send(t, "POST", "/v1/checks", "text/plain", bib(1))
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("while it is away: %s %s", resp.Status, text)
	}
	if c := s.overAtLast(t, begun.ID); c.State != checks.Done || c.Summary.Verified != size || c.Summary.Decided != size {
		t.Errorf("in the end: %+v", c)
	}
	var later Check
	s.read(t, "POST", "/v1/checks", "text/plain", bib(1), http.StatusCreated, &later)
	if c := s.over(t, later.ID); c.Summary.Verified != 1 {
		t.Errorf("afterwards: %+v", c)
	}
}

// overAtLast waits until a check is over, whatever requests come to meanwhile.
func (s *service) overAtLast(t *testing.T, id string) Check {
	t.Helper()
	var c Check
	for end := time.Now().Add(90 * time.Second); !c.State.Over() && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		resp, text := s.send(t, "GET", "/v1/checks/"+id, "", "")
		switch resp.StatusCode {
		case http.StatusOK:
			if err := json.Unmarshal([]byte(text), &c); err != nil {
				t.Fatal(err)
			}
		case http.StatusServiceUnavailable:
		default:
			t.Fatalf("%s %s", resp.Status, text)
		}
	}
	return c
}
