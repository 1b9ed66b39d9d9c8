package bibtex

import (
	"strings"
	"testing"
)

// checkSpans verifies what Scan promises: blocks that cover the text, and spans in order within them.
func checkSpans(t *testing.T, text string) {
	t.Helper()
	at := 0
	inside := func(what string, inner, outer Span) {
		t.Helper()
		if inner.Start < outer.Start || inner.End < inner.Start || inner.End > outer.End {
			t.Fatalf("%s %v outside of %v in %q", what, inner, outer, text)
		}
	}
	for _, b := range Scan(text) {
		if b.Start != at || b.End <= b.Start {
			t.Fatalf("block %v behind %d in %q", b.Span, at, text)
		}
		at = b.End
		if b.Kind == Junk {
			continue
		}
		inside("type", b.Type, b.Span)
		if b.Key != (Span{}) {
			inside("key", b.Key, b.Span)
		}
		rest := b.Span
		for _, f := range b.Fields {
			inside("field", f.Span, rest)
			rest.Start = f.End
			inside("name", f.Name, f.Span)
			value := Span{f.Name.End, f.End}
			for _, p := range f.Parts {
				inside("part", p.Span, value)
				inside("text", p.Text, p.Span)
				value.Start = p.End
			}
		}
		for _, d := range b.Damages {
			if d.At < b.Start || d.At > b.End || d.Message == "" {
				t.Fatalf("damage %v outside of %v in %q", d, b.Span, text)
			}
		}
	}
	if at != len(text) {
		t.Fatalf("the blocks end at %d of %d in %q", at, len(text), text)
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"@article{k, title = {A {B}}, year = 2000 # \"x\"}", "junk @string(a = b) % @x{\n@comment{{}}@preamble{\"a\"}",
		"@a{k,\n b = {c,\n d = \"e\n}\n@f{g,\n h = {i}},\n j = k\n}", "@a(k, b = c d, e {f} \"g\", = h)", "@comment{\n@a{b,\n@c{d,\n}",
		"@a{b,\nc = \"d \"e\" f\",\n}", "\xef\xbb\xbf@article{ä,ö={ü}}\r\n@b{\r",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		checkSpans(t, s)
		for _, ref := range first(Parse("f.bib", s)) {
			if ref.Location.Line < 1 || ref.Location.Column < 1 || !strings.HasPrefix(ref.Raw, "@") {
				t.Fatalf("reference at %v: %q", ref.Location, ref.Raw)
			}
		}
	})
}

func first[A, B any](a A, _ B) A { return a }
