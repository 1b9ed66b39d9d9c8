// Package place says where in a text an offset stands.
package place

import (
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Cursor turns offsets into lines and columns. It is linear over a whole file as long as the
// offsets asked for do not fall.
type Cursor struct {
	text    string
	newline byte
	pos     int
	line    int
	column  int
}

// New returns a cursor that stands at the beginning of a text. Lines end with LF, or with CR in a
// text that has no LF.
func New(text string) *Cursor {
	c := &Cursor{text: text, newline: '\n', line: 1, column: 1}
	if strings.IndexByte(text, '\n') < 0 {
		c.newline = '\r'
	}
	return c
}

// At returns the line and the column of an offset, both from 1, the column in code points. An
// offset behind the text is its end.
func (c *Cursor) At(offset int) (line, column int) {
	offset = min(offset, len(c.text))
	if offset < c.pos {
		c.pos, c.line, c.column = 0, 1, 1
	}
	for {
		n := strings.IndexByte(c.text[c.pos:offset], c.newline)
		if n < 0 {
			break
		}
		c.pos += n + 1
		c.line++
		c.column = 1
	}
	c.column += utf8.RuneCountInString(c.text[c.pos:offset])
	c.pos = offset
	return c.line, c.column
}

// Location returns the place of an offset in a file.
func (c *Cursor) Location(file string, offset int) biblio.Location {
	line, column := c.At(offset)
	return biblio.Location{File: file, Line: line, Column: column}
}
