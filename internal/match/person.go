package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// person is an author, folded.
type person struct {
	name biblio.Name
	// family is the key of the family name with its particle, without blanks; core the same without
	// the particle. words are the words of core, of a group all words of its name.
	family, core string
	words        []string
	// given is the key of the given names, initials their first letters.
	given, initials string
	group           bool
}

// suffixes stand behind family names; a number tells people of one name apart in DBLP.
var suffixes = wordSet("jr sr ii iii iv 2nd 3rd md phd")

// particles stand before family names.
var particles = wordSet("van von der den de del della delle di da do dos das du la le les el al bin ibn ben ter ten te zu zur zum af av st saint y e o d l 't vander vande")

func newPeople(names []biblio.Name) []person {
	people := make([]person, 0, len(names))
	for _, n := range names {
		if p := newPerson(n); p.family != "" {
			people = append(people, p)
		}
	}
	return people
}

func newPerson(n biblio.Name) person {
	p := person{name: n, group: n.Family == ""}
	if n.Given == "" && n.Suffix != "" && isInitials(n.Family) {
		n.Family, n.Given, n.Suffix = n.Suffix, n.Family, "" // "SG Filho", where Filho is no suffix
	}
	text := n.Family
	switch {
	case n.Family != "" && namesGroup(n):
		p.group, text = true, strings.TrimSpace(n.Given+" "+n.Family)
	case n.Family == "" && n.Literal == "" && n.Given != "":
		text, p.group = n.Given, false
	case n.Family == "":
		text = n.Literal
	case n.Particle != "":
		text = n.Particle + " " + n.Family
	}
	if isStrayParticle(n) {
		text, n.Given = n.Family+" "+n.Given, "" // "van" registered as the family name of "Overbeek LS"
	}
	if strings.ContainsRune(text, '&') {
		text = fold.Markup(text)
	}
	if !p.group && n.Given == "" {
		text, n.Given = cutInitials(text)
	}
	words := strings.Fields(fold.Key(fold.Romanize(text)))
	if !p.group {
		words = withoutSuffix(words)
	}
	if len(words) == 0 {
		return person{}
	}
	p.family = join(words)
	for !p.group && len(words) > 1 && particles[words[0]] {
		words = words[1:]
	}
	p.words, p.core = words, join(words)
	if n.Given != "" && n.Family != "" {
		p.given = fold.Key(fold.Romanize(n.Given))
		p.initials = initialsOf(n)
	}
	return p
}

// isStrayParticle reports whether a particle was registered as the family name and the rest as the
// given one: "van" and "Overbeek LS", unlike Das and "Sunil K.".
func isStrayParticle(n biblio.Name) bool {
	if !particles[strings.ToLower(n.Family)] {
		return false
	}
	given := strings.Fields(n.Given)
	return len(given) == 2 && len(given[1]) > 1 && isInitials(given[1]) && !strings.Contains(n.Given, ".")
}

// groupWords stand in the names of groups, which formats without names of groups take apart.
var groupWords = wordSet("consortium group collaboration collaborative committee investigators initiative organization organisation association society network team project")

func namesGroup(n biblio.Name) bool {
	if len(n.Family)+len(n.Given) < 12 || !strings.ContainsRune(n.Family, ' ') && n.Given != "" && !groupWords[strings.ToLower(n.Family)] {
		return false
	}
	for w := range strings.FieldsSeq(strings.ToLower(n.Given + " " + n.Family)) {
		if groupWords[w] {
			return true
		}
	}
	return false
}

// cutInitials parts a family name from initials that were registered as its last word or its first:
// "Elsas JD", "KF Mayer".
func cutInitials(family string) (name, initials string) {
	words := strings.Fields(family)
	if n := len(words) - 1; n > 0 {
		switch {
		case isInitials(strings.ReplaceAll(words[n], ".", "")):
			return strings.Join(words[:n], " "), words[n]
		case isInitials(strings.ReplaceAll(words[0], ".", "")):
			return strings.Join(words[1:], " "), words[0]
		}
	}
	return family, ""
}

