package biblio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// CSL is an item of CSL-JSON (the schema of citation-style-language 1.0.2, with the names that
// Zotero and pandoc write). It reads what other tools write: numbers for strings, one name or title
// where a list stands, years as text.
type CSL struct {
	ID             Text     `json:"id,omitempty"`
	Type           Type     `json:"type,omitempty"`
	Title          Text     `json:"title,omitempty"`
	Author         CSLNames `json:"author,omitempty"`
	Editor         CSLNames `json:"editor,omitempty"`
	Container      Text     `json:"container-title,omitempty"`
	ContainerShort Text     `json:"container-title-short,omitempty"`
	Collection     Text     `json:"collection-title,omitempty"`
	Event          Text     `json:"event-title,omitempty"`
	Issued         *CSLDate `json:"issued,omitempty"`
	Volume         Text     `json:"volume,omitempty"`
	Issue          Text     `json:"issue,omitempty"`
	Page           Text     `json:"page,omitempty"`
	Number         Text     `json:"number,omitempty"`
	Edition        Text     `json:"edition,omitempty"`
	Publisher      Text     `json:"publisher,omitempty"`
	Place          Text     `json:"publisher-place,omitempty"`
	Genre          Text     `json:"genre,omitempty"`
	Language       Text     `json:"language,omitempty"`
	Note           Text     `json:"note,omitempty"`
	DOI            Text     `json:"DOI,omitempty"`
	PMID           Text     `json:"PMID,omitempty"`
	PMCID          Text     `json:"PMCID,omitempty"`
	ArXiv          Text     `json:"arxiv,omitempty"`
	ISBN           TextList `json:"ISBN,omitempty"`
	ISSN           TextList `json:"ISSN,omitempty"`
	URL            Text     `json:"URL,omitempty"`
	// Custom is CSL-JSON's place for what it has no word for.
	Custom *CSLCustom `json:"custom,omitempty"`
}

// CSLCustom is what refcheck keeps beside CSL's own words.
type CSLCustom struct {
	// EtAl says that the list of authors is cut.
	EtAl bool `json:"et-al,omitempty"`
}

// UnmarshalJSON reads what refcheck wrote; what others keep in the same place says nothing here.
func (c *CSLCustom) UnmarshalJSON(data []byte) error {
	var own struct {
		EtAl bool `json:"et-al"`
	}
	if json.Unmarshal(data, &own) == nil {
		c.EtAl = own.EtAl
	}
	return nil
}

// CSLNames are the names of CSL-JSON. One name is read where a list stands, and text for a name.
type CSLNames []CSLName

// UnmarshalJSON reads a list of names, one name, or null.
func (n *CSLNames) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	var list []CSLName
	if len(data) > 0 && data[0] != '[' && !bytes.Equal(data, []byte("null")) {
		list = make([]CSLName, 1)
		if err := json.Unmarshal(data, &list[0]); err != nil {
			return err
		}
	} else if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*n = list
	return nil
}

// CSLName is a name of CSL-JSON, or of Crossref, which calls an organisation's "name".
type CSLName struct {
	Family   Text `json:"family,omitempty"`
	Given    Text `json:"given,omitempty"`
	Particle Text `json:"non-dropping-particle,omitempty"`
	Dropping Text `json:"dropping-particle,omitempty"`
	Suffix   Text `json:"suffix,omitempty"`
	Literal  Text `json:"literal,omitempty"`
	Name     Text `json:"name,omitempty"`
}

