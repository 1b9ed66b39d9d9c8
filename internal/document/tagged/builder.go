package tagged

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Builder makes a reference of a record, and keeps in mind which tag gave which part of it.
type Builder struct {
	Record
	Item   biblio.Item
	file   string
	places biblio.Places
}

// NewBuilder returns a builder without any field taken.
func NewBuilder(file string, r Record) *Builder {
	return &Builder{Record: r, file: file}
}

// Take returns the value of the first of some tags that has one, and notes where it stands. The name
// is that of the field in CSL.
func (b *Builder) Take(name string, tags ...string) string {
	f, ok := b.Find(tags...)
	if !ok {
		return ""
	}
	b.Place(name, f)
	return f.Value()
}

// Place notes that a part of the reference comes from a field, unless another gave it before.
func (b *Builder) Place(name string, f Field) {
	b.places.Keep(name, biblio.Location{File: b.file, Line: f.Line, Column: f.Column})
}

// Find returns the first field of the first of some tags that says something.
func (r *Record) Find(tags ...string) (Field, bool) {
	for _, tag := range tags {
		for _, f := range r.Fields {
			if f.Tag == tag && f.Value() != "" {
				return f, true
			}
		}
	}
	return Field{}, false
}

// First returns the value of the first of some tags that has one, or "".
func (r *Record) First(tags ...string) string {
	f, _ := r.Find(tags...)
	return f.Value()
}

// Reference returns the reference. The index, from 1, is its id where it has no other.
func (b *Builder) Reference(id string, index int) biblio.Reference {
	if id == "" {
		id = strconv.Itoa(index)
	}
	return biblio.Reference{
		Item: b.Item, ID: id, Index: index, Confidence: 1, Fields: b.places, Raw: strings.TrimRight(strings.Join(b.source, "\n"), "\n \t"),
		Location: biblio.Location{File: b.file, Line: b.Line, Column: b.Column},
	}
}
