// Package value reads names and dates as exchange formats write them, RIS first: "Family, Given,
// Suffix", "2003/05/12/".
package value

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// People divides a value that holds several names, which the specification forbids: at semicolons,
// and at "and" where a comma on either side shows that it joins persons.
func People(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		several := strings.Split(part, " and ")
		for _, one := range several {
			if !strings.Contains(one, ",") {
				several = []string{part}
				break
			}
		}
		for _, one := range several {
			if one = strings.Trim(one, " ,"); one != "" {
				out = append(out, one)
			}
		}
	}
	return out
}

var (
	etAl     = regexp.MustCompile(`(?i)(?:^|,\s*|\s)(?:et\.?\s+al\.?|and others|others|u\.\s?a\.)$`)
	suffix   = regexp.MustCompile(`(?i)^(?:jr|sr|[1-9](?:st|nd|rd|th)|i{1,3}|iv|vi{0,3})\.?$`)
	initials = regexp.MustCompile(`^\p{Lu}{1,3}$`)
	particle = regexp.MustCompile(`^(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|zu|zur|af|al|el|bin)\s+)+`)
)

// CutEtAl takes "et al." off the end of a name.
func CutEtAl(s string) (rest string, found bool) {
	at := etAl.FindStringIndex(s)
	if at == nil {
		return s, false
	}
	return s[:at[0]], true
}

// Name takes a name apart that is written "Family, Given, Suffix", as the specification wants it.
// "Smith JM" is read as PubMed writes names; anything else without a comma is a name as it stands.
func Name(s string) biblio.Name {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) == 1 {
		words := strings.Fields(s)
		if n := len(words); n >= 2 && initials.MatchString(words[n-1]) && !initials.MatchString(words[0]) {
			return Person(strings.Join(words[:n-1], " "), words[n-1], "")
		}
		return biblio.Name{Literal: s}
	}
	given, last := strings.Join(parts[1:], ", "), ""
	if n := len(parts); n > 2 && suffix.MatchString(parts[n-1]) {
		given, last = strings.Join(parts[1:n-1], ", "), parts[n-1]
	} else if n > 2 && suffix.MatchString(parts[1]) {
		given, last = strings.Join(parts[2:], ", "), parts[1]
	}
	if given == "" && last == "" {
		return biblio.Name{Literal: parts[0]}
	}
	return Person(parts[0], given, last)
}

// Person returns a name whose parts are known but for its particle, which stands in the family name.
func Person(family, given, suffix string) biblio.Name {
	n := biblio.Name{Family: family, Given: given, Suffix: suffix}
	if p := particle.FindString(family); p != "" && len(p) < len(family) {
		n.Particle, n.Family = strings.TrimSpace(p), family[len(p):]
	}
	return n
}
