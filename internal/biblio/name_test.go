package biblio_test

import (
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestInitials(t *testing.T) {
	check(t, func(s string) string { return biblio.Name{Given: s}.Initials() }, map[string]string{
		"Jodi M.": "JM", "JM": "JM", "J.-M.": "JM", "J. M.": "JM", "Jean-Marie": "JM", "RMF": "RMF", "Aidan N.": "AN", "Élise": "É", "émile": "É", "Wenbo": "W", "j": "J", "": "", "O’Neil": "ON", "J\u00a0M": "JM", "MARIA": "M",
	})
}

func TestNameString(t *testing.T) {
	tests := map[string]biblio.Name{
		"van den Berg JM Jr": {Family: "Berg", Given: "JM", Particle: "van den", Suffix: "Jr"}, "WHO": {Literal: "WHO"}, "Smith": {Family: "Smith"}, "": {},
	}
	for want, n := range tests {
		if got := n.String(); got != want {
			t.Errorf("%+v prints %q, want %q", n, got, want)
		}
		if n.IsZero() != (want == "") {
			t.Errorf("%+v: IsZero is %v", n, n.IsZero())
		}
	}
}
