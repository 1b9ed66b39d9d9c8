// Package addin reads what reference managers leave in a document of a word processor behind every
// citation: Zotero and Mendeley a list of items in CSL-JSON, EndNote records of its XML. These are the
// fields from which the printed list was made, so they are exact where that has to be guessed at.
//
// The forms are those of Zotero's and Mendeley's fields ("ADDIN ZOTERO_ITEM CSL_CITATION {…}", "ADDIN
// CSL_CITATION {…}"), of Mendeley Cite's content controls (a tag "MENDELEY_CITATION_v3_" with the JSON in
// Base64), and of EndNote's fields ("ADDIN EN.CITE <EndNote>…", or the same in Base64 as their data).
package addin

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/csljson"
	"github.com/refcheck/refcheck/internal/document/endnote"
)

// Citations gathers the works that a document cites, each once.
type Citations struct {
	refs     []biblio.Reference
	problems []biblio.Problem
	seen     map[string]bool
}

// mendeleyTag begins the tag of a content control of Mendeley Cite.
const mendeleyTag = "MENDELEY_CITATION_v"

// Add takes in the code of a field, the name of a mark or the tag of a content control, which stands
// at a place; it reports whether it was a citation.
func (c *Citations) Add(code string, where biblio.Location) bool {
	_, cite, isEndNote := strings.Cut(code, "<EndNote>")
	switch {
	case isEndNote:
		return c.endnote(cite, where)
	case strings.Contains(code, "CSL_CITATION"):
		_, data, _ := strings.Cut(code, "CSL_CITATION")
		return c.csl(data, where)
	case strings.HasPrefix(code, mendeleyTag):
		_, data, _ := strings.Cut(strings.TrimPrefix(code, mendeleyTag), "_")
		return c.csl(decode(data), where)
	}
	return false
}

// AddData takes in the data of a field, which are Base64.
func (c *Citations) AddData(data string, where biblio.Location) bool {
	return c.Add(decode(data), where)
}

// decode returns what Base64 stands for; line breaks and padding are of no account.
func decode(s string) string {
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "=")
	data, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(string(data), "\x00", "")
}

// csl takes in the items of a citation of Zotero or Mendeley. Behind the JSON a mark may stand.
func (c *Citations) csl(data string, where biblio.Location) bool {
	data = strings.TrimSpace(data)
	if strings.HasPrefix(data, "{&quot;") {
		data = html.UnescapeString(data)
	}
	var citation struct {
		Items []struct {
			ID   json.RawMessage   `json:"id"`
			URIs []json.RawMessage `json:"uris"`
			Data json.RawMessage   `json:"itemData"`
		} `json:"citationItems"`
	}
	if err := json.NewDecoder(strings.NewReader(data)).Decode(&citation); err != nil {
		c.problems = append(c.problems, biblio.Problem{Location: where, Damaged: true, Message: "the field of this citation is damaged and is left out"})
		return true
	}
	for _, item := range citation.Items {
		if len(item.Data) == 0 {
			continue
		}
		key := string(item.ID)
		if len(item.URIs) > 0 {
			key = string(item.URIs[0])
		}
		if c.known(key + "\x00" + title(item.Data)) {
			continue
		}
		ref, problems := csljson.Reference(item.Data, where)
		c.problems = append(c.problems, problems...)
		c.add(ref)
	}
	return true
}

// title returns what tells an item from another of the same number in another library.
func title(data json.RawMessage) string {
	var item struct {
		Title string `json:"title"`
	}
	if json.Unmarshal(data, &item) != nil {
		return string(data)
	}
	return item.Title
}

// endnote takes in the records of a citation of EndNote.
func (c *Citations) endnote(xml string, where biblio.Location) bool {
	refs, _ := endnote.ParseXML(where.File, xml)
	for _, ref := range refs {
		if c.known(ref.Title + "\x00" + strconv.Itoa(ref.Issued.Year) + ref.DOI + ref.Pages) {
			continue
		}
		ref.Location, ref.Fields = where, nil
		c.add(ref)
	}
	return true
}

func (c *Citations) known(key string) bool {
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	before := c.seen[key]
	c.seen[key] = true
	return before
}

func (c *Citations) add(ref biblio.Reference) {
	ref.Index = len(c.refs) + 1
	ref.ID = strconv.Itoa(ref.Index)
	c.refs = append(c.refs, ref)
}