// withoutSuffix drops "Jr", "III" and numbers from behind a name.
func withoutSuffix(words []string) []string {
	for len(words) > 1 && (suffixes[words[len(words)-1]] || words[len(words)-1][0] <= '9') {
		words = words[:len(words)-1]
	}
	for i, w := range words { // the number of a footnote
		if t := strings.TrimRight(w, "0123456789"); t != "" {
			words[i] = t
		}
	}
	return words
}

func join(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words, "")
}

// initialsOf returns the initials of a name in lower case: "jm".
func initialsOf(n biblio.Name) string {
	s := n.Initials()
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return foldInitials(s)
		}
	}
	return strings.ToLower(s)
}

// foldInitials folds initials of any script, one letter for each.
func foldInitials(s string) string {
	var out strings.Builder
	for _, r := range s {
		for _, first := range fold.Key(fold.Romanize(string(r))) {
			out.WriteRune(first)
			break
		}
	}
	return out.String()
}

// likeness is how alike two names are.
type likeness int

const (
	unlike likeness = iota
	// misspelt names differ by a letter or two.
	misspelt
	// inverted names have the given name in the place of the family name: "Peter MV" is Vitousek PM.
	inverted
	// alike names are the same by the rules: particles, double names, order, transliteration.
	alike
)

// compareFamilies says how alike two people's names are, initials aside.
func compareFamilies(a, b *person) likeness {
	switch {
	case a.family == b.family, a.core == b.core:
		return alike
	case a.group || b.group:
		return compareGroups(a, b)
	}
	if shareDouble(a.words, b.words) || withMiddle(a, b) || withMiddle(b, a) || swapped(a, b) || turned(a, b) || turned(b, a) ||
		a.core[0] == b.core[0] && umlauts(a.core) == umlauts(b.core) {
		return alike
	}
	if isInverted(a, b) || isInverted(b, a) || isRotated(a, b) {
		return inverted
	}
	if a.core[0] == b.core[0] || a.core[len(a.core)-1] == b.core[len(b.core)-1] {
		n := max(len(a.core), len(b.core))
		limit := 0
		switch {
		case n >= 9:
			limit = 2
		case n >= 5:
			limit = 1
		}
		if limit > 0 && fold.Distance(a.core, b.core) <= limit || n >= 4 && transposed(a.core, b.core) {
			return misspelt
		}
	}
	return unlike
}

// shareDouble reports whether one of two family names is the first or the last part of the other,
// as Spanish and hyphenated names are cited.
func shareDouble(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == len(b) || len(a[0]) < 3 {
		return false
	}
	return equalWords(a, b[:len(a)]) || equalWords(a, b[len(b)-len(a):])
}

// withMiddle reports whether a's family name has the other's given names in front: "Feng Ma J" for
// "Ma JF".
func withMiddle(a, b *person) bool {
	n := len(a.words) - 1
	if n < 1 || len(b.words) != 1 || a.words[n] != b.words[0] || len(b.initials) < 2 {
		return false
	}
	for _, w := range a.words[:n] {
		if strings.IndexByte(b.initials, w[0]) < 0 {
			return false
		}
	}
	return true
}

