package datacite

import (
	"testing"

	"github.com/refcheck/refcheck/internal/registry"
)

func TestSearchQuery(t *testing.T) {
	for _, test := range []struct {
		in   registry.Query
		want string
	}{
		{registry.Query{Title: "Crowdsourcing open citations with CROCI: an analysis"},
			"(titles.title:(crowdsourcing AND citations AND analysis AND croci AND open))"},
		{registry.Query{Title: "Crowdsourcing open citations with CROCI", Author: "van den Heibi IJ", Year: 2019},
			"(titles.title:(crowdsourcing AND citations AND croci AND open)) OR " +
				"(titles.title:(crowdsourcing OR citations OR croci OR open) AND creators.name:(heibi) AND publicationYear:[2018 TO 2020])"},
		{registry.Query{Title: "Crowdsourcing open citations", Author: "Heibi"}, "(titles.title:(crowdsourcing AND citations AND open))"},
		{registry.Query{Title: "CASCADE", Author: "Olivier J", Year: 2019}, "(titles.title:(cascade) AND creators.name:(olivier) AND publicationYear:[2018 TO 2020])"},
		{registry.Query{Title: "CASCADE", Author: "Olivier J"}, ""},
		{registry.Query{Title: "Occurrence Download", Year: 2026}, "(titles.title:(occurrence AND download) AND publicationYear:[2025 TO 2027])"},
		{registry.Query{Title: "Won't \"AND\" OR (x): version:2 /a\\b/ [TO] publisher.name* titles~", Author: "O'Brien A/B"},
			"(titles.title:(publisher AND version AND titles AND name AND x))"},
		{registry.Query{Title: "Μελέτη των όγκων", Author: "Στυλιαρά Ε", Year: 2026},
			"(titles.title:(μελέτη AND όγκων AND των)) OR (titles.title:(μελέτη OR όγκων OR των) AND creators.name:(στυλιαρά) AND publicationYear:[2025 TO 2027])"},
		{registry.Query{Text: "Heibi I. Crowdsourcing open citations. 2019"}, ""},
		{registry.Query{Author: "Heibi I", Year: 2019}, ""},
		{registry.Query{Title: "—", Author: "Heibi I", Year: 2019}, ""},
	} {
		if got := searchQuery(test.in); got != test.want {
			t.Errorf("%+v gives\n\t%s, want\n\t%s", test.in, got, test.want)
		}
	}
}
