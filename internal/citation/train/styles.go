package main

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// style is a way to print a reference: parts in order, each a field between what stands before and
// behind it, "before|field|behind". A part whose field is not known is left out, with both.
type style struct {
	names nameStyle
	parts []string
}

// nameStyle is a way to print a list of names.
type nameStyle struct {
	inverted     bool // the family first
	comma        bool // behind a family name that stands first
	dots, spaced bool // of the initials
	full         bool // given names written out, as far as they are known
	between      string
	last         string
	firstOnly    bool // only the first name is inverted
	caps         bool
	etAl         int // how many names are printed, with "et al." for the rest; 0 for all
}

var (
	vancouver = nameStyle{inverted: true, between: ", ", last: ", ", etAl: 6}
	ama       = nameStyle{inverted: true, between: ", ", last: ", ", etAl: 3}
	apa       = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: ", ", last: ", & "}
	harvard   = nameStyle{inverted: true, comma: true, dots: true, between: ", ", last: " and "}
	german    = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: "/", last: "/", full: true}
	semicolon = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: "; ", last: "; ", full: true}
	mla       = nameStyle{inverted: true, comma: true, firstOnly: true, dots: true, spaced: true, between: ", ", last: ", and ", full: true, etAl: 3}
	ieee      = nameStyle{dots: true, spaced: true, between: ", ", last: " and "}
	physics   = nameStyle{dots: true, between: ", ", last: " and ", etAl: 5}
	plainList = nameStyle{dots: true, between: ", ", last: ", "}
	written   = nameStyle{dots: true, spaced: true, between: ", ", last: " und ", full: true}
	nature    = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: ", ", last: " & "}
	capitals  = nameStyle{inverted: true, comma: true, dots: true, between: "; ", last: "; ", caps: true}
)

