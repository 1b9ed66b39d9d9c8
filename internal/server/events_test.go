package server

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// event is one server-sent event.
type event struct {
	id         int // 0 for none
	name, data string
}

// follow follows a check from a Seq, until the stream ends or more says that it is enough.
func (s *service) follow(ctx context.Context, id string, after int, more func(event) bool) ([]event, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/v1/checks/"+id+"/events", nil)
	if err != nil {
		return nil, err
	}
	if after > 0 {
		req.Header.Set("Last-Event-ID", strconv.Itoa(after))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("X-Accel-Buffering") != "no" {
		return nil, fmt.Errorf("%s: %v", resp.Status, resp.Header)
	}
	return readEvents(bufio.NewReader(resp.Body), more)
}

// readEvents reads events, as a browser does (HTML, 9.2.6).
func readEvents(body *bufio.Reader, more func(event) bool) (all []event, err error) {
	var e event
	for {
		line, err := body.ReadString('\n')
		if err != nil {
			return all, nil //nolint:nilerr // it is the end, of whatever kind
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "id":
			if e.id, err = strconv.Atoi(value); err != nil {
				return all, err
			}
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "":
			if e.name == "" {
				continue
			}
			all = append(all, e)
			if !more(e) {
				return all, nil
			}
			e = event{}
		}
	}
}

func toTheEnd(event) bool { return true }

// whole says what is wrong with the events of a check of n references that were received after a Seq: each
// reference has to come once, in order, between a first progress and the end.
func whole(events []event, after, n int, state checks.State) error {
	if len(events) < 2 || events[0].name != "progress" || events[len(events)-1].name != "end" {
		return fmt.Errorf("%d events, without a progress first and an end last: %.1000v", len(events), events)
	}
	indexes := map[int]bool{}
	for _, e := range events {
		if e.name != "reference" {
			continue
		}
		after++
		var r struct{ Index int }
		if err := json.Unmarshal([]byte(e.data), &r); err != nil || e.id != after || indexes[r.Index] {
			return fmt.Errorf("event %d instead of %d, reference %d: %w", e.id, after, r.Index, err)
		}
		indexes[r.Index] = true
	}
	var end Check
	if err := json.Unmarshal([]byte(events[len(events)-1].data), &end); err != nil || end.State != state || end.Summary.Decided != n || after != n {
		return fmt.Errorf("%d of %d events, end: %+v: %w", after, n, end, err)
	}
	return nil
}

// Those who follow get every reference once, whenever they come and however often they are cut off.
func TestEvents(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db)
		var c Check
		s.read(t, "POST", "/v1/checks", "text/plain", bib(150), http.StatusCreated, &c)
		first, err := s.follow(t.Context(), c.ID, 0, func(e event) bool { return e.id < 40 })
		if err != nil {
			t.Fatal(err)
		}
		rest, err := s.follow(t.Context(), c.ID, 40, toTheEnd)
		if err == nil {
			err = whole(rest, 40, 150, checks.Done)
		}
		if err == nil {
			err = whole(slices.Concat(first, rest), 0, 150, checks.Done)
		}
		if err != nil {
			t.Error("broken off and taken up:", err)
		}
		late, err := s.follow(t.Context(), c.ID, 0, toTheEnd)
		if err == nil {
			err = whole(late, 0, 150, checks.Done)
		}
		if err != nil {
			t.Error("when all is over:", err)
		}
		var want References
		s.read(t, "GET", "/v1/checks/"+c.ID+"/references?limit=500", "", "", http.StatusOK, &want)
		for _, e := range late {
			var got report.Reference
			if e.name == "reference" && (json.Unmarshal([]byte(e.data), &got) != nil || got.Verdict != want.References[got.Index-1].Verdict || got.ID != want.References[got.Index-1].ID) {
				t.Errorf("event %d is not the reference as the API has it: %s", e.id, e.data)
			}
		}
		_, text := s.send(t, "GET", "/v1/checks/"+c.ID+"/events?after=149", "", "")
		if strings.Count(text, "event: reference\n") != 1 || !strings.HasPrefix(text, "retry: 2000\n") {
			t.Errorf("by ?after: %s", text)
		}
		s.read(t, "GET", "/v1/checks/none/events", "", "", http.StatusNotFound, nil)
		resp, _ := s.send(t, "GET", "/v1/checks/"+c.ID+"/events?after=x", "", "")
		if resp.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("no number: %s", resp.Status)
		}
	})
}

