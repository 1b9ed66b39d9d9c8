package biblio_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/refcheck/refcheck/internal/biblio"
)

// TestCSLReads reads what the tools of the field write, also where the schema has it otherwise.
func TestCSLReads(t *testing.T) {
	tests := map[string]struct {
		json string
		want biblio.Item
	}{
		"the schema": {
			`{"id":"a","type":"chapter","title":"T","author":[{"family":"Berg","given":"J. M.","non-dropping-particle":"van den","suffix":"Jr."},{"literal":"WHO"}],"container-title":"B","issued":{"date-parts":[[2003,5,7],[2003,6]]},
			  "volume":"1","issue":"2","page":"3-4","edition":"2","publisher":"P","publisher-place":"L","collection-title":"S","event-title":"E","genre":"G","language":"en","note":"N","number":"7","container-title-short":"b","URL":"https://x/"}`,
			biblio.Item{
				Type: biblio.Chapter, Title: "T", Authors: []biblio.Name{{Family: "Berg", Given: "J. M.", Particle: "van den", Suffix: "Jr."}, {Literal: "WHO"}}, Container: "B", Issued: biblio.Date{Year: 2003, Month: 5, Day: 7},
				Volume: "1", Issue: "2", Pages: "3-4", Edition: "2", Publisher: "P", Place: "L", Collection: "S", Event: "E", Genre: "G", Language: "en", Note: "N", Number: "7", ContainerShort: "b", URL: "https://x/",
			},
		},
		"numbers":            {`{"volume":12,"issue":3.5,"page":null,"issued":{"date-parts":[["2003","05"]]}}`, biblio.Item{Volume: "12", Issue: "3.5", Issued: biblio.Date{Year: 2003, Month: 5}}},
		"lists for text":     {`{"title":["T","U"],"container-title":[],"issued":2003}`, biblio.Item{Title: "T", Issued: biblio.Date{Year: 2003}}},
		"one name":           {`{"author":{"family":"A","given":"B"},"editor":"C, D"}`, biblio.Item{Authors: []biblio.Name{{Family: "A", Given: "B"}}, Editors: []biblio.Name{{Family: "C", Given: "D"}}}},
		"names as text":      {`{"author":["A, B","World Health Organization",{"family":""}]}`, biblio.Item{Authors: []biblio.Name{{Family: "A", Given: "B"}, {Literal: "World Health Organization"}}}},
		"Crossref's name":    {`{"author":[{"name":"The Group","sequence":"first"}]}`, biblio.Item{Authors: []biblio.Name{{Literal: "The Group"}}}},
		"dropping particle":  {`{"author":[{"family":"B","dropping-particle":"de","non-dropping-particle":"la"}]}`, biblio.Item{Authors: []biblio.Name{{Family: "B", Particle: "de la"}}}},
		"cut list":           {`{"author":[{"family":"A"},{"literal":"others"}]}`, biblio.Item{Authors: []biblio.Name{{Family: "A"}}, EtAl: true}},
		"cut list, our own":  {`{"author":[{"family":"A"}],"custom":{"et-al":true}}`, biblio.Item{Authors: []biblio.Name{{Family: "A"}}, EtAl: true}},
		"custom of others":   {`{"title":"T","custom":"x"}`, biblio.Item{Title: "T"}},
		"cut list, pandoc's": {`{"author":[{"family":"A"},{"family":"others"}]}`, biblio.Item{Authors: []biblio.Name{{Family: "A"}}, EtAl: true}},
		"raw date":           {`{"issued":{"raw":"May 2003a"}}`, biblio.Item{Issued: biblio.Date{Year: 2003}}},
		"bare date":          {`{"issued":"2003-05"}`, biblio.Item{Issued: biblio.Date{Year: 2003}}},
		"literal date":       {`{"issued":{"literal":"in press"}}`, biblio.Item{Issued: biblio.Date{Literal: "in press"}}},
		"flat date":          {`{"issued":{"date-parts":[2003,5]}}`, biblio.Item{Issued: biblio.Date{Year: 2003, Month: 5}}},
		"season":             {`{"issued":{"date-parts":[[2003,21]]}}`, biblio.Item{Issued: biblio.Date{Year: 2003}}},
		"no date":            {`{"issued":{"date-parts":[[null]]}}`, biblio.Item{}},
		"identifiers":        {`{"DOI":"https://doi.org/10.1000/ABC.","PMID":17,"PMCID":"PMC123456.2","arxiv":"arXiv:1706.03762v5","ISBN":"978-3-16-148410-0, 0-306-40615-2","ISSN":["0028-0836","1476-4687"]}`, biblio.Item{DOI: "10.1000/abc", PMID: "17", PMCID: "PMC123456", ArXiv: "1706.03762", ISBN: []string{"9783161484100", "9780306406157"}, ISSN: []string{"0028-0836", "1476-4687"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var c biblio.CSL
			if err := json.Unmarshal([]byte(test.json), &c); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, c.Item()); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCSLRefuses(t *testing.T) {
	for _, s := range []string{`{"title":{"a":1}}`, `{"author":[17]}`, `{"issued":{"date-parts":"x"}}`, `{"author":[{"family":{}}]}`, `{"ISSN":[{}]}`} {
		var c biblio.CSL
		if err := json.Unmarshal([]byte(s), &c); err == nil {
			t.Errorf("%s is read as %+v", s, c)
		}
	}
}

// TestCSLWrites holds that what is written follows the schema: numbers in dates, no empty members.
func TestCSLWrites(t *testing.T) {
	item := biblio.Item{
		Type: biblio.ArticleJournal, Title: "A <b> title", Authors: []biblio.Name{{Family: "A", Given: "B"}}, EtAl: true, Issued: biblio.Date{Year: 2003, Month: 5}, DOI: "10.1000/abc", ISSN: []string{"0028-0836", "1476-4687"},
	}
	got, err := json.Marshal(item.CSL())
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"type":"article-journal","title":"A \u003cb\u003e title","author":[{"family":"A","given":"B"}],"issued":{"date-parts":[[2003,5]]},"DOI":"10.1000/abc","ISSN":"0028-0836 1476-4687","custom":{"et-al":true}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestCSLRoundTrip holds that an item comes back from CSL-JSON as it went in.
func TestCSLRoundTrip(t *testing.T) {
	text := rapid.StringMatching(`[A-ZÄÖa-zß][a-zé ]{0,8}[a-z]`)
	maybe := func(g *rapid.Generator[string]) *rapid.Generator[string] {
		return rapid.OneOf(rapid.Just(""), g)
	}
	name := rapid.Custom(func(t *rapid.T) biblio.Name {
		if rapid.Bool().Draw(t, "organisation") {
			return biblio.Name{Literal: "The " + text.Draw(t, "literal")}
		}
		return biblio.Name{Family: text.Draw(t, "family"), Given: maybe(text).Draw(t, "given"), Particle: maybe(rapid.Just("van den")).Draw(t, "particle"), Suffix: maybe(rapid.Just("Jr.")).Draw(t, "suffix")}
	})
	names := rapid.Custom(func(t *rapid.T) []biblio.Name {
		list := rapid.SliceOfN(name, 0, 4).Draw(t, "names")
		if len(list) == 0 {
			return nil
		}
		return list
	})
	rapid.Check(t, func(t *rapid.T) {
		want := biblio.Item{
			Type: rapid.SampledFrom([]biblio.Type{"", biblio.Book, biblio.ArticleJournal, biblio.Preprint}).Draw(t, "type"), Title: maybe(text).Draw(t, "title"), Authors: names.Draw(t, "authors"), Editors: names.Draw(t, "editors"),
			EtAl: rapid.Bool().Draw(t, "et al."), Container: maybe(text).Draw(t, "container"), Volume: maybe(rapid.StringMatching(`\d{1,3}`)).Draw(t, "volume"), Pages: maybe(rapid.StringMatching(`[es]?\d{1,4}-\d{1,4}`)).Draw(t, "pages"),
			Issued: rapid.SampledFrom([]biblio.Date{{}, {Year: 1999}, {Year: 2003, Month: 5}, {Year: 2003, Month: 5, Day: 7}, {Literal: "in press"}}).Draw(t, "issued"),
			DOI:    maybe(rapid.StringMatching(`10\.\d{4}/[a-z0-9.()-]{1,8}[a-z0-9]`).Filter(func(s string) bool { return biblio.DOI(s) == s })).Draw(t, "DOI"),
			ISBN:   rapid.SampledFrom([][]string{nil, {"9783161484100"}, {"9783161484100", "9780306406157"}}).Draw(t, "ISBN"),
		}
		data, err := json.Marshal(want.CSL())
		if err != nil {
			t.Fatal(err)
		}
		var c biblio.CSL
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		got := c.Item()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", data, diff)
		}
	})
}

// FuzzCSL holds that an item that is read can be written and read again to the same.
func FuzzCSL(f *testing.F) {
	for _, s := range []string{`{"title":"x","author":"A, B","issued":2003}`, `{"issued":{"date-parts":[[0,0,0]],"literal":"x"}}`, `{"DOI":"10.1000/%","ISSN":[null]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c biblio.CSL
		if json.Unmarshal(data, &c) != nil {
			return
		}
		item := c.Item()
		out, err := json.Marshal(item.CSL())
		if err != nil {
			t.Fatal(err)
		}
		var again biblio.CSL
		if err := json.Unmarshal(out, &again); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	})
}