// styles of articles in journals.
var articleStyles = []style{
	{vancouver, []string{"|a|. ", "|t|. ", "|c|. ", "|y|", ";|v|", "(|i|)", ":|p|", ".|d|"}},
	{ama, []string{"|a|. ", "|t|. ", "|c|. ", "|y| ", "|m|;", "|v|", "(|i|)", ":|p|", ". |d|"}},
	{apa, []string{"|a| ", "(|y|). ", "|t|. ", "|c|, ", "|v|", "(|i|)", ", |p|", ". |d|"}},
	{harvard, []string{"|a| ", "(|y|) ", "‘|t|’, ", "|c|", ", |v|", "(|i|)", ", pp. |p|", ".|d|"}},
	{german, []string{"|a| ", "(|y|): ", "|t|. ", "In: |c| ", "|v|", " (|i|)", ", S. |p|", ".|d|"}},
	{german, []string{"|a|, ", "|y|: ", "|t|, ", "in: |c| ", "|v|", ", H. |i|", ": |p|", "|d|"}},
	{semicolon, []string{"|a| ", "(|y|): ", "|t|. ", "|c|, ", "|v|", " (|i|)", ", S. |p|", ".|d|"}},
	{german, []string{"|a|: ", "„|t|“, ", "in: |c| ", "|v|", "/|i|", " (|y|)", ", S. |p|", ".|d|"}},
	{semicolon, []string{"|a| (", "|y|). ", "„|t|“. ", "|c|", ", Jg. |v|", ", Nr. |i|", ", S. |p|", ".|d|"}},
	{written, []string{"|a| ", "(|y|): ", "|t|. ", "|c|, ", "Vol. |v|", " No.|i|", ", S.|p|", ".|d|"}},
	{mla, []string{"|a|. ", "“|t|.” ", "|c| ", "|v|", ".|i|", " (|y|)", ": |p|", ".|d|"}},
	{mla, []string{"|a|. ", "“|t|.” ", "|c|, ", "vol. |v|", ", no. |i|", ", |y|", ", pp. |p|", ".|d|"}},
	{mla, []string{"|a|. ", "|y|. ", "“|t|.” ", "|c| ", "|v|", " (|i|)", ": |p|", ". |d|"}},
	{ieee, []string{"|a|, ", "“|t|,” ", "|c|", ", vol. |v|", ", no. |i|", ", pp. |p|", ", |m| ", " |y|", ".|d|"}},
	{ieee, []string{"|a|. ", "|t|. ", "|c|, ", "|v|", "(|i|)", ":|p|", ", |y|", ".|d|"}},
	{nature, []string{"|a| ", "|t|. ", "|c| ", "|v|", ", |p|", " (|y|)", ".|d|"}},
	{vancouver, []string{"|a|: ", "|t|. ", "|c| ", "|y|", ", |v|", "(|i|)", ":|p|", ".|d|"}},
	{vancouver, []string{"|a| ", "(|y|) ", "|t|. ", "|c| ", "|v|", "(|i|)", ":|p|", "|d|"}},
	{harvard, []string{"|a| ", "|y|. ", "|t|. ", "|c| ", "|v|", ": |p|", ".|d|"}},
	{physics, []string{"|a|, ", "|c| ", "|v|", ", |p|", " (|y|)", ".|d|"}},
	{physics, []string{"|a|, ", "|t|, ", "|c| ", "|v|", ", |p|", " (|y|)", ".|d|"}},
	{plainList, []string{"|a|, ", "|c| ", "|v|", " (|y|)", " |p|", ".|d|"}},
	{plainList, []string{"|a|, ", "|t|, ", "|c| ", "|v|", " (|y|)", " |p|", ".|d|"}},
	{semicolon, []string{"|a| ", "|c| ", "|y|", ", |v|", ", |p|", ".|d|"}},
	{semicolon, []string{"|a| ", "|t|. ", "|c| ", "|y|", ", |v|", " (|i|)", ", |p|", ".|d|"}},
	{capitals, []string{"|a|. ", "|t|. ", "|c|, ", "v. |v|", ", n. |i|", ", p. |p|", ", |y|", ".|d|"}},
	{harvard, []string{"|a|, ", "|y|, ", "|c|", ", |v|", ", |p|", "|d|"}},
	{semicolon, []string{"|a|: ", "|t|. – ", "In: |c|. – ", "|v|", " (|y|)", ", |i|", ", S. |p|", "|d|"}},
	{written, []string{"|a|, ", "« |t| », ", "|c|, ", "vol. |v|", ", n° |i|", ", |y|", ", p. |p|", ".|d|"}},
}

// styles of books, chapters and papers at conferences; b is the book or the proceedings, e its editors.
var bookStyles = []style{
	{apa, []string{"|a| ", "(|y|). ", "|t|. ", "|l|: ", "|u|", "."}},
	{vancouver, []string{"|a|. ", "|t|. ", "|l|: ", "|u|; ", "|y|", "."}},
	{german, []string{"|a| ", "(|y|): ", "|t|. ", "|l|: ", "|u|", "."}},
	{german, []string{"|a|, ", "|y|: ", "|t|. ", "|l|: ", "|u|", "."}},
	{semicolon, []string{"|a| ", "(|y|): ", "|t|, ", "|l|", ": |u|", "."}},
	{written, []string{"|a|: ", "|t|, ", "|l| ", "|y|", "."}},
	{german, []string{"|a|: ", "|t|. ", "|l| ", "|y|", "."}},
	{capitals, []string{"|a|. ", "|t|. ", "|l|: ", "|u|, ", "|y|", "."}},
	{mla, []string{"|a|. ", "|t|. ", "|l|: ", "|u|, ", "|y|", "."}},
	{written, []string{"|a|, ", "|t|, ", "|l|, ", "|u|, ", "|y|", "."}},
	{apa, []string{"|a| ", "(|y|). ", "|t|. ", "In |e| (Eds.), ", "|b|", " (pp. |p|)", ". |l|: ", "|u|", "."}},
	{vancouver, []string{"|a|. ", "|t|. ", "In: |e|, editors. ", "|b|. ", "|l|: ", "|u|; ", "|y|", ". p. |p|", "."}},
	{german, []string{"|a| ", "(|y|): ", "|t|. ", "In: |e| (Hrsg.): ", "|b|. ", "|l|: ", "|u|", ", S. |p|", "."}},
	{german, []string{"|a|, ", "|y|: ", "|t|, ", "in: |e| (Hg.), ", "|b|, ", "|l|: ", "|u|", ", |p|", "."}},
	{german, []string{"|a|: ", "|t|. ", "In: |e| (Hrsg.): ", "|b|, ", "|l| ", "|y|", ", S. |p|", "."}},
	{semicolon, []string{"|a| ", "(|y|): ", "|t|. ", "In: |e| (Hrsg.): ", "|b|. ", "|l|", ", S. |p|", "."}},
	{mla, []string{"|a|. ", "“|t|.” ", "In |b|, ", "edited by |e|, ", "|p|. ", "|l|: ", "|u|, ", "|y|", "."}},
	{ieee, []string{"|a|, ", "“|t|,” ", "in |b|, ", "|y|", ", pp. |p|", "."}},
	{ieee, []string{"|a|. ", "|t|. ", "In |b|, ", "pages |p|, ", "|l|, ", "|y|", "."}},
	{harvard, []string{"|a| ", "(|y|) ", "|t|. ", "In: |b| ", "(eds |e|)", ", pp. |p|", ". |u|, ", "|l|", "."}},
}

