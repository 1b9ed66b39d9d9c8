package openlibrary

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

func TestEdition(t *testing.T) {
	for _, test := range []struct {
		name, record string
		want         biblio.Work
	}{
		{"book", `"url":"https://openlibrary.org/books/OL1M/x","title":"Descartes' error","subtitle":"emotion, reason, and the human brain","authors":[{"name":"Antonio R. Damasio"},{"name":"Antonio R. Damasio"}],
			"by_statement":"Antonio R. Damasio.","publishers":[{"name":"G.P. Putnam"}],"publish_places":[{"name":"New York"}],"publish_date":"Jun 01, 1994","identifiers":{"isbn_10":["0399138943"],"lccn":["94007"]}`,
			biblio.Work{Item: biblio.Item{URL: "https://openlibrary.org/books/OL1M/x", Title: "Descartes' error", Authors: []biblio.Name{{Family: "Damasio", Given: "Antonio R."}},
				Publisher: "G.P. Putnam", Place: "New York", Issued: biblio.Date{Year: 1994}, ISBN: []string{"9780399138942"}}, Subtitle: "emotion, reason, and the human brain", Years: []int{1994}}},
		{"edited", `"title":"A","authors":[{"name":"Harold I. Lief"}],"by_statement":"edited by Harold I. Lief."`, biblio.Work{Item: biblio.Item{Title: "A", Editors: []biblio.Name{{Family: "Lief", Given: "Harold I."}}}}},
		{"an educated author", `"title":"A","authors":[{"name":"Jo Lief"}],"by_statement":"by Jo Lief, MEd"`, biblio.Work{Item: biblio.Item{Title: "A", Authors: []biblio.Name{{Family: "Lief", Given: "Jo"}}}}},
		{"years", `"title":"A","publish_date":"1990, c1989 [i.e. 1991]"`, biblio.Work{Item: biblio.Item{Title: "A", Issued: biblio.Date{Year: 1990}}, Years: []int{1990, 1989, 1991}}},
		{"no year", `"title":"A","publish_date":"19--"`, biblio.Work{Item: biblio.Item{Title: "A"}}},
		{"two publishers", `"title":"A","publishers":[{"name":"B"},{"name":"C"}]`, biblio.Work{Item: biblio.Item{Title: "A"}}},
		{"in a series", `"title":"Twilight (The Twilight Saga, Book 1)"`, biblio.Work{Item: biblio.Item{Title: "Twilight (The Twilight Saga, Book 1)"}, OtherTitles: []string{"Twilight"}}},
		{"subtitle twice", `"title":"A: the b","subtitle":"The B"`, biblio.Work{Item: biblio.Item{Title: "A: the b"}}},
		{"both ISBNs", `"title":"A","identifiers":{"isbn_13":["978-0-399-13894-2","x"],"isbn_10":["0399138943","0380726475"]}`,
			biblio.Work{Item: biblio.Item{Title: "A", ISBN: []string{"9780399138942", "9780380726479"}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var e edition
			if err := json.Unmarshal([]byte("{"+test.record+"}"), &e); err != nil {
				t.Fatal(err)
			}
			test.want.Registry, test.want.Type = Name, biblio.Book
			if diff := cmp.Diff(test.want, e.work()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFound(t *testing.T) {
	body := `{"numFound":1,"docs":[{"key":"/works/OL1W","title":"The rationality of emotion","alternative_title":["The rationality of emotion","Die Rationalität des Gefühls"],"author_name":["Ronald De Sousa"],
		"first_publish_year":1987,"publish_year":[2009,1990,1987,20,null,"1991"],"publisher":["MIT Press","MIT Press"],"publish_place":["Cambridge","London"],"isbn":["0262540576","9780262540575","nonsense"],"language":["eng"]}]}`
	got, err := decodeSearch(registry.Response{Status: http.StatusOK, Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	want := []biblio.Work{{
		Item: biblio.Item{
			Type: biblio.Book, Title: "The rationality of emotion", Authors: []biblio.Name{{Family: "Sousa", Given: "Ronald De"}}, Publisher: "MIT Press",
			Issued: biblio.Date{Year: 1987}, ISBN: []string{"9780262540575"}, URL: "https://openlibrary.org/works/OL1W", Language: "eng",
		},
		Registry: Name, OtherTitles: []string{"Die Rationalität des Gefühls"}, Years: []int{1987, 1990, 2009},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTitleOf(t *testing.T) {
	for _, test := range []struct {
		title, author string
		want, loose   book
	}{
		{"The Call of Stories: Teaching and the Moral Imagination", "Coles R", book{"stories call", "coles"}, book{"stories", "coles"}},
		{"Descartes’ Error", "", book{}, book{}},
		{"Descartes’ Error", "Damasio AR", book{"error", "damasio"}, book{}},
		{"NeRF: a survey of fields", "", book{"survey fields nerf", ""}, book{}},
		{"NeRF: a survey of fields", "Mildenhall B", book{"nerf", "mildenhall"}, book{}},
		{"On the Road", "Kerouac J", book{"road", "kerouac"}, book{}},
		{"The Way We Live Now", "Trollope A", book{"live way now we", "trollope"}, book{}},
		{"?", "Osler W", book{}, book{}},
		{"", "", book{}, book{}},
	} {
		got := titleOf(registry.Query{Title: test.title, Author: test.author})
		if got != test.want || got.loose() != test.loose {
			t.Errorf("%q: %+v, loosely %+v", test.title, got, got.loose())
		}
	}
}

// The seeds are small: it is their parts that are to be shuffled.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"ISBN:9780399138942":{"title":"A (B)","by_statement":"ed. by","publish_date":"c1994","authors":[{"name":"a, b"}]}}`))
	f.Add([]byte(`{"numFound":1,"docs":[{"title":"A","publish_year":[1994],"author_name":["A B"],"isbn":["0399138943"]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := registry.Response{Status: http.StatusOK, Body: body}
		works, err := decodeSearch(r)
		if err != nil && len(works) > 0 {
			t.Error("works with an error")
		}
		editions, err := decodeEditions(r)
		if err != nil && len(editions) > 0 {
			t.Error("editions with an error")
		}
		for _, w := range editions {
			works = append(works, w)
		}
		for _, w := range works {
			if w.Title == "" || w.Type != biblio.Book {
				t.Error("no book")
			}
			registrytest.CheckText(t, w)
		}
		if answers, err := readEditions(r, []string{"9780399138942"}); err == nil && len(answers) > 1 {
			t.Error("more answers than questions")
		}
	})
}
