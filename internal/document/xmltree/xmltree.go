// Package xmltree reads the elements of an XML document that a format is about as small trees, each
// with its place. Names are local ones: a prefix says nothing here. Entities of HTML are known, those
// that a document defines are not, so that none can expand.
//
// It promises that a document that is damaged gives what stands before the damage and, where another
// element begins behind it, what stands there; that memory holds one element at a time; and that no
// depth of nesting costs more than its length.
package xmltree

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/place"
)

// Node is an element, or a stretch of text if it has no name.
type Node struct {
	Name     string
	Text     string
	Children []*Node
	// Place is where the element begins, Source what it is written as.
	Place  biblio.Location
	Source string
	attrs  []xml.Attr
	start  int
}

// deepest is how deep the elements of a tree are kept; what stands deeper belongs to the deepest.
const deepest = 64

// Each visits the elements of some names, in order; those within another such one are its children.
// The text is UTF-8, whatever its declaration says.
func Each(file, text string, visit func(*Node), names ...string) []biblio.Problem {
	w := &walker{file: file, text: text, names: names, visit: visit, places: place.New(text)}
	for w.base < len(text) {
		err := w.run()
		if errors.Is(err, io.EOF) {
			break
		}
		at := min(w.base+int(w.decoder.InputOffset()), len(text))
		w.problems = append(w.problems, biblio.Problem{
			Location: w.places.Location(file, at), Damaged: true, Message: "the XML is damaged here: " + reason(err),
		})
		next := w.next(at)
		if next < 0 {
			break
		}
		w.base = next
	}
	return w.problems
}

// reason returns what the decoder complains about, without the line, which it counts otherwise.
func reason(err error) string {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}

// walker walks over a document.
type walker struct {
	file     string
	text     string
	names    []string
	visit    func(*Node)
	places   *place.Cursor
	base     int // where the decoder began to read
	decoder  *xml.Decoder
	problems []biblio.Problem
}

// run reads from base to the end or to damage.
func (w *walker) run() error {
	w.decoder = xml.NewDecoder(strings.NewReader(w.text[w.base:]))
	w.decoder.Strict = false
	w.decoder.Entity = xml.HTMLEntity
	w.decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		at := w.base + int(w.decoder.InputOffset())
		token, err := w.decoder.RawToken()
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && slices.Contains(w.names, start.Name.Local) {
			if err := w.element(start, at); err != nil {
				return err
			}
		}
	}
}

// element reads the element that begins at an offset, and has it visited, complete or not.
func (w *walker) element(start xml.StartElement, at int) error {
	root := w.node(start, at)
	open := []*Node{root}
	var err error
	for len(open) > 0 {
		offset := w.base + int(w.decoder.InputOffset())
		var token xml.Token
		if token, err = w.decoder.RawToken(); err != nil {
			break
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			child := w.node(t, offset)
			if len(open) < deepest {
				top.Children = append(top.Children, child)
			}
			open = append(open, child)
		case xml.EndElement:
			left := closed(open, t.Name.Local)
			for _, n := range open[len(left):] {
				n.Source = w.source(n.start)
			}
			open = left
		case xml.CharData:
			if len(open) <= deepest {
				top.Children = append(top.Children, &Node{Text: string(t)})
			}
		}
	}
	for _, n := range open {
		n.Source = w.source(n.start)
	}
	w.visit(root)
	if errors.Is(err, io.EOF) {
		return &xml.SyntaxError{Msg: "it ends within the element " + root.Name}
	}
	return err
}

// closed returns the elements that are open behind an end tag. One that closes nothing is passed
// over; one that closes an outer element closes those in it.
func closed(open []*Node, name string) []*Node {
	for i := len(open) - 1; i >= 0 && i >= len(open)-deepest; i-- {
		if open[i].Name == name {
			return open[:i]
		}
	}
	return open
}

func (w *walker) node(start xml.StartElement, at int) *Node {
	return &Node{Name: start.Name.Local, attrs: slices.Clone(start.Attr), Place: w.places.Location(w.file, at), start: at}
}

// source returns the text from an offset up to where the decoder has come.
func (w *walker) source(from int) string {
	return w.text[from:min(w.base+int(w.decoder.InputOffset()), len(w.text))]
}

// next returns where the next element that is wanted begins behind an offset, or -1.
func (w *walker) next(at int) int {
	for at < len(w.text) {
		n := strings.IndexByte(w.text[at+1:], '<')
		if n < 0 {
			return -1
		}
		at += 1 + n
		name := w.text[at+1:]
		if end := strings.IndexAny(name[:min(len(name), 64)], " \t\n/>"); end > 0 {
			name = name[:end]
			if slices.Contains(w.names, name[strings.IndexByte(name, ':')+1:]) {
				return at
			}
		}
	}
	return -1
}
