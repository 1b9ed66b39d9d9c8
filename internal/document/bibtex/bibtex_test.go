package bibtex

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
)

// outline is what a source was read as, in short: "key: title (year)" of every reference, and
// "line:column message" of every problem, behind "lost:" where
// something may be.
func outline(source string) (refs, problems []string) {
	list, wrong := Parse("t.bib", source)
	for _, r := range list {
		refs = append(refs, fmt.Sprintf("%s: %s (%s)", r.ID, r.Title, r.Issued))
	}
	for _, p := range wrong {
		line := fmt.Sprintf("%d:%d %s", p.Location.Line, p.Location.Column, p.Message)
		if p.Damaged {
			line = "lost: " + line
		}
		problems = append(problems, line)
	}
	return refs, problems
}

func TestParse(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"nothing", "", nil},
		{"text alone", "no entry, a mail to me@example.org (office) and @ alone", nil},
		{"braces and quotes", `@book{a, title = {A {B}}, year = "2000"}`, []string{"a: A B (2000)"}},
		{"number", `@book{a, title = "A", year = 2000}`, []string{"a: A (2000)"}},
		{"quotes in braces within quotes", `@book{a, title = "A {"}B{"} c", year = 2000}`, []string{`a: A "B" c (2000)`}},
		{"parentheses", `@book(a, title = {A (1)}, year = 2000)`, []string{"a: A (1) (2000)"}},
		{"case of types and fields", `@BooK{a, TITLE = {A}, Year = 2000}`, []string{"a: A (2000)"}},
		{"spaces everywhere", "@ book { a b , title\n=\n{A} , year = 2000 , } ", []string{"a b: A (2000)"}},
		{"no spaces", `@book{a,title={A},year=2000}@book{b,title={B},year=2001}`, []string{"a: A (2000)", "b: B (2001)"}},
		{"commas too many", `@book{a,, title = {A},, year = 2000,,}`, []string{"a: A (2000)"}},
		{"keys", `@book{10.1002/(SICI)1:2<3::A>3.0;2-2, title = {A}, year = 1}@book{müller:äß+'x, title = {B}, year = 1}`,
			[]string{"10.1002/(SICI)1:2<3::A>3.0;2-2: A (1)", "müller:äß+'x: B (1)"}},
		{"no key", "@book{title = {A}, year = 2000}@book{, title = {B}, year = 2001}", []string{": A (2000)", ": B (2001)"}},
		{"key alone", "@book{a}", []string{"a:  ()"}},
		{"no key, no field", "@book{}", nil},
		{"junk and comments", "Some text.\n% @book{no, title = {N}}\n@comment{@book{no, title = {N}}}\n@comment @book{no, title = {N}}\n@Comment no\n@book{a, title = {A}, year = 2000} more",
			[]string{"a: A (2000)"}},
		{"comments among fields", "@book{a, % title = {no},\n% x\n title = {100% A}, year = 2000 % y\n}", []string{"a: 100% A (2000)"}},
		{"commented out entries", "@comment{\n@book{x, title = {X}}\n@book{y, title = {Y}}\n@book{z,}\n@book{v,}\n@book{w,}\n}\n@book{a, title = {A}, year = 2000}", []string{"a: A (2000)"}},
		{"settings of tools", "@control{c, x = {1}}@IEEEtranBSTCTL{d, x = 1}@set{s, entryset = {a}}@preamble{\"@book{x}\" # {y}}@book{a, title = {A}, year = 2000}", []string{"a: A (2000)"}},
		{"strings", `@string{x = "X"} @STRING(y = x # { and Y}) @book{a, title = y # " z", year = 2000}`, []string{"a: X and Y z (2000)"}},
		{"strings behind their use", `@book{a, title = x, year = 2000} @string{x = {X}}`, []string{"a: X (2000)"}},
		{"strings redefined", `@string{x = {1}} @book{a, title = X, year = 2000} @string{x = {2}} @book{b, title = x, year = 2000}`, []string{"a: 1 (2000)", "b: 2 (2000)"}},
		{"months", `@book{a, title = {A}, year = 2000, month = "5~" # oct}`, []string{"a: A (2000-10-05)"}},
		{"empty first", `@book{a, title = {}, title = {A}, year = 2000}`, []string{"a: A (2000)"}},
		{"an entry quoted in an annotation", "@book{a, title = {A}, annote = {see\n@book{x,\n title = {X}}}, year = 2000}", []string{"a: A (2000)"}},
		{"carriage returns", "@book{a,\r title = {A\rB},\r year = 2000\r}\r", []string{"a: A B (2000)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refs, problems := outline(tt.in)
			if diff := cmp.Diff(tt.want, refs); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if problems != nil {
				t.Errorf("problems: %q", problems)
			}
		})
	}
}

