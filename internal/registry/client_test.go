package registry

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

// named is the answer that holds one work of that title.
func named(title string) Answer {
	return Answer{Works: []biblio.Work{{Item: biblio.Item{Title: title}}}}
}

func titleKey(q Query) string { return q.Title }

func TestClient(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	client := NewClient(New(Config{Name: "x", BaseURL: "http://localhost"}), NewWay(ByTitle, 2, titleKey,
		func(_ context.Context, keys []string) map[string]Answer {
			mu.Lock()
			defer mu.Unlock()
			asked = append(asked, strings.Join(keys, " "))
			found := map[string]Answer{}
			for _, k := range keys {
				if k != "none" {
					found[k] = named(k)
				}
			}
			return found
		}))
	queries := []Query{{Title: "a"}, {Title: ""}, {Title: "none"}, {Title: "b"}, {Title: "a"}, {Title: "c"}}
	got := client.Lookup(t.Context(), ByTitle, queries)
	for i, q := range queries {
		var want Answer
		switch q.Title {
		case "":
			want.Err = nothingToAsk("x")
		case "none":
		default:
			want = named(q.Title)
		}
		if diff := cmp.Diff(want.Works, got[i].Works); diff != "" || (want.Err == nil) != (got[i].Err == nil) {
			t.Errorf("answer %d: %+v", i, got[i])
		}
	}
	slices.Sort(asked)
	if diff := cmp.Diff([]string{"a none", "b c"}, asked); diff != "" {
		t.Error(diff)
	}
	asked = nil
	if got := client.Lookup(t.Context(), ByTitle, nil); len(got) != 0 || len(asked) != 0 {
		t.Errorf("%v asked for no queries", asked)
	}
	if got := client.Lookup(t.Context(), BySearch, queries); len(got) != len(queries) || got[0].Err == nil || len(asked) != 0 {
		t.Errorf("%+v for a way that the client does not know", got)
	}
	a := client.Abilities()
	if len(a) != 1 || a[0].Kind != ByTitle || a[0].Batch != 2 || !a[0].Takes(queries[0]) || a[0].Takes(Query{DOI: "10.1000/a"}) {
		t.Errorf("%+v", a)
	}
}

func TestWithheld(t *testing.T) {
	way := NewWay(BySearch, 1, titleKey, func(context.Context, []string) map[string]Answer {
		t.Error("asked")
		return nil
	}).Withheld("an API key")
	client := NewClient(New(Config{Name: "x", BaseURL: "http://localhost"}), way)
	a := client.Abilities()
	if len(a) != 1 || a[0].Kind != BySearch || a[0].Withheld != "an API key" || a[0].Takes(Query{Title: "a"}) {
		t.Errorf("%+v", a)
	}
	for _, answer := range client.Lookup(t.Context(), BySearch, []Query{{Title: "a"}, {}}) {
		if e, ok := errors.AsType[*Error](answer.Err); !ok || e.Failure != Refused || !strings.Contains(e.Error(), "without an API key") {
			t.Errorf("%+v", answer)
		}
	}
}
