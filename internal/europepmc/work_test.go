package europepmc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

func decodeFile(t *testing.T, name string) []biblio.Work {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	list, err := decode(registry.Response{Status: http.StatusOK, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	return list.works
}

func TestTyped(t *testing.T) {
	retraction := "10.1016/s0140-6736(10)60175-4"
	want := []biblio.Work{{
		Item: biblio.Item{
			Type: biblio.ArticleJournal, DOI: "10.1016/s0140-6736(97)11096-0", PMID: "9500320",
			Title:   "RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
			Authors: []biblio.Name{{Family: "Wakefield", Given: "A J"}, {Literal: "An Example Study Group"}}, Container: "Lancet (London, England)", ContainerShort: "Lancet",
			Volume: "351", Issue: "9103", Pages: "637-641", Issued: biblio.Date{Year: 1998, Month: 2}, Language: "eng", ISSN: []string{"0140-6736", "1474-547X"},
		},
		Containers: []string{"Lancet (London, England)", "Lancet"}, Years: []int{1998},
		Statuses: []biblio.Status{{Kind: biblio.Retracted, Date: "2010", Notice: retraction, Source: Name}, {Kind: biblio.Retracted, Date: "2004", Notice: "pmid:15016483", Source: Name}},
	}, {
		Item: biblio.Item{
			Type: biblio.ArticleJournal, DOI: retraction, PMID: "20137807",
			Title:   "Retraction--Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
			Authors: []biblio.Name{{Literal: "Editors of The Lancet"}}, Container: "Lancet (London, England)", Volume: "375", Pages: "445", Issued: biblio.Date{Year: 2010},
		},
		Containers: []string{"Lancet (London, England)"}, Years: []int{2010},
	}, {
		Item: biblio.Item{
			Type: biblio.Preprint, DOI: "10.1101/2020.01.01.000001", Title: "A preprint", Authors: []biblio.Name{{Family: "Writer", Given: "W"}}, Container: "bioRxiv", Issued: biblio.Date{Year: 2020},
		},
		Containers: []string{"bioRxiv"}, Years: []int{2020}, Statuses: []biblio.Status{{Kind: biblio.Superseded, Date: "2021", Notice: "pmid:38289242", Source: Name}},
	}, {
		Item: biblio.Item{
			Type: biblio.Preprint, DOI: "10.21203/rs.3.rs-1/v1", Title: "A preprint that was withdrawn", Authors: []biblio.Name{{Family: "Writer", Given: "W"}},
			Container: "Research Square", Issued: biblio.Date{Year: 2021},
		},
		Containers: []string{"Research Square"}, Years: []int{2021}, AuthorsCut: true, Statuses: []biblio.Status{{Kind: biblio.Withdrawn, Source: Name}},
	}, {
		Item: biblio.Item{
			Type: biblio.Thesis, Title: "A thesis on examples", Authors: []biblio.Name{{Family: "Student", Given: "A"}}, Publisher: "University of Example", Issued: biblio.Date{Year: 1999},
		}, Years: []int{1999},
	}, {
		Item:  biblio.Item{Type: biblio.Patent, Title: "Method of example", Authors: []biblio.Name{{Family: "Inventor", Given: "I"}}, Issued: biblio.Date{Year: 2001}},
		Years: []int{2001},
	}, {
		Item: biblio.Item{
			Type: biblio.Book, Title: "Molecular Examples", Authors: []biblio.Name{{Family: "Alberts", Given: "B"}}, Publisher: "Garland Science", Edition: "4th",
			Issued: biblio.Date{Year: 2002}, ISBN: []string{"9780815340720"},
		}, Years: []int{2002},
	}}
	got := decodeFile(t, "typed.json")
	for i := range got {
		if !strings.HasPrefix(got[i].URL, "https://europepmc.org/article/") {
			t.Errorf("URL %q", got[i].URL)
		}
		got[i].URL = ""
	}
	for i := range want {
		want[i].Registry = Name
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The records of each source that are real.
func TestRecordedKinds(t *testing.T) {
	for i, w := range decodeFile(t, "recorded.json") {
		want := []struct {
			kind            biblio.Type
			container, name string
			year            int
		}{
			{biblio.ArticleJournal, "Lancet (London, England)", "Schoenfeld Jonathan D", 2025},
			{biblio.ArticleJournal, "Lancet (London, England)", "", 2025},
			{biblio.Preprint, "medRxiv", "Mendez JS", 2025},
			{biblio.ArticleJournal, "Oncol Res", "JAMIL A", 2025},
			{biblio.Chapter, "GeneReviews®", "Hanson H", 2025},
			{biblio.ArticleJournal, "Cell. Mol. Life Sci", "Bai Z", 2025},
		}[i]
		name := ""
		if len(w.Authors) > 0 {
			name = w.Authors[0].String()
		}
		if w.Type != want.kind || w.Container != want.container || name != want.name || w.Issued.Year != want.year || len(w.Statuses) > 0 {
			t.Errorf("%+v, want %+v", w, want)
		}
	}
}

func TestTerms(t *testing.T) {
	for _, test := range []struct {
		query registry.Query
		want  string
	}{
		{registry.Query{DOI: `10.1000/A"b\c`}, `DOI:"10.1000/a\"b\\c"`},
		{registry.Query{PMID: "PMID: 123"}, `(EXT_ID:123 AND SRC:MED)`},
		{registry.Query{PMCID: "PMC123"}, `PMCID:PMC123`},
		{registry.Query{PMID: "x", DOI: " "}, ``},
	} {
		if got := idTerm(test.query); got != test.want {
			t.Errorf("%+v: %s, want %s", test.query, got, test.want)
		}
	}
	for _, test := range []struct {
		query registry.Query
		want  string
	}{
		{registry.Query{Title: `What is "clinical" empathy? AND (more) OR NOT`}, `TITLE:(clinical empathy what more)`},
		{registry.Query{Title: "Teaching empathy in medicine: it can be done"}, `TITLE:(teaching medicine empathy)`},
		{registry.Query{Title: "Teaching empathy: it can be done"}, `TITLE:(teaching empathy done can)`},
		{registry.Query{Title: "Physicians’ beliefs", Author: "van den Berg JM"}, `TITLE:(beliefs) AND AUTH:"berg"`},
		{registry.Query{Title: "Aequanimitas", Author: "Osler W"}, `TITLE:(aequanimitas) AND AUTH:"osler"`},
		{registry.Query{Title: "Aequanimitas"}, ``},
		{registry.Query{Title: "?", Author: "Osler W"}, ``},
		{registry.Query{Container: "J. Gen. Intern. Med.", Volume: "18", Page: "670–4"}, `JOURNAL:"j gen intern med" AND VOLUME:"18" AND SPAGE:"670"`},
		{registry.Query{Container: "J. Gen. Intern. Med.", Volume: "18"}, ``},
		{registry.Query{Text: "Whatever it is"}, ``},
	} {
		if got := searchTerm(test.query); got != test.want {
			t.Errorf("%+v: %s, want %s", test.query, got, test.want)
		}
	}
}

func TestReadMany(t *testing.T) {
	record := func(doi string) string { return `{"id":"1","source":"MED","title":"A","doi":"` + doi + `"}` }
	asked := []string{`DOI:"10.1000/a"`, `DOI:"10.1000/b"`}
	for _, test := range []struct {
		name, records string
		count         int
		found, absent int
		fails         bool
	}{
		{"both", record("10.1000/a") + "," + record("10.1000/B"), 2, 2, 0, false},
		{"two versions of one", record("10.1000/a") + "," + record("10.1000/a"), 2, 1, 1, false},
		{"none", "", 0, 0, 2, false},
		{"more than are listed", record("10.1000/a"), 2, 1, 0, false},
		{"another", record("10.1000/a") + "," + record("10.1000/x"), 2, 1, 0, false},
		{"others alone", record("10.1000/x"), 1, 0, 0, true},
		{"a longer DOI alone", record("10.1000/a.s001"), 1, 0, 2, false},
	} {
		body := fmt.Sprintf(`{"hitCount":%d,"resultList":{"result":[%s]}}`, test.count, test.records)
		got, err := readMany(registry.Response{Status: http.StatusOK, Body: []byte(body)}, asked)
		found, absent := 0, 0
		for _, a := range got {
			if len(a.Works) > 0 {
				found++
			} else {
				absent++
			}
		}
		if found != test.found || absent != test.absent || (err != nil) != test.fails {
			t.Errorf("%s: %d found, %d absent, %v", test.name, found, absent, err)
		}
	}
}

// TestRecorded reads real answers that a public project recorded: as they came, gathered by page or by
// record, and in XML, which is another answer than the client's.
func TestRecorded(t *testing.T) {
	var answers, works, failed, titled, named, dated, preprints int
	read := func(name string, body []byte) {
		list, err := decode(registry.Response{Status: http.StatusOK, Body: body})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		answers++
		for _, w := range list.works {
			registrytest.CheckText(t, w)
			works++
			for _, count := range []struct {
				into *int
				is   bool
			}{{&titled, w.Title != ""}, {&named, len(w.Authors) > 0}, {&dated, len(w.Years) > 0}, {&preprints, w.Type == biblio.Preprint}} {
				if count.is {
					*count.into++
				}
			}
		}
	}
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "europepmc") {
		name = filepath.Base(name)
		var elements []json.RawMessage
		switch {
		case filepath.Ext(name) == ".xml":
			if _, err := decode(registry.Response{Status: http.StatusOK, Body: body}); err == nil {
				t.Errorf("%s: read as JSON", name)
			}
			failed++
		case json.Unmarshal(body, &elements) != nil:
			read(name, body)
		case strings.Contains(name, "pages"):
			for _, page := range elements {
				read(name, page)
			}
		default:
			records, err := json.Marshal(elements)
			if err != nil {
				t.Fatal(err)
			}
			read(name, []byte(`{"hitCount":1000,"resultList":{"result":`+string(records)+`}}`))
		}
	}
	t.Logf("%d answers with %d works: %d with a title, %d with authors, %d with a year, %d preprints; %d answers in XML", answers, works, titled, named, dated, preprints, failed)
	if answers != 21 || works != 3140 || titled != 3115 || named < 3050 || dated != 3115 || preprints != 72 || failed != 2 {
		t.Error("the recordings hold other figures")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"hitCount":1,"resultList":{"result":[{"id":"1","source":"MED","pmid":"1","title":"[A <i>b</i>].","authorString":"Khleif SN, A Group.","pubType":"review; journal article","pageInfo":"1-2"}]}}`))
	f.Add([]byte(`{"hitCount":1,"resultList":{"result":[{"id":"PPR1","source":"PPR","bookOrReportDetails":{"publisher":"bioRxiv"},"commentCorrectionList":{"commentCorrection":[{"type":"Preprint of","reference":"2021 doi: 10.1/a"}]}}]}}`))
	f.Add([]byte(`{"hitCount":1,"resultList":{"result":[{"id":"1","source":"MED","journalInfo":{"yearOfPublication":2003,"monthOfPublication":8,"journal":{"title":"J","issn":"1234-5678"}},"authorList":{"author":[{"lastName":"a"}]}}]}}`))
	f.Add([]byte(`{"errCode":404,"errMsg":"no"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := decode(registry.Response{Status: http.StatusOK, Body: body})
		if err != nil && len(list.works) > 0 {
			t.Error("works with an error")
		}
		if e, ok := errors.AsType[*registry.Error](err); ok && e.Failure != registry.Refused {
			t.Errorf("%v", err)
		}
		for _, w := range list.works {
			if w.URL == "" {
				t.Error("a work that cannot be found again")
			}
			registrytest.CheckText(t, w)
		}
	})
}
