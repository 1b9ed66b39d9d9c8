package citation

import "testing"

func TestNumbersInText(t *testing.T) {
	tests := []struct {
		name  string
		reads func(*source, int) bool
		text  string
		at    int // the token that is asked about
		want  bool
	}{
		{"dotted date", (*source).dottedYear, "9.4.2006.", 0, true},
		{"dotted date with blanks", (*source).dottedYear, "9. 4. 2006", 0, false},
		{"decimal", (*source).dottedYear, "9.40.2006", 0, false},
		{"day", (*source).day, "5 March", 0, true},
		{"day in order", (*source).day, "21st of May", 0, true},
		{"no day", (*source).day, "32 March", 0, false},
		{"ordinal", (*source).ordinal, "2nd ed.", 0, true},
		{"no ordinal", (*source).ordinal, "nd", 0, false},
		{"month of an ISO date", (*source).isoPart, "2020-01-03", 2, true},
		{"day of an ISO date", (*source).isoPart, "2020-01-03", 4, true},
		{"page range", (*source).isoPart, "1020-10", 2, false},
		{"tight", (*source).tight, "a-b", 1, true},
		{"not tight", (*source).tight, "a - b", 1, false},
	}
	for _, tt := range tests {
		s := &source{text: tt.text, tokens: tokenize(tt.text, nil)}
		if got := tt.reads(s, tt.at); got != tt.want {
			t.Errorf("%s: token %d of %q: %v", tt.name, tt.at, tt.text, got)
		}
	}
}
