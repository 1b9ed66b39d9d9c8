package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJoinLines(t *testing.T) {
	tests := []struct{ lines, want string }{
		{"A simple|line", "A simple line"},
		{"vulnera-|bilities", "vulnerabilities"},
		{"vulnera\u2010|bilities", "vulnerabilities"},
		{"a meta-|analysis", "a meta-analysis"},
		{"health-|related", "health-related"},
		{"anti-|inflammatory", "anti-inflammatory"},
		{"Frasure-|Smith", "Frasure-Smith"},
		{"2001;16:112-|118", "2001;16:112-118"},
		{"2001;16:112–|118", "2001;16:112–118"},
		{"London –|Paris", "London – Paris"},
		{"pause -|then go", "pause - then go"},
		{"https://doi.org/10.1000/|abc.12", "https://doi.org/10.1000/abc.12"},
		{"https://doi.org/|10.1000/abc", "https://doi.org/10.1000/abc"},
		{"doi:10.1000/abc-|def", "doi:10.1000/abc-def"},
		{"doi:10.1016/j.|aap.2011.07.009", "doi:10.1016/j.aap.2011.07.009"},
		{"doi:10.1016/j.aap.2011.07.009.|Available here", "doi:10.1016/j.aap.2011.07.009. Available here"},
		{"https://www.example.org/a|Accessed May 2001", "https://www.example.org/a Accessed May 2001"},
		{"doi:|10.1000/abc", "doi: 10.1000/abc"},
		{"潮间带|贻贝", "潮间带贻贝"},
		{"北京:|科学出版社", "北京: 科学出版社"},
		{"第16巻2号、|112頁", "第16巻2号、112頁"},
		{"one|two|three-|four", "one two three-four"},
	}
	for _, test := range tests {
		if got := joinLines(strings.Split(test.lines, "|")); got != test.want {
			t.Errorf("%q gave %q, want %q", test.lines, got, test.want)
		}
	}
}

func TestLabels(t *testing.T) {
	for _, s := range []string{
		"Google Scholar", "PubMed CAS Google Scholar", "Article  PubMed  CAS  Google Scholar", "[PubMed] [CrossRef]", "Article", "Article | PubMed | Google Scholar", "View in Article", "Full Text (PDF)",
		"OpenUrlCrossRefPubMed", "Crossref Medline Web of Science ®", "Abstract/FREE Full Text", "Open in a separate window", "- DOI - PubMed", "↩", "[Google Scholar] [CrossRef] [Green Version]", "Cited by (12)", "Return to ref 12 in article",
	} {
		if !isLabels(s) {
			t.Errorf("%q is not taken for link labels", s)
		}
	}
	for _, s := range []string{"Article 12", "The Article", "PubMed indexes it", "Smith J. Full Text. 2003.", "A", ""} {
		if s != "" && isLabels(s) {
			t.Errorf("%q is taken for link labels", s)
		}
	}
}

