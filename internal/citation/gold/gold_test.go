package gold

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadForms(t *testing.T) {
	anystyle := `<dataset><sequence><author>Fox R.</author><title>Training.</title><date>1963.</date></sequence></dataset>`
	tei := `<TEI><listBibl><bibl><author>Fox R</author>. <title level="a">Training</title>. <title level="j">Mind</title> <biblScope unit="volume">3</biblScope>, <date>1963</date>.</bibl></listBibl></TEI>`
	lines := `{"id": "grobid-train:1", "text": "Fox R. Training.  1963", "fields": {"title": "Training", "author": "Fox R", "year": "1963"}}`
	tests := []struct {
		name string
		read func([]byte) ([]Row, error)
		data string
		text string
		want []Field
	}{
		{"AnyStyle", readAnyStyle, anystyle, "Fox R. Training. 1963.", []Field{{"author", "Fox R."}, {"title", "Training."}, {"year", "1963."}}},
		{"TEI", readTEI, tei, "Fox R . Training . Mind 3 , 1963 .", []Field{{"author", "Fox R"}, {"title", "Training"}, {"container", "Mind"}, {"volume", "3"}, {"year", "1963"}}},
		{"JSON lines", readLines, lines, "Fox R. Training. 1963", []Field{{"title", "Training"}, {"author", "Fox R"}, {"year", "1963"}}},
	}
	for _, tt := range tests {
		rows, err := tt.read([]byte(tt.data))
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %d rows, error %v", tt.name, len(rows), err)
			continue
		}
		if rows[0].Text != tt.text || !cmp.Equal(rows[0].Fields, tt.want) {
			t.Errorf("%s: %q with %v, want %q with %v", tt.name, rows[0].Text, rows[0].Fields, tt.text, tt.want)
		}
	}
	if _, err := readLines([]byte(`{"id": 1`)); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("damaged line: error %v, want one with the line", err)
	}
}