// made renders the facts of references in many styles, now and then without authors or in another
// journal. The labels of what is made are exact.
func made(rows []row, journals []string) []row {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same numbers each time
	var facts, books []row
	for _, x := range rows {
		switch {
		case x.clean && x.field("author") != "" && x.field("title") != "" && x.field("container") != "" && x.field("year") != "":
			facts = append(facts, x)
		case x.source == "anystyle" && x.field("publisher") != "" && x.field("location") != "" && len(x.field("publisher")) < 50 && len(x.field("location")) < 40:
			books = append(books, x)
		}
	}
	var out []row
	if len(facts) == 0 || len(books) == 0 {
		return nil
	}
	for range madeArticles {
		k := known(facts[r.IntN(len(facts))], r)
		switch n := r.IntN(20); {
		case n < 5 && len(journals) > 0:
			k["c"] = journals[r.IntN(len(journals))]
		case n == 5:
			k["c"] = capitalized(trimmed(facts[r.IntN(len(facts))].field("title")))
		case n < 8:
			k["authors"] = ""
		}
		out = append(out, render(articleStyles[r.IntN(len(articleStyles))], k, r))
	}
	for range madeBooks {
		f, g, b := facts[r.IntN(len(facts))], facts[r.IntN(len(facts))], books[r.IntN(len(books))]
		k := known(f, r)
		k["b"], k["l"], k["u"] = trimmed(g.field("title")), trimmed(b.field("location")), trimmed(b.field("publisher"))
		switch r.IntN(4) {
		case 0:
			k["t"] = trimmed(b.field("title"))
		case 1:
			k["b"] = "Proceedings of the " + []string{"International Conference on ", "Workshop on ", "Annual Symposium on ", "3rd Conference on "}[r.IntN(4)] + capitalized(lastWords(k["b"], 4))
		case 2:
			k["b"] = capitalized(k["b"])
		}
		k["authors of the book"] = g.field("author")
		delete(k, "d")
		out = append(out, render(bookStyles[r.IntN(len(bookStyles))], k, r))
	}
	return out
}

// madeArticles and madeBooks say how many references are made.
const (
	madeArticles = 7000
	madeBooks    = 4000
)

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

// known returns the facts of a reference by the letters that stand for them in styles.
func known(f row, r *rand.Rand) map[string]string {
	k := map[string]string{
		"authors": f.field("author"), "t": trimmed(f.field("title")), "c": strings.Trim(f.field("container"), " ,;:"), "y": f.field("year"),
		"v": f.field("volume"), "i": f.field("issue"), "p": f.field("pages"),
	}
	if k["i"] == "" && k["v"] != "" && r.IntN(2) == 0 {
		k["i"] = []string{"1", "2", "3", "4", "6", "11", "12", "1-2", "Suppl 1"}[r.IntN(9)]
	}
	if r.IntN(5) == 0 {
		k["d"] = "doi: 10.1000/" + "j.2020." + k["y"]
	}
	if r.IntN(2) == 0 {
		k["m"] = []string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"}[r.IntN(12)]
	}
	if len(k["y"]) > 4 {
		k["y"] = k["y"][:4]
	}
	return k
}

