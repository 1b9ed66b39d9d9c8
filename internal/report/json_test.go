package report

import (
	"bytes"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// TestJSONIsThatOfTheWhole checks that encoding one reference at a time gives the bytes of encoding all
// of them together.
func TestJSONIsThatOfTheWhole(t *testing.T) {
	one := check.Result{
		Reference: biblio.Reference{Item: biblio.Item{Title: "A <b> & \u202e c"}, ID: "1", Index: 1, Raw: "\x1b[31m"},
		Verdict:   check.NotFound, Mismatches: []check.Mismatch{{Field: "year", Cited: "1999", Registered: "2000"}},
	}
	for _, results := range [][]check.Result{nil, {one}, {one, one, one}} {
		doc := New("1.0", results, []biblio.Problem{{Message: "odd"}})
		var want, got bytes.Buffer
		if err := WriteJSON(&want, doc, true); err != nil {
			t.Fatal(err)
		}
		if err := Write(&got, "json", doc, Options{}); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%d references:\n%s\nwant\n%s", len(results), got.String(), want.String())
		}
	}
}
