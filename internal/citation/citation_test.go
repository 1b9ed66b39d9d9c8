package citation

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestParseStyles(t *testing.T) {
	watson := []biblio.Name{{Family: "Watson", Given: "JD"}, {Family: "Crick", Given: "FHC"}}
	dotted := []biblio.Name{{Family: "Watson", Given: "J. D."}, {Family: "Crick", Given: "F. H. C."}}
	const title = "Molecular structure of nucleic acids"
	article := func(authors []biblio.Name, title string) biblio.Item {
		return biblio.Item{
			Type: biblio.ArticleJournal, Authors: authors, Title: title, Container: "Nature", Issued: biblio.Date{Year: 1953},
			Volume: "171", Issue: "4356", Pages: "737–738",
		}
	}
	noIssue := func(i biblio.Item) biblio.Item { i.Issue = ""; return i }
	tests := []struct {
		name, text string
		want       biblio.Item
	}{
		{"Vancouver", "1. Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–738.", article(watson, title)},
		{"APA", "Watson, J. D., & Crick, F. H. C. (1953). Molecular structure of nucleic acids. Nature, 171(4356), 737–738.", article(dotted, title)},
		{"Harvard", "Watson, J. D. and Crick, F. H. C. (1953) 'Molecular structure of nucleic acids', Nature, 171(4356), pp. 737–738.", article(dotted, title)},
		{"IEEE", "[1] J. D. Watson and F. H. C. Crick, “Molecular structure of nucleic acids,” Nature, vol. 171, no. 4356, pp. 737–738, 1953.", article(dotted, title)},
		{"Nature", "Watson, J. D. & Crick, F. H. C. Molecular structure of nucleic acids. Nature 171, 737–738 (1953).", noIssue(article(dotted, title))},
		{"BMC", "Watson JD, Crick FHC: Molecular structure of nucleic acids. Nature 1953, 171:737–738.", noIssue(article(watson, title))},
		{"Springer", "Watson JD, Crick FHC (1953) Molecular structure of nucleic acids. Nature 171:737–738", noIssue(article(watson, title))},
		{"Elsevier without title", "[1] J. D. Watson, F. H. C. Crick, Nature 171 (1953) 737–738.", noIssue(article(dotted, ""))},
		{"ACS without title", "(1) Watson, J. D.; Crick, F. H. C. Nature 1953, 171, 737–738.", noIssue(article(dotted, ""))},
		{"AIP without title", "1 J. D. Watson and F. H. C. Crick, Nature 171, 737–738 (1953).", noIssue(article(dotted, ""))},
	}
	p := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, confidence := p.Parse(tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, diff)
			}
			if confidence < 0.8 {
				t.Errorf("Parse(%q): confidence %.2f, want at least 0.8", tt.text, confidence)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"1. Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–8. doi: 10.1038/171737a0.",
		"“Quoted «title», in: (eds.), [[((", "10.1038/ nature123 doi: . PMID: PMC arXiv: 1706. 03762", "", "\xff\xfe", "A & B: C. 1, 2 (3) 4–5",
		"Müller, H./Meier, K. (Hg.), 1998: Über. Jg. 3, H. 4, S. 5 ff.",
	} {
		f.Add(s)
	}
	p := New()
	f.Fuzz(func(t *testing.T, text string) {
		item, confidence := p.Parse(text)
		if confidence < 0 || confidence > 1 {
			t.Errorf("confidence %v", confidence)
		}
		source := letters(text)
		for _, field := range []string{item.Title, item.Container, item.Volume, item.Issue, item.Pages, item.Publisher, item.Place, item.URL, item.Edition} {
			for word := range strings.FieldsSeq(field) {
				if w := letters(word); !strings.Contains(source, w) {
					t.Errorf("%q of field %q is not in %q", word, field, text)
				}
			}
		}
	})
}

// letters returns the letters and digits of s, run together.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")))
}

func FuzzTokenize(f *testing.F) {
	f.Add("1. Watson JD, <i>Nature</i> 1953;171:737–8. O’Brien d'Amore \u00ad")
	f.Fuzz(func(t *testing.T, text string) {
		end := int32(0)
		for _, tok := range tokenize(text, nil) {
			if tok.start < end || tok.end <= tok.start || int(tok.end) > len(text) {
				t.Fatalf("token %d–%d behind %d in a text of %d bytes", tok.start, tok.end, end, len(text))
			}
			end = tok.end
		}
	})
}
