package bibtex

import (
	"strings"
	"unicode/utf8"
)

// cursor turns offsets into lines and columns. It is linear over a whole file as long as the
// offsets asked for do not fall.
type cursor struct {
	text    string
	newline byte
	pos     int
	line    int
	column  int
}

// newCursor stands at the beginning. Lines end with LF, or with CR in a file that has no LF.
func newCursor(text string) *cursor {
	c := &cursor{text: text, newline: '\n', line: 1, column: 1}
	if strings.IndexByte(text, '\n') < 0 {
		c.newline = '\r'
	}
	return c
}

// at returns the line and the column of an offset, both from 1, the column in code points.
func (c *cursor) at(offset int) (line, column int) {
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
