// Package tagged reads records that are written as lines of a tag and a value: RIS, Refer, MEDLINE.
// What the tags mean is the concern of each format.
//
// It promises that no line is lost in silence: it belongs to a record, or is told as a Problem.
package tagged

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Syntax is how a format writes its records.
type Syntax struct {
	// Cut returns the tag of a line, its value, and the column at which that begins; no tag where the
	// line continues the value before it.
	Cut func(line string) (tag, value string, column int)
	// Begin is the tag that begins a record, End the one that ends it, where the format has one.
	Begin, End string
	// Blank says that a blank line ends a record. Begin is then the first tag by custom only.
	Blank bool
}

// Record is one reference as its tags say it.
type Record struct {
	Line, Column int
	Fields       []Field
	source       []string
}

// Field is one tag with its value, which may go over several lines.
type Field struct {
	Tag    string // in capitals
	Values []string
	// Line and Column are those of the value.
	Line, Column int
}

// Value returns the value as one line, with single spaces.
func (f Field) Value() string {
	return strings.Join(strings.Fields(strings.Join(f.Values, " ")), " ")
}

// Parse returns the records of a text. Lines end with "\n". The file only names the place of problems.
func Parse(file, text string, syntax Syntax) ([]Record, []biblio.Problem) {
	p := &parser{Syntax: syntax, file: file}
	number := 0
	for rest := strings.TrimPrefix(text, "\ufeff"); rest != ""; {
		line, after, _ := strings.Cut(rest, "\n")
		number++
		p.line(number, strings.TrimSuffix(line, "\r"))
		rest = after
	}
	p.close("")
	return p.records, p.problems
}

// parser gathers the lines of a text into records.
type parser struct {
	Syntax
	file     string
	open     *Record
	begun    bool // the open record has the tag that begins records
	small    bool // the tags of the open record are in small letters
	stray    bool // the line before was a stray one
	records  []Record
	problems []biblio.Problem
}

// line takes in one line: a tag with its value, or the continuation of the value before.
func (p *parser) line(number int, s string) {
	tag, value, column := p.Cut(s)
	if tag != "" && tag != strings.ToUpper(tag) && !p.small && !strings.EqualFold(tag, p.Begin) {
		tag = "" // "in - " at the beginning of a continuation
	}
	upper := strings.ToUpper(tag)
	blank := strings.TrimSpace(s) == ""
	switch {
	case upper != "" && upper == p.Begin && (p.begun || !p.Blank):
		p.close("the record has no end (" + p.End + ")")
		p.begin(number, s)
		p.begun, p.small = true, tag != upper
	case upper != "" && upper == p.End, blank && p.Blank:
		p.close("")
		return
	case tag != "" && p.open == nil:
		p.begin(number, s)
		p.begun, p.small = upper == p.Begin, tag != upper
		if !p.Blank {
			p.problem(number, 1+indent(s), "the record does not begin with its type ("+p.Begin+")")
		}
	case tag == "" && p.open == nil:
		if !blank && !p.stray {
			p.problem(number, 1+indent(s), "this stands outside of any record and is left out")
		}
		p.stray = !blank
		return
	}
	p.stray = false
	p.begun = p.begun || upper == p.Begin
	p.open.source = append(p.open.source, s)
	switch n := len(p.open.Fields); {
	case tag != "":
		p.open.Fields = append(p.open.Fields, Field{Tag: upper, Values: []string{value}, Line: number, Column: column})
	case n > 0 && !blank:
		p.open.Fields[n-1].Values = append(p.open.Fields[n-1].Values, s)
	}
}

func (p *parser) begin(number int, s string) {
	p.open = &Record{Line: number, Column: 1 + indent(s)}
}

// close ends the open record, with a complaint where it ends for want of better.
func (p *parser) close(complaint string) {
	if p.open == nil {
		return
	}
	if complaint != "" && p.End != "" {
		p.problem(p.open.Line, p.open.Column, complaint)
	}
	p.records = append(p.records, *p.open)
	p.open, p.begun, p.small = nil, false, false
}

func (p *parser) problem(line, column int, message string) {
	p.problems = append(p.problems, biblio.Problem{Location: biblio.Location{File: p.file, Line: line, Column: column}, Message: message})
}

// indent returns how many code points of white space a line begins with.
func indent(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }
