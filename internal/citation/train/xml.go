package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// readAnyStyle reads AnyStyle's XML: a <sequence> for each reference, in it one element for each span.
func readAnyStyle(data []byte) ([]row, error) {
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
func readTEI(data []byte) ([]row, error) {
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
func readElements(data []byte, source, element string, name func(xml.StartElement) string) ([]row, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var rows []row
	var text, span strings.Builder
	var r *row
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
				r = &row{source: source}
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
					r.fields = append(r.fields, field{at, strings.Join(strings.Fields(span.String()), " ")})
					at = ""
					text.WriteByte(' ')
				}
			case r != nil && t.Name.Local == element:
				r.text = strings.Join(strings.Fields(text.String()), " ")
				bookTitle(r)
				rows = append(rows, *r)
				r = nil
			}
		}
	}
}

// bookTitle makes the title of a book its title, where it is the only one.
func bookTitle(r *row) {
	if r.source != "grobid" || r.field("title") != "" || r.field("volume") != "" || r.field("publisher") == "" {
		return
	}
	for i, f := range r.fields {
		if f.name == "container" {
			r.fields[i].name = "title"
			return
		}
	}
}
