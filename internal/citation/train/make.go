package main

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/citation/gold"
)

// How many references are made: articles, books and what is in them, references without titles, and
// those in other scripts.
const (
	madeArticles = 7000
	madeBooks    = 4500
	madeBare     = 1800
	madeForeign  = 1200
)

// maker renders the facts of references in many styles. The labels of what it makes are exact.
type maker struct {
	*rand.Rand
	facts    []*gold.Row // of articles
	books    []*gold.Row // with publisher and place
	journals []string
}

// made renders references of the facts of others, the same each time.
func made(rows []gold.Row, journals []string) []gold.Row {
	m := maker{Rand: rand.New(rand.NewPCG(1, 2)), journals: journals} //nolint:gosec // the same numbers each time
	for i, x := range rows {
		switch {
		case x.Clean && x.Field("author") != "" && x.Field("title") != "" && x.Field("container") != "" && x.Field("year") != "":
			m.facts = append(m.facts, &rows[i])
		case x.Source == "anystyle" && x.Field("publisher") != "" && x.Field("location") != "" && len(x.Field("publisher")) < 50 && len(x.Field("location")) < 40:
			m.books = append(m.books, &rows[i])
		}
	}
	if len(m.facts) == 0 || len(m.books) == 0 {
		return nil
	}
	var out []gold.Row
	for _, kind := range []struct {
		number int
		render func() gold.Row
	}{{madeArticles, m.article}, {madeBooks, m.book}, {madeBare, m.bare}, {madeForeign, m.foreign}} {
		for range kind.number {
			out = append(out, kind.render())
		}
	}
	return out
}

func (m *maker) fact() *gold.Row { return pick(m, m.facts) }

// pick returns one of several things.
func pick[T any](m *maker, of []T) T { return of[m.IntN(len(of))] }

// article renders an article, now and then without authors or in another journal.
func (m *maker) article() gold.Row {
	k := m.known(m.fact())
	switch n := m.IntN(20); {
	case n < 5 && len(m.journals) > 0:
		k["c"] = pick(m, m.journals)
	case n == 5:
		k["c"] = capitalized(trimmed(m.fact().Field("title")))
	case n < 8:
		k["authors"] = ""
	}
	return m.render(pick(m, articleStyles), k)
}

// book renders a book, or a chapter or a paper in one.
func (m *maker) book() gold.Row {
	f, g, b := m.fact(), m.fact(), pick(m, m.books)
	k := m.known(f)
	k["b"], k["l"], k["u"] = trimmed(g.Field("title")), trimmed(b.Field("location")), trimmed(b.Field("publisher"))
	switch m.IntN(4) {
	case 0:
		k["t"] = trimmed(b.Field("title"))
	case 1:
		k["b"] = m.conference(k["b"])
	case 2:
		k["b"] = capitalized(k["b"])
	}
	if m.IntN(3) == 0 {
		k["o"] = pick(m, editions)
	}
	if m.IntN(3) == 0 {
		k["n"] = strconv.Itoa(80+m.IntN(900)) + " p"
	}
	if m.IntN(10) == 0 {
		k["p"] = pick(m, []string{"vii–xii", "xi–xv", "ix-xx", "v-viii", "29", "112"})
	}
	if m.IntN(3) > 0 {
		delete(k, "v")
	}
	k["authors of the book"] = g.Field("author")
	delete(k, "d")
	return m.render(pick(m, bookStyles), k)
}

// bare renders a reference without a title: to an article, to proceedings, to a book.
func (m *maker) bare() gold.Row {
	k := m.known(m.fact())
	switch n := m.IntN(10); {
	case n < 4 && len(m.journals) > 0:
		k["c"] = pick(m, m.journals)
	case n < 6:
		k["c"] = m.conference(trimmed(m.fact().Field("title")))
		if m.IntN(2) == 0 {
			k["c"] = k["y"] + " " + strings.TrimPrefix(k["c"], "Proceedings of the ")
		}
		delete(k, "v")
	case n < 8:
		k["c"] = capitalized(trimmed(pick(m, m.books).Field("title")))
		delete(k, "v")
	}
	if m.IntN(4) == 0 {
		delete(k, "p")
	}
	if m.IntN(12) == 0 {
		k["y"] = "n.d."
	}
	if m.IntN(4) == 0 {
		k["authors"] = ""
	}
	return m.render(pick(m, bareStyles), k)
}

