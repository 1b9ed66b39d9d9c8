package citation

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// labelNames are the names of labels in tests.
var labelNames = map[label]string{
	labelNumber: "number", labelAuthor: "author", labelEditor: "editor", labelDate: "date", labelTitle: "title", labelContainer: "container", labelIn: "in",
	labelVolume: "volume", labelIssue: "issue", labelPages: "pages", labelPublisher: "publisher", labelPlace: "place", labelDOI: "doi", labelNote: "note",
	labelEdition: "edition", labelGenre: "genre", labelURL: "url",
}

func TestTagger(t *testing.T) {
	tests := []struct {
		text string
		want []string // label and text, in turn
	}{
		{"[1] J. D. Watson, Nature 171 (1953) 737–738.", []string{
			"number", "[1]", "author", "J. D. Watson", "container", "Nature", "volume", "171", "date", "(1953)", "pages", "737–738",
		}},
		{"Lief H. Training. In: Fox R, ed. Medical Practice. New York: Norton; 1963.", []string{
			"author", "Lief H.", "title", "Training", "in", "In", "editor", "Fox R, ed.", "container", "Medical Practice", "place", "New York",
			"publisher", "Norton", "date", "1963",
		}},
		{"Watson JD. Nucleic acids. Nature. 1953;171:737. doi: 10.1038/171737a0.", []string{
			"author", "Watson JD.", "title", "Nucleic acids", "container", "Nature", "date", "1953", "volume", "171", "pages", "737", "doi", "doi: 10.1038/171737a0",
		}},
		{"Brown, L. E. (Ed.) (2000). Isokinetics in human performance. Champaign, IL: Human Kinetics.", []string{
			"editor", "Brown, L. E. (Ed.)", "date", "(2000)", "title", "Isokinetics in human performance", "place", "Champaign, IL", "publisher", "Human Kinetics",
		}},
		{"1 J.H. Mei, Appl. Phys. Lett. 67, 2720 (1995).", []string{
			"number", "1", "author", "J.H. Mei", "container", "Appl. Phys. Lett", "volume", "67", "pages", "2720", "date", "(1995)",
		}},
		{"J. Kalman, Adv. High Energy Phys. 2013, 1–8, 2011.", []string{
			"author", "J. Kalman", "container", "Adv. High Energy Phys", "volume", "2013", "pages", "1–8", "date", "2011",
		}},
		{"Rossi M, Bianchi G. Stress e sonno. Health Psychol 2012 (2013): 1–8.", []string{
			"author", "Rossi M, Bianchi G.", "title", "Stress e sonno", "container", "Health Psychol", "volume", "2012", "date", "(2013)", "pages", "1–8",
		}},
		{"Smith J. Abstract. J Test. 2003;12 Suppl 1:S12–5.", []string{
			"author", "Smith J.", "title", "Abstract", "container", "J Test", "date", "2003", "volume", "12", "issue", "Suppl 1", "pages", "S12–5",
		}},
		{"Levinson, David, and Melvin M. Ember, eds. Encyclopedia of Cultural Anthropology. New York: Henry Holt, 1996.", []string{
			"editor", "Levinson, David, and Melvin M. Ember, eds", "title", "Encyclopedia of Cultural Anthropology", "place", "New York",
			"publisher", "Henry Holt", "date", "1996",
		}},
	}
	tg := newTagger(model())
	for _, tt := range tests {
		var got []string
		spans, _ := tg.tag(tt.text)
		for _, s := range spans {
			got = append(got, labelNames[s.label], tt.text[s.start:s.end])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("tag(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

// TestConfidence guards the line between references and everything else that stands in a list.
func TestConfidence(t *testing.T) {
	tests := []struct {
		text   string
		atMost float64
	}{
		{"References", 0.29}, {"Materials and Methods", 0.29}, {"PubMed  CAS  Google Scholar", 0.29}, {"12", 0.29},
		{"We thank John Smith and Mary Jones for helpful comments on the manuscript.", 0.29},
		{"In this paper we show that the number of cells increases with age (see Table 3).", 0.29},
		{"Every verdict carries its evidence and its coverage.", 0.29},
		{"Watson JD. Nucleic acids. Nature. 1953;171:737.", 1},
		{"Damasio A. Descartes’ Error. London: Macmillan; 1994.", 1},
	}
	tg := newTagger(model())
	for _, tt := range tests {
		_, got := tg.tag(tt.text)
		if got > tt.atMost || tt.atMost == 1 && got < 0.8 {
			t.Errorf("confidence of %q: %.2f", tt.text, got)
		}
	}
}

// TestModelLoads guards the start: what New costs, a command pays each time.
func TestModelLoads(t *testing.T) {
	if n := len(modelData); n > 6<<20 {
		t.Errorf("the model has %d bytes", n)
	}
	if diff := cmp.Diff(Tags(), model().Labels()); diff != "" {
		t.Errorf("the model was trained with other tags (-want +got):\n%s", diff)
	}
}

// TestTaggerAllocates guards the steady state: the spans of a text cost nothing but the text.
func TestTaggerAllocates(t *testing.T) {
	tg := newTagger(model())
	text := strings.Repeat("Watson JD. Nucleic acids. Nature. 1953;171:737. ", 20)
	tg.tag(text)
	if n := testing.AllocsPerRun(10, func() { tg.tag(text) }); n > 50 {
		t.Errorf("%.0f allocations", n)
	}
}

// TestTaggerLinear guards the bound of time on text that is all quotation marks, brackets or dots.
func TestTaggerLinear(t *testing.T) {
	tg := newTagger(model())
	for _, unit := range []string{"\"", "“", "(", ".", "a", "A. ", "1 ", "Ed. ", "\".", "In: "} {
		began := time.Now()
		tg.tag(cut(strings.Repeat(unit, maxText/len(unit))))
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("32 kB of %q took %v", unit, took)
		}
	}
}

func FuzzTagger(f *testing.F) {
	f.Add("1. Watson JD, Crick FHC. Molecular structure. Nature. 1953;171(4356):737–8. doi: 10.1038/171737a0.")
	f.Add("“A” in: B (eds.), http://a.b/ [x] 10.1000/x")
	f.Add("«» 'a \" ( ] ed. pp. vols. 3 vols. p17")
	tg := newTagger(model())
	f.Fuzz(func(t *testing.T, text string) {
		text = normalize(text)
		spans, confidence := tg.tag(text)
		if !(confidence >= 0 && confidence <= 1) {
			t.Errorf("confidence %v", confidence)
		}
		end := 0
		for _, s := range spans {
			if s.start < end || s.end <= s.start || s.end > len(text) || s.label == labelNone || s.label >= labelCount {
				t.Fatalf("span %+v behind %d in a text of %d bytes", s, end, len(text))
			}
			end = s.end
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := loadModel(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestPages(t *testing.T) {
	for raw, want := range map[string]string{"378—382": "378–382", "pp. 12‑15": "12-15", "S. 12–5": "12–5", "e30619": "e30619"} {
		if got := figures(labelPages, raw); got != want {
			t.Errorf("pages of %q: %q, want %q", raw, got, want)
		}
	}
}
