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

// IsDOCX reports whether a ZIP archive is a document of Word, by a name within it.
func IsDOCX(data string) bool { return isArchive(data) && strings.Contains(data, "word/document") }

func isArchive(data string) bool { return strings.HasPrefix(data, "PK\x03\x04") }

// ParseDOCX returns the references of a document of Word. The data are the bytes of the file, whose
// name only names the place.
func ParseDOCX(file, data string, parse text.Parser) ([]biblio.Reference, []biblio.Problem, error) {
	a, err := archive.Open(data)
	if err != nil {
		return nil, nil, err
	}
	parts := map[string]string{}
	for _, name := range []string{"document", "document2", "styles", "numbering", "footnotes", "endnotes"} {
		if parts[name], err = a.Member("word/" + name + ".xml"); err != nil {
			return nil, nil, err
		}
	}
	if parts["document"] += parts["document2"]; parts["document"] == "" { // some versions of Word count on
		return nil, nil, errors.New("it holds no text (word/document.xml)")
	}
	r := &docx{paper: newPaper(file), headings: headings(parts["styles"]), bullets: bullets(parts["numbering"])}
	if err := walk(parts["document"], r.begin, r.end, r.data); err != nil {
		return nil, nil, err
	}
	for _, notes := range []string{"footnotes", "endnotes"} {
		if parts[notes] == "" {
			continue
		}
		r.paper.begin(true)
		r.write(notes)
		r.paper.end()
		if err := walk(parts[notes], r.begin, r.end, r.data); err != nil {
			return nil, nil, err
		}
	}
	refs, problems := r.references(parse)
	return refs, problems, nil
}

// headings returns the styles of headings, whose names are English whatever the language of Word.
func headings(styles string) map[string]bool {
	ids := map[string]bool{}
	xmltree.Each("", styles, func(n *xmltree.Node) {
		if strings.HasPrefix(strings.ToLower(n.Find("name").Attr("val")), "heading ") {
			ids[n.Attr("styleId")] = true
		}
	}, "style")
	return ids
}

// bullets returns the lists that count nothing, by their numbers.
func bullets(numbering string) map[string]bool {
	abstract, lists := map[string]bool{}, map[string]bool{}
	xmltree.Each("", numbering, func(n *xmltree.Node) {
		if n.Name == "abstractNum" {
			format := n.Find("lvl").Find("numFmt").Attr("val")
			abstract[n.Attr("abstractNumId")] = format == "bullet" || format == "none"
			return
		}
		lists[n.Attr("numId")] = abstract[n.Find("abstractNumId").Attr("val")]
	}, "abstractNum", "num")
	return lists
}

// docx reads the text of a document of Word.
type docx struct {
	*paper
	headings, bullets map[string]bool
	fields            []*codeField
	texts             int // how many elements are open whose text is text
	codes             int // and whose text is the code of a field
	datas             int // and whose text is the data of a field
	fallback          int // and which repeat in another form what stands before
	fieldData         strings.Builder
}

// codeField is a field: its code, and whether that was read.
type codeField struct {
	code strings.Builder
	done bool
}

func isWord(n xml.Name) bool { return strings.Contains(n.Space, "wordprocessingml") }

// begin reads the start of an element.
func (r *docx) begin(e xml.StartElement) {
	if e.Name.Local == "Fallback" {
		r.fallback++
	}
	if r.fallback > 0 || !isWord(e.Name) {
		if e.Name.Local == "t" && strings.HasSuffix(e.Name.Space, "/math") {
			r.texts++
		}
		return
	}
	switch e.Name.Local {
	case "p":
		r.paper.begin(false)
	case "pStyle":
		if n := len(r.open); n > 0 {
			r.open[n-1].heading = r.open[n-1].heading || r.headings[attr(e, "val")]
		}
	case "numId":
		if id := attr(e, "val"); id != "0" && id != "" && !r.bullets[id] && len(r.open) > 0 {
			r.count(id)
		}
	case "t":
		r.texts++
	case "tab":
		r.write(" ")
	case "br", "cr":
		r.write("\v")
	case "noBreakHyphen":
		r.write("-")
	case "instrText":
		r.codes++
	case "fldData":
		r.datas++
	case "fldSimple":
		r.citations.Add(attr(e, "instr"), r.place())
	case "tag":
		r.citations.Add(attr(e, "val"), r.place())
	case "fldChar":
		r.fieldChar(attr(e, "fldCharType"))
	}
}

// fieldChar opens a field, or reads its code where its result begins or it ends.
func (r *docx) fieldChar(kind string) {
	n := len(r.fields)
	switch {
	case kind == "begin":
		r.fields = append(r.fields, &codeField{})
	case n == 0:
	case kind == "separate", kind == "end":
		if f := r.fields[n-1]; !f.done {
			f.done = true
			r.citations.Add(f.code.String(), r.place())
		}
		if kind == "end" {
			r.fields = r.fields[:n-1]
		}
	}
}

// end reads the end of an element.
func (r *docx) end(name xml.Name) {
	switch {
	case name.Local == "Fallback":
		r.fallback--
	case r.fallback > 0:
	case name.Local == "t" && (isWord(name) || strings.HasSuffix(name.Space, "/math")):
		r.texts--
	case !isWord(name):
	case name.Local == "p":
		r.paper.end()
	case name.Local == "instrText":
		r.codes--
	case name.Local == "fldData":
		r.datas--
		r.citations.AddData(r.fieldData.String(), r.place())
		r.fieldData.Reset()
	}
}

// data reads text.
func (r *docx) data(s string) {
	switch {
	case r.fallback > 0:
	case r.datas > 0:
		r.fieldData.WriteString(s)
	case r.codes > 0:
		if n := len(r.fields); n > 0 {
			r.fields[n-1].code.WriteString(s)
		}
	case r.texts > 0:
		r.write(s)
	}
}
