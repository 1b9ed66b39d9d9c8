package export

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// entryTypes are BibTeX's types, with BibLaTeX's for what BibTeX has none for. Every other work is
// a @misc.
var entryTypes = map[biblio.Type]string{
	biblio.ArticleJournal: "article", biblio.ArticleNewspaper: "newspaper", biblio.Book: "book", biblio.Chapter: "incollection",
	biblio.Conference: "inproceedings", biblio.Dataset: "dataset", biblio.Patent: "patent", biblio.PeerReview: "article",
	biblio.Preprint: "preprint", biblio.ReferenceEntry: "inreference", biblio.Report: "techreport", biblio.Software: "software",
	biblio.Standard: "standard", biblio.Thesis: "phdthesis", biblio.Webpage: "online",
}

// BibTeX writes a .bib file. Keys are the references' own where BibTeX can read them, and never
// twice the same.
func BibTeX(w io.Writer, refs []biblio.Reference) error {
	keys := map[string]bool{}
	return writeEach(w, refs, func(out *strings.Builder, r biblio.Reference) {
		fmt.Fprintf(out, "@%s{%s,\n", EntryType(r.Type), unused(keys, key(r)))
		for _, f := range bibtexFields(r.Item) {
			if f.value != "" {
				fmt.Fprintf(out, "  %s = {%s},\n", f.name, f.value)
			}
		}
		out.WriteString("}\n")
	})
}

// EntryType returns BibTeX's type of entry for a type of work.
func EntryType(t biblio.Type) string {
	return cmp.Or(entryTypes[t], "misc")
}

// bibtexFields returns the fields of an entry, escaped, in the order in which people read them.
func bibtexFields(i biblio.Item) []field {
	container, house := "journal", "publisher"
	switch i.Type {
	case biblio.Chapter, biblio.Conference, biblio.ReferenceEntry:
		container = "booktitle"
	case biblio.Thesis:
		house = "school"
	case biblio.Report:
		house = "institution"
	default: // the others keep both
	}
	number := i.Issue
	if number == "" {
		number = i.Number
	}
	fields := []field{
		{"author", bibtexNames(i.Authors, i.EtAl)}, {"editor", bibtexNames(i.Editors, false)}, {"title", LaTeX(i.Title)},
		{container, LaTeX(i.Container)}, {"shortjournal", LaTeX(i.ContainerShort)}, {"series", LaTeX(i.Collection)}, {"eventtitle", LaTeX(i.Event)},
		{"volume", LaTeX(i.Volume)}, {"number", LaTeX(number)}, {"pages", strings.ReplaceAll(LaTeX(i.Pages), "–", "--")},
		{"edition", LaTeX(i.Edition)}, {house, LaTeX(i.Publisher)}, {"address", LaTeX(i.Place)}, {"type", LaTeX(i.Genre)},
	}
	fields = append(fields, bibtexDate(i.Issued)...)
	fields = append(fields, field{"doi", verbatim(i.DOI)}, field{"pmid", i.PMID}, field{"pmcid", i.PMCID})
	if i.ArXiv != "" {
		fields = append(fields, field{"eprint", i.ArXiv}, field{"eprinttype", "arxiv"})
	}
	return append(fields, field{"isbn", strings.Join(i.ISBN, " ")}, field{"issn", strings.Join(i.ISSN, " ")},
		field{"url", verbatim(i.URL)}, field{"language", LaTeX(i.Language)}, field{"note", LaTeX(i.Note)})
}

func bibtexDate(d biblio.Date) []field {
	if d.Year == 0 {
		return []field{{"year", LaTeX(d.Literal)}}
	}
	fields := []field{{"year", strconv.Itoa(d.Year)}}
	if d.Month != 0 {
		fields = append(fields, field{"month", strconv.Itoa(d.Month)})
	}
	if d.Day != 0 {
		fields = append(fields, field{"day", strconv.Itoa(d.Day)})
	}
	return fields
}

// bibtexNames returns "van den Berg, Jr., Jan and {World Health Organization} and others".
func bibtexNames(names []biblio.Name, etAl bool) string {
	var out []string
	for _, n := range names {
		if n.Literal != "" {
			out = append(out, "{"+LaTeX(n.Literal)+"}")
			continue
		}
		text := braced(strings.TrimSpace(n.Particle+" "), n.Family)
		if n.Suffix != "" {
			text += ", " + LaTeX(n.Suffix)
		}
		if n.Given != "" || n.Suffix != "" {
			text += ", " + LaTeX(n.Given)
		}
		out = append(out, strings.TrimRight(text, ", "))
	}
	if etAl {
		out = append(out, "others")
	}
	return strings.Join(out, " and ")
}

// braced joins a particle and a family name; a family name that BibTeX would take apart stands in
// braces.
func braced(particle, family string) string {
	text := LaTeX(family)
	if strings.Contains(strings.ToLower(family), " and ") || strings.Contains(family, ",") {
		text = "{" + text + "}"
	}
	return strings.TrimSpace(LaTeX(particle) + " " + text)
}

// special are the characters that LaTeX would not print.
var special = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

// LaTeX returns a text as it stands in a field of BibTeX, on one line, so that LaTeX prints it.
func LaTeX(s string) string { return special.Replace(line(s)) }

// verbatim returns an identifier, of which LaTeX takes every character but braces as it is.
func verbatim(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D").Replace(line(s))
}

// key returns a key that BibTeX can read: the reference's own, or "ref12" for a number.
func key(r biblio.Reference) string {
	id := strings.Map(func(c rune) rune {
		if c > ' ' && c < 0x7f && !strings.ContainsRune("{}(),\"#%'\\=~", c) {
			return c
		}
		return -1
	}, r.ID)
	if id == "" || id[0] >= '0' && id[0] <= '9' {
		return "ref" + id
	}
	return id
}

// unused returns the key, with a number behind it where it is taken, and takes it.
func unused(taken map[string]bool, key string) string {
	name := key
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = key + "-" + strconv.Itoa(n)
	}
	taken[strings.ToLower(name)] = true
	return name
}
