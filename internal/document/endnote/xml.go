package endnote

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/document/xmltree"
)

// ParseXML returns the references of an export in EndNote's XML, or of the <EndNote> that Cite While
// You Write leaves in a document. The file only names the place.
func ParseXML(file, text string) ([]biblio.Reference, []biblio.Problem) {
	var refs []biblio.Reference
	problems := xmltree.Each(file, text, func(n *xmltree.Node) {
		refs = append(refs, record(n, len(refs)+1))
	}, "record")
	return refs, problems
}

// record returns the reference that a <record> is.
func record(n *xmltree.Node, index int) biblio.Reference {
	b := xmltree.NewBuilder()
	i := &b.Item
	titles, periodical := n.Find("titles"), n.Find("periodical")
	b.Take("title", &i.Title, titles.Find("title"))
	s := slots{kind: kindName(n)}
	b.Take("container-title", &s.journal, periodical.Find("full-title"))
	b.Take("container-title", &s.second, titles.Find("secondary-title"))
	b.Take("collection-title", &s.third, titles.Find("tertiary-title"))
	b.Take("issue", &s.number, n.Find("number"), n.Find("issue"))
	b.Take("container-title-short", &i.ContainerShort, periodical.Find("abbr-1"), titles.Find("alt-title"))
	b.Take("volume", &i.Volume, n.Find("volume"))
	b.Take("page", &i.Pages, n.Find("pages"), n.Find("custom7"))
	b.Take("edition", &i.Edition, n.Find("edition"))
	b.Take("publisher", &i.Publisher, n.Find("publisher"))
	b.Take("publisher-place", &i.Place, n.Find("pub-location"))
	b.Take("language", &i.Language, n.Find("language"))
	b.Take("genre", &i.Genre, n.Find("work-type"))
	b.Take("note", &i.Note, n.Find("notes"))
	contributors := n.Find("contributors")
	people(b, "author", &i.Authors, contributors.Find("authors"))
	people(b, "editor", &i.Editors, contributors.Find("secondary-authors"))
	dates := n.Find("dates")
	i.Issued = issued(dates.Find("year").String(), dates.Find("pub-dates", "date").String())
	b.Place("issued", dates.Find("year"))
	identifiers(b, n)
	s.fill(i)
	if i.ContainerShort == i.Container {
		i.ContainerShort = ""
	}
	return b.Reference(n, first(n.Find("label").String(), n.Find("rec-number").String()), index)
}

// kindName returns the name of the type, which other programs may leave to its number.
func kindName(n *xmltree.Node) string {
	kind := n.Find("ref-type")
	if name := kind.Attr("name"); name != "" {
		return name
	}
	return kindNumbers[kind.String()]
}

// kindNumbers are the types that matter by their numbers.
var kindNumbers = map[string]string{
	"17": "Journal Article", "6": "Book", "5": "Book Section", "10": "Conference Proceedings", "47": "Conference Paper", "32": "Thesis", "27": "Report", "12": "Web Page", "28": "Edited Book",
}

// people takes the names of a list.
func people(b *xmltree.Builder, field string, into *[]biblio.Name, list *xmltree.Node) {
	for _, n := range list.All("author") {
		b.Place(field, n)
		for _, one := range value.People(n.String()) {
			one, cut := value.CutEtAl(one)
			b.Item.EtAl = b.Item.EtAl || cut
			if one != "" {
				*into = append(*into, name(one))
			}
		}
	}
}

func identifiers(b *xmltree.Builder, n *xmltree.Node) {
	i := &b.Item
	if doi := n.Find("electronic-resource-num"); biblio.DOI(doi.String()) != "" {
		i.DOI = biblio.DOI(doi.String())
		b.Place("DOI", doi)
	}
	setSerials(i, n.Find("isbn").String())
	database := n.Find("remote-database-name").String() + " " + n.Find("remote-database-provider").String()
	setAccession(i, n.Find("accession-num").String(), database)
	if id := biblio.PMCID(n.Find("custom2").String()); id != "" {
		i.PMCID = id
	}
	for _, u := range n.Find("urls").Within("url") {
		setAddress(i, strings.TrimSpace(u.String()))
	}
	if i.URL != "" {
		b.Place("URL", n.Find("urls"))
	}
}
