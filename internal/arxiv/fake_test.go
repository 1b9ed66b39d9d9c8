package arxiv_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const (
	modern  = "1605.08386"
	old     = "astro-ph/0601001"
	quantum = "quant-ph/0201082"
)

// fake is arXiv with the entries of testdata.
type fake struct {
	ids     []string
	entries map[string]string
	error   string
}

var (
	entryText = regexp.MustCompile(`(?s)<entry>.*?</entry>`)
	titleText = regexp.MustCompile(`<title>(.*?)</title>`)
	versions  = regexp.MustCompile(`v\d+$`)
	allOf     = regexp.MustCompile(`\(((?:ti:[^() ]+(?: AND )?)+)\)`)
)

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{ids: []string{quantum, modern, old}, entries: map[string]string{}, error: read(t, "error")}
	for id, name := range map[string]string{modern: "modern", old: "old", quantum: "quantum"} {
		f.entries[id] = entryText.FindString(read(t, name))
	}
	return f
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// feed is what arXiv answers with some entries, in its own order.
func feed(total int, entries ...string) string {
	return fmt.Sprintf(`<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/x</id><title>arXiv Query</title><opensearch:totalResults>%d</opensearch:totalResults>%s</feed>`, total, strings.Join(entries, "\n"))
}

// serve answers lists of ids, and searches by words of titles.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	most, err := strconv.Atoi(query.Get("max_results"))
	if err != nil {
		most = 10
	}
	asked := map[string]bool{}
	for id := range strings.SplitSeq(query.Get("id_list"), ",") {
		id = versions.ReplaceAllString(id, "")
		if !strings.ContainsAny(id, "0123456789") && id != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(f.error))
			return
		}
		asked[id] = true
	}
	var found []string
	for _, id := range f.ids {
		if asked[id] || f.matches(id, query.Get("search_query")) {
			found = append(found, f.entries[id])
		}
	}
	if r.URL.Path != "/api/query" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_, _ = w.Write([]byte(feed(len(found), found[:min(len(found), most)]...)))
}

// matches reports whether all words of one bracket stand in a title.
func (f *fake) matches(id, query string) bool {
	title := strings.ToLower(titleText.FindStringSubmatch(f.entries[id])[1])
	for _, m := range allOf.FindAllStringSubmatch(query, -1) {
		all := true
		for word := range strings.SplitSeq(m[1], " AND ") {
			all = all && strings.Contains(title, strings.TrimPrefix(word, "ti:"))
		}
		if all {
			return true
		}
	}
	return false
}
