package server

import (
	"context"
	"database/sql"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// cable leads to a server. It can be cut, and it can be held so that nothing comes through.
type cable struct {
	net.Listener
	to   string
	hold sync.RWMutex // by whoever lets nothing through

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
		c.hold.RLock()
		far, err := net.Dial("tcp", c.to)
		c.hold.RUnlock()
		if err != nil {
			_ = near.Close()
			continue
		}
		c.lay(near, far)
		for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
			go c.lead(way[0], way[1])
		}
	}
}

// lead leads what comes from one end to the other.
func (c *cable) lead(from, to net.Conn) {
	defer func() { _ = to.Close() }()
	part := make([]byte, 32<<10)
	for {
		n, err := from.Read(part)
		if err != nil {
			return
		}
		c.hold.RLock()
		_, err = to.Write(part[:n])
		c.hold.RUnlock()
		if err != nil {
			return
		}
	}
}

// lay keeps two ends, or closes them if the cable is cut.
func (c *cable) lay(ends ...net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conns = append(c.conns, ends...)
	c.closeIfCut()
}

func (c *cable) set(cut bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = cut
	c.closeIfCut()
}

func (c *cable) closeIfCut() {
	if c.cut {
		for _, conn := range c.conns {
			_ = conn.Close()
		}
		c.conns = nil
	}
}

// outage is a way for a database to go away.
type outage struct {
	goAway, comeBack func()
	reads            bool // it can be read meanwhile
}

// A database that goes away for a minute costs requests, which say so before long, and nothing that was taken in.
// Those that wait take turns with the other tests that run side by side.
func TestDatabaseAway(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for a minute")
	}
	t.Parallel()
	var all sync.WaitGroup
	defer all.Wait()
	all.Go(func() {
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
			testAway(t, db, outage{func() {
				if held, err = other.BeginTx(t.Context(), nil); err != nil { // it locks out all who write
					t.Fatal(err)
				}
			}, func() { _ = held.Rollback() }, true})
		})
	})
	for name, way := range map[string]func(*cable) outage{
		"postgres cut off": func(c *cable) outage {
			return outage{goAway: func() { c.set(true) }, comeBack: func() { c.set(false) }}
		},
		"postgres silent": func(c *cable) outage { return outage{goAway: c.hold.Lock, comeBack: c.hold.Unlock} },
	} {
		all.Go(func() {
			t.Run(name, func(t *testing.T) {
				address, err := url.Parse(databasetest.Postgres(t))
				if err != nil {
					t.Fatal(err)
				}
				c := newCable(t, address.Host)
				address.Host = c.Addr().String()
				testAway(t, databasetest.Opened(t, address.String()), way(c))
			})
		})
	}
}

const (
	// awayFor is how long the database is away.
	awayFor = time.Minute
	// told is how long a request may take to say so.
	told = longestWait + 5*time.Second
)

func testAway(t *testing.T, db *database.DB, o outage) {
	s := newService(t, db, func(o *Options) { o.ClientRate = 1000 })
	s.shelf.Holds = func(string) bool { time.Sleep(20 * time.Millisecond); return false }
	const size = 300
	var begun Check
	s.read(t, "POST", "/v1/checks", "application/json", `{"text":`+quoted(bib(size))+`}`, http.StatusCreated, &begun)
	for begun.Summary.Decided == 0 {
		s.read(t, "GET", "/v1/checks/"+begun.ID, "", "", http.StatusOK, &begun)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	follows := make(chan struct{})
	var follower sync.WaitGroup
	follower.Go(func() {
		started := sync.OnceFunc(func() { close(follows) })
		defer started()
		events, err := s.follow(ctx, begun.ID, 0, func(event) bool { started(); return true })
		if err == nil {
			err = whole(events, 0, size, checks.Done)
		}
		if err != nil {
			t.Error("who followed:", err)
		}
	})
	<-follows
	o.goAway()
	back := time.AfterFunc(awayFor, o.comeBack)
	defer back.Stop()
	s.whileAway(t, begun.ID, o, time.Now().Add(awayFor-told))
	if c := s.overAtLast(t, begun.ID); c.State != checks.Done || c.Summary.Verified != size || c.Summary.Decided != size {
		t.Errorf("in the end: %+v", c)
	}
	follower.Wait()
	s.wants(t, http.StatusOK, "", "GET", "/readyz", "")
	later := s.submitted(t, "", 1, "Idempotency-Key", "refused")
	if c := s.over(t, later.ID); c.Summary.Verified != 1 {
		t.Errorf("afterwards: %+v", c)
	}
	if list, err := s.options.Checks.List(t.Context(), checks.Everyone, checks.Cursor{}, 10); len(list) != 2 || err != nil {
		t.Errorf("what was refused was made by half: %+v, %v", list, err)
	}
}

// whileAway asks for this and that until a time.
func (s *service) whileAway(t *testing.T, id string, o outage, end time.Time) {
	reads := http.StatusServiceUnavailable
	if o.reads {
		reads = http.StatusOK
	}
	var asked sync.WaitGroup
	defer asked.Wait()
	for _, tt := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/v1/checks", bib(1), http.StatusServiceUnavailable},
		{"POST", "/v1/checks/" + id + "/cancel", "", http.StatusServiceUnavailable},
		{"GET", "/v1/checks/" + id, "", reads},
		{"GET", "/readyz", "", reads},
		{"GET", "/healthz", "", http.StatusOK},
	} {
		asked.Go(func() {
			for ; time.Now().Before(end); time.Sleep(time.Second) {
				began := time.Now()
				resp, text := s.as(t, "", tt.method, tt.path, tt.body, "Idempotency-Key", "refused")
				if took := time.Since(began); resp.StatusCode != tt.status || took > told {
					t.Errorf("while it is away, after %v: %s %s: %s: %s", took, tt.method, strings.ReplaceAll(tt.path, id, "{id}"), resp.Status, text)
				}
				if after := resp.Header.Get("Retry-After"); (after != "") != (tt.status == http.StatusServiceUnavailable) {
					t.Errorf("%s %s: again after %q seconds", tt.method, tt.path, after)
				}
			}
		})
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