// fieldNames are the names of fields by their letters.
var fieldNames = map[string]string{
	"a": "author", "t": "title", "c": "container", "y": "year", "m": "year", "v": "volume", "i": "issue", "p": "pages", "l": "location", "u": "publisher",
	"b": "container", "e": "editor", "d": "doi",
}

// announced are words before a value that belong to its field.
var announced = regexp.MustCompile(`(?i)(vol\.|v\.|no\.|n\.|nr\.|h\.|jg\.|n°|pp\.|p\.|s\.|pages|edited by) ?$`)

// render prints a reference.
func render(s style, k map[string]string, r *rand.Rand) row {
	if k["authors"] != "" {
		k["a"] = nameList(k["authors"], s.names, r)
	}
	if who := k["authors of the book"]; who != "" {
		n := s.names
		n.etAl = 2 + r.IntN(2)
		k["e"] = nameList(who, n, r)
	}
	out := row{source: "made"}
	var b strings.Builder
	if r.IntN(4) == 0 {
		number := []string{"[12]", "7.", "(3)", "105.", "[Doe20]", "1", "34"}[r.IntN(7)]
		out.fields = append(out.fields, field{"label", number})
		b.WriteString(number)
		if r.IntN(5) > 0 {
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
		value = announced.FindString(before) + value
		if split[1] == "e" && strings.HasPrefix(strings.ToLower(before), "in") {
			out.fields = append(out.fields, field{"in", "in"})
		}
		if split[1] == "e" && strings.Contains(split[2], "d") {
			value += " " + strings.Trim(split[2], " .,:()")
		}
		if split[1] == "e" && before == "(eds " {
			value = "eds " + value
		}
		if (split[1] == "b" || split[1] == "c") && strings.HasPrefix(strings.ToLower(before), "in") {
			out.fields = append(out.fields, field{"in", "in"})
		}
		out.fields = append(out.fields, field{fieldNames[split[1]], value})
	}
	out.text = strings.TrimSpace(b.String())
	return out
}

// nameList prints names, which are given as "Family, Given; Family, Given".
func nameList(names string, s nameStyle, r *rand.Rand) string {
	list := strings.Split(names, "; ")
	cut := s.etAl > 0 && len(list) > s.etAl
	if cut {
		list = list[:1+r.IntN(s.etAl)]
	}
	var b strings.Builder
	for i, n := range list {
		switch {
		case i > 0 && i == len(list)-1 && !cut:
			b.WriteString(s.last)
		case i > 0:
			b.WriteString(s.between)
		}
		b.WriteString(name(n, s, i == 0, r))
	}
	if cut {
		b.WriteString([]string{", et al", " et al", " et al"}[r.IntN(3)])
	}
	return b.String()
}

var givenNames = strings.Fields(`Anna Peter Maria John Hans Claudia Michael Sabine Wolfgang Elisabeth James Mary Robert Linda David Susan Thomas
	Karen Jean Pierre Marie Jacques Sophie Luis Carmen José Ana Paolo Giulia Jürgen Ute Klaus Heike Stefan Birgit Andreas Petra Ulrich Gisela Dieter`)

// name prints one name.
func name(n string, s nameStyle, first bool, r *rand.Rand) string {
	family, given, ok := strings.Cut(n, ", ")
	if !ok {
		return n
	}
	if s.caps {
		family = strings.ToUpper(family)
	}
	if s.full {
		given = givenNames[r.IntN(len(givenNames))]
		if r.IntN(4) == 0 {
			given += " " + string(rune('A'+r.IntN(26))) + "."
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