func TestTrimLabels(t *testing.T) {
	const ref = "Smith J. Title. J Test. 2003;1:2–3."
	for _, tail := range []string{"", " Google Scholar", " PubMed CAS Google Scholar", "PubMedGoogle Scholar", " [PubMed]", " [ PubMed ] [ CrossRef ]", " Article", " - DOI - PMC - PubMed", " | CrossRef | PubMed |", "OpenUrlCrossRefPubMedWeb of Science"} {
		if got := trimLabels(ref + tail); got != ref {
			t.Errorf("with %q: %q", tail, got)
		}
	}
	for _, s := range []string{
		"Smith J. The perfect Article", "Jones K. Searching PubMed", "Google Scholar", "Doe J. Available from: PubMed", "Green Version control. 2003:12", "Smith J. In: The Book",
	} {
		if got := trimLabels(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestKindOf(t *testing.T) {
	tests := map[string]kind{
		"References": listHeading, "REFERENCES": listHeading, "7. References": listHeading, "VII. REFERENCES": listHeading, "R E F E R E N C E S": listHeading, "References (45)": listHeading, "## References": listHeading,
		"**References**": listHeading, "References:": listHeading, "Works Cited": listHeading, "Literaturverzeichnis": listHeading, "Références": listHeading, "Список литературы": listHeading, "参考文献": listHeading, "参考文献：": listHeading,
		"5 Literatur": listHeading, "References [edit]": listHeading, "Bibliografía": listHeading, "참고문헌": listHeading, "Kaynaklar": listHeading,
		"Notes": noteHeading, "Acknowledgements": endHeading, "Author information": endHeading, "Download references": endHeading, "Author contributions: J.S. wrote it.": endHeading, "致谢": endHeading, "Received: 12 May 2003": endHeading,
		"Figure 3. The ward at night.": captionLine, "Table 1": captionLine, "Abb. 2: Die Station": captionLine, "图 1 病房": captionLine,
		"References to the past": plainLine, "Smith J. Notes. 2003.": plainLine, "Figure skating. Jones.": plainLine, "Acknowledgements of debt. Oxford: 2003.": plainLine, "In references": plainLine,
	}
	for s, want := range tests {
		if got := kindOf(s); got != want {
			t.Errorf("%q is of kind %d, want %d", s, got, want)
		}
	}
}

func TestNumberMark(t *testing.T) {
	tests := map[string]mark{
		"1. Smith": {style: dotted, value: 1, end: 3}, "12) Smith": {style: round, value: 12, end: 4}, "[3] Smith": {style: square, value: 3, end: 4}, "(4) Smith": {style: bracket, value: 4, end: 4}, "5 Smith": {style: bare, value: 5, end: 2},
		"6.": {style: dotted, value: 6, end: 2}, "7": {style: bare, value: 7, end: 1}, "[8]Smith": {style: square, value: 8, end: 3}, "9Smith": {style: glued, value: 9, end: 1}, "10.Smith": {style: dotted, value: 10, end: 3}, "［11］王": {style: square, value: 11, end: 8},
		"10.1000/abc": {}, "3rd edition": {}, "2003;12": {}, "12–19.": {}, "Smith": {}, "2003 Smith": {}, "": {}, "[Smi03] x": {},
	}
	for s, want := range tests {
		got, ok := numberMark(s)
		if !ok {
			got = mark{}
		}
		if got != want {
			t.Errorf("%q begins with %+v, want %+v", s, got, want)
		}
	}
}

// TestChain holds that numbers of wrapped lines do not disturb the numbering of a list.
func TestChain(t *testing.T) {
	tests := map[string]struct{ values, want []int }{
		"plain":             {[]int{1, 2, 3, 4}, []int{1, 2, 3, 4}},
		"from the middle":   {[]int{15, 16, 17}, []int{15, 16, 17}},
		"stray numbers":     {[]int{1, 45, 2, 3, 2, 4, 9, 5, 2003, 6}, []int{1, 2, 3, 4, 5, 6}},
		"a lost number":     {[]int{1, 2, 4, 5, 6, 7}, []int{1, 2, 4, 5, 6, 7}},
		"lost, then stray":  {[]int{1, 2, 4, 5, 6, 7, 8, 3}, []int{1, 2, 4, 5, 6, 7, 8}},
		"two lists":         {[]int{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6}, []int{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6}},
		"a list in an item": {[]int{1, 2, 1, 2, 3, 4, 5, 6, 7}, []int{1, 2, 3, 4, 5, 6, 7}},
		"none":              {nil, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var all []numbered
			for i, v := range test.values {
				all = append(all, numbered{line: i, mark: mark{value: v}})
			}
			var got []int
			for _, n := range chain(all) {
				got = append(got, n.mark.value)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("numbers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChainBehindEnd holds that behind the end of a list its numbers can go on but not begin anew.
func TestChainBehindEnd(t *testing.T) {
	var all []numbered
	for i, v := range []int{1, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8} {
		n := numbered{line: i, mark: mark{value: v}}
		if i >= 3 {
			n.block = 1
		}
		all = append(all, n)
	}
	var got []int
	for _, n := range chain(all) {
		got = append(got, n.line)
	}
	if diff := cmp.Diff([]int{0, 1, 2, 6, 7, 8, 9, 10}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestScan(t *testing.T) {
	got := scan("  a  b\n\n\tc\u00a0d\u200b\n\fx\ve \u2028f\n")
	want := []line{
		{number: 1, column: 3, indent: 2, text: "a b"},
		{number: 3, column: 2, indent: 8, text: "c d", gap: true},
		{number: 4, column: 2, text: "x", page: true},
		{number: 4, column: 4, text: "e"},
		{number: 4, column: 7, text: "f"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestLooksLikeReference(t *testing.T) {
	for _, s := range []string{
		"Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56.",
		"Osler W. Aequanimitas. New York, NY: Norton; 1963:29.",
		"Adeyemi, O. T., & Brandt, L. (2001). Listening as treatment. Journal of General Listening, 16(2), 112–118.",
		"G. B. JAMESON, J. A. IBERS et K. S. SUSLICK. J. Am. Chem. Soc. 102, 3224 (1980).",
		"王小明, 李华. 潮间带贻贝的节律研究[J]. 海洋学报, 2014, 36(2): 112-118.",
		"Иванов И. И., Петров П. П. Слушание как лечение // Вестник тишины. 2001. Т. 16, № 2. С. 112–118.",
		"van Dijk, Hanneke. De stilte. Amsterdam: Querido, 1977.",
		"———. “Pauses in Yoruba Verse.” Journal of African Metrics 16, no. 2 (2003): 112–18.",
	} {
		if !looksLikeReference(s) {
			t.Errorf("%q looks like no reference: beginning %d, evidence %d", s, beginning(s), evidence(s))
		}
	}
	for _, s := range []string{
		"We counted mussels in 2019 and 2020 at three sites.",
		"Smith et al. (2018) found that they close at night, which was confirmed in 2020 (see Table 2).",
		"buy milk", "Dear all, please find the minutes of May 2003 below.", "Marine Institute, University of Somewhere, Somewhere, UK", "",
		"This was shown by Smith J. (2003), however, we did not find it in our data; Springer, New York.",
	} {
		if looksLikeReference(s) {
			t.Errorf("%q looks like a reference: beginning %d, evidence %d", s, beginning(s), evidence(s))
		}
	}
}
