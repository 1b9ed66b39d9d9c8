// Package ris reads RIS, the tagged format that publishers and reference managers exchange, after
// the specification of Reference Manager (2001, extended 2011) and the ways in which EndNote,
// Zotero, Mendeley, Scopus, Web of Science, PubMed Central, IEEE and Crossref depart from it: one
// space before the dash, tags in small letters, a missing ER or TY, values over several lines, page
// ranges in SP, identifiers in notes.
//
// It promises that every record gives a reference, whatever its tags; what is unknown is passed
// over, what is damaged is told as a Problem.
package ris

import (
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/tagged"
)

// Parse returns the references of a text in RIS, with the place of each and of its fields. Lines
// end with "\n". The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	records, problems := tagged.Parse(file, text, tagged.Syntax{Cut: cutTag, Begin: "TY", End: "ER"})
	refs := make([]biblio.Reference, len(records))
	for i, r := range records {
		b := &builder{tagged.NewBuilder(file, r)}
		refs[i] = b.reference(i + 1)
	}
	return refs, problems
}

// cutTag returns the tag and the value of a line, and the column at which the value begins. A tag
// is a letter and a letter or digit, up to three spaces, a dash, and a space or the end of the line.
func cutTag(s string) (tag, value string, column int) {
	body := strings.TrimLeft(s, " \t")
	if len(body) < 3 || !isLetter(body[0]) || !isLetter(body[1]) && (body[1] < '0' || body[1] > '9') {
		return "", "", 0
	}
	rest := strings.TrimLeft(body[2:], " ")
	if len(body)-len(rest) > 5 || !strings.HasPrefix(rest, "-") || len(rest) > 1 && rest[1] != ' ' && rest[1] != '\t' && !strings.HasPrefix(rest, "-\u00a0") {
		return "", "", 0
	}
	value = strings.TrimLeft(rest[1:], " \t\u00a0")
	return body[:2], value, 1 + utf8.RuneCountInString(s[:len(s)-len(value)])
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
