package fold

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestLaTeX(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text", "The cat: a tale of 5% & more", "The cat: a tale of 5% & more"},
		{"empty", "", ""},
		{"all in braces", "{The cat}", "The cat"},
		{"nothing in braces", "{}", ""},
		{"spaces in braces", "{ The cat }", "The cat"},
		{"white space", "  two\n\twords ", "two words"},
		{"no-break space", "two\u00a0words", "two words"},
		{"decomposed", "Mu\u0308ller", "Müller"},

		{"accent in braces", `{\"o}`, "ö"},
		{"accent before braces", `\"{o}`, "ö"},
		{"accent bare", `\"o`, "ö"},
		{"accent over dotless i", `Garc{\'\i}a Mart\'{\i}nez`, "García Martínez"},
		{"accent over dotless j", `\^{\j}`, "ĵ"},
		{"dotless i itself", `Ad{\i}g{\"u}zel`, "Adıgüzel"},
		{"letter accents", `\c c \c{s} \H{o} \v{S} \u g \k{a} \r{a} \b{d} \d{s}`, "ç ş ő Š ğ ą å ḏ ṣ"},
		{"letter accent with space", `Erd{\H o}s, Heged{\H u}s`, "Erdős, Hegedűs"},
		{"symbol accents", "\\~n \\=a \\.z \\`e \\^o \\'e", "ñ ā ż è ô é"},
		{"dotted capital", `\.Istanbul`, "İstanbul"},
		{"tie", `\t{oo}`, "o͡o"},
		{"two accents", `Nguy{\~{\^e}}n`, "Nguyễn"},
		{"accent closed too early", `caf{\'}e`, "café"},
		{"accent on nothing", `a\'{}b \~{} \^{}`, "ab ~ ^"},
		{"accent at the end", `caf\'`, "caf"},
		{"accent over a macro's letter", `\'{\ae}\'\o`, "ǽǿ"},
		{"special letters", `{\ss}{\ae}{\AE}{\oe}{\o}{\O}{\l}{\L}{\aa}{\AA}{\dh}{\th}{\DH}{\TH}{\dj}{\ng}`, "ßæÆœøØłŁåÅðþÐÞđŋ"},
		{"special letter with space", `\O stergaard, {\L}ukasz, M\"u\ss ig`, "Østergaard, Łukasz, Müßig"},
		{"Vietnamese", `\h{a}`, "ả"},

		{"dashes", "1--2 a---b a-b", "1–2 a—b a-b"},
		{"named dashes", `1\textendash2 a\textemdash{}b`, "1–2 a—b"},
		{"quotes", "``a'' `b' O'Brien", "“a” ‘b’ O’Brien"},
		{"Spanish", "?`Que? !`Si!", "¿Que? ¡Si!"},
		{"named quotes", `O\textquoteright Brien \enquote{x}`, "O’Brien “x”"},
		{"tie of words", `J.~A.\ Smith\,B`, "J. A. Smith B"},
		{"escapes", `\& \% \$ \# \_ \{ \}`, "& % $ # _ { }"},
		{"symbols", `\textregistered \ldots\ \copyright{} \pounds 5 \S 3`, "®… © £5 §3"},
		{"hyphenation", `Pren{\-}tice-Hall Auf\/lage`, "Prentice-Hall Auflage"},
		{"codes", `\char233 \char"E9 \char'351 \symbol{233} \char` + "`\\%", "éééé %"},
		{"verb", `\verb|a_b| c`, "a_b c"},

		{"Greek in prose", `TNF-\alpha and \beta-catenin`, "TNF-α and β-catenin"},
		{"Greek in math", `$\beta$-catenin, $\alpha \beta$`, "β-catenin, αβ"},
		{"subscript", `H$_2$O, $H_2O$, CO\textsubscript{2}`, "H2O, H2O, CO2"},
		{"superscript", `$^{13}$C, 10$^{-3}$, \textsuperscript{3}H`, "13C, 10-3, 3H"},
		{"math macros", `$\mathrm{SU}(2) \times U(1) \sim 5$`, "SU(2) ×U(1) ∼5"},
		{"math by parentheses", `\(x_1\) and \[y^2\]`, "x1 and y2"},
		{"display math", `$$E=mc^2$$ a_b`, "E=mc2 a_b"},
		{"ensuremath", `\ensuremath{x_1} a_b`, "x1 a_b"},
		{"fraction", `$\frac{1}{2}$`, "1/2"},
		{"hat", `$\hat{x}$`, "x̂"},
		{"prime", `$x'$`, "x′"},
		{"money", `costs $5`, "costs $5"},
		{"underscore in prose", `a_b^c`, "a_b^c"},

		{"formatting", `\emph{a} \textit{b} \textbf{c} \texttt{d} \textsc{e} {\em f} {\it g}`, "a b c d e f g"},
		{"case", `\uppercase{a}\MakeLowercase{B}`, "aB"},
		{"protected capitals", `{DNA} in {{E}. coli}`, "DNA in E. coli"},
		{"url", `\url{http://a.b/c_d~e--f%20g}`, "http://a.b/c_d~e--f%20g"},
		{"url in braces", `see {\url {http://a.b/{c}'d}} x--y`, "see http://a.b/c'd x–y"},
		{"href", `\href{http://a.b/c_d}{the text}`, "the text"},
		{"noopsort", `{\noopsort{1973b}}1973`, "1973"},
		{"relax", `a\relax b`, "ab"},
		{"kern", `T\kern-.1667em E`, "TE"},
		{"unknown macro", `\acro{PDF} and \foo{a}{b}`, "PDF and ab"},
		{"logo", `\LaTeX Companion, {\TeX}book`, "LaTeX Companion, TeXbook"},
		{"spaces by name", `a\quad b\space c`, "a b c"},

		{"unclosed brace", `{a {b`, "a b"},
		{"unopened brace", `a} b}}`, "a b"},
		{"unclosed argument", `a \href{b`, "a"},
		{"lone backslash", `a\`, "a"},
		{"backslash before a letter beyond ASCII", `\é`, "é"},
		{"control characters", "a\x00b\x7fc", "a b c"},
		{"Crossref's export", `{\textless}i{\textgreater}E. coli{\textless}/i{\textgreater} $\less$b$\greater$`, "<i>E. coli</i> <b>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := LaTeX(tt.in); got != tt.want {
				t.Errorf("LaTeX(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLaTeXAddress(t *testing.T) {
	tests := []struct{ in, want string }{
		{"http://a.b/~c--d_e", "http://a.b/~c--d_e"},
		{`http://a.b/\~{}c\_d\%20\#e\&f`, "http://a.b/~c_d%20#e&f"},
		{`http://a.b/\~c`, "http://a.b/~c"},
		{`http://a.b/{\textasciitilde}c{\_}d`, "http://a.b/~c_d"},
		{`http://a.b/$\sim$c`, "http://a.b/~c"},
		{`\url{http://a.b/c'd}`, "http://a.b/c'd"},
		{`10.1002/(SICI)1097{\textless}1::AID{\textgreater}3.0.CO;2-2`, "10.1002/(SICI)1097<1::AID>3.0.CO;2-2"},
	}
	for _, tt := range tests {
		if got := LaTeXAddress(tt.in); got != tt.want {
			t.Errorf("LaTeXAddress(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

// TestLaTeXPlain: text without LaTeX passes unchanged but for its white space and normal form, and
// so a second time.
func TestLaTeXPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[\pL\pN .,:;()\[\]/%&#_^"+=<>-]{0,40}`).Draw(t, "s")
		for strings.Contains(s, "--") {
			s = strings.ReplaceAll(s, "--", "-")
		}
		want := norm.NFC.String(strings.Join(strings.Fields(s), " "))
		got := LaTeX(s)
		if got != want {
			t.Fatalf("LaTeX(%q) = %q, want %q", s, got, want)
		}
		if again := LaTeX(got); again != got {
			t.Fatalf("LaTeX(%q) = %q the second time", got, again)
		}
	})
}

func TestLaTeXLinear(t *testing.T) {
	for _, unit := range []string{`{`, `}`, `\"`, `\noopsort{`, `\href{`, `$`, `\frac`, `{\'`, `\verb`, `\char"`, `--`, "`"} {
		LaTeX(strings.Repeat(unit, 200_000)) // quadratic work would not end
	}
}

func FuzzLaTeX(f *testing.F) {
	for _, s := range []string{`{\"o}$x_1$\url{a}`, `\verb|a|\char"41 \frac12`, `\'{\i}\~{}\t{oo}`, "a``b''---{\\em c}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		for _, got := range []string{LaTeX(s), LaTeXAddress(s)} {
			if !utf8.ValidString(got) {
				t.Errorf("%q gave invalid UTF-8: %q", s, got)
			}
			if len(got) > 12*len(s)+12 {
				t.Errorf("%d bytes gave %d", len(s), len(got))
			}
			if !norm.NFC.IsNormalString(got) {
				t.Errorf("%q gave %q, which is not NFC", s, got)
			}
		}
	})
}

