package xmltree

import (
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// Builder makes a reference of an element, and keeps in mind which element gave which part of it.
type Builder struct {
	Item   biblio.Item
	places biblio.Places
}

// NewBuilder returns a builder without any field taken.
func NewBuilder() *Builder { return &Builder{} }

// Take puts the text of the first of some elements that says something into a field that is yet
// empty, and notes where it stands. The name is that of the field in CSL.
func (b *Builder) Take(name string, into *string, from ...*Node) {
	for _, n := range from {
		if *into != "" {
			return
		}
		if *into = fold.Markup(n.String()); *into != "" {
			b.Place(name, n)
		}
	}
}

// Place notes that a part of the reference comes from an element, unless another gave it before.
func (b *Builder) Place(name string, n *Node) {
	if n != nil {
		b.places.Keep(name, n.Place)
	}
}

// Reference returns the reference that an element is. The index, from 1, is its id where it has no other.
func (b *Builder) Reference(n *Node, id string, index int) biblio.Reference {
	if id == "" {
		id = strconv.Itoa(index)
	}
	return biblio.Reference{
		Item: b.Item, ID: id, Index: index, Location: n.Place, Raw: n.Source, Confidence: 1, Fields: b.places,
	}
}
