package yamltree

import (
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Builder makes a reference of a mapping, and keeps in mind which key gave which part of it.
type Builder struct {
	Item   biblio.Item
	places biblio.Places
}

// NewBuilder returns a builder without any field taken.
func NewBuilder() *Builder { return &Builder{} }

// Take puts the text of the first of some values that says something into a field that is yet empty,
// and notes where it stands. The name is that of the field in CSL.
func (b *Builder) Take(name string, into *string, from ...Value) {
	for _, v := range from {
		if *into != "" {
			return
		}
		if *into = v.String(); *into != "" {
			b.Place(name, v)
		}
	}
}

// Place notes that a part of the reference comes from a value, unless another gave it before.
func (b *Builder) Place(name string, v Value) {
	if !v.IsZero() {
		b.places.Keep(name, v.Place())
	}
}

// Reference returns the reference of a mapping. The index, from 1, is its id where it has no other.
func (b *Builder) Reference(v Value, id string, index int) biblio.Reference {
	if id == "" {
		id = strconv.Itoa(index)
	}
	return biblio.Reference{Item: b.Item, ID: id, Index: index, Location: v.Place(), Raw: v.Source(), Confidence: 1, Fields: b.places}
}
