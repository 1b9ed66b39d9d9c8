package bibtex

import (
	"fmt"
	"strings"
)

// macros are the @string definitions that hold at a place of a source, by lower-case name.
type macros struct {
	texts map[string]string
	// unknown are the names already reported as undefined.
	unknown map[string]bool
	// budget is how many more bytes expansions may yield. Real files spend a fraction of their own
	// size; without it thirty lines that double one another would fill the memory.
	budget int
}

// maxMacro is how long the text of an @string may be, in bytes.
const maxMacro = 1 << 16

// newMacros returns the macros of an empty source: the months, as the standard styles define them.
func newMacros(size int) macros {
	return macros{
		texts: map[string]string{
			"jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
			"jul": "July", "aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
		},
		unknown: map[string]bool{},
		budget:  1<<20 + 16*size,
	}
}

func (m *macros) define(name, text string) {
	if len(text) <= maxMacro {
		m.texts[strings.ToLower(name)] = text
	}
}

// expand returns the text of a value: its parts joined, names of macros replaced. A name that is not
// defined stands for itself, and is reported at its first use, unless report is nil.
func (m *macros) expand(source string, parts []Part, report func(at int, message string)) string {
	if len(parts) == 1 {
		return m.part(source, parts[0], report)
	}
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(m.part(source, p, report))
	}
	return out.String()
}

func (m *macros) part(source string, p Part, report func(int, string)) string {
	text := p.Text.Of(source)
	if p.Delimiter != 0 || !isMacroName(text) {
		return text
	}
	expansion, defined := m.texts[strings.ToLower(text)]
	if defined && len(expansion) <= m.budget {
		m.budget -= len(expansion)
		return expansion
	}
	if report != nil && !m.unknown[text] {
		m.unknown[text] = true
		reason := "is not defined in this file"
		if defined {
			reason = "expands to too much text"
		}
		report(p.Start, fmt.Sprintf("the string %s %s; its name was read as the text", quote(text), reason))
	}
	return text
}

// isMacroName reports whether bare text names a macro: one word that does not begin with a digit.
func isMacroName(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && !strings.ContainsAny(s, " \t\r\n")
}