// Two hundred clients follow at once, one check all of them or many checks, some of them with pauses.
func TestEventsAtOnce(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	for _, n := range []int{1, 20} {
		t.Run(fmt.Sprintf("%d checks", n), func(t *testing.T) {
			databasetest.Each(t, func(t *testing.T, db *database.DB) {
				s := newService(t, db)
				made := make([]Check, n)
				for i := range made {
					s.read(t, "POST", "/v1/checks", "text/plain", bib(160/n), http.StatusCreated, &made[i])
				}
				var clients sync.WaitGroup
				for i := range 200 {
					clients.Go(func() {
						cut := i % 7 * 10 // breaks off there
						first, err := s.follow(t.Context(), made[i%n].ID, 0, func(e event) bool { return cut == 0 || e.id < cut })
						if err == nil && cut > 0 && first[len(first)-1].name != "end" {
							var rest []event
							rest, err = s.follow(t.Context(), made[i%n].ID, first[len(first)-1].id, toTheEnd)
							first = append(first, rest...)
						}
						if err == nil {
							err = whole(first, 0, 160/n, checks.Done)
						}
						if err != nil {
							t.Errorf("client %d: %v", i, err)
						}
					})
				}
				clients.Wait()
			})
		})
	}
}

// counted counts what is asked of a store, which answers only while it is not away.
type counted struct {
	progressStore
	asked, read atomic.Int64
	away        atomic.Bool
}

func (c *counted) Progress(ctx context.Context, ids []string) (map[string]checks.Progress, error) {
	c.asked.Add(1)
	if c.away.Load() {
		return nil, errors.New("away")
	}
	return c.progressStore.Progress(ctx, ids)
}

func (c *counted) Decided(ctx context.Context, id string, after, limit int) ([]checks.Reference, error) {
	c.read.Add(1)
	if c.away.Load() {
		return nil, errors.New("away")
	}
	return c.progressStore.Decided(ctx, id, after, limit)
}

// still is a service at which nobody works but the test.
type still struct {
	service
	server *Server
	store  *checks.Store
	counts *counted
}

