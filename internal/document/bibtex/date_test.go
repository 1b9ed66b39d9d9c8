package bibtex

import (
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		in   string
		want biblio.Date
	}{
		{"2001", biblio.Date{Year: 2001}},
		{"2001-02", biblio.Date{Year: 2001, Month: 2}},
		{"2001-02-03", biblio.Date{Year: 2001, Month: 2, Day: 3}},
		{"2001-02-03T10:00:00Z", biblio.Date{Year: 2001, Month: 2, Day: 3}},
		{"1997-07/1999", biblio.Date{Year: 1997, Month: 7}},
		{"/2003", biblio.Date{Year: 2003}},
		{"../2003-01", biblio.Date{Year: 2003, Month: 1}},
		{"2003/", biblio.Date{Year: 2003}},
		{"2001~", biblio.Date{Year: 2001}},
		{"2001-05?", biblio.Date{Year: 2001, Month: 5}},
		{"2001-21", biblio.Date{Year: 2001}},
		{"2001-02-99", biblio.Date{Year: 2001, Month: 2}},
		{"199X", biblio.Date{Literal: "199X"}},
		{"Spring 2001", biblio.Date{Year: 2001}},
		{"5 March 2001", biblio.Date{Year: 2001, Month: 3, Day: 5}},
		{"c1998", biblio.Date{Year: 1998}},
		{"2001a", biblio.Date{Year: 2001}},
		{"1978 (1985)", biblio.Date{Year: 1978}},
		{"1999–2000", biblio.Date{Year: 1999}},
		{"20010305", biblio.Date{Year: 2001}},
		{"in press", biblio.Date{Literal: "in press"}},
		{"98", biblio.Date{Literal: "98"}},
		{"", biblio.Date{}},
	}
	for _, tt := range tests {
		if got := parseDate(tt.in); got != tt.want {
			t.Errorf("parseDate(%q) = %+v, want %+v", tt.in, got, tt.want)
		}
	}
}

func TestParseMonth(t *testing.T) {
	tests := []struct {
		in         string
		month, day int
	}{
		{"January", 1, 0}, {"Sept.", 9, 0}, {"mar", 3, 0}, {"#dec#", 12, 0}, {"3", 3, 0}, {"03", 3, 0}, {"13", 0, 0},
		{"23 January", 1, 23}, {"January 3", 1, 3}, {"May/June", 5, 0}, {"février", 2, 0}, {"Dezember", 12, 0}, {"3–4", 3, 0},
		{"unknown", 0, 0}, {"Q3", 0, 0}, {"", 0, 0},
	}
	for _, tt := range tests {
		if month, day := parseMonth(tt.in); month != tt.month || day != tt.day {
			t.Errorf("parseMonth(%q) = %d, %d, want %d, %d", tt.in, month, day, tt.month, tt.day)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2001-02-03", "1997-07/1999", "5 March 2001", "in press", "-0044", "..", "9999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := parseDate(s)
		month, day := parseMonth(s)
		for _, n := range [][2]int{{d.Month, 12}, {d.Day, 31}, {month, 12}, {day, 31}, {d.Year, 9999}} {
			if n[0] < 0 || n[0] > n[1] {
				t.Errorf("%q gave %+v and month %d, day %d", s, d, month, day)
			}
		}
		if d.Year != 0 && d.Literal != "" || strings.TrimSpace(s) != "" && d.IsZero() {
			t.Errorf("%q gave %+v", s, d)
		}
	})
}
