package office

import (
	"encoding/xml"
	"errors"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/archive"
	"github.com/refcheck/refcheck/internal/document/text"
	"github.com/refcheck/refcheck/internal/document/xmltree"
)

// IsODT reports whether a ZIP archive is a text of OpenDocument, by its first member, which says so.
func IsODT(data string) bool {
	return isArchive(data) && strings.Contains(data[:min(len(data), 200)], "mimetypeapplication/vnd.oasis.opendocument.text")
}

// ParseODT returns the references of a text of OpenDocument. The data are the bytes of the file, whose
// name only names the place.
func ParseODT(file, data string, parse text.Parser) ([]biblio.Reference, []biblio.Problem, error) {
	a, err := archive.Open(data)
	if err != nil {
		return nil, nil, err
	}
	content, err := a.Member("content.xml")
	if err != nil {
		return nil, nil, err
	}
	if content == "" {
		return nil, nil, errors.New("it holds no text (content.xml)")
	}
	styles, err := a.Member("styles.xml")
	if err != nil {
		return nil, nil, err
	}
	r := &odt{paper: newPaper(file), numbered: map[string]bool{}}
	r.listStyles(styles)
	r.listStyles(content)
	if err := walk(content, r.begin, r.end, r.data); err != nil {
		return nil, nil, err
	}
	refs, problems := r.references(parse)
	return refs, problems, nil
}

// odt reads the text of a document of OpenDocument.
type odt struct {
	*paper
	numbered map[string]bool // the styles of lists that count
	lists    []string        // the styles of the lists that are open
	item     bool            // an item has begun and no paragraph of it
	skipped  int             // how many elements are open that are no part of the text
}

// listStyles notes which styles of lists number their first level.
func (r *odt) listStyles(source string) {
	xmltree.Each("", source, func(n *xmltree.Node) {
		first := n.Within("list-level-style-number", "list-level-style-bullet", "list-level-style-image")
		r.numbered[n.Attr("name")] = len(first) > 0 && first[0].Name == "list-level-style-number" && first[0].Attr("num-format") != ""
	}, "list-style")
}

// isSkipped reports whether an element is no part of the text: changes that were deleted, remarks, and
// the patterns of indexes.
func isSkipped(name string) bool {
	return name == "tracked-changes" || name == "annotation" || name == "note-citation" || strings.HasSuffix(name, "-source")
}

// begin reads the start of an element.
func (r *odt) begin(e xml.StartElement) {
	if isSkipped(e.Name.Local) {
		r.skipped++
	}
	if r.skipped > 0 {
		return
	}
	switch e.Name.Local {
	case "p", "h":
		r.paper.begin(e.Name.Local == "h")
		if r.item {
			r.item = false
			r.count(r.lists[len(r.lists)-1])
		}
	case "list":
		style := attr(e, "style-name")
		if style == "" && len(r.lists) > 0 {
			style = r.lists[len(r.lists)-1]
		}
		if attr(e, "continue-numbering") != "true" && len(r.lists) == 0 && attr(e, "continue-list") == "" {
			r.counts[style] = 0
		}
		r.lists = append(r.lists, style)
	case "list-item":
		r.item = len(r.lists) == 1 && r.numbered[r.lists[0]]
	case "s", "tab":
		r.write(" ")
	case "line-break":
		r.write("\v")
	case "reference-mark-start", "reference-mark", "bookmark-start", "section":
		r.citations.Add(attr(e, "name"), r.place())
	}
}

// end reads the end of an element.
func (r *odt) end(name xml.Name) {
	switch {
	case isSkipped(name.Local):
		r.skipped--
	case r.skipped > 0:
	case name.Local == "p" || name.Local == "h":
		r.paper.end()
	case name.Local == "list" && len(r.lists) > 0:
		r.lists = r.lists[:len(r.lists)-1]
	case name.Local == "list-item":
		r.item = false
	}
}

// data reads text.
func (r *odt) data(s string) {
	if r.skipped == 0 {
		r.write(s)
	}
}
