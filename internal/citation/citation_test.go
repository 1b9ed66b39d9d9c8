package citation

import (
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestParseStyles(t *testing.T) {
	watson := []biblio.Name{{Family: "Watson", Given: "JD"}, {Family: "Crick", Given: "FHC"}}
	dotted := []biblio.Name{{Family: "Watson", Given: "J. D."}, {Family: "Crick", Given: "F. H. C."}}
	full := []biblio.Name{{Family: "Watson", Given: "James D."}, {Family: "Crick", Given: "Francis H. C."}}
	const title = "Molecular structure of nucleic acids"
	article := func(authors []biblio.Name, title string) biblio.Item {
		return biblio.Item{
			Type: biblio.ArticleJournal, Authors: authors, Title: title, Container: "Nature", Issued: biblio.Date{Year: 1953},
			Volume: "171", Issue: "4356", Pages: "737–738",
		}
	}
	noIssue := func(i biblio.Item) biblio.Item { i.Issue = ""; return i }
	inApril := func(i biblio.Item) biblio.Item { i.Issued.Month = 4; return i }
	withDOI := func(i biblio.Item) biblio.Item { i.DOI = "10.1038/171737a0"; return i }
	tests := []struct {
		name, text string
		want       biblio.Item
	}{
		{"Vancouver", "1. Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–738.", article(watson, title)},
		{"Vancouver with month and DOI", "Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953 Apr;171(4356):737–738. doi: 10.1038/171737a0.", withDOI(inApril(article(watson, title)))},
		{"misprinted separator", "Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953:171:737–738.", noIssue(article(watson, title))},
		{"APA", "Watson, J. D., & Crick, F. H. C. (1953). Molecular structure of nucleic acids. Nature, 171(4356), 737–738. https://doi.org/10.1038/171737a0", withDOI(article(dotted, title))},
		{"Harvard", "Watson, J. D. and Crick, F. H. C. (1953) 'Molecular structure of nucleic acids', Nature, 171(4356), pp. 737–738.", article(dotted, title)},
		{"Chicago author-date", "Watson, James D., and Francis H. C. Crick. 1953. “Molecular structure of nucleic acids.” Nature 171 (4356): 737–738.", article(full, title)},
		{"Chicago notes", "James D. Watson and Francis H. C. Crick, “Molecular structure of nucleic acids,” Nature 171, no. 4356 (April 1953): 737–738.", inApril(article(full, title))},
		{"MLA 7", "Watson, James D., and Francis H. C. Crick. “Molecular structure of nucleic acids.” Nature 171.4356 (1953): 737–738. Print.", noted(article(full, title), "Print")},
		{"MLA 8", "Watson, James D., and Francis H. C. Crick. “Molecular structure of nucleic acids.” Nature, vol. 171, no. 4356, 1953, pp. 737–738.", article(full, title)},
		{"IEEE", "[1] J. D. Watson and F. H. C. Crick, “Molecular structure of nucleic acids,” Nature, vol. 171, no. 4356, pp. 737–738, Apr. 1953.", inApril(article(dotted, title))},
		{"Nature", "Watson, J. D. & Crick, F. H. C. Molecular structure of nucleic acids. Nature 171, 737–738 (1953).", noIssue(article(dotted, title))},
		{"BMC", "Watson JD, Crick FHC: Molecular structure of nucleic acids. Nature 1953, 171:737–738.", noIssue(article(watson, title))},
		{"Springer", "Watson JD, Crick FHC (1953) Molecular structure of nucleic acids. Nature 171:737–738", noIssue(article(watson, title))},
		{"year without punctuation", "Watson JD, Crick FHC 1953 Molecular structure of nucleic acids. Nature 171, 737–738.", noIssue(article(watson, title))},
		{"year at the end", "Watson JD, Crick FHC: Molecular structure of nucleic acids. Nature 171:737–738, 1953.", noIssue(article(watson, title))},
		{"Frontiers", "Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. (1953) 171:737–738.", noIssue(article(watson, title))},
		{"German", "Watson, J. D./Crick, F. H. C. (1953): Molecular structure of nucleic acids, in: Nature, Jg. 171, H. 4356, S. 737–738.", inBook(article(dotted, title))},
		{"Elsevier without title", "[1] J. D. Watson, F. H. C. Crick, Nature 171 (1953) 737–738.", noIssue(article(dotted, ""))},
		{"ACS without title", "(1) Watson, J. D.; Crick, F. H. C. Nature 1953, 171, 737–738.", noIssue(article(dotted, ""))},
		{"AIP without title", "1 J. D. Watson and F. H. C. Crick, Nature 171, 737–738 (1953).", noIssue(article(dotted, ""))},
		{"markup", "Watson JD, Crick FHC (1953) Molecular structure of nucleic acids. <i>Nature</i> <b>171</b>:737–738", noIssue(article(watson, title))},
	}
	p := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := p.Parse(tt.text)
			if diff := cmp.Diff(tt.want, got.Item); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, diff)
			}
			if got.Confidence < 0.8 {
				t.Errorf("Parse(%q): confidence %.2f, want at least 0.8", tt.text, got.Confidence)
			}
		})
	}
}

