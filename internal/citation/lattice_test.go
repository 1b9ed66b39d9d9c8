package citation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTag(t *testing.T) {
	tests := []struct {
		text string
		want []string // label and text, in turn
	}{
		{"[1] J. D. Watson, Nature 171 (1953) 737–738.", []string{
			"number", "[1]", "author", "J. D. Watson", "container", "Nature", "volume", "171", "date", "(1953)", "pages", "737–738",
		}},
		{"Lief H. Training. In: Fox R, ed. Medical Practice. New York: Norton; 1963.", []string{
			"author", "Lief H.", "title", "Training", "in", "In:", "editor", "Fox R, ed.", "container", "Medical Practice", "place", "New York",
			"publisher", "Norton", "date", "1963",
		}},
		{"Watson JD. Nucleic acids. Nature. 1953;171:737. doi: 10.1038/171737a0.", []string{
			"author", "Watson JD.", "title", "Nucleic acids", "container", "Nature", "date", "1953", "volume", "171", "pages", "737", "doi", "doi: 10.1038/171737a0",
		}},
	}
	names := map[label]string{
		labelNumber: "number", labelAuthor: "author", labelEditor: "editor", labelDate: "date", labelTitle: "title", labelContainer: "container", labelIn: "in",
		labelVolume: "volume", labelPages: "pages", labelPublisher: "publisher", labelPlace: "place", labelDOI: "doi",
	}
	l := new(lattice)
	for _, tt := range tests {
		var got []string
		spans, _ := l.tag(tt.text)
		for _, s := range spans {
			got = append(got, names[s.label], tt.text[s.start:s.end])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("tag(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

func FuzzTag(f *testing.F) {
	f.Add("1. Watson JD, Crick FHC. Molecular structure. Nature. 1953;171(4356):737–8. doi: 10.1038/171737a0.")
	f.Add("“A” in: B (eds.), http://a.b/ [x] 10.1000/x")
	l := new(lattice)
	f.Fuzz(func(t *testing.T, text string) {
		text = cut(text)
		spans, _ := l.tag(text)
		end := 0
		for _, s := range spans {
			if s.start < end || s.end <= s.start || s.end > len(text) || s.label == labelNone || s.label >= labelCount {
				t.Fatalf("span %+v behind %d in a text of %d bytes", s, end, len(text))
			}
			end = s.end
		}
	})
}