func equalWords(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// swapped reports whether family and given names stand in each other's place.
func swapped(a, b *person) bool {
	if len(a.given) < 2 || len(b.given) < 2 || a.core[0] != b.given[0] || b.core[0] != a.given[0] {
		return false
	}
	x, y := fold.Compact(a.given), fold.Compact(b.given)
	if len(x) > 1 && len(y) > 1 {
		return a.core == y && b.core == x
	}
	return false
}

// turned reports whether initials stand in the place of the family name: "SG Filho" for "Filho SG".
func turned(a, b *person) bool {
	return len(a.core) <= 3 && a.core == b.initials && fold.Compact(a.given) == b.core
}

// isInverted reports whether a is b with the given name written as the family name and the family
// name among the initials, as an index that takes the last word for the given name writes it.
func isInverted(a, b *person) bool {
	n := len(a.initials)
	if n == 0 || len(b.initials) == 0 || len(a.core) < 3 || a.initials[n-1] != b.core[0] {
		return false
	}
	given := a.initials[:n-1] // what remains are initials of given names
	for i := len(a.words) - 1; i >= 0; i-- {
		given = a.words[i][:1] + given
	}
	if given != b.initials && a.core[:1]+a.initials[:n-1] != b.initials {
		return false
	}
	return len(given) > 1 || len(b.given) < 2 || strings.HasPrefix(fold.Compact(b.given), a.core)
}

// isRotated reports whether two people's names begin with the same three or more letters, though
// another of their names was taken for the family name: "Bi IV" is Vroh BI, Irie.
func isRotated(a, b *person) bool {
	if strings.IndexByte(b.initials, a.core[0]) < 0 || strings.IndexByte(a.initials, b.core[0]) < 0 {
		return false
	}
	x, y := initialsOfAll(a), initialsOfAll(b)
	return len(x) > 2 && slices.Equal(x, y)
}

// initialsOfAll returns the first letters of all of a person's names, sorted.
func initialsOfAll(p *person) []byte {
	letters := []byte(p.initials)
	for _, w := range p.words {
		letters = append(letters, w[0])
	}
	slices.Sort(letters)
	return letters
}

// umlauts writes "ue" as "u" and so on, for names that were transliterated by letter pairs.
var umlautPairs = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a", "kh", "h", "ks", "x", "y", "i", "j", "i")

func umlauts(s string) string { return umlautPairs.Replace(s) }

// transposed reports whether two words of one length differ by two neighbouring letters changing
// places.
func transposed(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// compareGroups compares names of which at least one is not taken apart: a group, or a person in
// one string.
func compareGroups(a, b *person) likeness {
	if a.group && b.group {
		x, y := strings.Join(a.words, " "), strings.Join(b.words, " ")
		if fold.Closer(x, y, 0.85) || strings.Contains(x, y) || strings.Contains(y, x) || fold.SameContainer(x, y) >= fold.Abbreviated {
			return alike
		}
		return unlike
	}
	if b.group {
		a, b = b, a
	}
	if n := len(a.words); n > 1 && n <= 5 { // a person written as "Osvaldo P. Santillán" or "Santillán O"
		if strings.HasSuffix(join(a.words), b.core) && initialOf(a.words[0], b.initials) ||
			strings.HasPrefix(join(a.words), b.family) && initialOf(a.words[n-1], b.initials) {
			return alike
		}
	}
	return unlike
}

func initialOf(word, initials string) bool {
	return initials == "" || word[0] == initials[0]
}

// givenDiffer reports whether the given names of two people of one family name cannot be the same:
// their first initials differ, wherever a first name may have been left out.
func givenDiffer(a, b *person) bool {
	if a.initials == "" || b.initials == "" || a.group || b.group {
		return false
	}
	if a.initials[0] == b.initials[0] {
		return bothSpelled(a, b) && spelledDiffer(a, b)
	}
	if strings.ContainsRune(b.initials, rune(a.initials[0])) || strings.ContainsRune(a.initials, rune(b.initials[0])) {
		return false // a first name that is not used, or initials in another order
	}
	if len(a.initials) > 1 && len(b.initials) > 1 && a.initials[1] == b.initials[1] {
		return false // a slip in one of the initials
	}
	return !swapped(a, b) && a.core != fold.Compact(b.given) && b.core != fold.Compact(a.given)
}

// bothSpelled reports whether both given names are written out.
func bothSpelled(a, b *person) bool {
	x, _, _ := strings.Cut(a.given, " ")
	y, _, _ := strings.Cut(b.given, " ")
	return len(x) > 3 && len(y) > 3
}

// spelledDiffer reports whether two written-out given names of the same initial are other names;
// short forms ("Dan", "Daniel") and misprints are not.
func spelledDiffer(a, b *person) bool {
	x, _, _ := strings.Cut(a.given, " ")
	y, _, _ := strings.Cut(b.given, " ")
	if strings.HasPrefix(x, y[:3]) || strings.Contains(b.given, x) || strings.Contains(a.given, y) {
		return false
	}
	return fold.Similarity(fold.Compact(a.given), fold.Compact(b.given)) < 0.4
}
