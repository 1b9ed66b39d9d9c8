package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Row is one field of a reference beside that of a work.
type Row struct {
	Field string
	// State is different, equivalent, same, uncited or unregistered; "" where nothing was compared.
	State             string
	Cited, Registered []Span
}

// Span is a stretch of a value; Differs says that the other side has it not.
type Span struct {
	Text    string
	Differs bool
}

// stateWords are the states of rows as people say them.
var stateWords = map[string]string{
	"different": "differs", "equivalent": "equivalent", "same": "same", "uncited": "not cited", "unregistered": "not registered",
}

// compared are the fields of the table, with what a description says of them.
var compared = []struct {
	field string
	value func(biblio.Item) string
}{
	{"author", authors},
	{"title", func(i biblio.Item) string { return i.Title }},
	{"container", func(i biblio.Item) string { return i.Container }},
	{"year", func(i biblio.Item) string { return number(i.Issued.Year) }},
	{"volume", func(i biblio.Item) string { return i.Volume }},
	{"issue", func(i biblio.Item) string { return i.Issue }},
	{"page", func(i biblio.Item) string { return i.Pages }},
	{"publisher", func(i biblio.Item) string { return i.Publisher }},
	{"doi", func(i biblio.Item) string { return i.DOI }},
	{"pmid", func(i biblio.Item) string { return i.PMID }},
	{"isbn", func(i biblio.Item) string { return strings.Join(i.ISBN, " ") }},
}

// Fields returns the names of the fields that are compared, in the order in which they are shown.
func Fields() []string {
	names := make([]string, len(compared))
	for i, c := range compared {
		names[i] = c.field
	}
	return names
}

// rows sets a reference and a work side by side. What was found to differ is marked; beside a work
// that is not the one meant nothing was compared.
func rows(r Reference, m Match) []Row {
	cited, registered := r.Reference.Item(), m.Work.Item()
	registered.DOI, registered.PMID = cmp.Or(registered.DOI, m.DOI), cmp.Or(registered.PMID, m.PMID)
	var all []Row
	for _, c := range compared {
		left, right := Clean(c.value(cited)), Clean(c.value(registered))
		i := slices.IndexFunc(r.Mismatches, func(m Mismatch) bool { return m.Field == c.field })
		switch {
		case r.Match == nil:
			if left != "" || right != "" {
				all = append(all, newRow(c.field, "", left, right))
			}
		case i < 0:
			if state := agreement(left, right); state != "" {
				all = append(all, newRow(c.field, state, left, right))
			}
		case c.field == "author" && len(cited.Authors) > 0 && len(registered.Authors) > 0:
			line := newRow(c.field, "different", left, right)
			line.Cited, line.Registered = strangers(cited.Authors, registered.Authors), strangers(registered.Authors, cited.Authors)
			all = append(all, line)
		default: // what was compared may be another form than the one that is shown first
			line := newRow(c.field, "different", cmp.Or(Clean(r.Mismatches[i].Cited), left), cmp.Or(Clean(r.Mismatches[i].Registered), right))
			line.Cited, line.Registered = differing(line.Cited[0].Text, line.Registered[0].Text)
			all = append(all, line)
		}
	}
	return all
}

// Changes sets the fields of an item that a correction changes beside what they become.
func Changes(before, after biblio.Item) []Row {
	var all []Row
	for _, c := range compared {
		old, corrected := Clean(c.value(before)), Clean(c.value(after))
		if old == corrected {
			continue
		}
		line := newRow(c.field, "different", old, corrected)
		line.Cited, line.Registered = differing(old, corrected)
		all = append(all, line)
	}
	return all
}

func newRow(field, state, left, right string) Row {
	return Row{Field: field, State: state, Cited: []Span{{Text: left}}, Registered: []Span{{Text: right}}}
}

// agreement says how two values stand to each other that were not found to differ.
func agreement(left, right string) string {
	switch {
	case left == "" && right == "":
		return ""
	case left == "":
		return "uncited"
	case right == "":
		return "unregistered"
	case strings.EqualFold(left, right):
		return "same"
	}
	return "equivalent"
}

// differing marks the words of two values that differ; of one word each, only the letters.
func differing(cited, registered string) (left, right []Span) {
	a, b := marked(cited, registered)
	if len(a) == 1 && len(b) == 1 {
		return lettersOf(cited, registered)
	}
	return spans(a), spans(b)
}

// lettersOf marks what two words do not share at their beginning or their end.
func lettersOf(cited, registered string) (left, right []Span) {
	a, b := []rune(cited), []rune(registered)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	cut := func(r []rune) []Span {
		return slices.DeleteFunc([]Span{{Text: string(r[:head])}, {string(r[head : len(r)-tail]), true}, {Text: string(r[len(r)-tail:])}},
			func(s Span) bool { return s.Text == "" })
	}
	return cut(a), cut(b)
}

// spans joins words of the same colour.
func spans(words []piece) []Span {
	var all []Span
	for i, w := range words {
		gap := " "
		if i == 0 || w.tight {
			gap = ""
		}
		differs := w.color != plainText
		switch last := len(all) - 1; {
		case last >= 0 && all[last].Differs == differs:
			all[last].Text += gap + w.text
		case differs && gap != "" && last >= 0:
			all[last].Text += gap
			all = append(all, Span{w.text, true})
		default:
			all = append(all, Span{gap + w.text, differs})
		}
	}
	return all
}

// strangers returns names, of which those are marked that are not among the others.
func strangers(names, others []biblio.Name) []Span {
	var all []Span
	for i, n := range names {
		if i > 0 {
			all = append(all, Span{Text: "; "})
		}
		known := slices.ContainsFunc(others, func(o biblio.Name) bool { return alike(n, o) })
		all = append(all, Span{Clean(n.String()), !known})
	}
	return all
}

// alike reports whether two names may be of one person, for the eye: the same family name, and first
// names that begin with the same letter.
func alike(a, b biblio.Name) bool {
	if !strings.EqualFold(a.Family+a.Literal, b.Family+b.Literal) {
		return false
	}
	x, y := a.Initials(), b.Initials()
	return x == "" || y == "" || strings.EqualFold(string([]rune(x)[:1]), string([]rune(y)[:1]))
}
