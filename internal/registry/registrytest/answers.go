package registrytest

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/refcheck/refcheck/internal/registry"
)

// ability checks that the client says it takes what it is asked here, and nothing empty.
func ability(t *testing.T, h Harness, c Case) {
	t.Helper()
	a := c.ability(t, newServer(t, h).client())
	if a.Batch < 1 {
		t.Errorf("batch %d", a.Batch)
	}
	for _, q := range append(slices.Clone(c.Known), c.Unknown(0)) {
		if !a.Takes(q) {
			t.Errorf("does not take %+v", q)
		}
	}
	if a.Takes(registry.Query{}) {
		t.Error("takes an empty query")
	}
}

// answers checks that each query gets its own answer, in order, and that none is no error.
func answers(t *testing.T, h Harness, c Case) {
	t.Helper()
	var queries []registry.Query
	var want []string
	for i, q := range c.Known {
		queries, want = append(queries, q, c.Unknown(i)), append(want, c.Want[i], "")
	}
	queries, want = append(queries, c.Known[0]), append(want, c.Want[0]) // asked for twice
	client := newServer(t, h).client()
	got := client.Lookup(t.Context(), c.Kind, queries)
	check(t, got, want)
	for _, a := range got {
		for _, w := range a.Works {
			if w.Registry != client.Name() {
				t.Errorf("a work of %q", w.Registry)
			}
		}
	}
	for i, q := range queries { // one by one
		check(t, client.Lookup(t.Context(), c.Kind, []registry.Query{q}), want[i:i+1])
	}
	if client.Stats().Requests == 0 {
		t.Error("no requests are counted")
	}
}

// nothing checks that no queries make no requests.
func nothing(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	if got := s.client().Lookup(t.Context(), c.Kind, nil); len(got) != 0 || s.count() != 0 {
		t.Errorf("%d answers and %d requests for no queries", len(got), s.count())
	}
}

// batches checks that more queries than fit in one request are all answered.
func batches(t *testing.T, h Harness, c Case) {
	t.Helper()
	s := newServer(t, h)
	client := s.client()
	n := 2*c.ability(t, client).Batch + 3
	queries, want := make([]registry.Query, n), make([]string, n)
	for i := range queries {
		queries[i] = c.Unknown(i)
	}
	for i, at := range []int{0, n/2 + 1} {
		queries[at], want[at] = c.Known[i], c.Want[i]
	}
	check(t, client.Lookup(t.Context(), c.Kind, queries), want)
	if s.count() < 3 {
		t.Errorf("%d requests for %d queries", s.count(), n)
	}
}

// letterCase checks that DOIs are the same in capitals.
func letterCase(t *testing.T, h Harness, c Case) {
	t.Helper()
	queries := slices.Clone(c.Known)
	for i := range queries {
		queries[i].DOI = strings.ToUpper(queries[i].DOI)
	}
	check(t, newServer(t, h).client().Lookup(t.Context(), c.Kind, queries), c.Want)
}

// concurrent asks from many sides at once.
func concurrent(t *testing.T, h Harness, c Case) {
	t.Helper()
	client := newServer(t, h).client()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			queries, want := slices.Clone(c.Known), slices.Clone(c.Want)
			if i%2 == 1 {
				slices.Reverse(queries)
				slices.Reverse(want)
			}
			check(t, client.Lookup(t.Context(), c.Kind, queries), want)
		})
	}
	wg.Wait()
}
