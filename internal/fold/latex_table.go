package fold

import "strings"

// Sources of the tables: L. Lamport, LaTeX, 2nd ed., tables 3.1–3.13; "LaTeX 2e encodings" (encguide)
// for T1 and TS1; "The Comprehensive LaTeX Symbol List"; the BibTeX styles' own macros.

// Combining marks that are also typed for themselves.
const (
	markTilde      = '\u0303'
	markCircumflex = '\u0302'
)

// texAccents are the accents whose names are no letters.
var texAccents = map[byte]rune{
	'`': '\u0300', '\'': '\u0301', '^': markCircumflex, '~': markTilde,
	'=': '\u0304', '.': '\u0307', '"': '\u0308',
}

// texDotless are the letters that lose their dot under an accent: in Unicode the accent does so.
var texDotless = map[string]string{"i": "i", "j": "j", "imath": "i", "jmath": "j"}

// texMarks are the accents whose names are letters, in prose and in math.
var texMarks = map[string]rune{
	"u": '\u0306', "v": '\u030C', "H": '\u030B', "r": '\u030A', "c": '\u0327', "k": '\u0328',
	"d": '\u0323', "b": '\u0331', "t": '\u0361', "h": '\u0309', "G": '\u030F', "U": '\u030E',
	"grave": '\u0300', "acute": '\u0301', "hat": '\u0302', "widehat": '\u0302', "tilde": '\u0303',
	"widetilde": '\u0303', "bar": '\u0304', "breve": '\u0306', "dot": '\u0307', "ddot": '\u0308',
	"mathring": '\u030A', "ocirc": '\u030A', "check": '\u030C', "vec": '\u20D7',
}

// texTight are letters and signs of prose, as pairs of name and text.
const texTight = `i ı j ȷ imath ı jmath ȷ ss ß SS ẞ ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å dh ð DH Ð th þ TH Þ
	Thorn Þ dj đ DJ Đ ng ŋ NG Ŋ eth ð ETH Ð
	textendash – textemdash — emdash — endash – textquoteleft ‘ textquoteright ’ textquotedblleft “
	textquotedblright ” textquotesingle ' textquotedbl " lq ‘ rq ’ quotesinglbase ‚ quotedblbase „ glqq „ grqq “
	glq ‚ grq ‘ guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright › flqq « frqq » flq ‹ frq ›
	textexclamdown ¡ textquestiondown ¿ textasciitilde ~ textasciicircum ^ textbackslash \ textbar | textless <
	textgreater > less < greater > textunderscore _ textbraceleft { textbraceright } lbrace { rbrace } textdollar $
	textasteriskcentered * textasciigrave ` + "`" + ` textasciiacute ´ textordfeminine ª textordmasculine º slash /
	textperiodcentered · textbullet • textregistered ® textcopyright © texttrademark ™ textservicemark ℠ copyright ©
	textdegree ° textmu µ textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹ texttwosuperior ²
	textthreesuperior ³ textsection § S § textparagraph ¶ P ¶ pounds £ textsterling £ texteuro € euro € EUR €
	textyen ¥ textcent ¢ textcurrency ¤ textnumero № textperthousand ‰ textdagger † textdaggerdbl ‡ dag † ddag ‡
	ldots … dots … textellipsis … dotsc … textrightarrow → textleftarrow ← texttimes × textdiv ÷ textpm ±
	textonlinethree 3 textvisiblespace ␣ textprime ′ nobreakdash - textminus − textlnot ¬ textcelsius ℃ textohm Ω`

