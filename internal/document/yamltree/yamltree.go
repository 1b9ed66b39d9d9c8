// Package yamltree reads YAML as a tree of which every value knows its place. Aliases are followed
// where they stand and never expanded, so far as that is little, and types are left alone: a year is the text that stands there.
package yamltree

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Value is a value of a document; the zero one is none.
type Value struct {
	node *yaml.Node
	in   *source
	// again says that it stands within what an alias names.
	again bool
}

// source is the text in which a value stands.
type source struct {
	file  string
	lines []string
	above int // how many lines of the file stand above the text
	// followed counts what was read by way of aliases.
	followed int
}

// mostFollowed bounds what is read by way of aliases, in values and in words of text: a file of two lines
// can name a thing as often as it likes, and that a hundred others.
const mostFollowed = 100_000

// Entry is a key of a mapping with its value.
type Entry struct {
	Key   string
	Value Value
}

// Parse returns the documents of a text. Where it is damaged, they are those before the damage. The
// file only names the place; above is how many lines of it stand above the text.
func Parse(file, text string, above int) ([]Value, []biblio.Problem) {
	in := &source{file: file, lines: strings.Split(text, "\n"), above: above}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var documents []Value
	for {
		var node yaml.Node
		err := decode(decoder, &node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return documents, []biblio.Problem{{
				Location: biblio.Location{File: file, Line: 1 + above}, Damaged: true, Message: "the YAML cannot be read: " + reason(err),
			}}
		}
		if len(node.Content) > 0 {
			documents = append(documents, Value{node: node.Content[0], in: in})
		}
	}
}

// decode reads one document. The library may panic over a damaged one, which is an error like others.
func decode(d *yaml.Decoder, node *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return d.Decode(node)
}

// reason returns what the library complains about, in one line.
func reason(err error) string {
	return strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")
}

// Place returns where the value begins.
func (v Value) Place() biblio.Location {
	if v.node == nil {
		return biblio.Location{}
	}
	return biblio.Location{File: v.in.file, Line: v.in.above + v.node.Line, Column: v.node.Column}
}

// Source returns the lines from the one where the value begins to the one where the last of it does.
func (v Value) Source() string {
	if v.node == nil {
		return ""
	}
	first, last := v.node.Line, lastLine(v.node)
	if first < 1 || last > len(v.in.lines) {
		return ""
	}
	return strings.TrimRight(strings.Join(v.in.lines[first-1:last], "\n"), " \t")
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}

// IsZero reports whether there is no value, or null.
func (v Value) IsZero() bool { return v.node == nil || v.target().Tag == "!!null" }

// IsMap reports whether the value is a mapping.
func (v Value) IsMap() bool { return v.node != nil && v.target().Kind == yaml.MappingNode }

// IsList reports whether the value is a sequence.
func (v Value) IsList() bool { return v.node != nil && v.target().Kind == yaml.SequenceNode }

// target returns the node that an alias stands for, or the node.
func (v Value) target() *yaml.Node {
	if v.isAlias() {
		return v.node.Alias
	}
	return v.node
}

func (v Value) isAlias() bool { return v.node.Kind == yaml.AliasNode && v.node.Alias != nil }

// content returns what a mapping or sequence holds; nothing where too much was read by way of aliases.
func (v Value) content() []*yaml.Node {
	content := v.target().Content
	if v.spent(len(content)) {
		return nil
	}
	return content
}

// spent counts n things that are read, and reports whether those by way of aliases have become too many.
func (v Value) spent(n int) bool {
	if !v.again && !v.isAlias() {
		return false
	}
	v.in.followed += 1 + n
	return v.in.followed > mostFollowed
}

// Entries returns the entries of a mapping, in order.
func (v Value) Entries() []Entry {
	if !v.IsMap() {
		return nil
	}
	content := v.content()
	entries := make([]Entry, 0, len(content)/2)
	for i := 0; i+1 < len(content); i += 2 {
		entries = append(entries, Entry{Key: content[i].Value, Value: v.at(content[i+1])})
	}
	return entries
}

// Get returns the value of the first of some keys that a mapping has.
func (v Value) Get(keys ...string) Value {
	if !v.IsMap() {
		return Value{}
	}
	content := v.content()
	for _, key := range keys {
		for i := 0; i+1 < len(content); i += 2 {
			if content[i].Value == key {
				return v.at(content[i+1])
			}
		}
	}
	return Value{}
}

// List returns the values of a sequence; a single value is a list of one.
func (v Value) List() []Value {
	if v.IsZero() {
		return nil
	}
	if !v.IsList() {
		return []Value{v}
	}
	content := v.content()
	list := make([]Value, len(content))
	for i, n := range content {
		list[i] = v.at(n)
	}
	return list
}

// String returns the text of a scalar as one line, or "".
func (v Value) String() string {
	if v.IsZero() || v.target().Kind != yaml.ScalarNode || v.spent(len(v.target().Value)/8) {
		return ""
	}
	return strings.Join(strings.Fields(v.target().Value), " ")
}

func (v Value) at(n *yaml.Node) Value { return Value{n, v.in, v.again || v.isAlias()} }
