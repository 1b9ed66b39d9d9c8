package match

import (
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

// people makes names of "Family, Given" strings; one without a comma is a group.
func people(list ...string) []biblio.Name {
	var names []biblio.Name
	for _, s := range list {
		n := biblio.Name{Literal: s}
		for i := 0; i < len(s); i++ {
			if s[i] == ',' {
				n = biblio.Name{Family: s[:i], Given: s[i+2:]}
				break
			}
		}
		names = append(names, n)
	}
	return names
}

func article(title, container string, year int, volume, pages string, authors ...string) biblio.Item {
	return biblio.Item{Type: biblio.ArticleJournal, Title: title, Container: container, Issued: biblio.Date{Year: year}, Volume: volume, Pages: pages, Authors: people(authors...)}
}

func registered(i biblio.Item, doi string) biblio.Work {
	i.DOI = doi
	return biblio.Work{Item: i, Registry: "crossref"}
}

func cited(i biblio.Item) biblio.Reference { return biblio.Reference{Item: i, Confidence: 1} }

// mismatched lists the names of the fields that differ.
func mismatched(c Comparison) []string {
	wrong, _ := Differences(c)
	names := []string{}
	for _, f := range wrong {
		names = append(names, f.Name)
	}
	return names
}

func TestIdentifyTakesTheWorkDescribed(t *testing.T) {
	deep := registered(article("Deep learning", "Nature", 2015, "521", "436-444", "LeCun, Yann", "Bengio, Yoshua", "Hinton, Geoffrey"), "10.1038/nature14539")
	kdd := registered(article("Deep learning", "Proceedings of the 20th ACM SIGKDD international conference on Knowledge discovery and data mining", 2014, "", "1973-1973", "Salakhutdinov, Ruslan"), "10.1145/2623330.2630809")
	hmm := registered(article("An introduction to hidden Markov models", "IEEE ASSP Magazine", 1986, "3", "4-16", "Rabiner, L.", "Juang, B."), "10.1109/massp.1986.1165342")
	bio := registered(article("An Introduction to Hidden Markov Models", "Current Protocols in Bioinformatics", 2007, "18", "A.3A.1-A.3A.9", "Schuster-Böckler, Benjamin", "Bateman, Alex"), "10.1002/0471250953.bia03as18")
	works := []biblio.Work{kdd, bio, deep, hmm}
	tests := []struct {
		name string
		ref  biblio.Item
		doi  string // of the work expected, "" for none
	}{
		{"homonym by authors and journal", article("Deep learning", "Nature", 2015, "521", "436–44", "LeCun, Y", "Bengio, Y", "Hinton, G"), deep.DOI},
		{"homonym of a conference", article("Deep learning", "KDD", 2014, "", "1973", "Salakhutdinov, R"), kdd.DOI},
		{"not the first hit", article("An introduction to hidden Markov models", "IEEE ASSP Mag.", 1986, "3", "4–16", "Rabiner, LR", "Juang, BH"), hmm.DOI},
		{"a book of the same title", biblio.Item{Type: biblio.Book, Title: "Deep learning", Authors: people("Goodfellow, I", "Bengio, Y", "Courville, A"), Issued: biblio.Date{Year: 2016}, Publisher: "MIT Press"}, ""},
		{"no title, but where it stands", article("", "Nature", 2015, "521", "436", "LeCun, Y", "Bengio, Y", "Hinton, G"), deep.DOI},
		{"nothing like it", article("Sympathy and empathy", "JAMA", 1958, "167", "448–52", "Aring, C"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := Identify(cited(tt.ref), works)
			if got := id.Work.DOI; id.Decided != (tt.doi != "") || id.Decided && got != tt.doi {
				t.Fatalf("Decided = %v, Work = %s with confidence %.3f; want %q", id.Decided, got, id.Confidence, tt.doi)
			}
			if id.Decided && len(mismatched(id.Comparison)) > 0 {
				t.Errorf("mismatches %v, want none", mismatched(id.Comparison))
			}
		})
	}
}
