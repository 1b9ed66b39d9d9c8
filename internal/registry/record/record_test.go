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

func TestDate(t *testing.T) {
	for in, want := range map[string]biblio.Date{
		"2003":                  {Year: 2003},
		"2003-08":               {Year: 2003, Month: 8},
		" 2003-08-01":           {Year: 2003, Month: 8, Day: 1},
		"2017-06-12T17:57:34Z":  {Year: 2017, Month: 6, Day: 12},
		"2009-10-01/2014-01-23": {Year: 2009, Month: 10, Day: 1},
		"2003-13-01":            {Year: 2003},
		"2003-08-99":            {Year: 2003, Month: 8},
		"20030801":              {},
		"August 2003":           {},
		"0000-00-00":            {},
		"":                      {},
	} {
		if got := Date(in); got != want {
			t.Errorf("%q gives %+v, want %+v", in, got, want)
		}
	}
}

func TestAddYears(t *testing.T) {
	w := biblio.Work{Years: []int{2003}}
	AddYears(&w, biblio.Date{}, biblio.Date{Year: 2004, Month: 1}, biblio.Date{Year: 2003}, biblio.Date{Year: 2004})
	if diff := cmp.Diff([]int{2003, 2004}, w.Years); diff != "" {
		t.Error(diff)
	}
}

func TestIsEtAl(t *testing.T) {
	for name, want := range map[string]bool{"et al.": true, " Et Al": true, "and others.": true, "others": true, "Al, Et": false, "": false} {
		if IsEtAl(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

func TestTeXLine(t *testing.T) {
	for in, want := range map[string]string{
		"The Schr\\\"odinger\n  equation in $\\mathbb{R}^3$": "The Schrödinger equation in R3",
		"It's a <i>test</i>": "It's a test",
		"$Ï$Test":            "ÏTest",
	} {
		if got := TeXLine(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
