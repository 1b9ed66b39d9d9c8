package fix

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// Corrected returns a reference with its wrong fields replaced by those of its work, and with the
// identifiers that it lacks, where the work is certain enough; else as it was cited.
func Corrected(r check.Result, options Options) biblio.Reference {
	ref := r.Reference
	if !options.certain(r) {
		return ref
	}
	w := r.Match.Work.Item
	for _, m := range r.Mismatches {
		if !ignored(r, m.Field) {
			overlay(&ref.Item, w, m.Field)
		}
	}
	ref.DOI, ref.PMID = cmp.Or(ref.DOI, w.DOI), cmp.Or(ref.PMID, w.PMID)
	return ref
}

// overlay gives an item one field of another, unless that does not say it.
func overlay(i *biblio.Item, from biblio.Item, field string) {
	switch field {
	case "author":
		if len(from.Authors) > 0 {
			i.Authors, i.EtAl = from.Authors, from.EtAl
		}
	case "year":
		if from.Issued.Year != 0 {
			i.Issued = from.Issued
		}
	case "title":
		i.Title = cmp.Or(from.Title, i.Title)
	case "container":
		i.Container, i.ContainerShort = cmp.Or(from.Container, i.Container), from.ContainerShort
	case "volume":
		i.Volume = cmp.Or(from.Volume, i.Volume)
	case "issue":
		i.Issue = cmp.Or(from.Issue, i.Issue)
	case "page":
		i.Pages = cmp.Or(from.Pages, i.Pages)
	case "doi":
		i.DOI = cmp.Or(from.DOI, i.DOI)
	case "pmid":
		i.PMID = cmp.Or(from.PMID, i.PMID)
	case "isbn":
		if len(from.ISBN) > 0 {
			i.ISBN = from.ISBN
		}
	}
}

// Line returns a reference corrected, on one line: in a printed one a number, or a DOI, that is wrong is
// replaced where it stands, and one of which more is wrong is written anew, in the form of the National
// Library of Medicine, as are all that were not printed. A DOI that was missing stands at the end.
func Line(r check.Result, options Options) string {
	text := strings.Join(strings.Fields(r.Reference.Raw), " ")
	item := Corrected(r, options).Item
	if !r.Reference.Printed {
		return line(item)
	}
	if !options.certain(r) {
		return text
	}
	for _, m := range r.Mismatches {
		if ignored(r, m.Field) {
			continue
		}
		var ok bool
		if text, ok = replaced(text, r.Reference.Item, item, m.Field); !ok {
			return line(item)
		}
	}
	if r.Reference.DOI == "" && item.DOI != "" {
		text = strings.TrimRight(text, " ") + " https://doi.org/" + item.DOI
	}
	return text
}

// replaced replaces one field of a printed reference where it stands, if it stands there once.
func replaced(text string, cited, right biblio.Item, field string) (string, bool) {
	old, correct := "", ""
	switch field {
	case "year":
		old, correct = cited.Issued.String(), right.Issued.String()
		old, correct = old[:min(4, len(old))], correct[:min(4, len(correct))]
	case "volume":
		old, correct = cited.Volume, right.Volume
	case "issue":
		old, correct = cited.Issue, right.Issue
	case "page":
		old, correct = cited.Pages, biblio.ParsePages(right.Pages).String()
	case "doi":
		old, correct = cited.DOI, right.DOI
	}
	if old == "" || correct == "" {
		return text, false
	}
	at := places(text, old)
	if len(at) != 1 {
		return text, false
	}
	return text[:at[0]] + correct + text[at[0]+len(old):], true
}

// places returns where something stands in a text, in letters of whatever case, and not within a word or number.
func places(text, what string) []int {
	var all []int
	for at := range text {
		end := at + len(what)
		if end > len(text) {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if strings.EqualFold(text[at:end], what) && !inWord(before) && !inWord(after) {
			all = append(all, at)
		}
	}
	return all
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// line writes an item in the form of the National Library of Medicine (Citing Medicine, 2nd ed.).
func line(i biblio.Item) string {
	var names []string
	for _, n := range i.Authors {
		if n.Literal != "" {
			names = append(names, n.Literal)
			continue
		}
		names = append(names, biblio.Name{Particle: n.Particle, Family: n.Family, Given: n.Initials(), Suffix: n.Suffix}.String())
	}
	if i.EtAl {
		names = append(names, "et al")
	}
	where := i.Issued.String()
	where = where[:min(4, len(where))]
	if i.Volume != "" {
		where += ";" + i.Volume
	}
	if i.Issue != "" {
		where += "(" + i.Issue + ")"
	}
	if pages := biblio.ParsePages(i.Pages).String(); pages != "" {
		where += ":" + pages
	}
	var out []string
	for _, part := range []string{strings.Join(names, ", "), i.Title, cmp.Or(i.Container, i.Publisher), where} {
		if part = strings.TrimRight(strings.TrimSpace(part), "."); part != "" {
			out = append(out, part+".")
		}
	}
	if i.DOI != "" {
		out = append(out, "https://doi.org/"+i.DOI)
	}
	return strings.Join(out, " ")
}
