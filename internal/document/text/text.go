// Package text finds the references in printed text: a list pasted out of a manuscript, the text of
// a PDF, a page copied from a publisher's site. It works in stages, each in a file of its own:
//
//	line     the page as clean lines, with where each stands
//	label    link labels of publishers' pages ("PubMed CAS Google Scholar") are taken off
//	section  the reference list is found by its heading in many languages
//	page     running heads and page numbers are dropped
//	mark     numbers, labels and bullets at the beginning of lines
//	split    several ways of cutting the list into entries compete; the one that yields the most
//	         entries that look like references wins
//	join     the lines of an entry become one text again
//
// It promises that nothing is invented: an unmarked stretch of text becomes a reference only if it
// looks like one, and what is left out inside a list is told as a Problem. Every stage is linear in
// the size of the text. The fields of a reference are not its concern: Parse is given the parser of
// printed references.
package text

import (
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Parser takes one printed reference apart. Under a confidence of 0.3 it takes the text for no
// reference. It is called from several goroutines at a time.
type Parser func(text string) biblio.Reading

// Parse returns the references of a page of text in their order, and what in the list was not read
// as one. The file only names the place in locations. A page without anything that looks like a
// reference gives none.
func Parse(file, text string, parse Parser) ([]biblio.Reference, []biblio.Problem) {
	return find(file, sortLines(withoutFurniture(withoutLabels(scan(text)))), parse)
}

// find returns the references under the surest heading that has some.
func find(file string, lines []line, parse Parser) ([]biblio.Reference, []biblio.Problem) {
	for _, found := range sections(lines) {
		entries, rest := splitAll(found)
		if len(entries) == 0 {
			continue
		}
		var problems []biblio.Problem
		for _, e := range rest {
			problems = append(problems, biblio.Problem{
				Location: e.location(file),
				Message:  e.complaint(),
			})
		}
		refs := references(file, entries, parse)
		if found[0].headed || agreed(refs) {
			return refs, problems
		}
	}
	return nil, nil
}

// Doubtful is the confidence of a Parser under which a text is no reference.
const Doubtful = 0.3

// agreed reports whether the parser takes most of some texts for references too.
func agreed(refs []biblio.Reference) bool {
	n := 0
	for _, r := range refs {
		if r.Confidence >= Doubtful {
			n++
		}
	}
	return n*2 >= len(refs)
}

// Lines returns one reference for every line that is not blank, in order, whatever it looks like. A
// number before it becomes its id; a line of nothing else is kept as it is.
func Lines(file, text string, parse Parser) []biblio.Reference {
	var entries []entry
	number := 0
	for physical := range strings.SplitSeq(text, "\n") {
		number++
		if e, ok := single(number, physical); ok {
			entries = append(entries, e)
		}
	}
	return references(file, entries, parse)
}

// single makes an entry of a line that is one, unless it is blank.
func single(number int, physical string) (entry, bool) {
	l := clean(physical)
	if l.text == "" {
		return entry{}, false
	}
	e := entry{line: number, column: l.column, text: l.text}
	if m, ok := numberMark(l.text); ok && m.style.explicit() && m.value < firstYear && m.end < len(l.text) {
		e.id, e.text = strconv.Itoa(m.value), l.text[m.end:]
	}
	e.text = trimLabels(e.text)
	return e, true
}

// entry is one stretch of the page that is taken for a reference.
type entry struct {
	line, column int    // where it begins
	id           string // its printed number or label, or ""
	text         string // joined, without number and link labels
}

// complaint says why an entry is left out of a list.
func (e entry) complaint() string {
	switch {
	case e.text == "":
		return "the reference has no text"
	case looksLikeReference(e.text):
		return "this lacks the mark that the other references have and is left out: " + shorten(e.text)
	}
	return "this looks like no reference and is left out: " + shorten(e.text)
}

func (e entry) location(file string) biblio.Location {
	return biblio.Location{File: file, Line: e.line, Column: e.column}
}

// references has the entries taken apart, several at a time.
func references(file string, entries []entry, parse Parser) []biblio.Reference {
	refs := make([]biblio.Reference, len(entries))
	var next atomic.Int64
	var workers sync.WaitGroup
	var panicked atomic.Pointer[any] // it belongs to the caller, who may recover
	for range min(runtime.GOMAXPROCS(0), len(entries)) {
		workers.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panicked.Store(&p)
				}
			}()
			for i := int(next.Add(1)) - 1; i < len(entries); i = int(next.Add(1)) - 1 {
				refs[i] = entries[i].reference(file, i+1, parse)
			}
		})
	}
	workers.Wait()
	if p := panicked.Load(); p != nil {
		panic(*p)
	}
	return refs
}

// reference has an entry taken apart.
func (e entry) reference(file string, index int, parse Parser) biblio.Reference {
	read := parse(e.text)
	id := e.id
	if id == "" {
		id = strconv.Itoa(index)
	}
	return biblio.Reference{
		Item: read.Item, ID: id, Index: index, Location: e.location(file), Raw: e.text, Printed: true,
		Confidence: read.Confidence, FieldConfidence: read.FieldConfidence,
	}
}

// shorten cuts a text for a message.
func shorten(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
