package xmltree_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/document/xmltree"
)

// texts visits the elements of a name and returns what each says, and the lines of the problems.
func texts(source, name string) (got []string, lines []int) {
	problems := xmltree.Each("f", source, func(n *xmltree.Node) { got = append(got, n.String()) }, name)
	for _, p := range problems {
		lines = append(lines, p.Location.Line)
	}
	return got, lines
}

func TestEach(t *testing.T) {
	tests := map[string]struct {
		source string
		want   []string
		lines  []int
	}{
		"plain":                   {"<l><a>one</a><b>no</b><a>two <i>three</i></a></l>", []string{"one", "two three"}, nil},
		"prefix":                  {`<x:l xmlns:x="y"><x:a>one</x:a></x:l>`, []string{"one"}, nil},
		"nested":                  {"<a>one <a>two</a></a>", []string{"one two"}, nil},
		"entities":                {"<a>caf&eacute; &amp; &lt;b&gt; &#x41;</a>", []string{"café & <b> A"}, nil},
		"entities of its own":     {`<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>`, []string{"&b;"}, nil},
		"left open":               {"<l><a><b>one</a>\n<a>two</a></l>", []string{"one", "two"}, nil},
		"closed twice":            {"<a>one</b></a><a>two</a>", []string{"one", "two"}, nil},
		"cut":                     {"<l>\n<a>one</a>\n<a>two", []string{"one", "two"}, []int{3}},
		"damaged between two":     {"<l><a>one</a>\n<<>\n<a>two</a></l>", []string{"one", "two"}, []int{2}},
		"damaged within":          {"<a>one\n<b <</b></a><a>two</a>", []string{"one", "two"}, []int{2}},
		"formula in two forms":    {"<a>x <f><tex-math>\\x</tex-math><mml:math>y</mml:math></f></a>", []string{"x y"}, nil},
		"formula in TeX":          {"<a>x <f><tex-math>y</tex-math></f></a>", []string{"x y"}, nil},
		"declares another coding": {`<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>`, []string{"é"}, nil},
		"deep":                    {"<a>" + strings.Repeat("<b>", 1000) + "x" + strings.Repeat("</b>", 1000) + "y</a><a>z</a>", []string{"y", "z"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, lines := texts(test.source, "a")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("texts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.lines, lines); diff != "" {
				t.Errorf("lines of problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNode(t *testing.T) {
	const source = "<l>\n <a id=' x '><b><c>1</c></b><b>2<d/></b></a></l>"
	xmltree.Each("f", source, func(n *xmltree.Node) {
		if n.Place.Line != 2 || n.Place.Column != 2 || n.Source != source[5:len(source)-4] || n.Attr("id") != "x" || n.Attr("no") != "" {
			t.Errorf("%+v", n)
		}
		if got := n.Find("b", "d"); got == nil || got.Place.Column != 33 {
			t.Errorf("the second b has a d: %+v", got)
		}
		if len(n.All("b")) != 2 || len(n.Within("c", "d")) != 2 || n.First("c").String() != "1" || n.Find("c") != nil {
			t.Error("children and descendants differ")
		}
	}, "a")
	var none *xmltree.Node
	if none.String()+none.Attr("x") != "" || none.Find("x") != nil || none.First("x") != nil {
		t.Error("no node says something")
	}
}

// TestLinear holds that what is made to be slow is not.
func TestLinear(t *testing.T) {
	for name, source := range map[string]string{
		"damaged everywhere": strings.Repeat("<a><<", 50_000),
		"never closed":       strings.Repeat("<a>", 200_000),
		"closing nothing":    "<a>" + strings.Repeat("<b>", 100_000) + strings.Repeat("</c>", 100_000),
	} {
		began := time.Now()
		texts(source, "a")
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// FuzzEach holds that no text breaks the reader and every element lies within it.
func FuzzEach(f *testing.F) {
	for _, s := range []string{"<a>x</a>", "<a><b></a>", "<a <<", "<!DOCTYPE x [<!ENTITY y 'z'>]><a>&y;</a>", "<x:a/>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		xmltree.Each("f", s, func(n *xmltree.Node) {
			if !strings.Contains(s, n.Source) || n.Place.Line < 1 || n.Place.Line > 1+strings.Count(s, "\n")+strings.Count(s, "\r") {
				t.Errorf("%q at %v", n.Source, n.Place)
			}
			_ = n.String()
		}, "a")
	})
}
