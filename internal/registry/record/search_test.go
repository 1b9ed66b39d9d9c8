package record

import (
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestLongWords(t *testing.T) {
	for in, want := range map[string]string{
		"Crowdsourcing <i>open</i> citations; of the open": "crowdsourcing citations open",
		`Won't "AND" OR (x): a/b\c receptor-mediated p53`:  "receptor mediated p53 x b c",
		"Μελέτη των όγκων":                                 "μελέτη όγκων των",
		"日本の医療, 歴史":                                        "日本の医療 歴史",
		"— ?":                                              "",
	} {
		if got := strings.Join(LongWords(in), " "); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestFamilyWord(t *testing.T) {
	for in, want := range map[string]string{
		"Halpern JM": "halpern", "van den Berg J": "berg", "Li": "li", "LI": "li", "García Márquez G": "márquez", "O'Brien A": "", "": "", "  ": "",
	} {
		if got := FamilyWord(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestLikeness(t *testing.T) {
	asked := wordSet("Won't somebody think of the children?")
	whole := likeness(asked, biblio.Work{Item: biblio.Item{Title: "“Won’t somebody think of the children?” Examining compliance"}})
	exact := likeness(asked, biblio.Work{Item: biblio.Item{Title: "Won't Somebody Think of the Children"}})
	other := likeness(asked, biblio.Work{Item: biblio.Item{Title: "Children of the revolution"}})
	translated := likeness(asked, biblio.Work{Item: biblio.Item{Title: "Ob jemand an die Kinder denkt"}, OtherTitles: []string{"Won't somebody think of the children?"}})
	if exact <= whole || whole <= other || whole < alike || exact != translated {
		t.Errorf("exact %v, with subtitle %v, other %v, by its other title %v", exact, whole, other, translated)
	}
	if l := likeness(asked, biblio.Work{}); l != 0 {
		t.Errorf("no title is like with %v", l)
	}
}

func TestAlike(t *testing.T) {
	work := func(title string) biblio.Work { return biblio.Work{Item: biblio.Item{Title: title}} }
	works := []biblio.Work{work("Deep learning for image restoration"), work("Attention"), work("Deep residual learning for image recognition")}
	got := Alike("Deep residual learning for image recognition", works)
	if len(got) != 2 || got[0].Title != works[2].Title || got[1].Title != works[0].Title {
		t.Errorf("%+v", got)
	}
	if got := Alike("Deep residual learning", make([]biblio.Work, 9)); len(got) != 0 {
		t.Errorf("%d without a title", len(got))
	}
	many := []biblio.Work{works[0], works[0], works[0], works[0], works[0], works[0], works[2]}
	if got := Alike(works[2].Title, many); len(got) != maxAlike || got[0].Title != works[2].Title {
		t.Errorf("%+v", got)
	}
}
