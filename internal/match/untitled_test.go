package match

import (
	"slices"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

// TestUntitled holds what is read of styles without titles where the split got the place wrong: the
// numbers behind the container tell one work of it from another.
func TestUntitled(t *testing.T) {
	work := func(title, container string, year int, volume, pages, doi string, authors ...string) biblio.Work {
		return registered(article(title, container, year, volume, pages, authors...), doi)
	}
	vibration := []biblio.Work{
		work("Nonlinear Vibrations", "Theory of Vibration with Applications", 1993, "", "461-487", "10.1000/15", "Thomson, William T."),
		work("Random Vibrations", "Theory of Vibration with Applications", 1993, "", "419-460", "10.1000/14", "Thomson, William T."),
	}
	book := []biblio.Work{
		registered(withType(article("That Men Would Praise the Lord", "", 2010, "", "", "Tulchin, Allan"), biblio.Book), "10.1000/book"),
		work("The Creation of a Protestant Community", "That Men Would Praise the Lord", 2010, "", "27-48", "10.1000/2", "Tulchin, Allan A."),
		work("The Consolidation of the Protestant Movement", "That Men Would Praise the Lord", 2010, "", "121-154", "10.1000/6", "Tulchin, Allan A."),
	}
	service := []biblio.Work{
		registered(withType(article("Building a World-Class Civil Service", "", 2010, "", "", "Das, S. K."), biblio.Book), "10.1000/book"),
		work("Performance Management", "Building a World-Class Civil Service", 2010, "", "95-114", "10.1000/das", "DAS, S. K."),
	}
	vision := []biblio.Work{
		work("An efficient solution to the perspective-three-point pose problem", "Computer Vision and Image Understanding", 2018, "166", "81-87", "10.1000/p3p", "Wang, Ping", "Xu, Guili", "Wang, Zhengsheng", "Cheng, Yuehua"),
		work("A novel algebraic solution to the perspective-three-line pose problem", "Computer Vision and Image Understanding", 2018, "", "", "10.1000/p3l", "Wang, Ping", "Xu, Guili", "Cheng, Yuehua"),
	}
	evaluations := []biblio.Work{
		work("Evaluation of another paper", "F1000 Reviews of the Literature", 2018, "", "", "10.1000/xiaolin", "Cheng, Xiaolin"),
		work("Evaluation of this paper", "F1000 Reviews of the Literature", 2018, "", "", "10.1000/cyan", "Cheng, C. Yan"),
	}
	tests := []struct {
		name, raw string
		split     biblio.Item
		works     []biblio.Work
		doi       string // "" for none
	}{
		{"a page was taken for the volume", "1 W.T. Thomson, Theory of Vibration with Applications 419 (1993).",
			article("", "Theory of Vibration with Applications", 1993, "419", "", "Thomson, W.T."), vibration, "10.1000/14"},
		{"a volume was left in the title", "1 M. Ravichandran and K. Ramesh, Applied Mechanics and Materials 1-2, 139 (2004).",
			article("Applied Mechanics and Materials 1-2", "", 2004, "", "139", "Ravichandran, M.", "Ramesh, K."),
			[]biblio.Work{work("Determination of stress intensity factors for an interfacial crack", "Applied Mechanics and Materials", 2004, "1-2", "139-144", "10.1000/amm", "Ravichandran, M.", "Ramesh, K.")}, "10.1000/amm"},
		{"a Roman page was left in the container", "1Netter's Concise Radiologic Anatomy xiii (2009).",
			article("", "Netter's Concise Radiologic Anatomy xiii", 2009, "", ""),
			[]biblio.Work{work("Frank H. Netter, MD", "Netter's Concise Radiologic Anatomy", 2009, "", "xiii", "10.1000/netter")}, "10.1000/netter"},
		{"a page that begins a chapter means the chapter", "[1] A.A. Tulchin, That Men Would Praise the Lord (2010) 121.",
			article("That Men Would Praise the Lord", "", 2010, "", "121", "Tulchin, A.A."), book, "10.1000/6"},
		{"capitals are no particle", "[1] S.K. DAS, Building a World-Class Civil Service (2010) 95.",
			article("Building a World-Class Civil Service", "", 2010, "", "95", "DAS, S.K."), service, "10.1000/das"},
		{"nobody was left out and nothing is registered that is not cited", "[1] P. Wang, G. Xu, Y. Cheng, Computer Vision and Image Understanding (2018).",
			article("", "Computer Vision and Image Understanding", 2018, "", "", "Wang, P.", "Xu, G.", "Cheng, Y."), vision, "10.1000/p3l"},
		{"initials tell two people apart", "[1] C.Y. Cheng, F1000 Reviews of the Literature (2018).",
			article("", "F1000 Reviews of the Literature", 2018, "", "", "Cheng, C.Y."), evaluations, "10.1000/cyan"},
		{"two that answer alike are not told apart", "[1] P. Wang, Computer Vision and Image Understanding (2018).",
			article("", "Computer Vision and Image Understanding", 2018, "", "", "Wang, P."), []biblio.Work{vision[1], func() biblio.Work { w := vision[1]; w.Title, w.DOI = "Something else", "10.1000/else"; return w }()}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			works := slices.Clone(tt.works)
			for range works {
				id := Identify(printed(tt.raw, tt.split), works)
				if got := id.Work.DOI; id.Decided && got != tt.doi || !id.Decided && tt.doi != "" {
					t.Errorf("found %s with %.3f (%v), want %q", got, id.Confidence, id.Decided, tt.doi)
				}
				works = append(works[1:], works[0])
			}
		})
	}
}
