package crossref

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

func TestDecodeWork(t *testing.T) {
	for _, test := range []struct {
		name, record string
		want         biblio.Work
	}{
		{"article", `{"DOI":"10.1000/A","type":"journal-article","title":["Title"],"container-title":["J. Full","Journal in Full"],
			"short-container-title":["J. Full"],"volume":"1","issue":2,"page":"3-4","article-number":"e5","ISSN":["1234-567x","nonsense"],"language":"en",
			"author":[{"given":"A. B.","family":"Person","suffix":"Jr","sequence":"first"},{"name":"A Group"}],"publisher":"House","publisher-location":"Town"}`,
			biblio.Work{Item: biblio.Item{Type: biblio.ArticleJournal, DOI: "10.1000/a", Title: "Title", Container: "Journal in Full", ContainerShort: "J. Full",
				Volume: "1", Issue: "2", Pages: "3-4", ISSN: []string{"1234-567X"}, Publisher: "House", Place: "Town", Language: "en",
				Authors: []biblio.Name{{Family: "Person", Given: "A. B.", Suffix: "Jr"}, {Literal: "A Group"}}},
				Containers: []string{"J. Full", "Journal in Full"}, ArticleNumber: "e5"}},
		{"years", `{"DOI":"10.1000/a","issued":{"date-parts":[[2003,8]]},"published-print":{"date-parts":[[2004]]},"published-online":{"date-parts":[["2003",7,1]]},
			"created":{"date-parts":[[1999]]},"deposited":{"date-parts":[[2020]]},"journal-issue":{"issue":"1","published-print":{"date-parts":[[2005,1]]}}}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Issued: biblio.Date{Year: 2003, Month: 8}}, Years: []int{2003, 2004, 2005}}},
		{"no year", `{"DOI":"10.1000/a","issued":{"date-parts":[[null]]},"published":{"date-parts":[]},"approved":{"date-parts":[[2020,5,99]]}}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Issued: biblio.Date{Year: 2020, Month: 5}}, Years: []int{2020}}},
		{"markup", `{"DOI":"10.1000/a","title":["\n   Growth of <i>E. coli<\/i> in H<sub>2<\/sub>O\n          &amp;lt;scp&amp;gt;AB&amp;lt;/scp&amp;gt; &amp; more"],"container-title":["A &amp; B"]}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Title: "Growth of E. coli in H2O AB & more", Container: "A & B"}, Containers: []string{"A & B"}}},
		{"escaped title element", `{"DOI":"10.1000/a","title":["&lt;title&gt;Noise&lt;/title&gt;"]}`, biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Title: "Noise"}}},
		{"titles", `{"DOI":"10.1000/a","title":["","Titel","Title"],"original-title":["Titel","Titre"],"subtitle":["Untertitel"]}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Title: "Titel"}, Subtitle: "Untertitel", OtherTitles: []string{"Title", "Titre"}}},
		{"subtitle in the title", `{"DOI":"10.1000/a","title":["NeRF: Scenes"],"subtitle":["scenes"]}`, biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Title: "NeRF: Scenes"}}},
		{"mojibake stays", `{"DOI":"10.1000/a","author":[{"family":"GÃ³mez"}]}`, biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Authors: []biblio.Name{{Family: "GÃ³mez"}}}}},
		{"authors", `{"DOI":"10.1000/a","author":[{"family":"Hausmann"},{"family":"Newell P. Campbell"},{"family":"van den Berg"},{"family":"Ångström Ø"},{"given":"Only"},{"sequence":"first"},
			null,7,{"name":"et al."}],"editor":[{"family":"Ed","given":"I. T."}]}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Authors: []biblio.Name{{Family: "Hausmann"}, {Literal: "Newell P. Campbell"}, {Family: "van den Berg"},
				{Literal: "Ångström Ø"}, {Literal: "Only"}}, Editors: []biblio.Name{{Family: "Ed", Given: "I. T."}}}, AuthorsCut: true}},
		{"series first", `{"DOI":"10.1000/a","type":"book-chapter","container-title":["Lecture Notes in Computer Science","Cellular Automata"],"ISBN":["http://id.crossref.org/isbn/9783662463697"]}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Type: biblio.Chapter, Collection: "Lecture Notes in Computer Science", Container: "Cellular Automata", ISBN: []string{"9783662463697"}},
				Containers: []string{"Lecture Notes in Computer Science", "Cellular Automata"}}},
		{"series last", `{"DOI":"10.1000/a","type":"book-chapter","container-title":["Next Generation DNA Led Technologies","SpringerBriefs in Applied Sciences"]}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Type: biblio.Chapter, Container: "Next Generation DNA Led Technologies", Collection: "SpringerBriefs in Applied Sciences"},
				Containers: []string{"Next Generation DNA Led Technologies", "SpringerBriefs in Applied Sciences"}}},
		{"article number alone", `{"DOI":"10.1000/a","article-number":"027004"}`, biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Pages: "027004"}, ArticleNumber: "027004"}},
		{"preprint", `{"DOI":"10.1101/1","type":"posted-content","relation":{"is-preprint-of":[{"id-type":"doi","id":"10.1000/B","asserted-by":"subject"}],"x":7},"posted":{"date-parts":[[2020]]}}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1101/1", Type: biblio.Preprint, Issued: biblio.Date{Year: 2020}}, Years: []int{2020}, PublishedAs: "10.1000/b"}},
		{"published", `{"DOI":"10.1000/b","type":"journal-article","relation":{"has-preprint":[{"id-type":"uri","id":"10.1/x"},{"id-type":"doi","id":"10.1101/1"}]}}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/b", Type: biblio.ArticleJournal}, PreprintOf: "10.1101/1"}},
		{"component", `{"DOI":"10.1000/a.s001","type":"component"}`, biblio.Work{Item: biblio.Item{DOI: "10.1000/a.s001", Type: biblio.Other}}},
		{"no DOI", `{"title":["Title"]}`, biblio.Work{Item: biblio.Item{Title: "Title"}}},
		{"odd fields", `{"DOI":"10.1000/a","title":"Bare","author":"x","issued":7,"page":[1],"volume":{},"ISSN":5,"relation":[],"event":[],"journal-issue":null,"updated-by":"x"}`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/a", Title: "Bare"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Registry = Name
			got, err := decodeWork(json.RawMessage(test.record))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStatuses(t *testing.T) {
	retracted := biblio.Status{Kind: biblio.Retracted, Date: "2010-02-06", Notice: "10.1000/notice", Source: Name}
	entry := func(doi, kind, source string) string {
		return `{"DOI":"` + doi + `","type":"` + kind + `","source":"` + source + `","updated":{"date-parts":[[2010,2,6]]}}`
	}
	for _, test := range []struct {
		name, record string
		want         []biblio.Status
	}{
		{"retracted", `"updated-by":[` + entry("10.1000/NOTICE", "retraction", "publisher") + `]`, []biblio.Status{retracted}},
		{"told twice", `"updated-by":[` + entry("10.1000/notice", "retraction", "publisher") + `,` + entry("10.1000/notice", "retraction", "retraction-watch") + `]`, []biblio.Status{retracted}},
		{"a notice", `"title":["Anything"],"update-to":[` + entry("10.1000/notice", "retraction", "publisher") + `]`, nil},
		{"a notice, deposited both ways", `"title":["Anything"],"update-to":[` + entry("10.1000/paper", "retraction", "retraction-watch") + `],
			"updated-by":[` + entry("10.1000/paper", "retraction", "publisher") + `]`, nil},
		{"a notice by its title", `"title":["Retraction notice to “Paper”"],"update-to":[` + entry("10.1000/paper", "retraction", "publisher") + `],
			"updated-by":[` + entry("10.1000/paper", "retraction", "publisher") + `]`, nil},
		{"a notice that was corrected", `"title":["Retraction"],"update-to":[` + entry("10.1000/paper", "retraction", "publisher") + `],"updated-by":[` + entry("10.1000/notice", "erratum", "publisher") + `]`,
			[]biblio.Status{{Kind: biblio.Corrected, Date: "2010-02-06", Notice: "10.1000/notice", Source: Name}}},
		{"the paper, deposited both ways", `"title":["Paper"],"update-to":[` + entry("10.1000/notice", "retraction", "publisher") + `],"updated-by":[` + entry("10.1000/notice", "retraction", "retraction-watch") + `]`,
			[]biblio.Status{retracted}},
		{"marked in its place", `"updated-by":[` + entry("10.1000/self", "partial_retraction", "publisher") + `],"update-to":[` + entry("10.1000/self", "partial_retraction", "publisher") + `]`,
			[]biblio.Status{{Kind: biblio.Retracted, Date: "2010-02-06", Source: Name}}},
		{"a new version in its place", `"updated-by":[` + entry("10.1000/self", "new_version", "publisher") + `]`, nil},
		{"of less weight", `"updated-by":[` + entry("10.1000/a", "addendum", "publisher") + `,` + entry("10.1000/b", "clarification", "publisher") + `,` + entry("10.1000/c", "unheard-of", "publisher") + `]`, nil},
		{"concern", `"updated-by":[` + entry("10.1000/e", "expression_of_concern", "publisher") + `]`,
			[]biblio.Status{{Kind: biblio.ExpressionOfConcern, Date: "2010-02-06", Notice: "10.1000/e", Source: Name}}},
		{"by title alone", `"title":["RETRACTED ARTICLE: Paper"]`, []biblio.Status{{Kind: biblio.Retracted, Source: Name}}},
		{"withdrawn by title", `"title":["WITHDRAWN: Paper"]`, []biblio.Status{{Kind: biblio.Withdrawn, Source: Name}}},
		{"by title and entry", `"title":["RETRACTED: Paper"],"updated-by":[` + entry("10.1000/notice", "retraction", "publisher") + `]`, []biblio.Status{retracted}},
		{"a title that only speaks of it", `"title":["Retracted articles: a survey"]`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, err := decodeWork(json.RawMessage(`{"DOI":"10.1000/self",` + test.record + `}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, w.Statuses); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRecorded reads real answers that public projects recorded.
func TestRecorded(t *testing.T) {
	answers := registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "crossref", "crossref-other")
	var singles, lists, works, neither int
	for name, body := range answers {
		r := registry.Response{Status: http.StatusOK, Body: body}
		one, err := decodeSingle(r)
		many, listErr := decodeList(r)
		switch {
		case err == nil:
			singles++
		case listErr == nil:
			lists++
			if many.broken > 0 {
				t.Errorf("%s: %d records were not read", name, many.broken)
			}
		default:
			neither++
		}
		for _, w := range append(one, many.works...) {
			works++
			registrytest.CheckText(t, w)
		}
	}
	t.Logf("%d single works, %d lists, %d works in all, %d answers of other kinds", singles, lists, works, neither)
	if singles < 30 || lists < 60 || works < 1000 || neither < 100 {
		t.Error("too few: the recordings hold more")
	}
}

