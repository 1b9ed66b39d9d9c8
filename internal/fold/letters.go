package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// spelled gives, in lower case, letters that NFKD does not take apart and Greek letters by name, as
// titles write them in ASCII.
var spelled = map[rune]string{
	'ø': "o", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ẞ': "ss", 'ł': "l", 'đ': "d", 'ð': "d", 'ı': "i", 'þ': "th", 'ħ': "h", 'ŋ': "n",
	'ŧ': "t", 'ĸ': "k", 'ƶ': "z", 'ɵ': "o", 'ə': "a", 'ɛ': "e", 'ɡ': "g", 'ɣ': "g", 'ʟ': "l", 'ɩ': "i", 'ꞵ': "beta",
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta",
	'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'ν': "nu", 'ξ': "xi", 'ο': "omicron", 'π': "pi", 'ρ': "rho",
	'σ': "sigma", 'ς': "sigma", 'τ': "tau", 'υ': "upsilon", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
	'ϕ': "phi", 'ϵ': "epsilon", 'ϑ': "theta", 'ϱ': "rho", 'ϖ': "pi", '∆': "delta", '∂': "d", 'ℓ': "l",
}

// transliterated gives Cyrillic letters in the Latin ones that bibliographies use (BGN/PCGN, without
// marks), and Greek ones as names are written (ISO 843).
var transliterated = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ye", 'ж': "zh", 'з': "z", 'и': "i", 'і': "i",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh",
	'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'ђ': "dj", 'ј': "j",
	'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz",
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// Romanize returns s in lower case with Cyrillic and Greek letters in Latin ones, for names. Text
// without such letters comes back as it is.
func Romanize(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x370 && r < 0x530 }) {
		return s
	}
	s = strings.ReplaceAll(norm.NFD.String(strings.ToLower(s)), "ου", "ou")
	var out strings.Builder
	for _, r := range s {
		if latin, ok := transliterated[r]; ok {
			out.WriteString(latin)
		} else if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// mend undoes UTF-8 read as Windows-1252 ("GÃ³mez"), where all of s can be read so.
func mend(s string) string {
	if !strings.ContainsAny(s, "ÃÂÄÅÐ") {
		return s
	}
	raw, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil || !utf8.ValidString(raw) {
		return s
	}
	return raw
}
