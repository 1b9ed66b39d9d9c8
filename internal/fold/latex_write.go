package fold

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// texNames are the macros of letters and signs, by what they print; where several print the same, the
// first in the table.
var texNames = newTexNames()

func newTexNames() map[rune]string {
	names := map[rune]string{}
	words := strings.Fields(texTight)
	for i := 0; i+1 < len(words); i += 2 {
		r, size := utf8.DecodeRuneInString(words[i+1])
		if _, known := names[r]; !known && size == len(words[i+1]) && r >= utf8.RuneSelf {
			names[r] = words[i]
		}
	}
	return names
}

// texMarkNames are the macros of accents, by the mark that they put.
var texMarkNames = newTexMarkNames()

func newTexMarkNames() map[rune]string {
	names := map[rune]string{}
	for name, mark := range texMarks {
		if len(name) == 1 {
			names[mark] = name + " "
		}
	}
	for name, mark := range texAccents {
		names[mark] = string(name)
	}
	return names
}

// texSigns are the signs that LaTeX writes with plain characters.
var texSigns = map[rune]string{'–': "--", '—': "---", '“': "``", '”': "''", '‘': "`", '’': "'", '\u00a0': "~"}

// ToLaTeX writes what is not ASCII as LaTeX did before it read Unicode: "é" as {\'e}. A character for
// which LaTeX has no macro stays as it is. LaTeX reads it back.
func ToLaTeX(s string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(s) {
		switch sign, ok := texSigns[r]; {
		case r < utf8.RuneSelf:
			out.WriteRune(r)
		case ok:
			out.WriteString(sign)
		case texNames[r] != "":
			out.WriteString(`{\` + texNames[r] + "}")
		default:
			out.WriteString(accented(r))
		}
	}
	return out.String()
}

// accented writes a letter with one accent, and any other character as it is.
func accented(r rune) string {
	parts := []rune(norm.NFD.String(string(r)))
	if len(parts) != 2 || parts[0] >= utf8.RuneSelf {
		return string(r)
	}
	mark, ok := texMarkNames[parts[1]]
	if !ok {
		return string(r)
	}
	letter := string(parts[0])
	if letter == "i" || letter == "j" {
		letter = `\` + letter
	}
	return `{\` + mark + letter + "}"
}
