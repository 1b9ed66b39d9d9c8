package medline

import (
	"encoding/xml"
	"strings"

	"github.com/refcheck/refcheck/internal/registry/record"
)

// article is a PubmedArticle as far as it is used. Everything is text, so that no odd field can
// cost the record.
type article struct {
	PMID     plain `xml:"MedlineCitation>PMID"`
	Citation struct {
		Journal  journal  `xml:"Journal"`
		Title    plain    `xml:"ArticleTitle"`
		Original []plain  `xml:"VernacularTitle"`
		Pages    pages    `xml:"Pagination"`
		Places   []placed `xml:"ELocationID"`
		Authors  authors  `xml:"AuthorList"`
		Language []plain  `xml:"Language"`
		Types    []plain  `xml:"PublicationTypeList>PublicationType"`
		Dates    []date   `xml:"ArticleDate"`
	} `xml:"MedlineCitation>Article"`
	Medline struct {
		Abbreviation plain `xml:"MedlineTA"`
		ISSN         plain `xml:"ISSNLinking"`
	} `xml:"MedlineCitation>MedlineJournalInfo"`
	Notes []note `xml:"MedlineCitation>CommentsCorrectionsList>CommentsCorrections"`
	// IDs are the article's own: ReferenceList holds ArticleIdLists too, of other articles.
	IDs []articleID `xml:"PubmedData>ArticleIdList>ArticleId"`
}

type journal struct {
	Title        plain   `xml:"Title"`
	Abbreviation plain   `xml:"ISOAbbreviation"`
	ISSN         []plain `xml:"ISSN"`
	Issue        struct {
		Volume plain `xml:"Volume"`
		Issue  plain `xml:"Issue"`
		Date   date  `xml:"PubDate"`
	} `xml:"JournalIssue"`
}

type pages struct {
	Medline plain `xml:"MedlinePgn"`
	First   plain `xml:"StartPage"`
	Last    plain `xml:"EndPage"`
}

// placed is an ELocationID: a DOI or a publisher's own identifier.
type placed struct {
	Kind  string `xml:"EIdType,attr"`
	Valid string `xml:"ValidYN,attr"`
	Value string `xml:",chardata"`
}

type authors struct {
	Complete string   `xml:"CompleteYN,attr"`
	Type     string   `xml:"Type,attr"`
	Authors  []author `xml:"Author"`
}

type author struct {
	Valid      string `xml:"ValidYN,attr"`
	Family     plain  `xml:"LastName"`
	Given      plain  `xml:"ForeName"`
	Initials   plain  `xml:"Initials"`
	Suffix     plain  `xml:"Suffix"`
	Collective plain  `xml:"CollectiveName"`
}

// note is a CommentsCorrections: what another article has to do with this one.
type note struct {
	Kind   string `xml:"RefType,attr"`
	Source plain  `xml:"RefSource"`
	PMID   plain  `xml:"PMID"`
}

type articleID struct {
	Kind  string `xml:"IdType,attr"`
	Value string `xml:",chardata"`
}

// book is a PubmedBookArticle: a book, or a chapter of one if it has a title of its own.
type book struct {
	Document struct {
		PMID     plain       `xml:"PMID"`
		IDs      []articleID `xml:"ArticleIdList>ArticleId"`
		Title    plain       `xml:"ArticleTitle"`
		Original []plain     `xml:"VernacularTitle"`
		Pages    pages       `xml:"Pagination"`
		Language []plain     `xml:"Language"`
		Authors  []authors   `xml:"AuthorList"`
		Book     struct {
			Title      plain     `xml:"BookTitle"`
			Collection plain     `xml:"CollectionTitle"`
			Publisher  plain     `xml:"Publisher>PublisherName"`
			Place      plain     `xml:"Publisher>PublisherLocation"`
			Date       date      `xml:"PubDate"`
			Beginning  date      `xml:"BeginningDate"`
			Ending     date      `xml:"EndingDate"`
			Authors    []authors `xml:"AuthorList"`
			Volume     plain     `xml:"Volume"`
			Edition    plain     `xml:"Edition"`
			ISBN       []plain   `xml:"Isbn"`
		} `xml:"Book"`
	} `xml:"BookDocument"`
}

// plain is the text of an element without the markup in it: <i>, <sub>, <mml:math>.
type plain string

// UnmarshalXML joins all text up to the element's end.
func (p *plain) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	var b strings.Builder
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			b.Write(t)
		}
	}
	*p = plain(record.Line(b.String()))
	return nil
}
