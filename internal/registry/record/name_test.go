package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestName(t *testing.T) {
	for text, want := range map[string]biblio.Name{
		"Jodi M. Halpern":           {Family: "Halpern", Given: "Jodi M."},
		"Halpern, Jodi M.":          {Family: "Halpern", Given: "Jodi M."},
		"Halpern JM":                {Family: "Halpern", Given: "JM"},
		"Haas-Kogan DA":             {Family: "Haas-Kogan", Given: "DA"},
		"Le Marchand L":             {Family: "Le Marchand", Given: "L"},
		"van den Berg JM":           {Particle: "van den", Family: "Berg", Given: "JM"},
		"Ludwig van Beethoven":      {Particle: "van", Family: "Beethoven", Given: "Ludwig"},
		"Valérie Dos Santos":        {Family: "Santos", Given: "Valérie Dos"},
		"Ronald De Sousa":           {Family: "Sousa", Given: "Ronald De"},
		"de Sousa, Ronald":          {Particle: "de", Family: "Sousa", Given: "Ronald"},
		"A. Fenton":                 {Family: "Fenton", Given: "A."},
		"J B Gross":                 {Family: "Gross", Given: "J B"},
		"YU LI":                     {Family: "LI", Given: "YU"},
		"McClelland III S":          {Family: "McClelland III", Given: "S"},
		"Martin Luther King Jr.":    {Family: "King", Given: "Martin Luther", Suffix: "Jr."},
		"King, Martin Luther, Jr.":  {Family: "King", Given: "Martin Luther", Suffix: "Jr."},
		"King, Jr., Martin Luther":  {Family: "King", Given: "Martin Luther", Suffix: "Jr."},
		"John Smith, Jr.":           {Family: "Smith", Given: "John", Suffix: "Jr."},
		"Osler, William, 1849-1919": {Family: "Osler", Given: "William"},
		"Беспалов Дмитрий Николаевич":   {Family: "Беспалов", Given: "Дмитрий Николаевич"},
		"Дмитрий Дмитриевич Шостакович": {Family: "Шостакович", Given: "Дмитрий Дмитриевич"},
		"Université de Lyon":          {Literal: "Université de Lyon"},
		"宮地 元彦":                       {Family: "宮地", Given: "元彦"},
		"宮地元彦":                        {Literal: "宮地元彦"},
		"Plato":                       {Literal: "Plato"},
		"University of Gothenburg":    {Literal: "University of Gothenburg"},
		"World Health Organization":   {Literal: "World Health Organization"},
		"ATLAS Collaboration":         {Literal: "ATLAS Collaboration"},
		"Harper & Row":                {Literal: "Harper & Row"},
		"Physicians for Human Rights": {Literal: "Physicians for Human Rights"},
		"Group, Study":                {Literal: "Group, Study"},
		"A, B, C, D":                  {Literal: "A, B, C, D"},
		"van":                         {Literal: "van"},
		"de la":                       {Literal: "de la"},
		"  ":                          {},
		",":                           {},
		"Mihai G Netea (15649)":       {Family: "Netea", Given: "Mihai G"},
		"Wenbo Guo 0001":              {Family: "Guo", Given: "Wenbo"},
	} {
		if diff := cmp.Diff(want, Name(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
