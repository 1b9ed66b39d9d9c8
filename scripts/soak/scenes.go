package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// chunks returns n lists of the given size, from a place in the lines on.
func (st *stage) chunks(from, n, size int) [][]string {
	var lists [][]string
	for i := range n {
		at := (from + i*size) % (len(st.lines) - size)
		lists = append(lists, st.lines[at:at+size])
	}
	return lists
}

// checkAll hands all lists in at once, and returns the ids of the checks and how long all of it took.
func checkAll(ctx context.Context, c *client, lists [][]string) (ids []string, took time.Duration, err error) {
	began := time.Now()
	for _, lines := range lists {
		made, err := c.create(ctx, lines)
		if err != nil {
			return nil, 0, err
		}
		ids = append(ids, made.ID)
	}
	for _, id := range ids {
		if _, err := c.over(ctx, id, 20*time.Minute); err != nil {
			return nil, 0, err
		}
	}
	return ids, time.Since(began), nil
}

// throughput measures references a second from an empty and from a warm cache, and status calls meanwhile.
func throughput(ctx context.Context, st *stage) error {
	for _, kind := range []string{"sqlite", "postgres"} {
		db, err := st.database(ctx, kind, "throughput_"+kind)
		if err != nil {
			return err
		}
		r, err := st.serve(ctx, db)
		if err != nil {
			return err
		}
		const size = 500
		for _, round := range []struct {
			name string
			n    int
		}{{"empty cache", 8}, {"warm cache", 8}, {"warm cache", 32}} {
			lists := st.chunks(0, 8, size)
			for len(lists) < round.n {
				lists = append(lists, lists...)
			}
			watched, before := newPulse(ctx, newClient(r)), st.busy(r)
			_, took, err := checkAll(ctx, newClient(r), lists[:round.n])
			calls, failed := watched.stop()
			if err = errors.Join(err, failed); err != nil {
				return err
			}
			_, _ = fmt.Fprintf(st.out, "%-9s %-12s %6d references in %6.1f s: %5.0f a second   status calls: %d, median %v, p99 %v   peak %.0f MB\n",
				kind, round.name, round.n*size, took.Seconds(), float64(round.n*size)/took.Seconds(), len(calls), quantile(calls, 0.5), quantile(calls, 0.99), r.peak())
			_, _ = fmt.Fprint(st.out, "          seconds of a core:")
			for i, now := range st.busy(r) {
				_, _ = fmt.Fprintf(st.out, " %s %.1f", now.name, now.seconds-before[i].seconds)
			}
			_, _ = fmt.Fprintln(st.out)
		}
		r.kill()
	}
	return nil
}

// effort is for how long a process has kept a core busy.
type effort struct {
	name    string
	seconds float64
}

// busy returns the effort of each stand-in registry and of a replica.
func (st *stage) busy(r *replica) []effort {
	var all []effort
	for i, in := range standIns {
		all = append(all, effort{in.name, busy(st.registries[i].Process.Pid)})
	}
	return append(all, effort{"refcheck", busy(r.cmd.Process.Pid)})
}

// pulse asks for a status again and again, and keeps how long each answer took.
type pulse struct {
	cancel context.CancelFunc
	done   sync.WaitGroup
	took   []time.Duration
	failed error
}

// newPulse begins to ask about a check of one line.
func newPulse(ctx context.Context, c *client) *pulse {
	p := &pulse{}
	ctx, p.cancel = context.WithCancel(ctx)
	p.done.Go(func() {
		made, err := c.create(ctx, []string{"Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449-56."})
		if err != nil {
			p.failed = err
			return
		}
		for ctx.Err() == nil {
			began := time.Now()
			var now check
			if _, err := c.once(ctx, http.MethodGet, c.addresses[0]+"/v1/checks/"+made.ID, "", "", &now); err != nil {
				if ctx.Err() == nil {
					p.failed = err
				}
				return
			}
			p.took = append(p.took, time.Since(began))
			time.Sleep(20 * time.Millisecond)
		}
	})
	return p
}

