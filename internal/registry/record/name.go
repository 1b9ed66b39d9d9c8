package record

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// IsEtAl reports whether a name stands for those left out.
func IsEtAl(name string) bool {
	switch strings.ToLower(strings.Trim(name, ". ")) {
	case "et al", "others", "and others":
		return true
	}
	return false
}

var (
	// groupWord stands in the names of organisations, not of people.
	groupWord = regexp.MustCompile(`(?i)\b(?:academy|agency|assembly|association|authority|board|bureau|cent(?:er|re)|collaborat(?:ion|ive|ors)|college|` +
		`commission|committee|community|company|conference|congress|consortium|consulting|contributors|corporation|council|department|foundation|group|` +
		`hospital|initiative|institut[eo]?|investigators|laborator(?:y|ies)|library|ministry|museum|nations|network|office|organi[sz]ation|press|` +
		`program(?:me)?|project|publishers|school|services?|society|staff|survey|team|trialists|trust|union|verlag|workgroup|inc|ltd|llc|gmbh)\b|\buniversit`)
	nameSuffix = regexp.MustCompile(`^(?i:jr|sr|ii|iii|iv|[23]n?r?d)\.?$`)
	// nameNumber tells people of one name apart, in DBLP ("Wenbo Guo 0001") and on figshare ("(15649)").
	nameNumber = regexp.MustCompile(`\s+(?:\d{4}|\(\d+\))$`)
	// patronymic ends the name of a Russian that begins with the family name.
	patronymic = regexp.MustCompile(`(?:вич|вна|чна)$`)
	// runInitials are initials without points, as PubMed writes them: "JM".
	runInitials = regexp.MustCompile(`^\p{Lu}{1,3}$`)
)

// particles are the words of lower case that belong to the family name which follows.
var particles = map[string]bool{
	"af": true, "al": true, "av": true, "ben": true, "bin": true, "da": true, "das": true, "de": true, "del": true, "dela": true, "della": true,
	"den": true, "der": true, "di": true, "do": true, "dos": true, "du": true, "e": true, "el": true, "ibn": true, "la": true, "las": true,
	"le": true, "los": true, "ten": true, "ter": true, "van": true, "vom": true, "von": true, "y": true, "zu": true, "zum": true, "zur": true,
}

// Name takes apart the name of a person that a registry gives as one text: "Halpern, Jodi M.",
// "Jodi M. Halpern", "Halpern JM", "Ludwig van Beethoven". What is no such name, or cannot be taken
// apart, is a literal: an organisation, one word, a name with a word of lower case that is no
// particle.
func Name(text string) biblio.Name {
	text = nameNumber.ReplaceAllString(registry.Clean(text), "")
	if text == "" || groupWord.MatchString(text) || strings.ContainsAny(text, "&/@") {
		return biblio.Name{Literal: text}
	}
	if strings.Contains(text, ",") {
		return invertedName(text)
	}
	words, suffix := cutNameSuffix(strings.Fields(text))
	last := len(words) - 1
	switch {
	case last < 1:
		return biblio.Name{Literal: text}
	case isCJK(words[0]), last == 2 && patronymic.MatchString(words[2]) && !patronymic.MatchString(words[1]):
		return biblio.Name{Family: words[0], Given: strings.Join(words[1:], " "), Suffix: suffix}
	case runInitials.MatchString(words[last]) && !runInitials.MatchString(words[0]):
		n := familyName(words[:last])
		n.Given, n.Suffix = words[last], suffix
		return n
	}
	first := last // of the family name
	for first > 1 && particles[words[first-1]] {
		first--
	}
	for _, w := range words[:first] {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			return biblio.Name{Literal: text}
		}
	}
	n := familyName(words[first:])
	n.Given, n.Suffix = strings.Join(words[:first], " "), suffix
	return n
}

// invertedName reads "Family, Given", "Family, Given, Jr" and "Family, Jr, Given"; more commas make a
// literal. Library catalogues put years of life behind a name.
func invertedName(text string) biblio.Name {
	parts := strings.Split(text, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if last := len(parts) - 1; strings.ContainsAny(parts[last], "0123456789") && !nameSuffix.MatchString(parts[last]) {
		parts = parts[:last]
	}
	var suffix string
	for i := 1; i < len(parts); i++ {
		if nameSuffix.MatchString(parts[i]) {
			suffix = parts[i]
			parts = append(parts[:i], parts[i+1:]...)
			break
		}
	}
	switch {
	case len(parts) == 1 && suffix == "" || len(parts) > 2:
		return biblio.Name{Literal: text}
	case len(parts) == 1:
		n := Name(parts[0]) // "John Smith, Jr."
		n.Suffix = suffix
		return n
	}
	n := familyName(strings.Fields(parts[0]))
	n.Given, n.Suffix = parts[1], suffix
	return n
}

// familyName parts the particles of lower case from the family name.
func familyName(words []string) biblio.Name {
	i := 0
	for i < len(words)-1 && particles[words[i]] {
		i++
	}
	return biblio.Name{Particle: strings.Join(words[:i], " "), Family: strings.Join(words[i:], " ")}
}

func cutNameSuffix(words []string) (rest []string, suffix string) {
	if last := len(words) - 1; last > 1 && nameSuffix.MatchString(words[last]) {
		return words[:last], words[last]
	}
	return words, ""
}

// isCJK reports whether a word is in a script whose names begin with the family name.
func isCJK(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}
