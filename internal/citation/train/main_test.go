package main

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/citation"
)

// tagged returns the cells of a reference, joined to spans, with their labels.
func tagged(t *testing.T, r row) []string {
	t.Helper()
	a, ok := align(&r, nil)
	if !ok {
		t.Fatalf("%q is not aligned", r.text)
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
	r := row{source: "anystyle", text: "[3] Fox R, Lief H. Training. In: Lief H (ed). Practice. New York: Norton; 1963;12(3):5–9. doi:10.1000/x", fields: []field{
		{"label", "[3]"}, {"author", "Fox R, Lief H."}, {"title", "Training."}, {"note", "In:"}, {"editor", "Lief H (ed)."}, {"container", "Practice."},
		{"location", "New York:"}, {"publisher", "Norton;"}, {"year", "1963;"}, {"volume", "12(3):"}, {"pages", "5–9."}, {"doi", "doi:10.1000/x"},
	}, norm: map[string]string{"volume": "12", "issue": "3"}}
	want := []string{
		"number: [ 3 ]", "author: Fox R , Lief H .", "title: Training .", "in: In :", "editor: Lief H ( ed ) .", "container: Practice .", "place: New York :",
		"publisher: Norton ;", "date: 1963 ;", "volume: 12", "issue: ( 3 ) :", "pages: 5 – 9 .", "id: doi:10.1000/x",
	}
	if diff := cmp.Diff(want, tagged(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAlignFacts(t *testing.T) {
	r := row{source: "jats", clean: true, text: "Yu J., Buckler E. S. et al. (2006). A unified method. Nat. Genet. 38(2), 203–8.", fields: []field{
		{"title", "A unified method."}, {"container", "Nat. Genet."}, {"volume", "38"}, {"issue", "2"}, {"year", "2006"}, {"pages", "203-208"},
		{"author", "Yu, J.; Buckler, E. S."},
	}}
	want := []string{
		"author: Yu J . , Buckler E . S . et al .", "date: ( 2006 ) .", "title: A unified method .", "container: Nat . Genet .", "volume: 38", "issue: ( 2 ) ,",
		"pages: 203 – 8 .",
	}
	if diff := cmp.Diff(want, tagged(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAlignRefuses(t *testing.T) {
	for _, r := range []row{
		{source: "anystyle", text: "Fox R. Training. 1963.", fields: []field{{"title", "Another thing"}}},
		{source: "jats", clean: true, text: "Fox R. Training. 1963.", fields: []field{{"title", "Another thing"}, {"year", "1963"}}},
		{source: "jats", clean: true, text: "Fox R. Training. With much that no field names. 1963.", fields: []field{{"title", "Training"}, {"author", "Fox, R"}, {"year", "1963"}}},
		{source: "anystyle", text: "…", fields: []field{{"title", "Training"}}},
	} {
		if _, ok := align(&r, nil); ok {
			t.Errorf("%q with %v is aligned", r.text, r.fields)
		}
	}
}

func TestReadForms(t *testing.T) {
	anystyle := `<dataset><sequence><author>Fox R.</author><title>Training.</title><date>1963.</date></sequence></dataset>`
	tei := `<TEI><listBibl><bibl><author>Fox R</author>. <title level="a">Training</title>. <title level="j">Mind</title> <biblScope unit="volume">3</biblScope>, <date>1963</date>.</bibl></listBibl></TEI>`
	lines := `{"id": "grobid-train:1", "text": "Fox R. Training.  1963", "fields": {"title": "Training", "author": "Fox R", "year": "1963"}}`
	tests := []struct {
		name string
		read func([]byte) ([]row, error)
		data string
		text string
		want []field
	}{
		{"AnyStyle", readAnyStyle, anystyle, "Fox R. Training. 1963.", []field{{"author", "Fox R."}, {"title", "Training."}, {"year", "1963."}}},
		{"TEI", readTEI, tei, "Fox R . Training . Mind 3 , 1963 .", []field{{"author", "Fox R"}, {"title", "Training"}, {"container", "Mind"}, {"volume", "3"}, {"year", "1963"}}},
		{"JSON lines", readLines, lines, "Fox R. Training. 1963", []field{{"title", "Training"}, {"author", "Fox R"}, {"year", "1963"}}},
	}
	for _, tt := range tests {
		rows, err := tt.read([]byte(tt.data))
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %d rows, error %v", tt.name, len(rows), err)
			continue
		}
		if rows[0].text != tt.text || !cmp.Equal(rows[0].fields, tt.want, cmp.AllowUnexported(field{})) {
			t.Errorf("%s: %q with %v, want %q with %v", tt.name, rows[0].text, rows[0].fields, tt.text, tt.want)
		}
	}
	if _, err := readLines([]byte(`{"id": 1`)); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("damaged line: error %v, want one with the line", err)
	}
}

// TestSplit guards what the figures rest on: what is held out trains nothing, in no other set either.
func TestSplit(t *testing.T) {
	var rows []row
	for _, source := range []string{"anystyle", "grobid", "jats"} {
		for i := range 300 {
			text := "Author Number " + strconv.Itoa(i) + ". Title."
			if source == "grobid" {
				text = strings.ToUpper(text)
			}
			rows = append(rows, row{source: source, text: text, fields: []field{{"title", "Title"}}})
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
		if r.heldOut() {
			t.Errorf("%q is held out and trains", r.text)
		}
	}
}

// TestLearn trains on a handful of references and reads them again, twice with the same result.
func TestLearn(t *testing.T) {
	var rows []row
	for _, s := range []string{"Fox R|Training of doctors|Mind|1963", "Doe J|Growth of cells|Nature|1999", "Roe K|Folding of proteins|Cell|2004"} {
		v := strings.Split(s, "|")
		rows = append(rows, row{source: "anystyle", text: v[0] + ". " + v[1] + ". " + v[2] + ". " + v[3] + ".",
			fields: []field{{"author", v[0]}, {"title", v[1]}, {"container", v[2]}, {"year", v[3]}}})
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
	rows := []row{
		{source: "jats", clean: true, fields: []field{{"author", "Watson, J. D.; Crick, F."}, {"title", "Molecular structure"}, {"container", "Nature"}, {"year", "1953"}, {"volume", "171"}, {"pages", "737-738"}}},
		{source: "anystyle", fields: []field{{"title", "The art of reading"}, {"publisher", "Norton;"}, {"location", "New York:"}}},
	}
	out := made(rows, nil)
	if len(out) != madeArticles+madeBooks {
		t.Fatalf("%d references, want %d", len(out), madeArticles+madeBooks)
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
