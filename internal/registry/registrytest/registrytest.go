// Package registrytest is the suite that the client of every registry passes. It asks the client
// through the real HTTP client of package registry, against a server on loopback that answers as the
// registry does and then, on command, in all the ways in which registries fail. Its promise is the
// project's: what could not be asked or read is never "none".
package registrytest

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// Harness is a client with the registry behind it.
type Harness struct {
	// New returns the client that asks through h, Config how it asks with an access.
	New    func(h *registry.HTTP) *registry.Client
	Config func(registry.Access) registry.Config
	// Serve answers as the registry does, from recorded or typed answers: paths are below the base
	// URL. What it does not hold is answered as the registry answers it.
	Serve http.HandlerFunc
	Cases []Case
}

// Case is one way of asking.
type Case struct {
	Kind registry.Kind
	// Known are queries whose works Serve holds, at least two; Want are the identifiers of each one's
	// first work: its DOI, else its PMID, arXiv id, first ISBN or URL.
	Known []registry.Query
	Want  []string
	// Unknown returns queries, a different one for each n, for which Serve holds nothing.
	Unknown func(n int) registry.Query
	// Misshapen are bodies that come with HTTP 200 in place of any answer on the way to Known, and from
	// which nothing follows. HTML, nothing at all and JSON of other APIs are tried for every client.
	Misshapen []string
	// Odd are bodies of the right form with absurd content. Each gives Known[0] a work or an error.
	Odd []string
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	t.Helper()
	t.Run("unfit", h.unfit)
	for _, c := range h.Cases {
		t.Run(strings.ReplaceAll(c.Kind.String(), " ", "-"), func(t *testing.T) {
			for _, test := range []struct {
				name string
				run  func(*testing.T, Harness, Case)
			}{
				{"ability", ability}, {"answers", answers}, {"nothing", nothing}, {"batches", batches}, {"case", letterCase},
				{"concurrent", concurrent}, {"passing", passing}, {"lasting", lasting}, {"misshapen", misshapen}, {"odd", odd},
				{"deadline", deadline}, {"cancelled", cancelled}, {"contact", contact}, {"secrets", secrets},
			} {
				t.Run(test.name, func(t *testing.T) { test.run(t, h, c) })
			}
		})
	}
}

// unfit asks in ways for which the client has no ability: nothing follows from that.
func (h Harness) unfit(t *testing.T) {
	t.Helper()
	s := newServer(t, h)
	client := s.client()
	able := map[registry.Kind]bool{}
	for _, a := range client.Abilities() {
		able[a.Kind] = true
	}
	for kind := registry.ByID; kind <= registry.Resolve; kind++ {
		queries := []registry.Query{{}, {Text: "   ", Title: "?"}}
		if !able[kind] {
			queries = append(queries, registry.Query{DOI: "10.1000/1", PMID: "1", Title: "Whatever it is", Text: "whatever it is"})
		}
		got := client.Lookup(t.Context(), kind, queries)
		if len(got) != len(queries) {
			t.Fatalf("%v: %d answers to %d queries", kind, len(got), len(queries))
		}
		for i, a := range got {
			if a.Err == nil || len(a.Works) > 0 {
				t.Errorf("%v: query %+v gives %+v, not an error", kind, queries[i], a)
			}
		}
	}
	if n := s.count(); n != 0 {
		t.Errorf("%d requests for queries that hold nothing to ask by", n)
	}
}

// ability returns the client's ability of the case's kind.
func (c Case) ability(t *testing.T, client *registry.Client) registry.Ability {
	t.Helper()
	for _, a := range client.Abilities() {
		if a.Kind == c.Kind {
			return a
		}
	}
	t.Fatalf("%s has no ability %v", client.Name(), c.Kind)
	return registry.Ability{}
}

// identifier is what tells a work in a Case's Want.
func identifier(w biblio.Work) string {
	return cmp.Or(w.DOI, w.PMID, w.ArXiv, strings.Join(w.ISBN[:min(1, len(w.ISBN))], ""), w.URL)
}

// mismatch says how an answer differs from one whose first work is want, "" if it does not.
func mismatch(a registry.Answer, want string) string {
	switch {
	case a.Err != nil:
		return fmt.Sprintf("error %v, want %s", a.Err, want)
	case len(a.Works) == 0 && want != "":
		return "none, want " + want
	case len(a.Works) > 0 && want == "":
		return fmt.Sprintf("%s, want none", identifier(a.Works[0]))
	case want != "" && identifier(a.Works[0]) != want:
		return fmt.Sprintf("%s, want %s", identifier(a.Works[0]), want)
	}
	return ""
}

// check fails the test for every answer whose first work is not the one wanted.
func check(t *testing.T, got []registry.Answer, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d answers to %d queries", len(got), len(want))
	}
	for i, a := range got {
		if m := mismatch(a, want[i]); m != "" {
			t.Errorf("answer %d: %s", i, m)
		}
	}
}
