package xmltree

import (
	"slices"
	"strings"
)

// Attr returns the value of an attribute, or "".
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// All returns the children of some names.
func (n *Node) All(names ...string) []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	for _, c := range n.Children {
		if c.Name != "" && slices.Contains(names, c.Name) {
			out = append(out, c)
		}
	}
	return out
}

// Find returns the first element at a path of names below this one, or nil.
func (n *Node) Find(path ...string) *Node {
	if len(path) == 0 || n == nil {
		return n
	}
	for _, c := range n.Children {
		if c.Name == path[0] {
			if found := c.Find(path[1:]...); found != nil {
				return found
			}
		}
	}
	return nil
}

// Within returns all elements of some names at any depth, in order; those within another such one
// are not looked for.
func (n *Node) Within(names ...string) []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	for _, c := range n.Children {
		if c.Name != "" && slices.Contains(names, c.Name) {
			out = append(out, c)
		} else {
			out = append(out, c.Within(names...)...)
		}
	}
	return out
}

// First returns the first element of a name at any depth, or nil.
func (n *Node) First(name string) *Node {
	if list := n.Within(name); len(list) > 0 {
		return list[0]
	}
	return nil
}

// twins are elements that say again, in another language, what stands beside them.
var twins = []string{"tex-math", "annotation", "annotation-xml"}

// String returns the text within, without markup, as one line. Of a formula its MathML is read.
func (n *Node) String() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (n *Node) write(b *strings.Builder) {
	b.WriteString(n.Text)
	if n.Name == "break" || n.Name == "br" {
		b.WriteByte(' ')
	}
	for _, c := range n.Children {
		if !slices.Contains(twins, c.Name) || len(n.Children) == 1 {
			c.write(b)
		}
	}
}
