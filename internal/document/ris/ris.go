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
)

// Parse returns the references of a text in RIS, with the place of each and of its fields. Lines
// end with "\n". The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	p := &parser{file: file}
	number := 0
	for rest := strings.TrimPrefix(text, "\ufeff"); rest != ""; {
		line, after, _ := strings.Cut(rest, "\n")
		number++
		p.line(number, strings.TrimSuffix(line, "\r"))
		rest = after
	}
	p.close("")
	return p.refs, p.problems
}

// parser gathers the lines of a text into records.
type parser struct {
	file     string
	open     *record
	small    bool // the tags of the open record are in small letters
	stray    bool // the line before was a stray one
	refs     []biblio.Reference
	problems []biblio.Problem
}

// record is one reference as its tags say it.
type record struct {
	line, column int
	source       []string
	fields       []field
}

// field is one tag with its value, which may go over several lines.
type field struct {
	tag          string
	values       []string
	line, column int // of the value
}

func (f field) value() string {
	return strings.Join(strings.Fields(strings.Join(f.values, " ")), " ")
}

// line takes in one line: a tag with its value, or the continuation of the value before.
func (p *parser) line(number int, s string) {
	tag, value, column := cutTag(s)
	if tag != "" && tag != strings.ToUpper(tag) && !p.small && !strings.EqualFold(tag, "TY") {
		tag = "" // "in - " at the beginning of a continuation
	}
	upper := strings.ToUpper(tag)
	blank := strings.TrimSpace(s) == ""
	switch {
	case upper == "TY":
		p.close("the record has no end (ER)")
		p.open = &record{line: number, column: 1 + indent(s)}
		p.small = tag != upper
	case upper == "ER":
		p.close("")
		return
	case tag != "" && p.open == nil:
		p.open = &record{line: number, column: 1 + indent(s)}
		p.problem(number, 1+indent(s), "the record does not begin with its type (TY)")
	case tag == "" && p.open == nil:
		if !blank && !p.stray {
			p.problem(number, 1+indent(s), "this stands outside of any record and is left out")
		}
		p.stray = !blank
		return
	}
	p.stray = false
	p.open.source = append(p.open.source, s)
	switch n := len(p.open.fields); {
	case tag != "":
		p.open.fields = append(p.open.fields, field{tag: upper, values: []string{value}, line: number, column: column})
	case n > 0 && !blank:
		p.open.fields[n-1].values = append(p.open.fields[n-1].values, s)
	}
}

// close ends the open record, with a complaint where it ends for want of better.
func (p *parser) close(complaint string) {
	if p.open == nil {
		return
	}
	if complaint != "" {
		p.problem(p.open.line, p.open.column, complaint)
	}
	p.refs = append(p.refs, p.open.reference(p.file, len(p.refs)+1))
	p.open, p.small = nil, false
}

func (p *parser) problem(line, column int, message string) {
	p.problems = append(p.problems, biblio.Problem{Location: biblio.Location{File: p.file, Line: line, Column: column}, Message: message})
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

// indent returns how many code points of white space a line begins with.
func indent(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
