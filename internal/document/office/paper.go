// Package office reads documents of word processors: DOCX (ECMA-376, WordprocessingML) and ODT (OASIS
// OpenDocument). What reference managers keep behind the citations gives exact fields; the printed list
// gives the rest, or everything where there is no such thing. Numbers that the program counts are
// written out.
//
// Lines are paragraphs, counted from the first of the document; columns say nothing. What an archive
// unpacks to is bounded, and so is the nesting of what is kept.
package office

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/addin"
	"github.com/refcheck/refcheck/internal/document/text"
)

// paper gathers the paragraphs and citations of a document while it is read.
type paper struct {
	file      string
	done      []text.Paragraph
	open      []*draft // paragraphs stand in one another where a note or a box is anchored
	citations addin.Citations
	counts    map[string]int // of the numbered lists, by their name
}

// draft is a paragraph that is not complete.
type draft struct {
	text    strings.Builder
	heading bool
	number  int // in done
}

func newPaper(file string) *paper { return &paper{file: file, counts: map[string]int{}} }

// begin opens a paragraph, whose place in the order is that of its beginning.
func (p *paper) begin(heading bool) {
	p.open = append(p.open, &draft{heading: heading, number: len(p.done)})
	p.done = append(p.done, text.Paragraph{Place: p.place()})
}

// end closes the paragraph opened last.
func (p *paper) end() {
	if n := len(p.open); n > 0 {
		d := p.open[n-1]
		p.open = p.open[:n-1]
		p.done[d.number].Text, p.done[d.number].Heading = d.text.String(), d.heading
	}
}

// write appends to the paragraph that is open.
func (p *paper) write(s string) {
	if n := len(p.open); n > 0 {
		p.open[n-1].text.WriteString(s)
	}
}

// count writes the next number of a list.
func (p *paper) count(list string) {
	p.counts[list]++
	p.write(strconv.Itoa(p.counts[list]) + ". ")
}

// place returns where the reading has come to.
func (p *paper) place() biblio.Location {
	line := len(p.done) + 1
	if n := len(p.open); n > 0 {
		line = p.open[n-1].number + 1
	}
	return biblio.Location{File: p.file, Line: line, Column: 1}
}

// references returns what was read, once all paragraphs are closed.
func (p *paper) references(parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	for len(p.open) > 0 {
		p.end()
	}
	printed, problems := text.Paragraphs(p.done, parse)
	return p.citations.Merge(printed, problems)
}

// walk calls begin and end for the elements of a document in XML, and data for its text.
func walk(source string, begin func(xml.StartElement), end func(xml.Name), data func(string)) error {
	d := xml.NewDecoder(strings.NewReader(source))
	d.Strict, d.Entity = false, xml.HTMLEntity
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("its XML is damaged: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			begin(t)
		case xml.EndElement:
			end(t.Name)
		case xml.CharData:
			data(string(t))
		}
	}
}

// attr returns the value of an attribute, or "".
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
