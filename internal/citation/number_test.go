package citation

import "testing"

// sourceOf returns a source over a text.
func sourceOf(text string) *source { return &source{text: text, tokens: tokenize(text, nil)} }

// read returns the text that a reader of the source takes from its beginning.
func read(text string, reader func(*source, int) int) string {
	s := sourceOf(text)
	end := reader(s, 0)
	if end == 0 {
		return ""
	}
	return text[s.tokens[0].start:s.tokens[end-1].end]
}

func TestDate(t *testing.T) {
	tests := []struct{ text, want string }{
		{"1998;12", "1998"},
		{"(1998) A", "(1998)"},
		{"(1998a). A", "(1998a)"},
		{"(1998, March 5). A", "(1998, March 5)"},
		{"2003 Aug 5;18", "2003 Aug 5"},
		{"2003 Aug;18(8)", "2003 Aug"},
		{"Aug. 2003.", "Aug. 2003"},
		{"5 March 2003", "5 March 2003"},
		{"9.4.2006.", "9.4.2006"},
		{"2020-01-03.", "2020-01-03"},
		{"1999/2000, 5", "1999/2000"},
		{"1998/99, 5", "1998/99"},
		{"(March): 5", "(March)"},
		{"April 29–May 1, 1999.", "April 29–May 1, 1999"},
		{"2010, 114, 25", "2010"},
		{"(in press)", "(in press)"},
		{"(n.d.). A", "(n.d.)"},
		{"forthcoming", "forthcoming"},
		{"2020年", "2020年"},
		{"3210", ""},
		{"may reduce", ""},
		{"(1998 patients) A", ""},
	}
	for _, tt := range tests {
		got := read(tt.text, func(s *source, i int) int { end, _ := s.date(i); return end })
		if got != tt.want {
			t.Errorf("date at the beginning of %q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFigures(t *testing.T) {
	type reader = func(*source, int) int
	var (
		volume    = func(s *source, i int) int { return s.marked(i, classVolume) }
		issue     = func(s *source, i int) int { return s.marked(i, classIssue) }
		bracketed = (*source).bracketed
		pages     = func(s *source, i int) int { end, _ := s.pageRange(i); return end }
		marked    = (*source).markedPages
		count     = (*source).pageCount
	)
	tests := []struct {
		reader     reader
		text, want string
	}{
		{volume, "vol. 18, no. 8", "vol. 18"},
		{volume, "Bd. 6.", "Bd. 6"},
		{volume, "Jg. 27, H. 1", "Jg. 27"},
		{volume, "v. 10, n. 6", "v. 10"},
		{volume, "volume 271-272", "volume 271-272"},
		{volume, "v 10", ""},
		{issue, "no. 8, pp", "no. 8"},
		{issue, "H. 3, S. 5", "H. 3"},
		{issue, "n° 4, pp", "n° 4"},
		{issue, "Nr. 35).", "Nr. 35"},
		{issue, "no effect", ""},
		{bracketed, "(8):670", "(8)"},
		{bracketed, "(Suppl. 1), S67", "(Suppl. 1)"},
		{bracketed, "(4 Pt 1):1973", "(4 Pt 1)"},
		{bracketed, "(2/3):5", "(2/3)"},
		{bracketed, "(with discussion)", ""},
		{pages, "670–4.", "670–4"},
		{pages, "S12–5", "S12–5"},
		{pages, "W585–W587", "W585–W587"},
		{pages, "59--70", "59--70"},
		{pages, "151 - 156.", "151 - 156"},
		{pages, "C2–389–C2–395", "C2–389–C2–395"},
		{pages, "e30619", "e30619"},
		{pages, "014601 (2003)", "014601"},
		{pages, "xii–xv", "xii–xv"},
		{pages, "and 5", ""},
		{marked, "pp. 670-674, 1998", "pp. 670-674"},
		{marked, "pp.339–339", "pp.339–339"},
		{marked, "p. 339.", "p. 339"},
		{marked, "S. 12 ff. in", "S. 12 ff."},
		{marked, "Article 123.", "Article 123"},
		{marked, "Art. No. 12.", "Art. No. 12"},
		{marked, "ID 12345", "ID 12345"},
		{marked, "pp. 6-11, 26-35.", "pp. 6-11, 26-35"},
		{marked, "p53 protein", ""},
		{count, "189 p.", "189 p."},
		{count, "340 S. Berlin", "340 S."},
		{count, "202 p. 541", ""},
	}
	for _, tt := range tests {
		if got := read(tt.text, tt.reader); got != tt.want {
			t.Errorf("at the beginning of %q: %q, want %q", tt.text, got, tt.want)
		}
	}
}
