package citation

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestReadPeople(t *testing.T) {
	type names = []biblio.Name
	smith := biblio.Name{Family: "Smith", Given: "J. A."}
	tests := []struct {
		text string
		want names
		etAl bool
	}{
		{"Smith JA, Doe K", names{{Family: "Smith", Given: "JA"}, {Family: "Doe", Given: "K"}}, false},
		{"Smith JA, Doe K.", names{{Family: "Smith", Given: "JA"}, {Family: "Doe", Given: "K"}}, false},
		{"Smith, J. A., & Doe, K.", names{smith, {Family: "Doe", Given: "K."}}, false},
		{"J. A. Smith and K. Doe", names{smith, {Family: "Doe", Given: "K."}}, false},
		{"Smith, J. A.; Doe, K.; et al.", names{smith, {Family: "Doe", Given: "K."}}, true},
		{"SMITH, J. A., AND DOE, K.", names{{Family: "SMITH", Given: "J. A."}, {Family: "DOE", Given: "K."}}, false},
		{"Smith, John A., and Kate Doe", names{{Family: "Smith", Given: "John A."}, {Family: "Doe", Given: "Kate"}}, false},
		{"Smith, J. A., … Doe, K.", names{smith, {Family: "Doe", Given: "K."}}, true},
		{"Smith, J. A., . . . Doe, K.", names{smith, {Family: "Doe", Given: "K."}}, true},
		{"Smith, J. A./Doe, K.", names{smith, {Family: "Doe", Given: "K."}}, false},
		{"A. W. JOHNSON, E. MARHAM et A. PRICE", names{{Family: "JOHNSON", Given: "A. W."}, {Family: "MARHAM", Given: "E."}, {Family: "PRICE", Given: "A."}}, false},
		{"Müller, H. und Meier, K.", names{{Family: "Müller", Given: "H."}, {Family: "Meier", Given: "K."}}, false},
		{"van den Berg JM, de la Cruz M", names{{Particle: "van den", Family: "Berg", Given: "JM"}, {Particle: "de la", Family: "Cruz", Given: "M"}}, false},
		{"J. M. van den Berg", names{{Particle: "van den", Family: "Berg", Given: "J. M."}}, false},
		{"Berg, J. M. van den, Smith, J. A.", names{{Particle: "van den", Family: "Berg", Given: "J. M."}, smith}, false},
		{"De Clercq I, Van Aken O", names{{Family: "De Clercq", Given: "I"}, {Family: "Van Aken", Given: "O"}}, false},
		{"Phui Yee JS, García de la Torre M", names{{Family: "Phui Yee", Given: "JS"}, {Family: "García de la Torre", Given: "M"}}, false},
		{"O'Brien P, O’Neil S, O Reilly T", names{{Family: "O'Brien", Given: "P"}, {Family: "O’Neil", Given: "S"}, {Family: "O Reilly", Given: "T"}}, false},
		{"Latgé J.-P., Gonzalez-Pérez M.", names{{Family: "Latgé", Given: "J.-P."}, {Family: "Gonzalez-Pérez", Given: "M."}}, false},
		{"Smith JA Jr, King III, D. T.", names{{Family: "Smith", Given: "JA", Suffix: "Jr"}, {Family: "King", Given: "D. T.", Suffix: "III"}}, false},
		{"Smith, J. A., Jr., & Doe, K.", names{{Family: "Smith", Given: "J. A.", Suffix: "Jr."}, {Family: "Doe", Given: "K."}}, false},
		{"McCouch SR, Ivanov IV, Li J", names{{Family: "McCouch", Given: "SR"}, {Family: "Ivanov", Given: "IV"}, {Family: "Li", Given: "J"}}, false},
		{"Иванов И.И., Петров П.П.", names{{Family: "Иванов", Given: "И.И."}, {Family: "Петров", Given: "П.П."}}, false},
		{"王小明，李四", names{{Literal: "王小明"}, {Literal: "李四"}}, false},
		{"World Health Organization", names{{Literal: "World Health Organization"}}, false},
		{"N. Om, Thinlay, P. Loday", names{{Family: "Om", Given: "N."}, {Literal: "Thinlay"}, {Family: "Loday", Given: "P."}}, false},
		{"Lief H, ed.", names{{Family: "Lief", Given: "H"}}, false},
		{"edited by B. Rihoux and C. Ragin", names{{Family: "Rihoux", Given: "B."}, {Family: "Ragin", Given: "C."}}, false},
		{"Knoblich, G. (Hrsg.)", names{{Family: "Knoblich", Given: "G."}}, false},
		{"Smith and others", names{{Literal: "Smith"}}, true},
	}
	for _, tt := range tests {
		got, etAl := readPeople(tt.text)
		if diff := cmp.Diff(tt.want, got); diff != "" || etAl != tt.etAl {
			t.Errorf("readPeople(%q): cut %v, want %v (-want +got):\n%s", tt.text, etAl, tt.etAl, diff)
		}
	}
}

func TestReadDate(t *testing.T) {
	tests := []struct {
		text string
		want biblio.Date
	}{
		{"(1998a)", biblio.Date{Year: 1998}},
		{"2003 Aug 5", biblio.Date{Year: 2003, Month: 8, Day: 5}},
		{"21st March 2003", biblio.Date{Year: 2003, Month: 3, Day: 21}},
		{"9.4.2006", biblio.Date{Year: 2006, Month: 4, Day: 9}},
		{"2020-01-03", biblio.Date{Year: 2020, Month: 1, Day: 3}},
		{"Mai 2001", biblio.Date{Year: 2001, Month: 5}},
		{"Fall 1985", biblio.Date{Year: 1985}},
		{"(in press)", biblio.Date{Literal: "in press"}},
	}
	for _, tt := range tests {
		if got := readDate(tt.text); got != tt.want {
			t.Errorf("readDate(%q): %+v, want %+v", tt.text, got, tt.want)
		}
	}
}
