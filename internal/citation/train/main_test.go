package main

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/citation/gold"
)

// fields makes fields of names and values, in turn.
func fields(pairs ...string) []gold.Field {
	var out []gold.Field
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, gold.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return out
}

// tagged returns the cells of a reference, joined to spans, with their labels.
func tagged(t *testing.T, r gold.Row) []string {
	t.Helper()
	a, ok := align(&r, nil)
	if !ok {
		t.Fatalf("%q is not aligned", r.Text)
	}
	number := make(map[string]uint8)
	names := citation.Tags()
	for i, n := range names {
		number[n] = uint8(i)
	}
	var spans []string
	last := ""
	for i, k := range a.tags(number) {
		label := strings.TrimPrefix(names[k], "+")
		if begins := names[k] == label && number["+"+label] != 0; i == 0 || label != last || begins {
			spans = append(spans, label+":")
		}
		spans[len(spans)-1] += " " + a.cells[i].Text
		last = label
	}
	return spans
}

func TestAlignSpans(t *testing.T) {
	r := gold.Row{Source: "anystyle", Text: "[3] Fox R, Lief H. Training. In: Lief H (ed). Practice. New York: Norton; 1963;12(3):5–9. doi:10.1000/x", Fields: fields("label", "[3]", "author", "Fox R, Lief H.", "title", "Training.", "note", "In:", "editor", "Lief H (ed).", "container", "Practice.", "location", "New York:", "publisher", "Norton;", "year", "1963;", "volume", "12(3):", "pages", "5–9.", "doi", "doi:10.1000/x"), Norm: map[string]string{"volume": "12", "issue": "3"}}
	want := []string{
		"number: [ 3 ]", "author: Fox R , Lief H .", "title: Training .", "in: In :", "editor: Lief H ( ed ) .", "container: Practice .", "place: New York :",
		"publisher: Norton ;", "date: 1963 ;", "volume: 12", "issue: ( 3 ) :", "pages: 5 – 9 .", "id: doi:10.1000/x",
	}
	if diff := cmp.Diff(want, tagged(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAlignFacts(t *testing.T) {
	r := gold.Row{Source: "jats", Clean: true, Text: "Yu J., Buckler E. S. et al. (2006). A unified method. Nat. Genet. 38(2), 203–8.", Fields: fields("title", "A unified method.", "container", "Nat. Genet.", "volume", "38", "issue", "2", "year", "2006", "pages", "203-208", "author", "Yu, J.; Buckler, E. S.")}
	want := []string{
		"author: Yu J . , Buckler E . S . et al .", "date: ( 2006 ) .", "title: A unified method .", "container: Nat . Genet .", "volume: 38", "issue: ( 2 ) ,",
		"pages: 203 – 8 .",
	}
	if diff := cmp.Diff(want, tagged(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAlignRefuses(t *testing.T) {
	for _, r := range []gold.Row{
		{Source: "anystyle", Text: "Fox R. Training. 1963.", Fields: fields("title", "Another thing")},
		{Source: "jats", Clean: true, Text: "Fox R. Training. 1963.", Fields: fields("title", "Another thing", "year", "1963")},
		{Source: "jats", Clean: true, Text: "Fox R. Training. With much that no field names. 1963.", Fields: fields("title", "Training", "author", "Fox, R", "year", "1963")},
		{Source: "anystyle", Text: "…", Fields: fields("title", "Training")},
	} {
		if _, ok := align(&r, nil); ok {
			t.Errorf("%q with %v is aligned", r.Text, r.Fields)
		}
	}
}

// TestSplit guards what the figures rest on: what is held out trains nothing, in no other set either.
func TestSplit(t *testing.T) {
	var rows []gold.Row
	for _, source := range []string{"anystyle", "grobid", "jats"} {
		for i := range 300 {
			text := "Author Number " + strconv.Itoa(i) + ". Title."
			if source == "grobid" {
				text = strings.ToUpper(text)
			}
			rows = append(rows, gold.Row{Source: source, Text: text, Fields: fields("title", "Title")})
		}
	}
	s := split(rows)
	if n := len(s.train) + len(s.test) + len(s.facts); n != 300 {
		t.Errorf("%d references, want each of 300 once", n)
	}
	if len(s.test) < 10 || len(s.test) > 60 {
		t.Errorf("%d of 300 held out", len(s.test))
	}
	for _, r := range append(s.train, s.facts...) {
		if r.HeldOut() {
			t.Errorf("%q is held out and trains", r.Text)
		}
	}
}

// TestLearn trains on a handful of references and reads them again, twice with the same result.
func TestLearn(t *testing.T) {
	var rows []gold.Row
	for _, s := range []string{"Fox R|Training of doctors|Mind|1963", "Doe J|Growth of cells|Nature|1999", "Roe K|Folding of proteins|Cell|2004"} {
		v := strings.Split(s, "|")
		rows = append(rows, gold.Row{Source: "anystyle", Text: v[0] + ". " + v[1] + ". " + v[2] + ". " + v[3] + ".",
			Fields: fields("author", v[0], "title", v[1], "container", v[2], "year", v[3])})
	}
	weights := func() ([]float32, string) {
		c := newCorpus(io.Discard, map[uint32]uint8{1: 1})
		examples := c.examples(rows)
		l := newLearner(len(citation.Tags()), c.count(examples))
		c.resolve(examples)
		for i := range examples {
			l.allow(&examples[i].example)
		}
		mean := learn(io.Discard, l, examples, examples, 40)
		return mean.rows, mean.accuracy(examples)
	}
	first, accuracy := weights()
	if !strings.Contains(accuracy, "whole 1.000") {
		t.Errorf("what was learnt is not known: %s", accuracy)
	}
	if second, _ := weights(); !cmp.Equal(first, second) {
		t.Error("learning again gives other weights")
	}
}

func TestMade(t *testing.T) {
	rows := []gold.Row{
		{Source: "jats", Clean: true, Fields: fields("author", "Watson, J. D.; Crick, F.", "title", "Molecular structure", "container", "Nature", "year", "1953", "volume", "171", "pages", "737-738")},
		{Source: "anystyle", Fields: fields("title", "The art of reading", "publisher", "Norton;", "location", "New York:")},
	}
	out := made(rows, nil)
	if len(out) != madeArticles+madeBooks+madeBare+madeForeign {
		t.Fatalf("%d references, want %d", len(out), madeArticles+madeBooks+madeBare+madeForeign)
	}
	lost := 0
	for i := range out {
		if _, ok := align(&out[i], nil); !ok {
			lost++
		}
	}
	if lost > len(out)/50 {
		t.Errorf("%d of %d references are not aligned with what they were made of", lost, len(out))
	}
}
