package ris

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// people divides a value that holds several names, which the specification forbids: at semicolons,
// and at "and" where a comma on either side shows that it joins persons.
func people(s string) []string {
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

// cutEtAl takes "et al." off the end of a name.
func cutEtAl(s string) (rest string, found bool) {
	at := etAl.FindStringIndex(s)
	if at == nil {
		return s, false
	}
	return s[:at[0]], true
}

// name takes a name apart that is written "Family, Given, Suffix", as the specification wants it.
// "Smith JM" is read as PubMed writes names; anything else without a comma is a name as it stands.
func name(s string) biblio.Name {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) == 1 {
		words := strings.Fields(s)
		if n := len(words); n >= 2 && initials.MatchString(words[n-1]) && !initials.MatchString(words[0]) {
			return person(strings.Join(words[:n-1], " "), words[n-1], "")
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
	return person(parts[0], given, last)
}

func person(family, given, suffix string) biblio.Name {
	n := biblio.Name{Family: family, Given: given, Suffix: suffix}
	if p := particle.FindString(family); p != "" && len(p) < len(family) {
		n.Particle, n.Family = strings.TrimSpace(p), family[len(p):]
	}
	return n
}

var (
	year   = regexp.MustCompile(`(?:^|\D)((?:1[4-9]|20)\d\d)(?:\D|$)`)
	months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// issued takes the date from PY, DA and Y1, in this order (Y1 was replaced by DA in 2011), with the
// month and the day of another of them that names the same year or none.
func (b *builder) issued() biblio.Date {
	var out biblio.Date
	for _, tag := range []string{"PY", "DA", "Y1", "YR"} {
		v := b.first(tag)
		d := date(v)
		switch {
		case v == "":
			continue
		case out.Year == 0 && d.Year != 0:
			if out.Month != 0 && d.Month == 0 {
				d.Month, d.Day = out.Month, out.Day
			}
			out = d
			b.take("issued", tag)
		case d.Month != 0 && out.Month == 0 && (d.Year == out.Year || d.Year == 0):
			out.Month, out.Day = d.Month, d.Day
		case out.Year == 0 && out.Literal == "" && d.Literal != "":
			out.Literal = d.Literal
		}
	}
	if out.Year != 0 {
		out.Literal = ""
	}
	return out
}

// date reads "2003/05/12/spring", "2003/05//", "2015/october", "2003-05-12", "May 2003", "2003".
func date(s string) biblio.Date {
	s = strings.TrimSpace(s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == ' ' || r == ',' || r == '.' })
	var d biblio.Date
	if m := year.FindStringSubmatch(s); m != nil {
		d.Year, _ = strconv.Atoi(m[1])
	}
	for _, p := range parts {
		n, err := strconv.Atoi(p)
		switch {
		case err != nil:
			if m := month(p); m != 0 && d.Month == 0 {
				d.Month = m
			}
		case n == d.Year:
		case d.Month == 0 && n >= 1 && n <= 12:
			d.Month = n
		case d.Month != 0 && d.Day == 0 && n >= 1 && n <= 31:
			d.Day = n
		}
	}
	if d.Year == 0 && d.Month == 0 && strings.Trim(s, "0/ ") != "" {
		d.Literal = s
	}
	return d
}

func month(s string) int {
	s = strings.ToLower(s)
	for i, m := range months {
		if strings.HasPrefix(s, m) {
			return i + 1
		}
	}
	return 0
}
