package gold

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// readAnyStyle reads AnyStyle's XML: a <sequence> for each reference, in it one element for each span.
func readAnyStyle(data []byte) ([]Row, error) {
	return readElements(data, "anystyle", "sequence", func(e xml.StartElement) string {
		switch e.Name.Local {
		case "citation-number":
			return "label"
		case "date":
			return "year"
		case "journal", "container-title":
			return "container"
		}
		return e.Name.Local
	})
}

// readTEI reads GROBID's TEI: a <bibl> for each reference, its spans marked by elements of TEI.
func readTEI(data []byte) ([]Row, error) {
	return readElements(data, "grobid", "bibl", func(e xml.StartElement) string {
		kind := make(map[string]string)
		for _, a := range e.Attr {
			kind[a.Name.Local] = a.Value
		}
		switch e.Name.Local {
		case "title":
			switch kind["level"] {
			case "j", "m":
				return "container"
			case "s":
				return "series"
			}
			return "title"
		case "biblScope":
			switch kind["unit"] {
			case "vol", "volume":
				return "volume"
			case "issue":
				return "issue"
			case "pp", "page":
				return "pages"
			}
			return "note"
		case "date":
			return "year"
		case "pubPlace":
			return "location"
		case "orgName":
			return "organization"
		case "author", "editor", "publisher", "note", "idno":
			return e.Name.Local
		}
		return ""
	})
}

// readElements reads every element of the given name as a reference. The spans are the elements
// within it for which name says what they hold.
func readElements(data []byte, source, element string, name func(xml.StartElement) string) ([]Row, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var rows []Row
	var text, span strings.Builder
	var r *Row
	open, at := 0, ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case r == nil && t.Name.Local == element:
				r = &Row{Source: source}
				text.Reset()
			case r != nil && at != "":
				open++
			case r != nil:
				if at = name(t); at != "" {
					open = 1
					span.Reset()
				}
			}
		case xml.CharData:
			if r != nil {
				text.Write(t)
				if at != "" {
					span.Write(t)
				}
			}
		case xml.EndElement:
			switch {
			case r != nil && at != "":
				if open--; open == 0 {
					r.Fields = append(r.Fields, Field{at, strings.Join(strings.Fields(span.String()), " ")})
					at = ""
					text.WriteByte(' ')
				}
			case r != nil && t.Name.Local == element:
				r.Text = strings.Join(strings.Fields(text.String()), " ")
				bookTitle(r)
				rows = append(rows, *r)
				r = nil
			}
		}
	}
}

// bookTitle makes the title of a book its title, where it is the only one.
func bookTitle(r *Row) {
	if r.Source != "grobid" || r.Field("title") != "" || r.Field("volume") != "" || r.Field("publisher") == "" {
		return
	}
	for i, f := range r.Fields {
		if f.Name == "container" {
			r.Fields[i].Name = "title"
			return
		}
	}
}
