// Package pdf finds the references in a PDF. PDFium (github.com/klippa-app/go-pdfium, run as
// WebAssembly) says which word stands where; from there it goes in stages, each in a file of its own:
//
//	engine    PDFium, in its sandbox
//	word      the words of every page with their boxes
//	fragment  words into stretches of a line
//	column    where the columns are, and the order in which the page is read
//	edge      running heads and feet, page numbers and the numbers of lines are dropped
//	page      pages as text, with indents and gaps, in which package text finds the list
//
// It promises that a damaged or hostile file costs no more than the limits below: PDFium works in a sandbox
// with its own memory, sees no file of the machine, and is stopped when its time is over.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/text"
)

// Why a PDF is not read.
var (
	ErrEncrypted = errors.New("it is protected by a password")
	ErrDamaged   = errors.New("it is damaged, or no PDF")
	ErrScanned   = errors.New("it holds images of pages but no text")
	ErrTooLong   = fmt.Errorf("it has more than %d pages", mostPages)
	ErrTooLarge  = fmt.Errorf("reading it takes more than %d MB", memory>>20)
	ErrTooSlow   = fmt.Errorf("reading it takes more than %d seconds", int(longest/time.Second))
)

// Limits of what is read: pages, words of all pages together, bytes that all readers together may use,
// and time.
const (
	mostPages = 2000
	mostWords = 2 << 20
	memory    = 384 << 20
	longest   = time.Minute
)

// readers is how many read a file side by side, and fewestPages how many pages are worth one of them.
const (
	readers     = 2
	fewestPages = 8
)

// Is reports whether a file is a PDF.
func Is(data string) bool {
	return strings.HasPrefix(strings.TrimLeft(data[:min(len(data), 1024)], " \r\n\t\ufeff"), "%PDF-")
}

// Parse returns the references of a PDF, and what in its list was not read as one. Their Location is
// the page; the name of the file is the caller's. CacheDir is a folder in which the compiled PDFium is
// kept, without which every call takes seconds more; "" is none. An error is one of this package or
// the context's.
func Parse(ctx context.Context, cacheDir string, data []byte, parse text.Parser) ([]biblio.Reference, []biblio.Problem, error) {
	within, cancel := context.WithTimeoutCause(ctx, longest, ErrTooSlow)
	defer cancel()
	found, err := extract(within, cacheDir, data)
	if err != nil {
		return nil, nil, err
	}
	pages := make([]page, len(found))
	words := 0
	for i, list := range found {
		words += len(list)
		pages[i] = newPage(list)
	}
	if words == 0 || words < len(pages)*fewest {
		return nil, nil, ErrScanned
	}
	withoutEdges(pages)
	s := write(pages)
	refs, problems := text.Parse("", s.text, parse)
	for i := range refs {
		refs[i].Location = s.place(refs[i].Location)
		if refs[i].ID == "" {
			refs[i].ID = strconv.Itoa(i + 1)
		}
	}
	for i := range problems {
		problems[i].Location = s.place(problems[i].Location)
	}
	return refs, problems, nil
}

// fewest is how many words a page has at least on the average, in a file that is not scanned. Scans
// have those of a stamp on every page.
const fewest = 10

// script is the text of a PDF, with the page on which every line stands.
type script struct {
	text  string
	pages []int // by the line, from 0
}

// place returns the page of a place in the text.
func (s script) place(l biblio.Location) biblio.Location {
	if l.Line < 1 || l.Line > len(s.pages) {
		return biblio.Location{}
	}
	return biblio.Location{Page: s.pages[l.Line-1]}
}

// write returns the pages as text: a form feed between pages, a blank line where lines stand apart,
// and spaces for how far a line is set in.
func write(pages []page) script {
	var b strings.Builder
	var s script
	line := func(page int, text string) {
		b.WriteString(text)
		b.WriteByte('\n')
		s.pages = append(s.pages, page)
	}
	for i, p := range pages {
		for j, l := range newLayout(p).lines {
			if l.gap {
				line(i+1, "")
			}
			feed := ""
			if i > 0 && j == 0 {
				feed = "\f"
			}
			line(i+1, feed+strings.Repeat(" ", l.indent)+l.text)
		}
	}
	s.text = b.String()
	return s
}
