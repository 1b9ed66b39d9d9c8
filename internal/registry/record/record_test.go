package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestLines(t *testing.T) {
	got := Distinct(Lines([]string{" <i>E. coli</i>\n grows", "", "<b></b>", "E. coli grows", "A &amp; B"})...)
	if diff := cmp.Diff([]string{"E. coli grows", "A & B"}, got); diff != "" {
		t.Error(diff)
	}
	isbn := Identifiers([]string{"0-306-40615-2", "none", "9780306406157"}, biblio.ISBN)
	if diff := cmp.Diff([]string{"9780306406157"}, isbn); diff != "" {
		t.Error(diff)
	}
}

func TestSetTitles(t *testing.T) {
	for _, test := range []struct {
		titles []string
		want   biblio.Work
	}{
		{[]string{"", "Titel", "Title", "Titel"}, biblio.Work{Item: biblio.Item{Title: "Titel"}, OtherTitles: []string{"Title"}}},
		{[]string{"Titel", ""}, biblio.Work{Item: biblio.Item{Title: "Titel"}}},
		{nil, biblio.Work{}},
	} {
		var got biblio.Work
		SetTitles(&got, test.titles...)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
