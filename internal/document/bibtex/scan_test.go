package bibtex

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// checkSpans verifies what Scan promises: blocks that cover the text, and spans in order within them.
func checkSpans(tb testing.TB, text string) {
	tb.Helper()
	at := 0
	inside := func(what string, inner, outer Span) {
		tb.Helper()
		if inner.Start < outer.Start || inner.End < inner.Start || inner.End > outer.End {
			tb.Fatalf("%s %v outside of %v in %q", what, inner, outer, text)
		}
	}
	for _, b := range Scan(text) {
		if b.Start != at || b.End <= b.Start {
			tb.Fatalf("block %v behind %d in %q", b.Span, at, text)
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
				tb.Fatalf("damage %v outside of %v in %q", d, b.Span, text)
			}
		}
	}
	if at != len(text) {
		tb.Fatalf("the blocks end at %d of %d in %q", at, len(text), text)
	}
}

// TestScanSpans: whatever pieces of BibTeX follow one another, the spans cover them.
func TestScanSpans(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"@book{", "@article(", "@comment", "@string{", "@preamble{", "@", "key", ",", "\n", " ", "title", " = ", "{", "}", "\"", "#", "(", ")",
		"% x\n", "{A}", "\"B\"", "2000", "\n@misc{k,\n", "\n year = {", "\\}", "ä", "\r", "crossref = {key}",
	})
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(rt, "pieces"), "")
		checkSpans(t, text)
		Parse("t.bib", text)
	})
}

// TestScan looks at the tree itself: kinds, names, parts and delimiters.
func TestScan(t *testing.T) {
	text := "x @string{a = {b}}@Comment{c}@preamble{d}@Book{k, Title = {A} # b # \"C\", year=1}\n"
	var got []string
	for _, b := range Scan(text) {
		line := fmt.Sprintf("%d %s %s", b.Kind, b.Type.Of(text), b.Key.Of(text))
		for _, f := range b.Fields {
			line += fmt.Sprintf("; %s:", f.Name.Of(text))
			for _, p := range f.Parts {
				line += fmt.Sprintf(" %s|%s|%q", p.Of(text), p.Text.Of(text), p.Delimiter)
			}
		}
		got = append(got, line)
	}
	want := []string{
		"0  ", "3 string ; a: {b}|b|'{'", "1 Comment ", "2 preamble ",
		`4 Book k; Title: {A}|A|'{' b|b|'\x00' "C"|C|'"'; year: 1|1|'\x00'`, "0  ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
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