func (p *pulse) stop() ([]time.Duration, error) {
	p.cancel()
	p.done.Wait()
	return p.took, p.failed
}

func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[int(float64(len(sorted)-1)*q)].Round(100 * time.Microsecond)
}

// events lets two hundred clients watch twenty checks.
func events(ctx context.Context, st *stage) error {
	db, err := st.database(ctx, "postgres", "events")
	if err != nil {
		return err
	}
	r, err := st.serve(ctx, db)
	if err != nil {
		return err
	}
	const n, size, clients = 20, 100, 200
	c := newClient(r)
	var ids []string
	for _, lines := range st.chunks(5000, n, size) {
		made, err := c.create(ctx, lines)
		if err != nil {
			return err
		}
		ids = append(ids, made.ID)
	}
	began := time.Now()
	failed := make(chan error, clients)
	for i := range clients {
		go func() {
			told, err := c.watch(ctx, r.address, ids[i%n])
			if err == nil && told != size {
				err = fmt.Errorf("a client heard of %d references of %d", told, size)
			}
			failed <- err
		}()
	}
	for range clients {
		err = errors.Join(err, <-failed)
	}
	_, _ = fmt.Fprintf(st.out, "%d clients heard of all %d references of their checks in %.1f s   peak %.0f MB\n", clients, size, time.Since(began).Seconds(), r.peak())
	return err
}

// kill lets two replicas check lists while one of them is killed every 20 seconds, and compares what came
// out with what comes out undisturbed.
func kill(ctx context.Context, st *stage) error {
	const n, size = 16, 250
	lists := st.chunks(0, n, size)
	calm, err := st.undisturbed(ctx, lists)
	if err != nil {
		return err
	}
	replicas, err := st.pair(ctx, "kill")
	if err != nil {
		return err
	}
	killing, stop := context.WithTimeout(ctx, st.kill)
	defer stop()
	var kills int
	var failed error
	var killer sync.WaitGroup
	killer.Go(func() { kills, failed = st.killing(killing, ctx, replicas) })
	c := newClient(replicas...)
	all, err := handIn(killing, ctx, c, lists)
	killer.Wait()
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	began := time.Now()
	wrong, err := st.compare(ctx, c, all, calm)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(st.out, "%d kills in %v; %d checks of %d references, all ended (the last %.0f s after the last kill), %d of them otherwise than undisturbed\n",
		kills, st.kill, len(all), size, time.Since(began).Seconds(), wrong)
	if wrong > 0 {
		return errors.New("results differ")
	}
	return nil
}

// pair starts two replicas over one PostgreSQL.
func (st *stage) pair(ctx context.Context, name string) ([]*replica, error) {
	db, err := st.database(ctx, "postgres", name)
	if err != nil {
		return nil, err
	}
	var replicas []*replica
	for range 2 {
		r, err := st.serve(ctx, db)
		if err != nil {
			return nil, err
		}
		replicas = append(replicas, r)
	}
	return replicas, nil
}

// handedIn is a check of one of the lists.
type handedIn struct {
	id   string
	list int
}

// handIn hands in lists at random, one a second: more than can be checked from an empty cache.
func handIn(until, ctx context.Context, c *client, lists [][]string) ([]handedIn, error) {
	var all []handedIn
	for until.Err() == nil {
		list := rand.N(len(lists))
		made, err := c.create(ctx, lists[list])
		if err != nil {
			return nil, err
		}
		all = append(all, handedIn{made.ID, list})
		time.Sleep(time.Second)
	}
	return all, nil
}

