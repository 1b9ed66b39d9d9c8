package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

// shelf is a Cache without a disk.
type shelf struct {
	mu   sync.Mutex
	kept map[string][]byte
	err  error
	gets int
}

func (s *shelf) Get(_ context.Context, registry string, keys []string) (map[string][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gets++
	found := map[string][]byte{}
	for _, key := range keys {
		if value, ok := s.kept[registry+"/"+key]; ok {
			found[key] = value
		}
	}
	return found, s.err
}

func (s *shelf) Put(_ context.Context, registry, key string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string][]byte{}
	}
	s.kept[registry+"/"+key] = value
	return s.err
}

var _ Cache = (*shelf)(nil)

// oracle answers by title, twenty in a lot: what it says is in answers, and each title of a lot in
// asked.
type oracle struct {
	answers map[string]Answer
	asked   []string
}

func (o *oracle) client(cfg Config) *Client {
	cfg.Name, cfg.Transport = "x", NoNetwork{}
	if cfg.BaseURL == "" {
		cfg.BaseURL = "http://x"
	}
	return NewClient(New(cfg), NewWay(ByTitle, 20, func(q Query) string { return q.Title }, func(_ context.Context, titles []string) map[string]Answer {
		o.asked = append(o.asked, strings.Join(titles, "+"))
		return maps.Clone(o.answers)
	}))
}

func titled(title string) []biblio.Work { return []biblio.Work{{Item: biblio.Item{Title: title}}} }

func titles(list ...string) []Query {
	queries := make([]Query, len(list))
	for i, t := range list {
		queries[i].Title = t
	}
	return queries
}

func TestAnswersAreKept(t *testing.T) {
	const day = 24 * time.Hour
	fails := func(f Failure) Answer {
		return Answer{Err: &Error{Registry: "x", Failure: f, Err: errors.New("so it says")}}
	}
	tests := []struct {
		name   string
		answer Answer
		after  time.Duration
		asked  int // of two questions, the second so much later
	}{
		{"found, in a month", Answer{Works: titled("a")}, 30*day - time.Minute, 1},
		{"found, later", Answer{Works: titled("a")}, 30*day + time.Minute, 2},
		{"nothing found, soon", Answer{}, day - time.Minute, 1},
		{"nothing found, later", Answer{}, day + time.Minute, 2},
		{"too many, soon", fails(TooMany), day - time.Minute, 1},
		{"too many, later", fails(TooMany), day + time.Minute, 2},
		{"refused", fails(Refused), time.Minute, 2},
		{"down", fails(Down), time.Minute, 2},
		{"cancelled", Answer{Err: context.Canceled}, time.Minute, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &oracle{answers: map[string]Answer{"a": test.answer}}
				c := o.client(Config{Cache: &shelf{}})
				first := c.Lookup(t.Context(), ByTitle, titles("a"))
				time.Sleep(test.after)
				again := c.Lookup(t.Context(), ByTitle, titles("a"))
				same := cmp.Comparer(func(a, b error) bool { return fmt.Sprint(a) == fmt.Sprint(b) })
				if diff := cmp.Diff(first, again, same); diff != "" || len(o.asked) != test.asked {
					t.Errorf("asked %d times, want %d; the answers differ by -first +again\n%s", len(o.asked), test.asked, diff)
				}
				if s := c.Stats(); s.Cached != 2-test.asked {
					t.Errorf("Stats() = %+v, want %d from the cache", s, 2-test.asked)
				}
			})
		})
	}
}

func TestOnlyTheNewQuestionIsAsked(t *testing.T) {
	o := &oracle{answers: map[string]Answer{"a": {Works: titled("A")}, "c": {Works: titled("C")}}}
	c := o.client(Config{Cache: &shelf{}})
	c.Lookup(t.Context(), ByTitle, titles("a", "b"))
	got := c.Lookup(t.Context(), ByTitle, titles("a", "c", "b"))
	want := []Answer{{Works: titled("A")}, {Works: titled("C")}, {}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a+b", "c"}, o.asked); diff != "" {
		t.Errorf("asked: -want +got\n%s", diff)
	}
	if _, known := c.Recall(t.Context(), ByTitle, titles("b", "d", "c")); !slices.Equal(known, []bool{true, false, true}) {
		t.Errorf("Recall knows %v", known)
	}
}

func TestQuestionsAreToldApart(t *testing.T) {
	s := &shelf{}
	o := &oracle{answers: map[string]Answer{"a": {Works: titled("A")}}}
	o.client(Config{Cache: s}).Lookup(t.Context(), ByTitle, titles("a"))
	o.client(Config{Cache: s, BaseURL: "http://x/", Params: Set("mailto", "a@b")}).Lookup(t.Context(), ByTitle, titles("a"))
	if len(o.asked) != 1 {
		t.Errorf("asked %d times, want another's answer from the cache", len(o.asked))
	}
	o.client(Config{Cache: s, BaseURL: "http://mirror/x"}).Lookup(t.Context(), ByTitle, titles("a"))
	o.client(Config{Cache: s}).Lookup(t.Context(), ByTitle, []Query{{Title: "a", Year: 1999}})
	if len(o.asked) != 3 {
		t.Errorf("asked %d times, want a mirror, and another question, asked for themselves", len(o.asked))
	}
}

func TestOfflineAndRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		// The client asks through HTTP, which asks nobody when it is offline.
		w := &weather{}
		lookup := func(cfg Config) Answer {
			cfg.Name, cfg.BaseURL, cfg.Transport = "x", "http://x", w
			h := New(cfg)
			return NewClient(h, NewWay(ByTitle, 1, func(q Query) string { return q.Title }, func(ctx context.Context, titles []string) map[string]Answer {
				var body string
				err := h.Do(ctx, Request{Path: "/a"}, func(r Response) error { body = string(r.Body); return readJSON(r) })
				return map[string]Answer{titles[0]: {Works: titled(body), Err: err}}
			})).Lookup(t.Context(), ByTitle, titles("a"))[0]
		}
		missing := func(a Answer) bool {
			e, ok := errors.AsType[*Error](a.Err)
			return ok && e.Failure == NotCached && e.Registry == "x"
		}
		holds := func(a Answer, title string) bool { return a.Err == nil && cmp.Equal(a.Works, titled(title)) }
		if a := lookup(Config{Cache: s, Offline: true}); !missing(a) {
			t.Errorf("offline with nothing: %+v, want not in the cache", a)
		}
		w.set(says(200, `{"old":1}`))
		lookup(Config{Cache: s})
		w.set(says(200, `{"new":1}`))
		if a := lookup(Config{Cache: s, Offline: true, Refresh: true}); !holds(a, `{"old":1}`) {
			t.Errorf("offline: %+v", a)
		}
		if a := lookup(Config{Cache: s, Refresh: true}); !holds(a, `{"new":1}`) {
			t.Errorf("refreshing: %+v", a)
		}
		if a := lookup(Config{Cache: s}); !holds(a, `{"new":1}`) || w.calls.Load() != 2 {
			t.Errorf("after refreshing: %+v, with %d requests", a, w.calls.Load())
		}
		time.Sleep(foundFor)
		if a := lookup(Config{Cache: s, Offline: true}); !missing(a) {
			t.Errorf("offline with what is stale: %+v, want not in the cache", a)
		}
		if a := lookup(Config{Offline: true}); !missing(a) {
			t.Errorf("offline without a cache: %+v, want not in the cache", a)
		}
	})
}

func TestDamagedEntriesAreAskedAnew(t *testing.T) {
	s := &shelf{}
	o := &oracle{answers: map[string]Answer{"a": {Works: titled("A")}}}
	ask := func() { o.client(Config{Cache: s}).Lookup(t.Context(), ByTitle, titles("a")) }
	ask()
	key := slices.Collect(maps.Keys(s.kept))[0]
	good := s.kept[key]
	future, err := json.Marshal(entry{At: time.Now().Add(48 * time.Hour), Works: titled("A")})
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string][]byte{
		"nothing": {}, "cut short": good[:len(good)-9], "another shape": []byte(`{"works":7}`), "of no time": []byte(`{"works":[]}`), "from the future": future,
	} {
		o.asked, s.kept[key] = nil, value
		ask()
		ask()
		if len(o.asked) != 1 || !slices.Contains(o.asked, "a") {
			t.Errorf("%s: asked %d times, want once, and the entry replaced", name, len(o.asked))
		}
	}
}

func TestFailingCacheFailsNoQuestion(t *testing.T) {
	broken := errors.New("disk full")
	s := &shelf{err: broken}
	o := &oracle{answers: map[string]Answer{"a": {Works: titled("A")}}}
	c := o.client(Config{Cache: s})
	for range 10 {
		if a := c.Lookup(t.Context(), ByTitle, titles("a"))[0]; a.Err != nil || len(a.Works) != 1 {
			t.Fatalf("Lookup = %+v", a)
		}
	}
	if !errors.Is(c.Stats().CacheErr, broken) || s.gets != 1 {
		t.Errorf("Stats() = %+v after %d reads, want the error and no more reads", c.Stats(), s.gets)
	}
}

// TestWorksAreKeptWhole fills every field of a Work and of all that it is made of.
func TestWorksAreKeptWhole(t *testing.T) {
	var want biblio.Work
	n := 0
	fill(t, reflect.ValueOf(&want).Elem(), &n)
	value, err := entry{At: time.Unix(1_800_000_000, 0).UTC(), Works: []biblio.Work{want}}.pack()
	if err != nil {
		t.Fatal(err)
	}
	got, err := unpack(value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]biblio.Work{want}, got.Works); diff != "" || n < 50 {
		t.Errorf("of %d values, -want +got\n%s", n, diff)
	}
}

// fill gives a value something other than nothing, a different one each time, and counts it.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Int:
		v.SetInt(int64(*n) + 1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
		return
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
		return
	default:
		t.Fatalf("a %v is kept in a way that this test does not know", v.Type())
	}
	*n++
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte(`{"at":"2026-01-02T03:04:05Z","works":[{"Title":"a","Authors":[{"Family":"b"}],"Issued":{"Year":1999}}]}`))
	f.Add([]byte(`{"at":"2026-01-02T03:04:05Z","tooMany":"AMBIGUOUS"}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, value []byte) {
		e, err := unpack(value)
		if a := e.answer("x"); err != nil && (len(a.Works) > 0 || e.fresh(time.Now())) || a.Err != nil && len(a.Works) > 0 {
			t.Errorf("unpack(%q) = %+v, %v", value, e, err)
		}
	})
}

func BenchmarkRecall(b *testing.B) {
	work := biblio.Work{Item: biblio.Item{
		Title: "What is clinical empathy?", Authors: []biblio.Name{{Family: "Halpern", Given: "Jodi"}}, Container: "Journal of General Internal Medicine",
		Issued: biblio.Date{Year: 2003}, Volume: "18", Pages: "670-674", DOI: "10.1046/j.1525-1497.2003.21017.x", PMID: "12911651",
	}}
	o := &oracle{answers: map[string]Answer{"a": {Works: []biblio.Work{work}}}}
	c := o.client(Config{Cache: &shelf{}})
	c.Lookup(b.Context(), ByTitle, titles("a"))
	b.ReportAllocs()
	for b.Loop() {
		if _, known := c.Recall(b.Context(), ByTitle, titles("a")); !known[0] {
			b.Fatal("forgotten")
		}
	}
}
