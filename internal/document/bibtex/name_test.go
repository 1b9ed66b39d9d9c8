package bibtex

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

// given and literal shorten the tables.
func given(family, first string) biblio.Name { return biblio.Name{Family: family, Given: first} }

func literal(s string) biblio.Name { return biblio.Name{Literal: s} }

func TestNames(t *testing.T) {
	smith, jones, wu := given("Smith", "A."), given("Jones", "B."), given("Wu", "C.")
	tests := []struct {
		name, in string
		want     []biblio.Name
		etAl     bool
	}{
		{"empty", "  ", nil, false},
		{"first last", "Jodi Halpern", []biblio.Name{given("Halpern", "Jodi")}, false},
		{"last, first", "Halpern, Jodi M.", []biblio.Name{given("Halpern", "Jodi M.")}, false},
		{"one word", "Plato", []biblio.Name{given("Plato", "")}, false},
		{"von in the middle", "Ludwig van Beethoven", []biblio.Name{{Family: "Beethoven", Given: "Ludwig", Particle: "van"}}, false},
		{"von before the comma", "van den Berg, Jan", []biblio.Name{{Family: "Berg", Given: "Jan", Particle: "van den"}}, false},
		{"von of several words", "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
			[]biblio.Name{{Family: "Vallée Poussin", Given: "Charles Louis Xavier Joseph", Particle: "de la"}}, false},
		{"particle in capitals", "De La Cruz, Juan", []biblio.Name{given("De La Cruz", "Juan")}, false},
		{"small word within", "Garcia y Vega, Juan", []biblio.Name{given("Garcia y Vega", "Juan")}, false},
		{"apostrophe", "Jean d'Alembert", []biblio.Name{given("d’Alembert", "Jean")}, false},
		{"small letters", "jean dupont", []biblio.Name{given("dupont", "jean")}, false},
		{"accent decides the case", `Jan {\'e}tienne Berg`, []biblio.Name{{Family: "Berg", Given: "Jan", Particle: "étienne"}}, false},
		{"suffix in the middle", "King, Jr., Martin Luther", []biblio.Name{{Family: "King", Given: "Martin Luther", Suffix: "Jr."}}, false},
		{"suffix at the end", "Costa, P. T., Jr.", []biblio.Name{{Family: "Costa", Given: "P. T.", Suffix: "Jr."}}, false},
		{"suffix behind a comma", "John Smith, Jr.", []biblio.Name{{Family: "Smith", Given: "John", Suffix: "Jr."}}, false},
		{"suffix without a comma", "Smith III, John", []biblio.Name{{Family: "Smith", Given: "John", Suffix: "III"}}, false},
		{"suffix in order of speech", "John Smith Sr.", []biblio.Name{{Family: "Smith", Given: "John", Suffix: "Sr."}}, false},
		{"family in braces", "{von Deimling}, Andreas and {Le Scao}, T.", []biblio.Name{given("von Deimling", "Andreas"), given("Le Scao", "T.")}, false},
		{"given in braces", "{John Henry} Ford", []biblio.Name{given("Ford", "John Henry")}, false},
		{"family in braces last", "Ian {Iliad Ipswich}", []biblio.Name{given("Iliad Ipswich", "Ian")}, false},
		{"accents in braces", `{\v S}omeone {\"O}zg{\"u}r`, []biblio.Name{given("Özgür", "Šomeone")}, false},
		{"braced accent alone", `{\"O}`, []biblio.Name{given("Ö", "")}, false},
		{"tie", "J.~A. Smith", []biblio.Name{given("Smith", "J. A.")}, false},
		{"nothing but ties", "~ and ~~, and A. Smith", []biblio.Name{smith}, false},
		{"hyphen", "Klaus-Peter Mustermann", []biblio.Name{given("Mustermann", "Klaus-Peter")}, false},

		{"organisation", "{OpenAI}", []biblio.Name{literal("OpenAI")}, false},
		{"organisations", "{World Health Organization} and {Barnes and Noble, Inc.}", []biblio.Name{literal("World Health Organization"), literal("Barnes and Noble, Inc.")}, false},
		{"organisation of a department", "{{Department of Health and Human Services}}", []biblio.Name{literal("Department of Health and Human Services")}, false},
		{"organisation without braces", "World Health Organization and Centers for Disease Control", []biblio.Name{literal("World Health Organization"), literal("Centers for Disease Control")}, false},

		{"and", "A. Smith and B. Jones AND C. Wu", []biblio.Name{smith, jones, wu}, false},
		{"and over lines", "A. Smith\n  and\tB. Jones", []biblio.Name{smith, jones}, false},
		{"and within a word", "Anders Sand and B. Jones", []biblio.Name{given("Sand", "Anders"), jones}, false},
		{"and repeated", "and A. Smith and and B. Jones and", []biblio.Name{smith, jones}, false},
		{"others", "A. Smith and others", []biblio.Name{smith}, true},
		{"et al.", "A. Smith and B. Jones et al.", []biblio.Name{smith, jones}, true},
		{"et al. with a comma", "Smith, A., et~al.", []biblio.Name{smith}, true},

		{"PubMed", "Roter DL and van den Berg J and O'Neil J-P", []biblio.Name{given("Roter", "DL"), {Family: "Berg", Given: "J", Particle: "van den"}, given("O’Neil", "J-P")}, false},
		{"family names in capitals", "Wei XU and Jun ZHANG", []biblio.Name{given("XU", "Wei"), given("ZHANG", "Jun")}, false},
		{"extended", `family=Berg, given={Jan, P.}, prefix=van, useprefix=true and given=Ann, family="Lee", suffix=Jr`,
			[]biblio.Name{{Family: "Berg", Given: "Jan, P.", Particle: "van"}, {Family: "Lee", Given: "Ann", Suffix: "Jr"}}, false},

		{"commas between names", "A. Smith, B. Jones and C. Wu", []biblio.Name{smith, jones, wu}, false},
		{"commas between names of PubMed", "Smith A, Jones BC, Wu C", []biblio.Name{given("Smith", "A"), given("Jones", "BC"), given("Wu", "C")}, false},
		{"commas between full names", "John Smith, Bill Jones, Carl Wu", []biblio.Name{given("Smith", "John"), given("Jones", "Bill"), given("Wu", "Carl")}, false},
		{"commas everywhere", "Smith, A., Jones, B. and Wu, C.", []biblio.Name{smith, jones, wu}, false},
		{"semicolons", "Smith, A.; Jones, B.; Wu, C.", []biblio.Name{smith, jones, wu}, false},
		{"entities are no semicolons", "Garc&iacute;a, A.", []biblio.Name{given("Garc&iacute;a", "A.")}, false},
		{"ampersand", `Smith, A. \& Jones, B.`, []biblio.Name{smith, jones}, false},
		{"ampersand of a firm", `{Ernst \& Young}`, []biblio.Name{literal("Ernst & Young")}, false},
		{"two words on both sides", "Garcia Marquez, Gabriel Jose", []biblio.Name{given("Garcia Marquez", "Gabriel Jose")}, false},
		{"all in braces", "{Smith, A. and Jones, B.}", []biblio.Name{smith, jones}, false},
		{"one in braces", "{Smith, A.}", []biblio.Name{smith}, false},
		{"unbalanced", "{Smith, A. and Jones, B.", []biblio.Name{given("Smith, A. and Jones, B.", "")}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, etAl := names(tt.in)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("names(%q): -want +got\n%s", tt.in, diff)
			}
			if etAl != tt.etAl {
				t.Errorf("names(%q): et al. %v", tt.in, etAl)
			}
		})
	}
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"A. B and {C, D} and others", "family=a, given={b}, c", "a, b; c & d \\& e,,", "{\\'a} van {b}, Jr, III, IV", "and~and{ and }"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, _ := names(strings.ToValidUTF8(s, "?"))
		for _, n := range list {
			if n.IsZero() || n.Literal != "" && n.Family != "" || !utf8.ValidString(n.String()) {
				t.Errorf("%q gave %+v", s, n)
			}
		}
	})
}

func TestNamesLinear(t *testing.T) {
	for _, unit := range []string{"and ", "a and ", "a, ", "{", "a;", " ", "a & ", "A. "} {
		names(strings.Repeat(unit, 100_000)) // quadratic work would not end
	}
}