// UnmarshalJSON reads an object, or text: "Family, Given", else a name as it stands.
func (n *CSLName) UnmarshalJSON(data []byte) error {
	*n = CSLName{}
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '"' {
		type plain CSLName
		return json.Unmarshal(data, (*plain)(n))
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	family, given, ok := strings.Cut(text, ",")
	if !ok || strings.Contains(given, ",") {
		n.Literal = Text(strings.TrimSpace(text))
		return nil
	}
	n.Family, n.Given = Text(strings.TrimSpace(family)), Text(strings.TrimSpace(given))
	return nil
}

// CSLDate is a date of CSL-JSON: its parts, or text. An open range keeps its beginning.
type CSLDate struct {
	Parts   [][]Text `json:"-"`
	Raw     Text     `json:"raw,omitempty"`
	Literal Text     `json:"literal,omitempty"`
}

// Text is a string that may be written as a number, or as a list of which the first counts.
type Text string

// TextList is text of which several stand in a list; they are kept with a space between them.
type TextList string

// UnmarshalJSON reads what Text reads.
func (t *TextList) UnmarshalJSON(data []byte) error {
	var list []Text
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '[' {
		list = make([]Text, 1)
		if err := list[0].UnmarshalJSON(data); err != nil {
			return err
		}
	} else if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	words := make([]string, len(list))
	for i, one := range list {
		words[i] = string(one)
	}
	*t = TextList(strings.Join(words, " "))
	return nil
}

// others is the last author of a cut list as pandoc and other tools export BibTeX's "and others".
const others = "others"

// UnmarshalJSON reads a string, a number, a list of them, or null.
func (t *Text) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0 || bytes.Equal(data, []byte("null")):
		*t = ""
	case data[0] == '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = Text(s)
	case data[0] == '[':
		var list []Text
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		*t = ""
		if len(list) > 0 {
			*t = list[0]
		}
	case data[0] == '{':
		return fmt.Errorf("text expected, not an object: %.40s", data)
	default:
		*t = Text(data)
	}
	return nil
}

type cslDate struct {
	Parts   json.RawMessage `json:"date-parts,omitempty"`
	Raw     Text            `json:"raw,omitempty"`
	Literal Text            `json:"literal,omitempty"`
}

// UnmarshalJSON reads an object of date-parts, raw or literal, or a bare string or year.
func (d *CSLDate) UnmarshalJSON(data []byte) error {
	*d = CSLDate{}
	data = bytes.TrimSpace(data)
	if len(data) == 0 || data[0] != '{' {
		return json.Unmarshal(data, &d.Raw)
	}
	var raw cslDate
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	d.Raw, d.Literal = raw.Raw, raw.Literal
	if len(raw.Parts) == 0 {
		return nil
	}
	if json.Unmarshal(raw.Parts, &d.Parts) == nil {
		return nil
	}
	var flat []Text // some tools leave out the outer list
	if err := json.Unmarshal(raw.Parts, &flat); err != nil {
		return fmt.Errorf("reading date-parts: %w", err)
	}
	d.Parts = [][]Text{flat}
	return nil
}

// MarshalJSON writes date-parts as numbers, as the schema wants them.
func (d CSLDate) MarshalJSON() ([]byte, error) {
	out := struct {
		Parts   [][]int `json:"date-parts,omitempty"`
		Literal Text    `json:"literal,omitempty"`
	}{Literal: d.Literal}
	if date := d.Date(); date.Year != 0 {
		parts := []int{date.Year}
		if date.Month != 0 {
			parts = append(parts, date.Month)
			if date.Day != 0 {
				parts = append(parts, date.Day)
			}
		}
		out.Parts = [][]int{parts}
	}
	return json.Marshal(out)
}

// Date returns the first date; a raw or literal one gives its year, where one stands in it.
func (d *CSLDate) Date() Date {
	if d == nil {
		return Date{}
	}
	date := Date{Literal: string(d.Literal)}
	if len(d.Parts) > 0 {
		into := []*int{&date.Year, &date.Month, &date.Day}
		for i, p := range d.Parts[0] {
			if i < len(into) {
				n, err := strconv.Atoi(strings.TrimSpace(string(p)))
				if err != nil {
					break
				}
				*into[i] = n
			}
		}
	}
	if date.Month < 1 || date.Month > 12 || date.Day < 0 || date.Day > 31 {
		date.Month, date.Day = 0, 0 // a season: 13 to 16, or 21 to 24
	}
	if date.Year == 0 {
		date.Month, date.Day = 0, 0
		text := string(d.Raw + " " + d.Literal)
		if y := yearText.FindStringSubmatch(text); y != nil {
			date.Year, _ = strconv.Atoi(y[1])
		} else if date.Literal == "" {
			date.Literal = strings.TrimSpace(string(d.Raw))
		}
	}
	return date
}

