package limits_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
	"github.com/refcheck/refcheck/internal/store/limits"
)

// counter is a registry that counts what arrives within a second that slides, and at once.
type counter struct {
	takes time.Duration // for an answer

	mu             sync.Mutex
	arrived        []time.Time
	running        int
	inSecond, once int // the most of each
	refuse         int // answers of 429 that are left
	header         http.Header
}

func (c *counter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	now := time.Now()
	c.arrived = append(c.arrived, now)
	first := 0
	for now.Sub(c.arrived[first]) >= time.Second {
		first++
	}
	c.inSecond = max(c.inSecond, len(c.arrived)-first)
	c.running++
	c.once = max(c.once, c.running)
	refuse := c.refuse > 0
	if refuse {
		c.refuse--
	}
	for name, values := range c.header {
		w.Header()[name] = values
	}
	c.mu.Unlock()
	time.Sleep(c.takes)
	if refuse {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	} else {
		_, _ = w.Write([]byte(`{}`))
	}
	c.mu.Lock()
	c.running--
	c.mu.Unlock()
}

// replica is a client as another process has it: with a connection to the database of its own.
func replica(t *testing.T, address, name, server string, limit registry.Limit, change ...func(*registry.Config)) *registry.HTTP {
	t.Helper()
	cfg := registry.Config{
		Name: "x", BaseURL: server, Limits: map[registry.Class]registry.Limit{"list": limit}, Timeout: 2 * time.Second, MaxWait: 2 * time.Second,
		Shared: limits.New(databasetest.Opened(t, address)).Holder(name),
	}
	for _, c := range change {
		c(&cfg)
	}
	return registry.New(cfg)
}

// ask puts n different questions to each client, eight at once, and returns how long that took.
func ask(t *testing.T, n int, clients ...*registry.HTTP) time.Duration {
	t.Helper()
	start := time.Now()
	var all sync.WaitGroup
	for of, h := range clients {
		numbers := make(chan int, n)
		for i := range n {
			numbers <- i
		}
		close(numbers)
		for range 8 {
			all.Go(func() {
				for i := range numbers {
					if err := h.Do(t.Context(), registry.Request{Path: fmt.Sprintf("/%d/%d", of, i), Class: "list"}, readable); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	all.Wait()
	return time.Since(start)
}

func readable(r registry.Response) error { return json.Unmarshal(r.Body, &struct{}{}) }

// Two processes together keep the limits of a registry, and come close to them.
func TestReplicas(t *testing.T) {
	if testing.Short() {
		t.Skip("takes twenty seconds")
	}
	for _, test := range []struct {
		name  string
		limit registry.Limit
		takes time.Duration
		n     int // questions of each
		best  time.Duration
	}{
		{"by rate", registry.Limit{Rate: 20, Concurrency: 4}, 30 * time.Millisecond, 60, 120 * 54 * time.Millisecond},
		{"by rate alone", registry.Limit{Rate: 60}, 10 * time.Millisecond, 150, 300 * 18 * time.Millisecond},
		{"by how many run at once", registry.Limit{Rate: 100, Concurrency: 3}, 200 * time.Millisecond, 36, 72 / 3 * 225 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := databasetest.Postgres(t)
			count := &counter{takes: test.takes}
			server := httptest.NewServer(count)
			t.Cleanup(server.Close)
			took := ask(t, test.n, replica(t, address, "a", server.URL, test.limit), replica(t, address, "b", server.URL, test.limit))
			t.Logf("%d requests in %v, at best %v: at most %d in a second, %d at once", len(count.arrived), took, test.best, count.inSecond, count.once)
			if count.inSecond > int(test.limit.Rate) || test.limit.Concurrency > 0 && count.once > test.limit.Concurrency {
				t.Errorf("%d in a second and %d at once, of %+v", count.inSecond, count.once, test.limit)
			}
			if took > test.best*3/2 {
				t.Errorf("took %v, where %v would do", took, test.best)
			}
		})
	}
}

// The places of a process that has died come free.
func TestReplicaDies(t *testing.T) {
	address := databasetest.Postgres(t)
	count := &counter{takes: 10 * time.Millisecond}
	server := httptest.NewServer(count)
	t.Cleanup(server.Close)
	limit := registry.Limit{Rate: 50, Concurrency: 2}
	dead := limits.New(databasetest.Opened(t, address)).Holder("dead")
	for range limit.Concurrency {
		if slot, err := dead.Lease(t.Context(), "x/list", limit.Concurrency, time.Second); slot == 0 || err != nil {
			t.Fatal(slot, err)
		}
	}
	took := ask(t, 5, replica(t, address, "a", server.URL, limit))
	if took < 500*time.Millisecond || count.once > limit.Concurrency {
		t.Errorf("%d at once, after %v", count.once, took)
	}
}

// What a registry has told one process holds for the other: to be quiet, and a lower limit.
func TestReplicasLearn(t *testing.T) {
	address := databasetest.Postgres(t)
	limit := registry.Limit{Rate: 50, Concurrency: 4}
	count := &counter{refuse: 1, header: http.Header{"X-Limit": {"5"}}}
	server := httptest.NewServer(count)
	t.Cleanup(server.Close)
	adapts := func(c *registry.Config) {
		c.Adapt = func(h http.Header) (registry.Limit, bool) { return registry.Limit{Rate: 5}, h.Get("X-Limit") == "5" }
	}
	one, other := replica(t, address, "a", server.URL, limit, adapts), replica(t, address, "b", server.URL, limit)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := one.Do(ctx, registry.Request{Path: "/", Class: "list"}, readable); !errors.Is(err, context.DeadlineExceeded) && err == nil {
		t.Fatal(err)
	}
	count.mu.Lock()
	refused := count.arrived[0]
	count.mu.Unlock()
	ask(t, 8, other)
	if quiet := count.arrived[1].Sub(refused); quiet < time.Second {
		t.Errorf("the other asked %v after the refusal", quiet)
	}
	if took := count.arrived[8].Sub(count.arrived[1]); took < 7*200*time.Millisecond {
		t.Errorf("the other took %v for 8", took)
	}
}

// While the database is away nothing is sent, and after a while requests fail, as those of a registry whose
// limit is reached.
func TestDatabaseAway(t *testing.T) {
	count := &counter{}
	server := httptest.NewServer(count)
	t.Cleanup(server.Close)
	db := databasetest.Opened(t, databasetest.Postgres(t))
	for _, limit := range []registry.Limit{{Rate: 50}, {Rate: 50, Concurrency: 2}} {
		h := registry.New(registry.Config{
			Name: "x", BaseURL: server.URL, Limits: map[registry.Class]registry.Limit{"list": limit}, MaxWait: time.Second,
			Shared: limits.New(db).Holder("a"),
		})
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			start := time.Now()
			err := h.Do(t.Context(), registry.Request{Path: fmt.Sprint("/", i), Class: "list"}, readable)
			failed, ok := errors.AsType[*registry.Error](err)
			if !ok || failed.Failure != registry.RateLimited {
				t.Errorf("%v", err)
			}
			if waited := time.Since(start); i == 0 && waited < time.Second || i > 0 && waited > time.Second {
				t.Errorf("request %d failed after %v", i, waited)
			}
		}
	}
	if len(count.arrived) > 0 {
		t.Error("asked without knowing the limit")
	}
}