func BenchmarkLaTeX(b *testing.B) {
	for name, s := range map[string]string{
		"plain":   "Effects of empathy training on physicians in primary care: a randomized trial",
		"accents": `Effects of {\"o}strogen on {DNA} in Garc{\'\i}a's {\em Escherichia coli}, $\alpha$--$\beta$`,
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for range b.N {
				LaTeX(s)
			}
		})
	}
}

func TestToLaTeX(t *testing.T) {
	for s, want := range map[string]string{
		"Müller": `M{\"u}ller`, "Erdős": `Erd{\H o}s`, "Łukasz": `{\L}ukasz`, "Straße": `Stra{\ss}e`, "naïve": `na{\"\i}ve`, "Ångström": `{\AA}ngstr{\"o}m`,
		"Čapek": `{\v C}apek`, "Søren": `S{\o}ren`, "1–2": "1--2", "“a”": "``a''", "国防": "国防", "plain": "plain", "n’est": "n'est",
	} {
		if got := ToLaTeX(s); got != want {
			t.Errorf("%q is written %q, want %q", s, got, want)
		}
	}
	for r := rune(0xa0); r < 0x250; r++ {
		if back := LaTeX(ToLaTeX(string(r))); unicode.Is(unicode.Latin, r) && back != string(r) {
			t.Errorf("%c is written %q, which is read as %q", r, ToLaTeX(string(r)), back)
		}
	}
}
