package biblio_test

import (
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestParsePages(t *testing.T) {
	tests := map[string]biblio.Pages{
		"1138–61": {First: "1138", Last: "1161"}, "13–8": {First: "13", Last: "18"}, "857-863": {First: "857", Last: "863"}, "98–102": {First: "98", Last: "102"}, "100-9": {First: "100", Last: "109"},
		"S12–5": {First: "S12", Last: "S15"}, "S12–S15": {First: "S12", Last: "S15"}, "e123": {First: "e123", Last: "e123"}, "E2041–E2049": {First: "E2041", Last: "E2049"}, "123a–5a": {First: "123a", Last: "125a"},
		"pp. 5--9": {First: "5", Last: "9"}, "p. 7": {First: "7", Last: "7"}, "p.7": {First: "7", Last: "7"}, "pp.5-9": {First: "5", Last: "9"}, "S. 12-15": {First: "12", Last: "15"}, "pages 12 to": {First: "12 to", Last: "12 to"}, "Art. no. 012301": {First: "012301", Last: "012301"},
		"12-15; discussion 16": {First: "12", Last: "15"}, "123, 125-130": {First: "123", Last: "123"}, "[4 p.]": {First: "4", Last: "4"}, "(12–15)": {First: "12", Last: "15"}, "257 p": {First: "257", Last: "257"},
		"iii": {First: "iii", Last: "iii"}, "iii–vii": {First: "iii", Last: "vii"}, "12 – 15": {First: "12", Last: "15"}, "12‒15": {First: "12", Last: "15"}, "112～118": {First: "112", Last: "118"}, "12-15-18": {First: "12-15-18", Last: "12-15-18"},
		"P12": {First: "P12", Last: "P12"}, "": {}, "027004": {First: "027004", Last: "027004"},
	}
	for s, want := range tests {
		if got := biblio.ParsePages(s); got != want {
			t.Errorf("%q is %+v, want %+v", s, got, want)
		}
	}
}

func TestPagesString(t *testing.T) {
	tests := map[string]biblio.Pages{"12–15": {First: "12", Last: "15"}, "12": {First: "12", Last: "12"}, "7": {First: "7"}, "": {}}
	for want, p := range tests {
		if got := p.String(); got != want {
			t.Errorf("%+v prints %q, want %q", p, got, want)
		}
	}
}

// FuzzParsePages holds that nothing breaks it and that there is a last page where there is a first.
func FuzzParsePages(f *testing.F) {
	for _, s := range []string{"1138–61", "pp. ", "-", "1-", "–5", "S1-S", "[]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := biblio.ParsePages(s)
		if (p.First == "") != (p.Last == "") {
			t.Errorf("%q gives %+v", s, p)
		}
	})
}
