package datacite

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

func TestDecodeWork(t *testing.T) {
	for _, test := range []struct {
		name, attributes string
		want             biblio.Work
	}{
		{"article", `"titles":[{"title":"Title"}],"types":{"resourceTypeGeneral":"JournalArticle"},"publicationYear":2026,"publisher":"House","language":"en",
			"container":{"type":"Series","identifier":"2040-8633","identifierType":"EISSN","title":"A Journal","volume":"31","issue":"2","firstPage":"323","lastPage":"343"},
			"dates":[{"date":"2025-11-13","dateType":"Submitted"},{"date":"2025-12-31","dateType":"Accepted"},{"date":"2027-07-31","dateType":"Updated"},{"date":"2026-07-29","dateType":"Issued"}]`,
			biblio.Work{Item: biblio.Item{Type: biblio.ArticleJournal, Title: "Title", Container: "A Journal", Volume: "31", Issue: "2", Pages: "323-343", ISSN: []string{"2040-8633"},
				Publisher: "House", Language: "en", Issued: biblio.Date{Year: 2026, Month: 7, Day: 29}}, Containers: []string{"A Journal"}, Years: []int{2026}}},
		{"publisher as an object", `"publisher":{"name":"Zenodo","publisherIdentifier":"x"},"publicationYear":"2020"`,
			biblio.Work{Item: biblio.Item{Publisher: "Zenodo", Issued: biblio.Date{Year: 2020}}, Years: []int{2020}}},
		{"titles", `"titles":[{"title":"Titel","titleType":"TranslatedTitle","lang":"de"},{"title":"Title","titleType":null},{"title":"A part","titleType":"Subtitle"},{"title":"Other"},{"title":"(:unav)","titleType":"Other"}]`,
			biblio.Work{Item: biblio.Item{Title: "Title"}, Subtitle: "A part", OtherTitles: []string{"Other", "Titel"}}},
		{"no main title", `"titles":[{"title":"Title","titleType":"AlternativeTitle"}]`, biblio.Work{Item: biblio.Item{Title: "Title"}}},
		{"creators", `"publisher":"Meise Botanic Garden","creators":[{"name":"Heibi, Ivan","nameType":"Personal","givenName":"Ivan","familyName":"Heibi"},{"name":"Risso, G. L.","nameType":"Personal"},
			{"name":"Sonja Pyott","nameType":"Personal","givenName":"Sonja Pyott","familyName":null},{"name":"GBIF.org User","nameType":"Organizational"},{"name":"Meise Botanic Garden"},
			{"name":", Ashley","givenName":"Ashley","familyName":""},{"name":"Enos, Ryan (Harvard University); Vavreck, Lynn (UCLA)"},{"name":"(:Unkn)"},{"name":", ","givenName":"","familyName":""},{"name":":etal"}],
			"contributors":[{"name":"Ed, An","familyName":"Ed","givenName":"An","contributorType":"Editor"},{"name":"Supervisor, The","contributorType":"Supervisor"}]`,
			biblio.Work{Item: biblio.Item{Publisher: "Meise Botanic Garden", Editors: []biblio.Name{{Family: "Ed", Given: "An"}}, Authors: []biblio.Name{{Family: "Heibi", Given: "Ivan"},
				{Family: "Risso", Given: "G. L."}, {Family: "Pyott", Given: "Sonja"}, {Literal: "GBIF.org User"}, {Literal: "Meise Botanic Garden"}, {Literal: "Ashley"},
				{Family: "Enos", Given: "Ryan"}, {Family: "Vavreck", Given: "Lynn"}}}, AuthorsCut: true}},
		{"thesis", `"types":{"resourceTypeGeneral":"Text","resourceType":"Dissertation","citeproc":"thesis"},"container":{"title":"University of Hamburg","volume":"Diss.","firstPage":"2014"},
			"dates":[{"date":"2009-10-01/2014-01-23","dateType":"Created"},{"date":"2013","dateType":"Accepted"}],"publicationYear":2015`,
			biblio.Work{Item: biblio.Item{Type: biblio.Thesis, Issued: biblio.Date{Year: 2015}}, Years: []int{2015, 2014, 2013}}},
		{"a container of shreds", `"container":{"title":"23rd European Conference","volume":"1-5 September 2008","firstPage":"Spain; 3353","lastPage":"3356"},"identifiers":[{"identifier":"3-936338-24-8","identifierType":"ISBN"}]`,
			biblio.Work{Item: biblio.Item{Container: "23rd European Conference", ISBN: []string{"9783936338249"}}, Containers: []string{"23rd European Conference"}}},
		{"a container with its place", `"container":{"title":"GMS Journal for Medical Education; 34(2):Doc25"},"relatedIdentifiers":[{"relatedIdentifier":"2366-5017","relatedIdentifierType":"ISSN","relationType":"IsPartOf"},
			{"relatedIdentifier":"1111-1111","relatedIdentifierType":"ISSN","relationType":"Cites"}]`,
			biblio.Work{Item: biblio.Item{Container: "GMS Journal for Medical Education", ISSN: []string{"2366-5017"}}, Containers: []string{"GMS Journal for Medical Education"}}},
		{"a container that is an issue", `"container":{"title":"№1(24) (2019)"}`, biblio.Work{}},
		{"preprint", `"types":{"resourceTypeGeneral":"Preprint"},"dates":[{"date":"2017-06-12T17:57:34Z","dateType":"Submitted","dateInformation":"v1"},{"date":"2023-08-02T00:41:18Z","dateType":"Submitted"}],
			"relatedIdentifiers":[{"relatedIdentifier":"10.1000/a.v1","relatedIdentifierType":"DOI","relationType":"IsVersionOf"},{"relatedIdentifier":"https://doi.org/10.2000/B","relatedIdentifierType":"DOI","relationType":"IsVersionOf"}]`,
			biblio.Work{Item: biblio.Item{Type: biblio.Preprint}, Years: []int{2017, 2023}, PublishedAs: "10.2000/b"}},
		{"no preprint", `"types":{"resourceTypeGeneral":"Dataset"},"relatedIdentifiers":[{"relatedIdentifier":"10.2000/b","relatedIdentifierType":"DOI","relationType":"IsVersionOf"},
			{"relatedIdentifier":"10.2000/c","relatedIdentifierType":"DOI","relationType":"IsObsoletedBy"}]`, biblio.Work{Item: biblio.Item{Type: biblio.Dataset}}},
		{"withdrawn", `"titles":[{"title":"WITHDRAWN: Title"}]`,
			biblio.Work{Item: biblio.Item{Title: "WITHDRAWN: Title"}, Statuses: []biblio.Status{{Kind: biblio.Withdrawn, Source: Name}}}},
		{"odd fields", `"titles":"x","creators":7,"publisher":[],"container":"x","dates":{},"types":[],"relatedIdentifiers":null,"publicationYear":0`, biblio.Work{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Registry, test.want.DOI = Name, "10.1000/a"
			got, err := decodeWork(json.RawMessage(`{"id":"x","type":"dois","attributes":{"doi":"10.1000/A",` + test.attributes + `}}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTypeOf(t *testing.T) {
	for _, test := range []struct {
		general, own, citeproc string
		want                   biblio.Type
	}{
		{"Preprint", "Article", "article", biblio.Preprint},
		{"Dataset", "Dataset/Paleoecological Sample Data", "dataset", biblio.Dataset},
		{"Other", "doctoralThesis", "article", biblio.Thesis},
		{"Text", "Thesis", "article-journal", biblio.Thesis},
		{"Text", "info:eu-repo/semantics/bachelorThesis", "article-journal", biblio.Thesis},
		{"Text", "MonographieMonograph", "article-journal", biblio.Book},
		{"Text", "Book chapter", "article-journal", biblio.Chapter},
		{"Text", "ConferencePaper", "article-journal", biblio.Conference},
		{"Text", "Project deliverable", "article-journal", biblio.Report},
		{"Text", "Journal article", "article-journal", biblio.ArticleJournal},
		{"Text", "Skala", "article-journal", ""},
		{"Text", "", "book", biblio.Book},
		{"", "", "", ""},
		{"Other", "\n\tOther\n", "article", biblio.Other},
		{"Image", "Poster", "graphic", biblio.Other},
		{"Software", "", "article", biblio.Software},
	} {
		got := typeOf(types{General: tolerant.Text(test.general), Own: tolerant.Text(test.own), Citeproc: tolerant.Text(test.citeproc)})
		if got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

// TestRecorded reads real answers that public projects recorded: every record is a work, but for one
// answer that says that there is none.
func TestRecorded(t *testing.T) {
	singles, lists, none, works, dated, named, typed := 0, 0, 0, 0, 0, 0, 0
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "datacite") {
		r := registry.Response{Status: http.StatusOK, Body: body}
		if strings.Contains(name, "not_found") {
			r.Status = http.StatusNotFound
		}
		var record struct{ Data json.RawMessage }
		if err := json.Unmarshal(body, &record); err != nil {
			t.Fatal(err)
		}
		var found []biblio.Work
		switch {
		case r.Status == http.StatusNotFound:
			list, err := decodeSingle(r, "10.1000/a")
			if err != nil || len(list) != 0 {
				t.Errorf("%s: %v, %v", name, list, err)
			}
			none++
		case record.Data[0] == '[':
			// The project kept the list without its meta.
			whole := `{"data":` + string(record.Data) + `,"meta":{"total":100}}`
			list, err := decodeList(registry.Response{Status: http.StatusOK, Body: []byte(whole)})
			if err != nil || list.hidden() != 0 {
				t.Errorf("%s: %d hidden, %v", name, list.hidden(), err)
			}
			found = list.works
			lists++
		default:
			w, err := decodeWork(record.Data)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			found = []biblio.Work{w}
			singles++
		}
		for _, w := range found {
			works++
			registrytest.CheckText(t, w)
			if len(w.Years) > 0 && w.Title != "" {
				dated++
			}
			if len(w.Authors) > 0 {
				named++
			}
			if w.Type != "" {
				typed++
			}
		}
	}
	t.Logf("%d single works, %d lists, %d works in all, %d with title and year, %d with authors, %d with a type", singles, lists, works, dated, named, typed)
	if singles != 72 || lists != 1 || none != 1 || works != 172 || dated != works || named != works || typed < 140 {
		t.Error("the recordings hold more")
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"preprint", "thesis", "dataset", "none"} {
		data, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"data":[{"attributes":{"doi":"10.1/a","titles":[{"title":"<i>a"}],"publisher":{"name":7},"container":{"title":"x; 3","volume":"1"}}}],"meta":{"total":1}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := registry.Response{Status: http.StatusOK, Body: body}
		works, err := decodeSingle(r, "10.48550/arxiv.1902.02534")
		if err == nil && len(works) != 1 {
			t.Errorf("%d works without an error", len(works))
		}
		list, err := decodeList(r)
		if err != nil && len(list.works) > 0 {
			t.Error("works with an error")
		}
		for _, w := range append(works, list.works...) {
			if w.DOI == "" {
				t.Error("an empty work")
			}
			registrytest.CheckText(t, w)
		}
	})
}
