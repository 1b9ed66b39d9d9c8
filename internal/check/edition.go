package check

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// newerEdition words that among the books that the registries gave there is a later edition of the one
// meant.
func (d *dossier) newerEdition() (string, bool) {
	meant := d.identity.Work
	if !d.identity.Decided || meant.Type != biblio.Book {
		return "", false
	}
	number := editionNumber(meant.Edition)
	if cited := editionNumber(d.ref.Edition); cited > 0 {
		number = cited
	}
	var newest biblio.Work
	for _, w := range d.works() {
		if w.Type == biblio.Book && headKey(w.Item) == headKey(meant.Item) && len(w.ISBN) > 0 &&
			editionNumber(w.Edition) > max(number, editionNumber(newest.Edition)) {
			newest = w
		}
	}
	if number == 0 || newest.Title == "" {
		return "", false
	}
	when := ""
	if newest.Issued.Year > 0 {
		when = fmt.Sprintf(" of %d", newest.Issued.Year)
	}
	return fmt.Sprintf("a newer edition%s is registered: ISBN %s", when, newest.ISBN[0]), true
}

var (
	ordinal  = regexp.MustCompile(`^\d{1,3}`)
	ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
)

// editionNumber reads "3rd ed.", "3", "Third edition"; 0 where there is no number.
func editionNumber(s string) int {
	for _, w := range fold.Words(s) {
		if n, err := strconv.Atoi(ordinal.FindString(w)); err == nil {
			return n
		}
		for i, o := range ordinals {
			if strings.EqualFold(w, o) {
				return i + 1
			}
		}
	}
	return 0
}
