package csljson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/csljson"
)

// summary says of each reference its id, place and title, and of each problem its place.
func summary(refs []biblio.Reference, problems []biblio.Problem) []string {
	var out []string
	for _, r := range refs {
		out = append(out, fmt.Sprintf("%s %d:%d %s", r.ID, r.Location.Line, r.Location.Column, r.Title))
	}
	for _, p := range problems {
		out = append(out, fmt.Sprintf("problem %d:%d", p.Location.Line, p.Location.Column))
	}
	return out
}

func TestParse(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"list":            {"[\n  {\"id\": \"a\", \"title\": \"One\"},\n  {\"id\": 7, \"title\": \"Zwölf\"}, {\"title\":\"Three\"}\n]", []string{"a 2:3 One", "7 3:3 Zwölf", "3 3:32 Three"}},
		"one item":        {" {\"id\":\"a\",\"title\":\"One\"}\n", []string{"a 1:2 One"}},
		"items":           {"{\"version\":{\"x\":[1]},\"items\":[{\"title\":\"One\"}],\"rest\":null}", []string{"1 1:31 One"}},
		"references":      {"{\"references\" : [\n{\"title\":\"One\"}]}", []string{"1 2:1 One"}},
		"lines":           {"{\"title\":\"One\"}\n\n{\"title\":\"Two\"}\n", []string{"1 1:1 One", "2 3:1 Two"}},
		"own report":      {"{\"index\":1,\"reference\":{\"title\":\"One\"},\"raw\":\"x\"}\n", []string{"1 1:1 One"}},
		"Crossref":        {"{\"status\":\"ok\",\"message\":{\"total-results\":1,\"items\":[{\"title\":[\"One\"],\"DOI\":\"10.1/X\"}]}}", []string{"1 1:54 One"}},
		"Crossref single": {"{\"status\":\"ok\",\"message\":{\"title\":[\"One\"],\"reference\":[{\"key\":\"a\"}]}}", []string{"1 1:26 One"}},
		"cut short":       {"[{\"title\":\"One\"},\n {\"title\":\"Tw", []string{"1 1:2 One", "problem 2:2"}},
		"damaged":         {"[{\"title\":\"One\"},\n {\"title\":\"Two\" \"x\"}]", []string{"1 1:2 One", "problem 2:17"}},
		"no comma":        {"[{\"title\":\"One\"}\n {\"title\":\"Two\"}]", []string{"1 1:2 One", "problem 2:2"}},
		"damaged line":    {"{\"title\":\"One\"}\n{\"title\":}\n{\"title\":\"Three\"}\n", []string{"1 1:1 One", "2 3:1 Three", "problem 2:10"}},
		"one bad member":  {"[{\"title\":\"One\",\"volume\":{\"a\":1}}]", []string{"1 1:2 One", "problem 1:2"}},
		"not an item":     {"[{\"title\":\"One\"},{\"a\":1},17]", []string{"1 1:2 One"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refs, problems, err := csljson.Parse("f.json", test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, summary(refs, problems)); diff != "" {
				t.Errorf("references (-want +got):\n%s\n%v", diff, problems)
			}
		})
	}
}

func TestItem(t *testing.T) {
	const text = `[{"id":"x","type":"journal-article","title":["A <i>title</i> &amp; more"],"author":[{"family":"Smith","given":"J"},{"literal":"others"}],
"container-title":["Nature","Nat"],"volume":12,"issue":"3","page":"1-9","issued":{"date-parts":[[2003,5]]},"DOI":"https://doi.org/10.1000/ABC","ISSN":["1234-5679"]}]`
	refs, _, err := csljson.Parse("f.json", text)
	if err != nil {
		t.Fatal(err)
	}
	want := biblio.Reference{
		Item: biblio.Item{
			Type: biblio.ArticleJournal, Title: "A title & more", Authors: []biblio.Name{{Family: "Smith", Given: "J"}}, EtAl: true, Container: "Nature", Volume: "12", Issue: "3",
			Pages: "1-9", Issued: biblio.Date{Year: 2003, Month: 5}, DOI: "10.1000/abc", ISSN: []string{"1234-5679"},
		},
		ID: "x", Index: 1, Location: biblio.Location{File: "f.json", Line: 1, Column: 2}, Confidence: 1, Raw: text[1 : len(text)-1],
	}
	if diff := cmp.Diff([]biblio.Reference{want}, refs); diff != "" {
		t.Errorf("reference (-want +got):\n%s", diff)
	}
}

// TestForeign holds that other JSON is named, not misread.
func TestForeign(t *testing.T) {
	tests := map[string]string{
		`[{"itemType":"book","title":"x"}]`:          "Zotero's own JSON",
		`{"creators":[],"titles":[],"doi":"10.1/x"}`: "DataCite's JSON",
		`{"meta":{},"results":[{"authorships":[]}]}`: "OpenAlex's JSON",
		`{"name":"npm","version":"1","scripts":{}}`:  `"name", "scripts", "version"`,
		`[1,2]`:               "no object",
		`{}`:                  "empty",
		`{"items":[{"a":1}]}`: `"a"`,
		`{"title":"x","authorships":[],"doi":"10.1/"}`: "OpenAlex's JSON",
	}
	for text, want := range tests {
		refs, problems, err := csljson.Parse("f", text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gave %v, want an error with %q (%d references, %v)", text, err, want, len(refs), problems)
		}
	}
}

// FuzzParse holds that no text breaks the reader and every place lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`[{"title":"x"}]`, `{"items":[{"id":1}]}`, "{\n{\"title\":1}", `{"message":{"message":{"items":[]}}}`, `[[[[{"author":"x"}]]]]`, "[}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		refs, problems, err := csljson.Parse("f", s)
		if err != nil && len(refs)+len(problems) > 0 {
			t.Errorf("an error beside results: %v", err)
		}
		lines := strings.Count(s, "\n") + 1
		if lines == 1 {
			lines += strings.Count(s, "\r")
		}
		for i, r := range refs {
			if r.Index != i+1 || r.Location.Line < 1 || r.Location.Line > lines || r.Location.Column < 1 || !strings.Contains(s, r.Raw) {
				t.Errorf("reference %d at %v", r.Index, r.Location)
			}
		}
		for _, p := range problems {
			if p.Location.Line < 1 || p.Location.Line > lines {
				t.Errorf("problem at %v", p.Location)
			}
		}
	})
}