// conference makes the name of proceedings of a title.
func (m *maker) conference(title string) string {
	return "Proceedings of the " + pick(m, []string{"International Conference on ", "Workshop on ", "Annual Symposium on ", "3rd Conference on "}) + capitalized(lastWords(title, 4))
}

// editions as they are printed.
var editions = []string{
	"2nd ed.", "3rd ed.", "4th edn.", "rev. ed.", "2. Aufl.", "3., überarb. Aufl.", "4., aktualisierte und erweiterte Auflage.", "5. Auflage.", "2e éd.",
	"3e édition revue.", "2.ª ed.", "2a ed.", "3. ed.", "2-е изд.", "3-е изд., перераб.", "1st ed.", "12th ed.", "2. ediz.", "2e druk.", "2nd revised edition.",
}

// supplements as they are printed.
var supplements = []string{"Suppl 1", "Suppl. 2", "Suppl", "Suppl 3", "Supplement 1", "Pt 2", "Part 1", "Spec No", "Spec. Iss.", "S1", "Suppl. S2", "Sonderheft 1", "Supl 1"}

func trimmed(s string) string { return strings.Trim(s, " .,;:()[]") }

func lastWords(s string, n int) string {
	w := strings.Fields(s)
	return strings.Join(w[max(0, len(w)-n):], " ")
}

// capitalized gives every longer word a capital.
func capitalized(s string) string {
	w := strings.Fields(s)
	for i := range w {
		if len(w[i]) > 3 && w[i][0] >= 'a' && w[i][0] <= 'z' {
			w[i] = strings.ToUpper(w[i][:1]) + w[i][1:]
		}
	}
	return strings.Join(w, " ")
}