// inBook gives an article the type that "in:" makes of it.
func inBook(i biblio.Item) biblio.Item { i.Type = biblio.Chapter; return i }

func noted(i biblio.Item, note string) biblio.Item { i.Note = note; return i }

func TestParseKinds(t *testing.T) {
	tests := []struct {
		name, text string
		want       biblio.Item
	}{
		{"book", "9. Damasio A. Descartes’ Error. London, UK: Macmillan; 1994.", biblio.Item{
			Type: biblio.Book, Title: "Descartes’ Error", Authors: []biblio.Name{{Family: "Damasio", Given: "A."}},
			Place: "London, UK", Publisher: "Macmillan", Issued: biblio.Date{Year: 1994},
		}},
		{"chapter with editor", "7. Fox R, Lief H. Training for detached concern. In: Lief H, ed. The Psychological Basis of Medical Practice. New York, NY: Harper & Row; 1963:12–35.", biblio.Item{
			Type: biblio.Chapter, Title: "Training for detached concern", Authors: []biblio.Name{{Family: "Fox", Given: "R"}, {Family: "Lief", Given: "H"}},
			Container: "The Psychological Basis of Medical Practice", Editors: []biblio.Name{{Family: "Lief", Given: "H"}},
			Place: "New York, NY", Publisher: "Harper & Row", Issued: biblio.Date{Year: 1963}, Pages: "12–35",
		}},
		{"conference", "J. Allen and J. Koomen. Planning using a temporal world model. In Proceedings of the Eighth International Joint Conference on Artificial Intelligence, pages 741-747, 1983.", biblio.Item{
			Type: biblio.Conference, Title: "Planning using a temporal world model", Authors: []biblio.Name{{Family: "Allen", Given: "J."}, {Family: "Koomen", Given: "J."}},
			Container: "Proceedings of the Eighth International Joint Conference on Artificial Intelligence", Pages: "741-747", Issued: biblio.Date{Year: 1983},
		}},
		{"abbreviations are one container", "Doe J, Roe K. Folding of a small protein. Proc. Natl. Acad. Sci. U.S.A. 2004;101:1234–9.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "Folding of a small protein", Authors: []biblio.Name{{Family: "Doe", Given: "J"}, {Family: "Roe", Given: "K"}},
			Container: "Proc. Natl. Acad. Sci. U.S.A.", Volume: "101", Pages: "1234–9", Issued: biblio.Date{Year: 2004},
		}},
		{"abbreviations in the title", "Doe J. Growth of E. coli and Bacillus sp. nov. vs. controls in St. Louis. J Bacteriol. 1999;181:12–9.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "Growth of E. coli and Bacillus sp. nov. vs. controls in St. Louis", Authors: []biblio.Name{{Family: "Doe", Given: "J."}},
			Container: "J Bacteriol", Volume: "181", Pages: "12–9", Issued: biblio.Date{Year: 1999},
		}},
		{"question", "Doe J, Roe K. Is it more than depression? Health Psychol. 1995;14:388–98.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "Is it more than depression?", Authors: []biblio.Name{{Family: "Doe", Given: "J"}, {Family: "Roe", Given: "K"}},
			Container: "Health Psychol", Volume: "14", Pages: "388–98", Issued: biblio.Date{Year: 1995},
		}},
		{"article number", "Doe J, Roe K, et al. A test of rules. PLoS One. 2012;7(2):e30619.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "A test of rules", Authors: []biblio.Name{{Family: "Doe", Given: "J"}, {Family: "Roe", Given: "K"}}, EtAl: true,
			Container: "PLoS One", Volume: "7", Issue: "2", Pages: "e30619", Issued: biblio.Date{Year: 2012},
		}},
		{"section letter with the volume", "T. Becher and M. Neubert, Phys. Lett. B637, 251 (2006), arXiv:hep-ph/0603140.", biblio.Item{
			Type: biblio.ArticleJournal, Authors: []biblio.Name{{Family: "Becher", Given: "T."}, {Family: "Neubert", Given: "M."}},
			Container: "Phys. Lett. B", Volume: "637", Pages: "251", Issued: biblio.Date{Year: 2006}, ArXiv: "hep-ph/0603140",
		}},
		{"organisation", "World Health Organization (2018). Global report on the epidemic of obesity. Geneva: World Health Organization.", biblio.Item{
			Type: biblio.Book, Title: "Global report on the epidemic of obesity", Authors: []biblio.Name{{Literal: "World Health Organization"}},
			Place: "Geneva", Publisher: "World Health Organization", Issued: biblio.Date{Year: 2018},
		}},
		{"no author", "Learning objectives for medical student education: report I of the project. Acad Med. 1999;74:13–8.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "Learning objectives for medical student education: report I of the project",
			Container: "Acad Med", Volume: "74", Pages: "13–8", Issued: biblio.Date{Year: 1999},
		}},
		{"edition", "Wyatt, T. H. (2001). The art of reading, 2nd ed. Oxford: Oxford University Press.", biblio.Item{
			Type: biblio.Book, Title: "The art of reading", Authors: []biblio.Name{{Family: "Wyatt", Given: "T. H."}}, Edition: "2nd ed.",
			Place: "Oxford", Publisher: "Oxford University Press", Issued: biblio.Date{Year: 2001},
		}},
		{"edition in German", "Müller, Hans-Peter/Schmidt, Eva (2003): Die Stille im Krankenhaus. In: Weber, Karl (Hrsg.): Handbuch der Pflege. 3., überarb. Aufl. Stuttgart: Thieme, S. 45–67.", biblio.Item{
			Type: biblio.Chapter, Title: "Die Stille im Krankenhaus", Authors: []biblio.Name{{Family: "Müller", Given: "Hans-Peter"}, {Family: "Schmidt", Given: "Eva"}},
			Container: "Handbuch der Pflege", Editors: []biblio.Name{{Family: "Weber", Given: "Karl"}}, Edition: "3., überarb. Aufl.",
			Place: "Stuttgart", Publisher: "Thieme", Issued: biblio.Date{Year: 2003}, Pages: "45–67",
		}},
		{"Russian", "Иванов И. И., Петров П. П. Слушание как лечение // Вестник тишины. 2001. Т. 16, № 2. С. 112–118.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "Слушание как лечение", Authors: []biblio.Name{{Family: "Иванов", Given: "И. И."}, {Family: "Петров", Given: "П. П."}},
			Container: "Вестник тишины", Volume: "16", Issue: "2", Pages: "112–118", Issued: biblio.Date{Year: 2001},
		}},
		{"Chinese", "王小明, 李华. 潮间带贻贝的节律研究[J]. 海洋学报, 2014, 36(2): 112-118.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "潮间带贻贝的节律研究", Authors: []biblio.Name{{Literal: "王小明"}, {Literal: "李华"}},
			Container: "海洋学报", Volume: "36", Issue: "2", Pages: "112-118", Issued: biblio.Date{Year: 2014},
		}},
		{"Japanese", "山田太郎・鈴木一郎 (2005)「静けさの研究」『日本医学雑誌』16巻2号、112-118頁", biblio.Item{
			Type: biblio.ArticleJournal, Title: "静けさの研究", Authors: []biblio.Name{{Literal: "山田太郎"}, {Literal: "鈴木一郎"}},
			Container: "日本医学雑誌", Volume: "16", Issue: "2", Pages: "112-118", Issued: biblio.Date{Year: 2005},
		}},
		{"Arabic", "أحمد محمد. دراسة الصمت. مجلة الطب. ٢٠٠٥؛ ١٤٤: ١١٢-١١٨.", biblio.Item{
			Type: biblio.ArticleJournal, Title: "دراسة الصمت", Authors: []biblio.Name{{Literal: "أحمد محمد"}},
			Container: "مجلة الطب", Volume: "١٤٤", Pages: "١١٢-١١٨", Issued: biblio.Date{Year: 2005},
		}},
		{"thesis", "Allen, James F. (1979). A Plan-Based Approach to Speech Act Recognition. PhD thesis, University of Toronto.", biblio.Item{
			Type: biblio.Thesis, Title: "A Plan-Based Approach to Speech Act Recognition", Authors: []biblio.Name{{Family: "Allen", Given: "James F."}},
			Genre: "PhD thesis", Publisher: "University of Toronto", Issued: biblio.Date{Year: 1979},
		}},
	}
	p := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := p.Parse(tt.text)
			if diff := cmp.Diff(tt.want, got.Item); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestParseNoReference(t *testing.T) {
	p := New()
	for _, text := range []string{
		"", "   ", "References", "PubMed  CAS  Google Scholar", "Article   PubMed   Google Scholar", "Download references", "CAS", "...", "1.", "—",
		"You can also search for this author in", "The authors declare that they have no competing interests.", "Introduction",
	} {
		got := p.Parse(text)
		if got.Confidence >= minConfidence {
			t.Errorf("Parse(%q): confidence %.2f, want less than %.1f", text, got.Confidence, minConfidence)
		}
		if diff := cmp.Diff(biblio.Item{}, got.Item); diff != "" {
			t.Errorf("Parse(%q) invents (-want +got):\n%s", text, diff)
		}
	}
}