func TestParseDamage(t *testing.T) {
	const next = "\n\n@book{b, title = {B}, year = 2001}\n"
	const b = "b: B (2001)"
	tests := []struct {
		name, in string
		want     []string
		problems []string
	}{
		{"entry never closed", "@book{a,\n title = {A},\n year = 2000" + next, []string{"a: A (2000)", b},
			[]string{`lost: 1:1 entry "a": it is never closed; it was read up to the entry "@book{b", and 2 fields were kept`}},
		{"entry never closed at the end", "@book{a,\n title = {A},\n year = 2000,\n", []string{"a: A (2000)"},
			[]string{`lost: 1:1 entry "a": it is never closed; it was read up to the end of the file, and 2 fields were kept`}},
		{"value never closed", "@book{a,\n title = {A,\n year = 2000\n}" + next, []string{"a: A (2000)", b},
			[]string{`lost: 2:10 entry "a": the value of the field "title" is never closed; it was read up to the field "year"`}},
		{"last value never closed", "@book{a,\n year = 2000,\n title = {A\n}" + next, []string{"a: A (2000)", b},
			[]string{`lost: 1:1 entry "a": it is never closed; it was read up to the entry "@book{b", and 2 fields were kept`}},
		{"value and entry never closed", "@book{a,\n year = 2000,\n title = {A {x}" + next, []string{"a: A x (2000)", b},
			[]string{
				`lost: 1:1 entry "a": it is never closed; it was read up to the entry "@book{b", and 2 fields were kept`,
				`lost: 3:10 entry "a": the value of the field "title" is never closed; it was read up to the entry "@book{b"`,
			}},
		{"quote never closed", "@book{a,\n title = \"A,\n year = \"2000\",\n volume = 3\n}" + next, []string{"a: A (2000)", b},
			[]string{`lost: 2:10 entry "a": the value of the field "title" is never closed; it was read up to the field "year"`}},
		{"quotes within quotes", "@book{a,\n title = \"The \"A\" of\",\n year = 2000\n}" + next, []string{`a: The "A" of (2000)`, b},
			[]string{`1:1 entry "a": a brace or a quote in it is not balanced; it could be read all the same`}},
		{"opening brace missing", "@book{a,\n author = Smith, A. and Lee, B.},\n title = {A},\n year = 2000\n}" + next, []string{"a: A (2000)", b},
			[]string{`lost: 2:11 entry "a": the opening brace of this value is missing: "Smith, A. and Lee, B.}"`}},
		{"brace too many", "@book{a,\n title = {A}},\n year = 2000\n}" + next, []string{"a: A (2000)", b},
			[]string{`2:13 entry "a": here is a '}' too many; the entry was read on behind it`}},
		{"brace too many at the end", "@book{a,\n title = {A},\n year = 2000\n}}" + next, []string{"a: A (2000)", b}, nil},
		{"comma missing", "@book{a,\n title = {A}\n year = 2000\n}" + next, []string{"a: A (2000)", b},
			[]string{`2:13 entry "a": a comma is missing behind the field "title"`}},
		{"comma missing behind the key", "@book{a\n title = {A}, year = 2000\n}" + next, []string{"a: A (2000)", b},
			[]string{`1:8 entry "a": a comma is missing behind the key`}},
		{"comma missing behind the key in the line", "@book{a title = {A}, year = 2000}" + next, []string{"a: A (2000)", b},
			[]string{`1:8 entry "a": a comma is missing behind the key`}},
		{"equals sign missing", "@book{a, title {A}, year = 2000}" + next, []string{"a: A (2000)", b},
			[]string{`1:16 entry "a": a "=" is missing behind "title"`}},
		{"field without a value", "@book{a, volume = , title = {A}, year = 2000}" + next, []string{"a: A (2000)", b},
			[]string{`1:10 entry "a": the field "volume" has no value`}},
		{"words without braces", "@book{a, title = The big A, year = 2000}" + next, []string{"a: The big A (2000)", b},
			[]string{`1:18 entry "a": a value of several words needs braces or quotes: "The big A"`}},
		{"text among the fields", "@book{a, title = {A}, what is this?\n year = 2000}" + next, []string{"a: A (2000)", b},
			[]string{`lost: 1:23 entry "a": this could not be read and was skipped: "what is this?"`}},
		{"wrong bracket", "@book{a, title = {A}, year = {2000})" + next, []string{"a: A (2000)", b},
			[]string{`1:36 entry "a": it is closed by ')' instead of '}'`}},
		{"escaped brace", "@book{a,\n title = {A \\} x},\n year = 2000\n}" + next, []string{"a: A } x (2000)", b},
			[]string{`1:1 entry "a": a brace or a quote in it is not balanced; it could be read all the same`}},
		{"undefined string, said once", "@book{a, title = foo, year = 2000} @book{c, title = foo, year = 2002}" + next, []string{"a: foo (2000)", "c: foo (2002)", b},
			[]string{`1:18 the string "foo" is not defined in this file; its name was read as the text`}},
		{"field twice", "@book{a, title = {A}, title = {X}, title = {Y}, year = 2000}" + next, []string{"a: A (2000)", b},
			[]string{`1:23 entry "a": the field "title" stands twice; the first one counts`}},
		{"nothing but damage", "@book{a, = {x}, }" + next, []string{b}, []string{`lost: 1:10 entry "a": this could not be read and was skipped: "= {x}"`}},
		{"comment never closed", "@comment{x\ny" + next, []string{b}, []string{`lost: 1:9 @comment: the brace of this comment is never closed; only its first line was skipped`}},
		{"preamble never closed", "@preamble{\"x\ny" + next, []string{b}, []string{`lost: 1:10 @preamble: this preamble is never closed; only its first line was skipped`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkSpans(t, tt.in)
			refs, problems := outline(tt.in)
			if diff := cmp.Diff(tt.want, refs); diff != "" {
				t.Errorf("references: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(tt.problems, problems); diff != "" {
				t.Errorf("problems: -want +got\n%s", diff)
			}
		})
	}
}

func TestParseReference(t *testing.T) {
	source := "junk ä\n  @article{a,\n\tauthor = {Ö, X},\n  title = {T}, journal = {J}, volume = 3,\n  number = 4, pages = {5}, year = 2000,\n  doi = {10.1000/x}, crossref = {p}\n}\n\n@proceedings{p,\n  publisher = {P}\n}\n@misc{b, title = {U}}"
	refs, problems := Parse("t.bib", source)
	if len(problems) != 0 || len(refs) != 2 {
		t.Fatalf("%d references, problems %v", len(refs), problems)
	}
	at := func(line, column int) biblio.Location {
		return biblio.Location{File: "t.bib", Line: line, Column: column}
	}
	want := map[string]biblio.Location{
		"type": at(2, 3), "author": at(3, 2), "title": at(4, 3), "container": at(4, 16), "volume": at(4, 31), "issue": at(5, 3),
		"page": at(5, 15), "year": at(5, 28), "doi": at(6, 3), "publisher": at(10, 3),
	}
	got := map[string]biblio.Location{}
	for _, p := range refs[0].Fields {
		got[p.Field] = p.Location
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields: -want +got\n%s", diff)
	}
	if refs[0].Location != at(2, 3) || refs[1].Location != at(12, 1) {
		t.Errorf("locations %v, %v", refs[0].Location, refs[1].Location)
	}
	for i, r := range refs {
		if r.Index != i+1 || r.Confidence != 1 || r.Printed || !strings.HasPrefix(r.Raw, "@") || !strings.HasSuffix(r.Raw, "}") {
			t.Errorf("reference %d: index %d, confidence %v, raw %q", i, r.Index, r.Confidence, r.Raw)
		}
	}
}

// TestParseBounded: a source may cost no more than its size suggests.
func TestParseBounded(t *testing.T) {
	var doubling strings.Builder
	doubling.WriteString("@string{s0 = {xxxxxxxxxx}}\n")
	for i := range 60 {
		fmt.Fprintf(&doubling, "@string{s%d = s%d # s%d}\n", i+1, i, i)
	}
	doubling.WriteString("@book{a, title = s60}" + strings.Repeat("@book{b, title = s12}", 10_000))
	var chain strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&chain, "@book{k%d, crossref = {k%d}}\n", i, i+1)
	}
	sources := map[string]string{"strings that double": doubling.String(), "chain of parents": chain.String()}
	for _, unit := range []string{
		"@a{k,\n b = {\n", "@a{k,b={", "@a{k,b=\"", "@a{k,\n b = \"{\n", "@comment{\n", "@preamble(\n", "@", "@a ", "%", "{", "@a{k,\nb = {\n@a{k,\nc=d}},\n",
		"@string{", "@a{b,\n c d\n", "@a(k,\n b = {x} y, (\n", "\n a = {", "@book{a, title = {x}, ", "@a{k, b # c # ",
	} {
		sources["many "+unit] = strings.Repeat(unit, 300_000/len(unit))
		sources["an entry of "+unit] = "@book{a,\n" + strings.Repeat(unit, 300_000/len(unit))
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Parse("t.bib", source) // more than linear work would not end
		})
	}
}