// CSL returns the item in CSL-JSON's form.
func (i Item) CSL() CSL {
	c := CSL{
		Type: i.Type, Title: Text(i.Title), Container: Text(i.Container), ContainerShort: Text(i.ContainerShort),
		Collection: Text(i.Collection), Event: Text(i.Event), Volume: Text(i.Volume), Issue: Text(i.Issue),
		Page: Text(i.Pages), Number: Text(i.Number), Edition: Text(i.Edition), Publisher: Text(i.Publisher),
		Place: Text(i.Place), Genre: Text(i.Genre), Language: Text(i.Language), Note: Text(i.Note), DOI: Text(i.DOI),
		PMID: Text(i.PMID), PMCID: Text(i.PMCID), ArXiv: Text(i.ArXiv), ISBN: TextList(strings.Join(i.ISBN, " ")),
		ISSN: TextList(strings.Join(i.ISSN, " ")), URL: Text(i.URL), Author: cslNames(i.Authors), Editor: cslNames(i.Editors),
	}
	if i.EtAl {
		c.Custom = &CSLCustom{EtAl: true}
	}
	if d := i.Issued; !d.IsZero() {
		c.Issued = &CSLDate{Literal: Text(d.Literal)}
		if d.Year != 0 {
			c.Issued.Parts = [][]Text{{number(d.Year), number(d.Month), number(d.Day)}}
		}
	}
	return c
}

func number(n int) Text { return Text(strconv.Itoa(n)) }

func cslNames(names []Name) []CSLName {
	out := make([]CSLName, 0, len(names))
	for _, n := range names {
		out = append(out, CSLName{Family: Text(n.Family), Given: Text(n.Given), Particle: Text(n.Particle), Suffix: Text(n.Suffix), Literal: Text(n.Literal)})
	}
	return out
}

// Item returns what the CSL-JSON says, its identifiers in their normal form.
func (c CSL) Item() Item {
	i := Item{
		Type: c.Type, Title: string(c.Title), Container: string(c.Container), ContainerShort: string(c.ContainerShort),
		Collection: string(c.Collection), Event: string(c.Event), Volume: string(c.Volume), Issue: string(c.Issue),
		Pages: string(c.Page), Number: string(c.Number), Edition: string(c.Edition), Publisher: string(c.Publisher),
		Place: string(c.Place), Genre: string(c.Genre), Language: string(c.Language), Note: string(c.Note), URL: string(c.URL),
		DOI: DOI(string(c.DOI)), PMID: PMID(string(c.PMID)), PMCID: PMCID(string(c.PMCID)), ArXiv: ArXiv(string(c.ArXiv)),
		Editors: names(c.Editor), Issued: c.Issued.Date(),
	}
	i.Authors, i.EtAl = names(c.Author), c.Custom != nil && c.Custom.EtAl
	if n := len(i.Authors); n > 0 && (i.Authors[n-1] == Name{Literal: others} || i.Authors[n-1] == Name{Family: others}) {
		i.Authors, i.EtAl = i.Authors[:n-1:n-1], true
		if n == 1 {
			i.Authors = nil
		}
	}
	for _, s := range strings.FieldsFunc(string(c.ISBN), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if n := ISBN(s); n != "" {
			i.ISBN = append(i.ISBN, n)
		}
	}
	for _, s := range strings.FieldsFunc(string(c.ISSN), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if n := ISSN(s); n != "" {
			i.ISSN = append(i.ISSN, n)
		}
	}
	return i
}

func names(list []CSLName) []Name {
	var out []Name
	for _, c := range list {
		particle := strings.TrimSpace(string(c.Dropping + " " + c.Particle))
		if c.Literal == "" {
			c.Literal = c.Name
		}
		n := Name{Family: string(c.Family), Given: string(c.Given), Particle: particle, Suffix: string(c.Suffix), Literal: string(c.Literal)}
		if !n.IsZero() {
			out = append(out, n)
		}
	}
	return out
}