// texLoose are symbols of math and logos, as pairs of name and text.
const texLoose = `alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
	lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
	chi χ psi ψ omega ω Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ
	Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω
	textalpha α textbeta β textgamma γ textdelta δ textepsilon ε textkappa κ textlambda λ textsigma σ textomega ω
	upalpha α upbeta β upgamma γ updelta δ upmu μ upkappa κ uplambda λ upomega ω digamma ϝ aleph ℵ hbar ℏ ell ℓ
	times × div ÷ pm ± mp ∓ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet • cap ∩ cup ∪ vee ∨ wedge ∧ setminus ∖ oplus ⊕
	ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ dagger † ddagger ‡ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ ll ≪ gg ≫ neq ≠
	ne ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ propto ∝ lesssim ≲ gtrsim ≳ prec ≺ succ ≻ subset ⊂ supset ⊃
	subseteq ⊆ supseteq ⊇ in ∈ ni ∋ notin ∉ perp ⊥ parallel ∥ mid ∣ vdash ⊢ models ⊨ to → rightarrow → leftarrow ←
	leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ longrightarrow ⟶ longleftarrow ⟵ mapsto ↦ uparrow ↑
	downarrow ↓ hookrightarrow ↪ rightleftharpoons ⇌ iff ⟺ implies ⟹ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ emptyset ∅
	varnothing ∅ neg ¬ lnot ¬ angle ∠ degree ° prime ′ backprime ‵ surd √ sqrt √ sum ∑ prod ∏ int ∫ oint ∮ bigcup ⋃ bigcap ⋂
	langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ Re ℜ Im ℑ wp ℘ top ⊤ bot ⊥ flat ♭ sharp ♯ natural ♮ triangle △
	square □ Box □ checkmark ✓ male ♂ female ♀ cdots ⋯ vdots ⋮ ddots ⋱ lt < gt > colon : vert | Vert ‖ lbrack [
	rbrack ] And & micro µ celsius ℃
	TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX LuaTeX LuaTeX XeLaTeX XeLaTeX LuaLaTeX LuaLaTeX
	pdfTeX pdfTeX ConTeXt ConTeXt AmS AMS AmSTeX AMS-TeX MF METAFONT MP MetaPost
	log log ln ln exp exp sin sin cos cos tan tan max max min min sup sup inf inf lim lim det det dim dim ker ker arg arg`

// texArguments are the macros that do something to their arguments.
var texArguments = map[string]texMacro{
	"noopsort": {drop: 1}, "NOOPSORT": {drop: 1}, "SortNoop": {drop: 1}, "noop": {drop: 1}, "sortas": {drop: 1},
	"phantom": {drop: 1}, "hphantom": {drop: 1}, "vphantom": {drop: 1}, "hspace": {drop: 1}, "vspace": {drop: 1},
	"label": {drop: 1}, "begin": {drop: 1}, "end": {drop: 1}, "color": {drop: 1}, "selectlanguage": {drop: 1},
	"fontsize": {drop: 2}, "thanks": {drop: 1}, "footnote": {drop: 1}, "index": {drop: 1}, "input": {drop: 1},
	"href": {drop: 1}, "textcolor": {drop: 1}, "foreignlanguage": {drop: 1}, "texorpdfstring": {drop: 1},
	"raisebox": {drop: 1}, "scalebox": {drop: 1}, "fontfamily": {drop: 1}, "textlang": {drop: 1},
	"kern": {length: true}, "hskip": {length: true}, "vskip": {length: true}, "raise": {length: true}, "lower": {length: true},
	"mkern": {length: true}, "mskip": {length: true},
	"quad": {text: " "}, "qquad": {text: " "}, "space": {text: " "}, "newline": {text: " "}, "thinspace": {text: " "},
	"enspace": {text: " "}, "nobreakspace": {text: " "}, "par": {text: " "},
	"url": {ask: true, group: texGroup{texMode: texMode{raw: true}}}, "nolinkurl": {ask: true, group: texGroup{texMode: texMode{raw: true}}},
	"path": {ask: true, group: texGroup{texMode: texMode{raw: true}}}, "doi": {ask: true, group: texGroup{texMode: texMode{raw: true}}},
	"ensuremath": {ask: true, group: texGroup{texMode: texMode{math: true}}}, "ce": {ask: true, group: texGroup{texMode: texMode{math: true}}},
	"enquote": {text: "“", ask: true, group: texGroup{after: "”"}}, "mkbibquote": {text: "“", ask: true, group: texGroup{after: "”"}},
	"mkbibparens": {text: "(", ask: true, group: texGroup{after: ")"}}, "mkbibbrackets": {text: "[", ask: true, group: texGroup{after: "]"}},
	"frac": {ask: true, group: texGroup{after: "/"}}, "tfrac": {ask: true, group: texGroup{after: "/"}}, "nicefrac": {ask: true, group: texGroup{after: "/"}},
}

// texMacros are all macros known, by name.
var texMacros = newTexMacros()

func newTexMacros() map[string]texMacro {
	macros := make(map[string]texMacro, 512)
	for name, m := range texArguments {
		macros[name] = m
	}
	for name, mark := range texMarks {
		macros[name] = texMacro{mark: mark}
	}
	for _, table := range []struct {
		pairs string
		tight bool
	}{{texTight, true}, {texLoose, false}} {
		words := strings.Fields(table.pairs)
		for i := 0; i+1 < len(words); i += 2 {
			macros[words[i]] = texMacro{text: words[i+1], tight: table.tight}
		}
	}
	return macros
}