// TestRecordedItems reads the lists of items that a public project kept of its searches.
func TestRecordedItems(t *testing.T) {
	works, dated, named := 0, 0, 0
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "crossref-items") {
		var items []json.RawMessage
		if json.Unmarshal(body, &items) != nil {
			continue // an object, kept of a single work
		}
		for _, item := range items {
			w, err := decodeWork(item)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			registrytest.CheckText(t, w)
			works++
			if len(w.Years) > 0 {
				dated++
			}
			if len(w.Authors) > 0 {
				named++
			}
		}
	}
	t.Logf("%d works, %d with a year, %d with authors", works, dated, named)
	if works < 1000 || dated < works*9/10 || named < works*8/10 {
		t.Error("too few: the recordings hold more")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"status":"ok","message-type":"work-list","message":{"total-results":1,"items":[{"title":7,"author":"x","issued":{"date-parts":[[null]]}}]}}`))
	f.Add([]byte(`{"status":"ok","message-type":"work","message":{"DOI":"10.1/a","title":["<i>a","\u0000"],"updated-by":[{}]}}`))
	f.Add([]byte(`{"status":"ok","message-type":"work","message":{"DOI":"10.1/a","type":"book-chapter","container-title":["A","B"],"issued":{"date-parts":[[2003,8]]}}}`))
	f.Add([]byte(`{"status":"ok","message-type":"work","message":{"DOI":"10.1/a","author":[{"family":"x y"},{"name":"z"}],"relation":{"has-preprint":[{"id":"10.2/b","id-type":"doi"}]}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := registry.Response{Status: http.StatusOK, Body: body}
		works, err := decodeSingle(r)
		if err == nil && len(works) != 1 {
			t.Errorf("%d works without an error", len(works))
		}
		list, err := decodeList(r)
		if err != nil && len(list.works) > 0 {
			t.Error("works with an error")
		}
		for _, w := range append(works, list.works...) {
			if w.DOI == "" && w.Title == "" {
				t.Error("an empty work")
			}
			registrytest.CheckText(t, w)
		}
	})
}
