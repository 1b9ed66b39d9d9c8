package openalex

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

func TestDecodeWork(t *testing.T) {
	const id = `"id":"https://openalex.org/W1",`
	for _, test := range []struct {
		name, record string
		want         biblio.Work
	}{
		{"article", `"doi":"https://doi.org/10.1000/A","title":"Growth of <i>E. coli</i> &amp; more","type":"article","language":"en","publication_year":2006,"publication_date":"2006-12-20",
			"ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/17183658","pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/1762313"},
			"authorships":[{"raw_author_name":"A. Fenton","author":{"display_name":"Somebody Else"}},{"author":{"display_name":"Jodi Halpern"}},{"raw_author_name":"ATLAS Collaboration"},{"raw_author_name":" "}],
			"primary_location":{"raw_type":"journal-article","raw_source_name":"J. Full","source":{"display_name":"Journal in Full","type":"journal","issn":["1234-567X","x"],"host_organization_name":"House"}},
			"biblio":{"volume":"1","issue":2,"first_page":"3","last_page":"4"},"is_retracted":false`,
			biblio.Work{Item: biblio.Item{Type: biblio.ArticleJournal, DOI: "10.1000/a", PMID: "17183658", PMCID: "PMC1762313", Title: "Growth of E. coli & more", Language: "en",
				Authors:   []biblio.Name{{Family: "Fenton", Given: "A."}, {Family: "Halpern", Given: "Jodi"}, {Literal: "ATLAS Collaboration"}},
				Container: "Journal in Full", ISSN: []string{"1234-567X"}, Publisher: "House", Volume: "1", Issue: "2", Pages: "3-4", Issued: biblio.Date{Year: 2006, Month: 12, Day: 20}},
				Containers: []string{"Journal in Full", "J. Full"}, Years: []int{2006}}},
		{"retracted", `"display_name":"A title","is_retracted":true`, biblio.Work{Item: biblio.Item{Title: "A title"}, Statuses: []biblio.Status{{Kind: biblio.Retracted, Source: Name}}}},
		{"retracted by flag and title", `"title":"RETRACTED: A title","is_retracted":true`,
			biblio.Work{Item: biblio.Item{Title: "RETRACTED: A title"}, Statuses: []biblio.Status{{Kind: biblio.Retracted, Source: Name}}}},
		{"a notice", `"title":"Retraction notice to “A title”","is_retracted":true`, biblio.Work{Item: biblio.Item{Title: "Retraction notice to “A title”"}}},
		{"a notice by type", `"title":"A title","type":"retraction","is_retracted":true`, biblio.Work{Item: biblio.Item{Title: "A title"}}},
		{"year alone", `"publication_year":2015,"publication_date":"2015-01-01"`, biblio.Work{Item: biblio.Item{Issued: biblio.Date{Year: 2015}}, Years: []int{2015}}},
		{"date of another year", `"publication_year":2015,"publication_date":"2014-05-06"`, biblio.Work{Item: biblio.Item{Issued: biblio.Date{Year: 2015}}, Years: []int{2015}}},
		{"no year", `"publication_year":null,"publication_date":"soon"`, biblio.Work{}},
		{"one page", `"biblio":{"first_page":"e30","last_page":"e30"}`, biblio.Work{Item: biblio.Item{Pages: "e30"}}},
		{"no journal", `"type":"article","primary_location":{"source":null}`, biblio.Work{}},
		{"a repository is no journal", `"type":"article","primary_location":{"raw_source_name":"instacron:FDV","source":{"display_name":"LA Referencia","type":"repository"}}`, biblio.Work{}},
		{"a chapter in a series", `"type":"book-chapter","primary_location":{"raw_source_name":"The Book","source":{"display_name":"Lecture Notes","type":"book series"}}`,
			biblio.Work{Item: biblio.Item{Type: biblio.Chapter, Container: "The Book", Collection: "Lecture Notes"}}},
		{"a chapter in a shop", `"type":"book-chapter","primary_location":{"raw_source_name":"The Book","source":{"display_name":"Springer eBooks","type":"ebook platform","host_organization_name":"Springer"}}`,
			biblio.Work{Item: biblio.Item{Type: biblio.Chapter, Container: "The Book", Publisher: "Springer"}}},
		{"a book in a shop", `"type":"book","primary_location":{"raw_source_name":"x","source":{"display_name":"Springer eBooks","type":"ebook platform","host_organization_name":"Springer"}}`,
			biblio.Work{Item: biblio.Item{Type: biblio.Book, Publisher: "Springer"}}},
		{"a book's review", `"type":"book-review"`, biblio.Work{Item: biblio.Item{Type: biblio.PeerReview}}},
		{"a thesis", `"type":"dissertation","primary_location":{"source":{"display_name":"The University of Queensland","type":"repository"}}`,
			biblio.Work{Item: biblio.Item{Type: biblio.Thesis, Publisher: "The University of Queensland"}}},
		{"an article merged with its preprint", `"type":"article","doi":"https://doi.org/10.1000/b","locations":[{"id":"doi:10.1000/b","raw_type":"journal-article"},
			{"id":"doi:10.1101/1","raw_type":"posted-content"},{"id":"pmh:x","landing_page_url":"https://arxiv.org/abs/1706.03762v7"},{"landing_page_url":"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123456"}]`,
			biblio.Work{Item: biblio.Item{DOI: "10.1000/b", ArXiv: "1706.03762", PMCID: "PMC123456"}, PreprintOf: "10.1101/1"}},
		{"a preprint merged with its article", `"type":"preprint","doi":"https://doi.org/10.1101/1","locations":[{"id":"doi:10.1101/1","raw_type":"posted-content"},{"id":"doi:10.1000/b","raw_type":"journal-article"}]`,
			biblio.Work{Item: biblio.Item{Type: biblio.Preprint, DOI: "10.1101/1"}, PublishedAs: "10.1000/b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Registry, test.want.Secondary, test.want.URL = Name, true, "https://openalex.org/W1"
			got, err := decodeWork(json.RawMessage(`{` + id + test.record + `}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAuthorsCut(t *testing.T) {
	var r work
	r.Authorships = make([]authorship, 100)
	if w := r.decoded(); !w.AuthorsCut {
		t.Error("a hundred authors are taken for all")
	}
	r.Authorships = make([]authorship, 101)
	if w := r.decoded(); w.AuthorsCut {
		t.Error("a whole list of authors is taken for cut")
	}
}

func TestSearchText(t *testing.T) {
	for in, want := range map[string]string{
		"What is clinical empathy?":              "what is clinical empathy",
		`"Deep" (learning) NOT OR AND [x]: y|z*`: "deep learning not or and x y z",
		"Growth of <i>E. coli</i>":               "growth of e coli",
		"国防科技大学学报":                               "国防科技大学学报",
		"Nature":                                 "",
		"?":                                      "",
		"":                                       "",
	} {
		if got := searchText(registry.Query{Title: in}); got != want {
			t.Errorf("searchText(%q) = %q, want %q", in, got, want)
		}
	}
	long := make([]byte, 5000)
	for i := range long {
		long[i] = "abcde "[i%6]
	}
	if got := searchText(registry.Query{Title: string(long)}); len(got) > maxText || len(got) < maxText-10 {
		t.Errorf("%d bytes of a long title", len(got))
	}
}

// TestRecorded reads real answers that a public project recorded, single works and lists.
func TestRecorded(t *testing.T) {
	var singles, lists, works, titled, named, paged, dois, typed int
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "openalex") {
		r := registry.Response{Status: http.StatusOK, Body: body}
		found, err := decodeSingle(r)
		if err == nil {
			singles++
		} else if found, err = decodeList(r); err == nil {
			lists++
		}
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
		for _, w := range found {
			registrytest.CheckText(t, w)
			works++
			for _, count := range []struct {
				into *int
				is   bool
			}{{&titled, w.Title != ""}, {&named, len(w.Authors) > 0}, {&paged, w.Pages != ""}, {&dois, w.DOI != ""}, {&typed, w.Type != ""}} {
				if count.is {
					*count.into++
				}
			}
		}
	}
	t.Logf("%d single works, %d lists, %d works in all: %d with a title, %d with authors, %d with pages, %d with a DOI, %d with a type",
		singles, lists, works, titled, named, paged, dois, typed)
	if singles < 28 || lists < 2 || works < 34 || titled < 33 || named < 33 || paged < 18 || dois < 31 || typed < 31 {
		t.Error("too few: the recordings hold more")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"https://openalex.org/W1","doi":"https://doi.org/10.1/a","title":"<i>a","authorships":[{"raw_author_name":"a, b, Jr"}],"publication_date":"2003-01-01","publication_year":2003}`))
	f.Add([]byte(`{"id":"https://openalex.org/W1","type":"article","is_retracted":true,"locations":[{"id":"doi:10.1/b","raw_type":"posted-content"}],"primary_location":{"raw_type":"journal-article","source":{"type":"journal","issn":["1234-5678"]}}}`))
	f.Add([]byte(`{"meta":{"count":1},"results":[{"id":"https://openalex.org/W1","biblio":{"first_page":"1","last_page":"2"},"ids":{"pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123"}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := registry.Response{Status: http.StatusOK, Body: body}
		works, err := decodeSingle(r)
		if err == nil && len(works) != 1 {
			t.Errorf("%d works without an error", len(works))
		}
		list, err := decodeList(r)
		if err != nil && len(list) > 0 {
			t.Error("works with an error")
		}
		for _, w := range append(works, list...) {
			if !w.Secondary || w.URL == "" {
				t.Error("a work that does not say whence it is")
			}
			registrytest.CheckText(t, w)
		}
	})
}