// known returns the facts of a reference by the letters that stand for them in styles. Now and then one
// is of a kind that is rare: a title of a word or two, a volume that is a year, a supplement.
func (m *maker) known(f *gold.Row) map[string]string {
	k := map[string]string{
		"authors": f.Field("author"), "t": trimmed(f.Field("title")), "c": strings.Trim(f.Field("container"), " ,;:"), "y": f.Field("year"),
		"v": f.Field("volume"), "i": f.Field("issue"), "p": f.Field("pages"),
	}
	if k["i"] == "" && k["v"] != "" && m.IntN(2) == 0 {
		k["i"] = pick(m, []string{"1", "2", "3", "4", "6", "11", "12", "1-2", "Suppl 1"})
	}
	if len(k["y"]) > 4 {
		k["y"] = k["y"][:4]
	}
	if m.IntN(5) == 0 {
		k["d"] = "doi: 10.1000/" + "j.2020." + k["y"]
	}
	if m.IntN(2) == 0 {
		k["m"] = pick(m, []string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"})
	}
	if m.IntN(2) == 0 {
		k["s"] = pick(m, supplements)
	}
	switch year, err := strconv.Atoi(k["y"]); m.IntN(30) {
	case 0, 1:
		if err == nil {
			k["v"] = strconv.Itoa(year - 1 + m.IntN(3))
		}
	case 2:
		k["t"] = capitalized(lastWords(k["t"], 1+m.IntN(2)))
	case 3:
		if from, to, ok := strings.Cut(k["p"], "-"); ok {
			k["p"] = "S" + from + "–" + "S" + to
		}
	}
	return k
}

// fieldNames are the names of fields by their letters.
var fieldNames = map[string]string{
	"a": "author", "t": "title", "c": "container", "y": "year", "m": "year", "v": "volume", "i": "issue", "p": "pages", "l": "location", "u": "publisher",
	"b": "container", "e": "editor", "d": "doi", "o": "edition", "s": "issue", "n": "note",
}

// announced are words before a value that belong to its field.
var announced = regexp.MustCompile(`(?i)(vol\.?|v\.|no\.|n\.|nr\.|h\.|jg\.|n°|pp\.|p\.|s\.|pages|edited by|т\.|№|с\.|第|المجلد|العدد|ص) ?$`)

// followed are words behind a value that belong to its field.
var followed = regexp.MustCompile(`^(?:[巻卷号期页頁年]|권|호)`)

// render prints a reference.
func (m *maker) render(s style, k map[string]string) gold.Row {
	if k["authors"] != "" {
		k["a"] = m.nameList(k["authors"], s.names)
	}
	if who := k["authors of the book"]; who != "" {
		n := s.names
		n.etAl = 2 + m.IntN(2)
		k["e"] = m.nameList(who, n)
	}
	out := gold.Row{Source: "made"}
	var b strings.Builder
	if m.IntN(4) == 0 {
		number := pick(m, []string{"[12]", "7.", "(3)", "105.", "[Doe20]", "1", "34"})
		out.Fields = append(out.Fields, gold.Field{Name: "label", Value: number})
		b.WriteString(number)
		if m.IntN(5) > 0 {
			b.WriteByte(' ')
		}
	}
	for _, part := range s.parts {
		split := strings.SplitN(part, "|", 3)
		if len(split) < 3 {
			b.WriteString(part)
			continue
		}
		value := k[split[1]]
		if value == "" {
			continue
		}
		before := split[0]
		b.WriteString(before + value + split[2])
		value = announced.FindString(before) + value + followed.FindString(split[2])
		if split[1] == "e" && strings.HasPrefix(strings.ToLower(before), "in") {
			out.Fields = append(out.Fields, gold.Field{Name: "in", Value: "in"})
		}
		if split[1] == "e" && strings.Contains(split[2], "d") {
			value += " " + strings.Trim(split[2], " .,:()")
		}
		if split[1] == "e" && before == "(eds " {
			value = "eds " + value
		}
		if (split[1] == "b" || split[1] == "c") && strings.HasPrefix(strings.ToLower(before), "in") {
			out.Fields = append(out.Fields, gold.Field{Name: "in", Value: "in"})
		}
		out.Fields = append(out.Fields, gold.Field{Name: fieldNames[split[1]], Value: value})
	}
	out.Text = strings.TrimSpace(b.String())
	return out
}

// nameList prints names, which are given as "Family, Given; Family, Given".
func (m *maker) nameList(names string, s nameStyle) string {
	list := strings.Split(names, "; ")
	cut := s.etAl > 0 && len(list) > s.etAl
	if cut {
		list = list[:1+m.IntN(s.etAl)]
	}
	var b strings.Builder
	for i, n := range list {
		switch {
		case i > 0 && i == len(list)-1 && !cut:
			b.WriteString(s.last)
		case i > 0:
			b.WriteString(s.between)
		}
		b.WriteString(m.name(n, s, i == 0))
	}
	if cut {
		b.WriteString(pick(m, []string{", et al", " et al", " et al"}))
	}
	return b.String()
}

var givenNames = strings.Fields(`Anna Peter Maria John Hans Claudia Michael Sabine Wolfgang Elisabeth James Mary Robert Linda David Susan Thomas
	Karen Jean Pierre Marie Jacques Sophie Luis Carmen José Ana Paolo Giulia Jürgen Ute Klaus Heike Stefan Birgit Andreas Petra Ulrich Gisela Dieter`)

// name prints one name.
func (m *maker) name(n string, s nameStyle, first bool) string {
	family, given, ok := strings.Cut(n, ", ")
	if !ok {
		return n
	}
	if s.caps {
		family = strings.ToUpper(family)
	}
	if s.full {
		given = pick(m, givenNames)
		if m.IntN(4) == 0 {
			given += " " + string(rune('A'+m.IntN(26))) + "."
		}
	} else {
		given = initials(given, s)
	}
	if !s.inverted || s.firstOnly && !first {
		return given + " " + family
	}
	if s.comma {
		return family + ", " + given
	}
	return family + " " + given
}

// initials prints the initials of given names.
func initials(given string, s nameStyle) string {
	var letters []string
	for _, r := range given {
		if r >= 'A' && r <= 'Z' {
			letters = append(letters, string(r))
		}
	}
	if len(letters) > 3 {
		letters = letters[:3]
	}
	dot, blank := "", ""
	if s.dots {
		dot = "."
	}
	if s.spaced && s.dots {
		blank = " "
	}
	return strings.Join(letters, dot+blank) + dot
}
