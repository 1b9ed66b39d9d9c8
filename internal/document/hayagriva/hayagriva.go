// Package hayagriva reads the YAML of Hayagriva, Typst's bibliography
// (https://github.com/typst/hayagriva/blob/main/docs/file-format.md): a mapping from keys to entries,
// of which each may stand in parents, as an article does in its periodical.
package hayagriva

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/document/yamltree"
)

// Parse returns the references of a text. The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	documents, problems := yamltree.Parse(file, text, 0)
	var refs []biblio.Reference
	for _, d := range documents {
		for _, e := range d.Entries() {
			if !e.Value.IsMap() {
				problems = append(problems, biblio.Problem{Location: e.Value.Place(), Message: "this is no entry and is left out: " + e.Key})
				continue
			}
			refs = append(refs, entry(e.Value, e.Key, len(refs)+1))
		}
	}
	return refs, problems
}

// types are the types of entries in the vocabulary of CSL, in small letters. Those of parts depend on
// the parent.
var types = map[string]biblio.Type{
	"book": biblio.Book, "anthology": biblio.Book, "proceedings": biblio.Book, "reference": biblio.Book, "manuscript": biblio.Other, "report": biblio.Report, "thesis": biblio.Thesis,
	"web": biblio.Webpage, "blog": biblio.Webpage, "thread": biblio.Webpage, "post": biblio.Webpage, "repository": biblio.Software, "patent": biblio.Patent, "chapter": biblio.Chapter,
	"entry": biblio.ReferenceEntry, "anthos": biblio.Chapter, "article": biblio.ArticleJournal, "newspaper": biblio.ArticleNewspaper, "misc": "", "": "",
}

// kindOf returns the type of an entry that stands in a parent.
func kindOf(v, parent yamltree.Value) biblio.Type {
	kind, in := word(v.Get("type")), word(parent.Get("type"))
	switch {
	case kind == "article" && in == "proceedings" || kind == "article" && in == "conference":
		return biblio.Conference
	case kind == "article" && in == "newspaper":
		return biblio.ArticleNewspaper
	case (kind == "article" || kind == "misc" || kind == "") && (in == "anthology" || in == "book"):
		return biblio.Chapter
	case kind == "article" && (in == "web" || in == "blog"):
		return biblio.Webpage
	case kind == "article" && in == "repository":
		return biblio.Preprint
	}
	t, ok := types[kind]
	if !ok {
		return biblio.Other
	}
	return t
}

func word(v yamltree.Value) string { return strings.ToLower(v.String()) }

// entry returns what an entry says.
func entry(v yamltree.Value, key string, index int) biblio.Reference {
	b := yamltree.NewBuilder()
	i := &b.Item
	parent := container(v)
	i.Type = kindOf(v, parent)
	b.Take("title", &i.Title, text(v.Get("title")))
	i.Authors, i.Editors = names(v.Get("author")), names(v.Get("editor"))
	if len(i.Editors) == 0 && i.Type != biblio.ArticleJournal {
		i.Editors = names(parent.Get("editor"))
	}
	b.Place("author", v.Get("author"))
	b.Place("editor", v.Get("editor"))
	b.Take("container-title", &i.Container, text(parent.Get("title")))
	b.Take("collection-title", &i.Collection, text(container(parent).Get("title")))
	for _, from := range []yamltree.Value{v, parent} {
		b.Take("volume", &i.Volume, from.Get("volume"))
		b.Take("issue", &i.Issue, from.Get("issue"))
		b.Take("publisher", &i.Publisher, from.Get("publisher").Get("name"), from.Get("publisher"), from.Get("organization"))
		b.Take("publisher-place", &i.Place, from.Get("publisher").Get("location"), from.Get("location"))
		b.Take("edition", &i.Edition, from.Get("edition"))
		if i.Issued.IsZero() {
			i.Issued = value.Date(from.Get("date").String())
			b.Place("issued", from.Get("date"))
		}
		serials(i, from)
	}
	identifiers(b, v)
	b.Take("page", &i.Pages, v.Get("page-range"))
	b.Take("genre", &i.Genre, text(v.Get("genre")))
	b.Take("language", &i.Language, v.Get("language"))
	b.Take("note", &i.Note, text(v.Get("note")))
	b.Take("URL", &i.URL, text(v.Get("url")))
	if strings.Contains(i.URL, "arxiv.org/") && i.ArXiv == "" {
		i.ArXiv = biblio.ArXiv(i.URL)
	}
	if doi := biblio.DOI(i.URL); strings.Contains(i.URL, "doi.org/") && i.DOI == "" {
		i.DOI = doi
	}
	return b.Reference(v, key, index)
}

// container returns the first parent that has a title.
func container(v yamltree.Value) yamltree.Value {
	for _, p := range v.Get("parent").List() {
		if !p.Get("title").IsZero() {
			return p
		}
	}
	return yamltree.Value{}
}

// text returns a formattable string: itself, or the value that it stands under.
func text(v yamltree.Value) yamltree.Value {
	if v.IsMap() {
		return v.Get("value")
	}
	return v
}

// names returns the names of a list or a single one.
func names(list yamltree.Value) []biblio.Name {
	var out []biblio.Name
	for _, v := range list.List() {
		n := value.Name(v.String())
		if v.IsMap() {
			n = biblio.Name{
				Family: v.Get("name").String(), Given: v.Get("given-name").String(),
				Particle: v.Get("prefix").String(), Suffix: v.Get("suffix").String(),
			}
			if n.Given == "" && n.Particle == "" && n.Suffix == "" {
				n = biblio.Name{Literal: n.Family}
			}
		}
		if !n.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

// identifiers takes those of the entry alone: a parent's DOI is not its.
func identifiers(b *yamltree.Builder, v yamltree.Value) {
	i, serial := &b.Item, v.Get("serial-number")
	for _, d := range []yamltree.Value{serial.Get("doi"), v.Get("doi")} {
		if doi := biblio.DOI(d.String()); doi != "" && i.DOI == "" {
			i.DOI = doi
			b.Place("DOI", d)
		}
	}
	i.PMID = biblio.PMID(serial.Get("pmid").String())
	i.PMCID = biblio.PMCID(serial.Get("pmcid").String())
	i.ArXiv = biblio.ArXiv(serial.Get("arxiv").String())
}

// serials takes the numbers of the entry or of its parent.
func serials(i *biblio.Item, v yamltree.Value) {
	serial := v.Get("serial-number")
	for _, n := range append(serial.Get("isbn").List(), v.Get("isbn").List()...) {
		if isbn := biblio.ISBN(n.String()); isbn != "" {
			i.ISBN = append(i.ISBN, isbn)
		}
	}
	for _, n := range append(serial.Get("issn").List(), v.Get("issn").List()...) {
		if issn := biblio.ISSN(n.String()); issn != "" {
			i.ISSN = append(i.ISSN, issn)
		}
	}
}
