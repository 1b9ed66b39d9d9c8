// Package medline reads the records of PubMed, as its efetch answers and as its site exports them: the
// XML of the PubmedArticle DTD (https://dtd.nlm.nih.gov/ncbi/pubmed/), and what is peculiar to MEDLINE
// in titles, pages and types (https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html).
package medline

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Name is the registry of the works.
const Name = "pubmed"

// Decode reads a PubmedArticleSet: articles, books and chapters. One record that cannot be told by
// its PMID spoils the set, since it may be any of those that seem to be missing.
func Decode(body []byte) ([]biblio.Work, error) {
	var set struct {
		XMLName  xml.Name  `xml:"PubmedArticleSet"`
		Articles []article `xml:"PubmedArticle"`
		Books    []book    `xml:"PubmedBookArticle"`
	}
	if err := xml.Unmarshal(body, &set); err != nil {
		return nil, fmt.Errorf("no set of articles: %w", err)
	}
	works := make([]biblio.Work, 0, len(set.Articles)+len(set.Books))
	for i := range set.Articles {
		works = append(works, set.Articles[i].work())
	}
	for i := range set.Books {
		works = append(works, set.Books[i].work())
	}
	for i := range works {
		if works[i].PMID == "" {
			return nil, fmt.Errorf("record %d has no PMID", i+1)
		}
	}
	return works, nil
}

// Records are the elements that DecodeRecord reads.
func Records() []string { return []string{"PubmedArticle", "PubmedBookArticle"} }

// DecodeRecord reads one of Records, generously, since it may come out of a file that somebody wrote
// by hand.
func DecodeRecord(source string) (biblio.Work, error) {
	d := xml.NewDecoder(strings.NewReader(source))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var either struct {
		XMLName xml.Name
		article
		book
	}
	if err := d.Decode(&either); err != nil {
		return biblio.Work{}, fmt.Errorf("no record of PubMed: %w", err)
	}
	if either.XMLName.Local == "PubmedBookArticle" {
		return either.book.work(), nil
	}
	return either.article.work(), nil
}