// compare waits for the end of checks, and counts those that ended otherwise than undisturbed.
func (st *stage) compare(ctx context.Context, c *client, all []handedIn, calm [][]string) (wrong int, err error) {
	for _, h := range all {
		if _, err := c.over(ctx, h.id, 10*time.Minute); err != nil {
			return 0, err
		}
		got, err := c.results(ctx, h.id)
		if err != nil {
			return 0, err
		}
		if slices.Equal(got, calm[h.list]) {
			continue
		}
		wrong++
		for i := range min(len(got), len(calm[h.list])) {
			if got[i] != calm[h.list][i] {
				_, _ = fmt.Fprintf(st.out, "list %d: %s\n undisturbed: %s\n", h.list, got[i], calm[h.list][i])
			}
		}
	}
	return wrong, nil
}

// undisturbed checks lists by one replica that is left alone.
func (st *stage) undisturbed(ctx context.Context, lists [][]string) ([][]string, error) {
	db, err := st.database(ctx, "postgres", "calm")
	if err != nil {
		return nil, err
	}
	r, err := st.serve(ctx, db)
	if err != nil {
		return nil, err
	}
	defer r.kill()
	c := newClient(r)
	ids, _, err := checkAll(ctx, c, lists)
	if err != nil {
		return nil, err
	}
	all := make([][]string, len(ids))
	for i, id := range ids {
		if all[i], err = c.results(ctx, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// killing kills one replica after the other, every 20 seconds, and starts it again.
func (st *stage) killing(until, ctx context.Context, replicas []*replica) (int, error) {
	for n := 0; ; n++ {
		select {
		case <-until.Done():
			return n, nil
		case <-time.After(20 * time.Second):
		}
		victim := replicas[n%len(replicas)]
		victim.kill()
		if err := st.start(ctx, victim); err != nil {
			return n, err
		}
	}
}

// night checks one list of 100,000 references, of which the different ones are asked for once and the others
// found in the cache.
func night(ctx context.Context, st *stage) error {
	const different = 5000
	db, err := st.database(ctx, "sqlite", "night")
	if err != nil {
		return err
	}
	r, err := st.serve(ctx, db)
	if err != nil {
		return err
	}
	var list []string
	for len(list) < st.night {
		list = append(list, st.lines[:min(different, st.night-len(list))]...)
	}
	began := time.Now()
	c := newClient(r)
	made, err := c.create(ctx, list)
	if err != nil {
		return err
	}
	taken, weighed := time.Since(began), r.peak()
	over, err := c.over(ctx, made.ID, time.Hour)
	if err != nil {
		return err
	}
	took := time.Since(began) - taken
	_, _ = fmt.Fprintf(st.out, "one list of %d references (%d different): taken in %.0f s (peak %.0f MB), decided in %.0f s more, %.0f a second   %d unchecked   peak %.0f MB\n",
		len(list), different, taken.Seconds(), weighed, took.Seconds(), float64(len(list))/took.Seconds(), over.Summary.Unchecked, r.peak())
	return nil
}

// limits lets two replicas check lists by registries that keep their limits, and counts what those refuse.
func limits(ctx context.Context, st *stage) error {
	const n, size = 8, 125
	replicas, err := st.pair(ctx, "limits")
	if err != nil {
		return err
	}
	c := newClient(replicas...)
	_, took, err := checkAll(ctx, c, st.chunks(0, n, size))
	if err != nil {
		return err
	}
	asked, refused := 0, 0
	for _, address := range st.addresses {
		counts := map[string]any{}
		if _, err := c.once(ctx, http.MethodGet, address+"/__stats", "", "", &counts); err != nil {
			return err
		}
		for name, count := range counts {
			number, _ := count.(float64)
			switch {
			case name == "requests":
				asked += int(number)
			case strings.HasSuffix(name, "/429"):
				refused += int(number)
			}
		}
	}
	_, _ = fmt.Fprintf(st.out, "%d references by two replicas in %.0f s: %d requests, %d of them refused for their rate\n", n*size, took.Seconds(), asked, refused)
	if refused > 0 {
		return errors.New("the limits were exceeded")
	}
	return nil
}