func newStill(t testing.TB, db *database.DB) *still {
	t.Helper()
	none := func(context.Context, *sql.Tx, []checks.Job) error { return nil }
	s := &still{store: checks.New(db, none, time.Now)}
	log := slog.New(slog.DiscardHandler)
	s.server = New(Options{Version: "test", Checks: s.store, Access: accessOver(db), Ready: db.Ready, MaxUpload: 1 << 20, MaxReferences: 500, Keep: time.Hour, Log: log, Now: time.Now})
	s.counts = &counted{progressStore: s.store}
	s.server.hub = newHub(s.counts, log)
	s.Server = httptest.NewUnstartedServer(newDescribed(t, s.server))
	s.Config.RegisterOnShutdown(s.server.EndEvents)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// slice makes a check of n references and leases its only slice.
func (s *still) slice(t *testing.T, n int) (string, checks.Slice) {
	t.Helper()
	return s.sliceOf(t, make([]biblio.Reference, n))
}

// sliceOf makes a check of references and leases its only slice.
func (s *still) sliceOf(t *testing.T, refs []biblio.Reference) (string, checks.Slice) {
	t.Helper()
	for i := range refs {
		refs[i].Index = i + 1
	}
	cited, err := jobs.Cited(refs)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := s.store.Create(t.Context(), checks.Draft{Source: []byte("x"), Problems: []byte("[]"), Cited: cited, Keep: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	slice, ok, err := s.store.Claim(t.Context(), checks.Job{Check: c.ID}, "test", time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return c.ID, slice
}

// decide decides the references with these indexes: there are no such works.
func (s *still) decide(t *testing.T, slice checks.Slice, indexes ...int) {
	t.Helper()
	s.decideAs(t, check.NotFound, slice, indexes...)
}

func (s *still) decideAs(t *testing.T, verdict check.Verdict, slice checks.Slice, indexes ...int) {
	t.Helper()
	var decided []checks.Reference
	for _, i := range indexes {
		result, err := json.Marshal(check.Result{Verdict: verdict})
		if err != nil {
			t.Fatal(err)
		}
		decided = append(decided, checks.Reference{Index: i, Verdict: string(verdict), Result: result})
	}
	if err := s.store.Keep(t.Context(), slice, decided); err != nil {
		t.Fatal(err)
	}
}

// followed is a client that follows in the background.
type followed struct {
	seen chan event
	err  error // when seen is closed
}

func (s *still) background(t *testing.T, id string) *followed {
	t.Helper()
	f := &followed{seen: make(chan event, 1000)}
	go func() {
		defer close(f.seen)
		_, f.err = s.follow(t.Context(), id, 0, func(e event) bool { f.seen <- e; return true })
	}()
	return f
}

// next returns the next event, or none at the end of the stream.
func (f *followed) next(t *testing.T) event {
	t.Helper()
	select {
	case e := <-f.seen:
		return e
	case <-time.After(20 * time.Second):
		t.Fatal("no event came")
		return event{}
	}
}

// until returns the next event of a kind.
func (f *followed) until(t *testing.T, name string) event {
	t.Helper()
	for {
		if e := f.next(t); e.name == name || e == (event{}) {
			return e
		}
	}
}

// A check that is cancelled ends with what was decided, one that is deleted without more; a server that
// stops ends its streams, so that clients come back to another.
func TestEventsEnd(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		for _, tt := range []struct {
			name string
			end  func(*still, string) error
			last string
		}{
			{"cancelled", func(s *still, id string) error { _, err := s.store.Cancel(t.Context(), id); return err }, "end"},
			{"deleted", func(s *still, id string) error { return s.store.Delete(t.Context(), id) }, ""},
			{"stopped", func(s *still, _ string) error { return s.Config.Shutdown(t.Context()) }, ""},
		} {
			t.Run(tt.name, func(t *testing.T) {
				s := newStill(t, db)
				id, slice := s.slice(t, 5)
				f := s.background(t, id)
				if e := f.next(t); e.name != "progress" || !strings.Contains(e.data, `"decided":0`) {
					t.Fatalf("first: %v", e)
				}
				s.decide(t, slice, 4, 2)
				for i, index := range []int{4, 2} {
					if e := f.next(t); e.id != i+1 || !strings.Contains(e.data, fmt.Sprintf(`"index":%d,`, index)) {
						t.Errorf("event %d: %v", i+1, e)
					}
				}
				if e := f.next(t); e.name != "progress" || !strings.Contains(e.data, `"decided":2`) {
					t.Errorf("then: %v", e)
				}
				if err := tt.end(s, id); err != nil {
					t.Fatal(err)
				}
				last := f.next(t)
				if last.name != tt.last {
					t.Errorf("last: %v", last)
				}
				if last.name == "end" && !strings.Contains(last.data, `"state":"cancelled"`) {
					t.Errorf("end: %s", last.data)
				}
				if e := f.next(t); e != (event{}) || f.err != nil {
					t.Errorf("after the end: %v, %v", e, f.err)
				}
			})
		}
	})
}

// A stream that was begun with a token ends when that is revoked or expires; another one only hears something.
func TestEventsOfToken(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newStill(t, db)
		s.server.hub.awake = 50 * time.Millisecond
		for _, tt := range []struct {
			name     string
			lasts    time.Duration // of the token; 0 is none
			revoke   bool
			goesOver bool // to the end of the check
		}{
			{"revoked", time.Hour, true, false},
			{"expired", 500 * time.Millisecond, false, false},
			{"valid", time.Hour, false, true},
			{"none", 0, false, true},
		} {
			t.Run(tt.name, func(t *testing.T) {
				id, _ := s.slice(t, 1)
				secret := ""
				if tt.lasts > 0 {
					var made tokens.Token
					var err error
					made, secret, err = s.server.Tokens.Create(t.Context(), tokens.Draft{Name: "n", Role: tokens.User, ExpiresAt: time.Now().Add(tt.lasts)})
					if err != nil {
						t.Fatal(err)
					}
					if tt.revoke {
						time.AfterFunc(300*time.Millisecond, func() { _, _ = s.server.Tokens.Revoke(t.Context(), made.ID) })
					}
				}
				over := time.AfterFunc(2*time.Second, func() { _, _ = s.store.Cancel(t.Context(), id) })
				defer over.Stop()
				_, text := s.as(t, secret, "GET", "/v1/checks/"+id+"/events", "")
				if strings.Contains(text, "event: end") != tt.goesOver || !strings.Contains(text, "\n:\n") {
					t.Errorf("heard: %s", text)
				}
			})
		}
	})
}