// TestParseLong guards the bound of time: whatever the line, reading it must not take a time that
// grows with the square of its length.
func TestParseLong(t *testing.T) {
	p := New()
	for _, unit := range []string{"A. ", "“a ", "Smith J, ", "In: Smith J, ", "Ed. by A. Smith, ", "1, ", "(1 ", "[a ", "a'", "http://a.b/c. ", "10.1000/x ", "John Smith, ", "é", "\x80"} {
		text := strings.Repeat(unit, 100_000/len(unit))
		began := time.Now()
		p.Parse(text)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("100 kB of %q took %v", unit, took)
		}
	}
}

func TestParseConcurrent(t *testing.T) {
	p := New()
	text := "Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–738."
	want := p.Parse(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := p.Parse(text); !cmp.Equal(want, got) {
					t.Errorf("Parse gave %+v beside other calls, %+v alone", got, want)
				}
				p.Parse("Doe J. Something else. Elsewhere 2001;1:2–3.")
			}
		})
	}
	wg.Wait()
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"1. Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–8. doi: 10.1038/171737a0.",
		"“Quoted «title», in: (eds.), [[((", "10.1038/ nature123 doi: . PMID: PMC arXiv: 1706. 03762", "", "\xff\xfe", "A & B: C. 1, 2 (3) 4–5",
		"Müller, H./Meier, K. (Hg.), 1998: Über. Jg. 3, H. 4, S. 5 ff.",
		"T. Becher, Phys. Lett. B637, 251 (2006), arXiv:hep-ph/0603140.",
	} {
		f.Add(s)
	}
	p := New()
	f.Fuzz(func(t *testing.T, text string) {
		item := p.Parse(text)
		if !(item.Confidence >= 0 && item.Confidence <= 1) {
			t.Errorf("confidence %v", item.Confidence)
		}
		for name, c := range item.FieldConfidence {
			if !(c > 0 && c <= 1) {
				t.Errorf("confidence %v of %s", c, name)
			}
		}
		source := letters(text)
		fields := []string{item.Title, item.Container, item.Volume, item.Issue, item.Pages, item.Publisher, item.Place, item.URL, item.Edition, item.Genre, item.Note}
		for _, n := range append(item.Authors, item.Editors...) {
			fields = append(fields, n.Family, n.Given, n.Particle, n.Suffix, n.Literal)
		}
		for _, field := range fields {
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

func BenchmarkParse(b *testing.B) {
	texts := []string{
		"1. Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–738. doi: 10.1038/171737a0.",
		"Lenski, R. E., Rose, M. R., Simpson, S. C., & Tadler, S. C. (1991). Long-term experimental evolution in Escherichia coli. I. Adaptation and divergence during 2,000 generations. The American Naturalist, 138(6), 1315–1341.",
		"T. Becher and M. Neubert, Phys. Lett. B637, 251 (2006), arXiv:hep-ph/0603140.",
		"Hanke, Christine (2000), »Zwischen Evidenz und Leere«, in: Bublitz, Hannelore/Seier, Andrea (Hg.), Der Gesellschaftskörper. Zur Neuordnung von Kultur, Frankfurt a.M.: Campus, S. 179–235.",
	}
	p := New()
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			p.Parse(text)
		}
	}
}
