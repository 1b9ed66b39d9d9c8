package biblio

import (
	"strings"
	"unicode/utf8"
)

// Name is a person (Family, with what else is known) or an organisation (Literal alone).
type Name struct {
	Family string `json:",omitzero"`
	// Given holds given names or initials, as they stand: "Jodi M.", "JM".
	Given string `json:",omitzero"`
	// Particle stands before the family name: "van den", "de la".
	Particle string `json:",omitzero"`
	// Suffix stands after it: "Jr.", "III".
	Suffix string `json:",omitzero"`
	// Literal is the name of an organisation, or of a person that could not be taken apart.
	Literal string `json:",omitzero"`
}

// IsZero reports whether the name says nothing.
func (n Name) IsZero() bool { return n == Name{} }

// String returns the name as bibliographies of medicine print it: "van den Berg JM Jr".
func (n Name) String() string {
	if n.Literal != "" {
		return n.Literal
	}
	parts := make([]string, 0, 4)
	for _, p := range []string{n.Particle, n.Family, n.Given, n.Suffix} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " ")
}

// Initials returns the first letters of the given names: "JM" of "Jodi M.", "J.-M." or "JM".
func (n Name) Initials() string {
	var out strings.Builder
	for w := range strings.FieldsFuncSeq(n.Given, partsGiven) {
		if isInitials(w) {
			out.WriteString(w)
			continue
		}
		for _, r := range w {
			out.WriteString(strings.ToUpper(string(r)))
			break
		}
	}
	return out.String()
}

// partsGiven reports whether a character parts the words of given names.
func partsGiven(r rune) bool {
	switch r {
	case ' ', '.', '-', '‐', '‑', '–', '’', '\'', '\u00a0', '\u202f':
		return true
	}
	return false
}

// isInitials reports whether a word of a given name is initials run together ("JM", "RMF"): at
// most three letters, all capitals.
func isInitials(w string) bool {
	return utf8.RuneCountInString(w) <= 3 && strings.ToUpper(w) == w
}