// However many clients follow, the database is asked once for all of them, and what is new is read once. It
// is asked nothing any more when they have gone.
func TestEventsAskOnce(t *testing.T) {
	s := newStill(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	id, slice := s.slice(t, 60)
	var clients []*followed
	for range 50 {
		f := s.background(t, id)
		f.until(t, "progress")
		clients = append(clients, f)
	}
	before, began := s.counts.asked.Load(), time.Now()
	for i := range 6 {
		indexes := make([]int, 10)
		for k := range indexes {
			indexes[k] = i*10 + k + 1
		}
		s.decide(t, slice, indexes...)
		for _, f := range clients {
			f.until(t, "progress")
		}
	}
	// One page is full in between: its end and the beginning of the next are read by themselves.
	if read := s.counts.read.Load(); read > 8 {
		t.Errorf("what was new 6 times was read %d times for 50 clients", read)
	}
	if asked, most := s.counts.asked.Load()-before, int64(time.Since(began)/lookEvery)+2; asked > most {
		t.Errorf("asked %d times, at most %d are right", asked, most)
	}
	if err := s.store.Finish(t.Context(), slice); err != nil {
		t.Fatal(err)
	}
	for _, f := range clients {
		f.until(t, "end")
	}
	time.Sleep(2 * lookEvery)
	asked := s.counts.asked.Load()
	time.Sleep(3 * lookEvery)
	if more := s.counts.asked.Load() - asked; more > 0 {
		t.Errorf("asked %d times though nobody follows", more)
	}
}

// A database that goes away for a while delays the events, and no more.
func TestEventsDatabaseAway(t *testing.T) {
	s := newStill(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	id, slice := s.slice(t, 3)
	f := s.background(t, id)
	f.until(t, "progress")
	s.counts.away.Store(true)
	s.decide(t, slice, 1, 2, 3)
	if err := s.store.Finish(t.Context(), slice); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * lookEvery)
	late := s.background(t, id) // sees what it misses, and cannot read it
	late.until(t, "progress")
	time.Sleep(lookEvery)
	s.counts.away.Store(false)
	for _, f := range []*followed{f, late} {
		for seq := 1; seq <= 3; seq++ {
			if e := f.until(t, "reference"); e.id != seq {
				t.Errorf("%v instead of %d", e, seq)
			}
		}
		if e := f.until(t, "end"); e.name != "end" {
			t.Error("no end")
		}
	}
}

// What is put back to work comes as further events to those who have had the others, and only so to those who
// come later.
func TestEventsAfterRetry(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newStill(t, db)
		id, slice := s.slice(t, 3)
		s.decideAs(t, check.Unchecked, slice, 2)
		s.decide(t, slice, 3, 1)
		if err := s.store.Finish(t.Context(), slice); err != nil {
			t.Fatal(err)
		}
		s.background(t, id).until(t, "end") // and so the events are kept
		var c Check
		s.read(t, "POST", "/v1/checks/"+id+"/retry", "", "", http.StatusOK, &c)
		if c.State != checks.Queued || c.Summary.Decided != 2 || c.Summary.Unchecked != 0 || c.FinishedAt != nil {
			t.Errorf("put back: %+v", c)
		}
		f := s.background(t, id)
		for _, seq := range []int{2, 3} {
			if e := f.until(t, "reference"); e.id != seq {
				t.Errorf("%v instead of %d", e, seq)
			}
		}
		slice, _, err := s.store.Claim(t.Context(), checks.Job{Check: id}, "test", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		s.decide(t, slice, 2)
		if err := s.store.Finish(t.Context(), slice); err != nil {
			t.Fatal(err)
		}
		if e := f.until(t, "reference"); e.id != 4 || !strings.Contains(e.data, `"verdict":"not_found"`) {
			t.Errorf("%v instead of 4", e)
		}
		f.until(t, "end")
		rest, err := s.follow(t.Context(), id, 3, toTheEnd)
		if err != nil || len(rest) != 3 || rest[1].id != 4 || rest[2].name != "end" {
			t.Errorf("taken up behind 3: %v, %v", rest, err)
		}
		s.read(t, "POST", "/v1/checks/none/retry", "", "", http.StatusNotFound, nil)
	})
}

// A client that reads nothing holds nobody up, and nothing is kept for it: when it reads, it gets all.
func TestEventsSlowClient(t *testing.T) {
	s := newStill(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	s.server.hub.pages.limit = 1 << 20
	const n = 80 // more than the buffers between them hold
	id, slice := s.sliceOf(t, slices.Repeat([]biblio.Reference{{Raw: strings.Repeat("x", 256<<10)}}, n))
	slow, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }()
	fmt.Fprintf(slow, "GET /v1/checks/%s/events HTTP/1.0\r\n\r\n", id)
	quick := s.background(t, id)
	for i := 0; i < n; i += 4 {
		s.decide(t, slice, i+1, i+2, i+3, i+4)
	}
	if err := s.store.Finish(t.Context(), slice); err != nil {
		t.Fatal(err)
	}
	for seq := 1; seq <= n; seq++ {
		if e := quick.until(t, "reference"); e.id != seq {
			t.Fatalf("%d instead of %d", e.id, seq)
		}
	}
	quick.until(t, "end")
	s.server.hub.pages.mu.Lock()
	kept := 0
	for _, pages := range []map[pageKey]*eventPage{s.server.hub.pages.young, s.server.hub.pages.old} {
		for _, page := range pages {
			kept += page.size
		}
	}
	s.server.hub.pages.mu.Unlock()
	if most := 2*s.server.hub.pages.limit + 2*pageLength*257<<10; kept > most || kept == 0 {
		t.Errorf("%d bytes are kept, more than %d", kept, most)
	}
	events, err := readEvents(bufio.NewReader(slow), toTheEnd)
	if err == nil {
		err = whole(events, 0, n, checks.Done)
	}
	if err != nil {
		t.Error("the slow client:", err)
	}
}
