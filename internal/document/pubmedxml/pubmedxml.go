// Package pubmedxml reads the XML that PubMed exports and its efetch answers, articles and books
// alike, record by record, so that a damaged one costs no other.
package pubmedxml

import (
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/xmltree"
	"github.com/refcheck/refcheck/internal/medline"
)

// Parse returns the references of a text. The file only names the place.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem) {
	var refs []biblio.Reference
	var unread []biblio.Problem
	problems := xmltree.Each(file, text, func(n *xmltree.Node) {
		w, err := medline.DecodeRecord(n.Source)
		if err != nil {
			unread = append(unread, biblio.Problem{
				Location: n.Place, Damaged: true, Message: "this record cannot be read and is left out: " + strings.TrimPrefix(err.Error(), "no record of PubMed: "),
			})
			return
		}
		b := xmltree.NewBuilder()
		b.Item = w.Item
		for field, name := range fields {
			b.Place(field, n.First(name))
		}
		refs = append(refs, b.Reference(n, "", len(refs)+1))
	}, medline.Records()...)
	return refs, append(problems, unread...)
}

// fields are the elements where the fields of a reference stand, by their CSL names.
var fields = map[string]string{
	"title": "ArticleTitle", "author": "AuthorList", "container-title": "Journal", "volume": "Volume", "issue": "Issue", "page": "Pagination", "issued": "PubDate", "PMID": "PMID",
}
