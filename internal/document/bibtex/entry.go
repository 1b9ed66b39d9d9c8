package bibtex

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// entry is an entry with the values of its fields, first its own, then those it inherits.
type entry struct {
	span     Span
	damaged  bool
	kind     string // the type, in lower case
	key      string
	location biblio.Location
	values   []value
	// marks are those of the values' names; see mark.
	marks   uint64
	ignores []biblio.Ignore
	// inheritance is how far the inheritance of the entry has come.
	inheritance stage
	// parent says that other entries name this one in their crossref.
	parent bool
}

// value is the value of a field, macros replaced, LaTeX as it stands.
type value struct {
	name         string
	text         string
	line, column int
	// repeated says that another value of the field was reported.
	repeated bool
}

// mark returns one of 64 bits by which most names of fields differ.
func mark(name string) uint64 {
	n := len(name)
	return 1 << ((uint(name[0]) + 7*uint(name[n-1]) + 3*uint(n)) % 64)
}

// add gives the entry another value.
func (e *entry) add(v value) {
	e.values = append(e.values, v)
	e.marks |= mark(v.name)
}

// at returns where a value of the entry stands.
func (e *entry) at(v *value) biblio.Location {
	return biblio.Location{File: e.location.File, Line: v.line, Column: v.column}
}

// own returns the value of a field, or nil.
func (e *entry) own(name string) *value {
	if e.marks&mark(name) == 0 {
		return nil
	}
	for i := range e.values {
		if e.values[i].name == name {
			return &e.values[i]
		}
	}
	return nil
}

// first returns the value of the first of the named fields that the entry has, or nil.
func (e *entry) first(names ...string) *value {
	for _, name := range names {
		if v := e.own(name); v != nil {
			return v
		}
	}
	return nil
}

// raw returns the source of the first of the named fields that the entry has, or "".
func (e *entry) raw(names ...string) string {
	if v := e.first(names...); v != nil {
		return v.text
	}
	return ""
}

// text returns the text that the first of the named fields prints, or "".
func (e *entry) text(names ...string) string { return plain(e.raw(names...)) }

// has reports whether the entry has one of the named fields.
func (e *entry) has(names ...string) bool { return e.first(names...) != nil }

// isReference reports whether the entry is a work that the manuscript cites, for all that one can
// tell from the bibliography. A parent without authors of its own is the volume that holds the
// works cited.
func (e *entry) isReference() bool {
	if settings[e.kind] || e.parent && containers[e.kind] && !e.has("author") {
		return false
	}
	return len(e.values) > 0 || !e.damaged && e.key != ""
}

// plain returns what LaTeX would print for s, with the entities that websites leave in their exports
// resolved.
func plain(s string) string {
	s = fold.LaTeX(s)
	if strings.Contains(s, "&") {
		s = entities.Replace(s)
	}
	return s
}

// entities are those that exports of databases hold, resolved once: "&amp;lt;" is the text "&lt;".
var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&#39;", "'", "&nbsp;", " ")
