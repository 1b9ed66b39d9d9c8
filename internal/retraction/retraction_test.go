package retraction

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

var today = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// open returns the copy of a list.
func open(t *testing.T, csv string) *List {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sub folder", "100% #1?", FileName)
	if _, err := Update(t.Context(), path, strings.NewReader(csv), Info{Source: "list.csv"}, today); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func readList(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/list.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestLookup(t *testing.T) {
	l := open(t, readList(t))
	wakefield := biblio.Status{Kind: biblio.Retracted, Date: "2010-02-06", Notice: "10.1016/s0140-6736(10)60175-4", Source: Name}
	nothing := biblio.Status{Kind: biblio.Retracted, Date: "1999-03-02", Source: Name}
	title := "On the Effects of Nothing in Particular upon Everything"
	for _, tt := range []struct {
		name  string
		query registry.Query
		want  []biblio.Status
	}{
		{"by DOI", registry.Query{DOI: "10.1016/s0140-6736(97)11096-0"}, []biblio.Status{wakefield}},
		{"by PMID", registry.Query{PMID: "9500320"}, []biblio.Status{wakefield}},
		{"by both, once", registry.Query{DOI: "10.1016/s0140-6736(97)11096-0", PMID: "9500320"}, []biblio.Status{wakefield}},
		{"the notice is not what it retracts", registry.Query{DOI: "10.1016/s0140-6736(10)60175-4", PMID: "20137807"}, nil},
		{"a concern", registry.Query{DOI: "10.1371/journal.pone.0064723"}, []biblio.Status{{Kind: biblio.ExpressionOfConcern, Date: "2014-07-01", Notice: "10.1371/journal.pone.0099999", Source: Name}}},
		{"a correction by PMID, whose notice has a PMID alone", registry.Query{PMID: "24456256"}, []biblio.Status{{Kind: biblio.Corrected, Date: "2014-07-01", Notice: "pmid:25000000", Source: Name}}},
		{"what was reinstated says both", registry.Query{DOI: "10.1000/reinstated"}, []biblio.Status{
			{Kind: biblio.Retracted, Date: "2014-07-01", Notice: "10.1000/back", Source: Name}, {Kind: biblio.Reinstated, Date: "2015-09-15", Notice: "10.1000/again", Source: Name}}},
		{"by title, author and year", registry.Query{Title: title, Author: "van den Berg JM", Year: 1997}, []biblio.Status{nothing}},
		{"a title of another author", registry.Query{Title: title, Author: "Other B", Year: 1996}, nil},
		{"a title of another year", registry.Query{Title: title, Author: "van den Berg JM", Year: 1999}, nil},
		{"a title whose work has another DOI", registry.Query{DOI: "10.1000/x", Title: "A paper of some concern", Author: "Author A", Year: 2013}, nil},
		{"a title that is too short", registry.Query{Title: "Marked in its", Author: "Author A", Year: 2018}, nil},
		{"marked in its place", registry.Query{DOI: "10.1000/same"}, []biblio.Status{{Kind: biblio.Retracted, Date: "2020-01-02", Source: Name}}},
		{"of another encoding", registry.Query{DOI: "10.1000/cafe"}, []biblio.Status{{Kind: biblio.Retracted, Date: "2021-04-05", Notice: "10.1000/cafe.notice", Source: Name}}},
		{"an event of an unknown nature", registry.Query{DOI: "10.1000/other"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := l.Lookup(t.Context(), registry.Standing, []registry.Query{tt.query})[0]
			var got []biblio.Status
			for _, w := range a.Works {
				got = append(got, w.Statuses...)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || a.Err != nil {
				t.Errorf("%v (-want +got):\n%s", a.Err, diff)
			}
		})
	}
	info := l.Info()
	if info.Rows != 8 || info.Left != 1 || info.Source != "list.csv" || !info.At.Equal(today) {
		t.Errorf("%+v", info)
	}
	if a := l.Lookup(t.Context(), registry.ByID, []registry.Query{{DOI: "10.1000/same"}}); a[0].Err == nil {
		t.Error("answers by identifier")
	}
}

// What cannot be read to its end does not take the place of what is there.
func TestUpdateKeepsWhatItHad(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	list := readList(t)
	if _, err := Open(t.Context(), path); !IsMissing(err) {
		t.Errorf("error %v", err)
	}
	if _, err := Update(t.Context(), path, strings.NewReader(list), Info{}, today); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(list, "\n")
	for name, r := range map[string]io.Reader{
		"another file": strings.NewReader("<html>\n"),
		"nothing":      strings.NewReader(""),
		"no rows":      strings.NewReader(head + "\n"),
		"cut short":    io.MultiReader(strings.NewReader(list[:900]), broken{}),
		"too long":     &bounded{io.NopCloser(strings.NewReader(list)), 500},
	} {
		if _, err := Update(t.Context(), path, r, Info{}, today); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	l, err := Open(t.Context(), path)
	if err != nil || l.Info().Rows != 8 {
		t.Fatalf("%v", err)
	}
	defer func() { _ = l.Close() }()
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A download says who asks, and is not made again while the list is the same.
func TestFetch(t *testing.T) {
	var agent string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		w.Header().Set("ETag", `"7"`)
		switch {
		case r.URL.Path != "/list.csv":
			http.NotFound(w, r)
		case r.Header.Get("If-None-Match") == `"7"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			_, _ = io.WriteString(w, "a list")
		}
	}))
	t.Cleanup(server.Close)
	address := server.URL + "/list.csv"
	body, info, err := Fetch(t.Context(), address, "refcheck/test", Info{Source: "elsewhere", ETag: `"7"`})
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(body)
	if string(text) != "a list" || err != nil || body.Close() != nil || agent != "refcheck/test" || info.Source != address || info.ETag != `"7"` {
		t.Errorf("%q %v %q %+v", text, err, agent, info)
	}
	if _, _, err := Fetch(t.Context(), address, "refcheck/test", info); !errors.Is(err, ErrUnchanged) {
		t.Errorf("error %v", err)
	}
	if _, _, err := Fetch(t.Context(), server.URL+"/other.csv", "refcheck/test", Info{}); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("error %v", err)
	}
	for _, address := range []string{"ftp://localhost/list.csv", ":", server.URL + "\n"} {
		if _, _, err := Fetch(t.Context(), address, "refcheck/test", Info{}); err == nil {
			t.Errorf("%q: no error", address)
		}
	}
}

func FuzzTable(f *testing.F) {
	data, err := os.ReadFile("testdata/list.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Fuzz(func(_ *testing.T, text string) {
		list, err := newTable(strings.NewReader(text))
		for err == nil {
			_, _, err = list.next()
		}
	})
}
