package apart

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	vancouver = "Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56."
	risRecord = "TY  - JOUR\nTI  - A title\nAU  - Müller, Jörg\nER  - \n"
)

// bombs are files that cost as much as their sender can make them: each is built to a size in bytes, which
// those of archives and PDFs unpack to many times over.
var bombs = []struct {
	name, file, as string
	build          func(size int) []byte
}{
	{"one line of letters", "x", "auto", all("a")},
	{"one line of words", "x", "auto", all("word ")},
	{"one line of commas", "x", "auto", all(",")},
	{"one line of capitals and commas", "x", "auto", all("A, ")},
	{"one line of open braces", "x", "auto", all("{")},
	{"one line of braces", "x", "auto", all("{}")},
	{"one line of at signs", "x", "auto", all("@")},
	{"one line of years", "x", "auto", all("(1999). ")},
	{"one line of initials", "x", "auto", all("A. B. ")},
	{"one line of one reference after the other", "x", "auto", all(vancouver + " ")},
	{"one line of DOIs", "x", "auto", all("10.1000/abc ")},
	{"one line that is a DOI", "x", "auto", behind("10.1000/", "a")},
	{"one line that is a DOI of parentheses", "x", "auto", behind("10.1000/", "(")},
	{"one line that is a URL", "x", "auto", behind("https://example.org/", "a/")},
	{"one line of quotes", "x", "auto", all(`"`)},
	{"one line of brackets", "x", "auto", all("[")},
	{"one line of less-than signs", "x", "auto", all("<")},
	{"one line of ampersands", "x", "auto", all("&")},
	{"one line of digits", "x", "auto", all("1")},
	{"one line of numbered marks", "x", "auto", all("[1] ")},
	{"one line of blanks", "x", "auto", behind("a", " ")},
	{"lines of nothing", "x", "auto", behind("a", "\n")},
	{"lines of a letter", "x", "auto", all("a\n")},
	{"lines of a number", "x", "auto", all("1.\n")},
	{"lines of a DOI", "x", "auto", lines("10.1000/%d\n")},
	{"lines of a DOI, as lines", "x", "lines", lines("10.1000/%d\n")},
	{"lines of a letter, as lines", "x", "lines", all("a\n")},
	{"a printed list", "x", "auto", lines("%d. " + vancouver + "\n")},
	{"a printed list without numbers", "x", "auto", lines("Blumgart H. Caring for the patient %d. N Engl J Med. 1964;270:449–56.\n")},
	{"a printed list under a heading", "x", "auto", behind("References\n\n", vancouver+"\n")},
	{"headings", "x", "auto", all("References\n")},
	{"headings with a reference each", "x", "auto", all("References\n" + vancouver + "\n")},
	{"form feeds", "x", "auto", all("page\f")},
	{"combining marks", "x", "auto", behind("a", "\u0301")},
	{"latin-1 above ASCII", "x", "auto", all("\xe4\xf6 ")},
	{"UTF-16", "x", "auto", behind("\xff\xfe", "a\x00 \x00")},

	{"BibTeX: braces in a field", "x.bib", "bibtex", behind("@a{k, title=", "{")},
	{"BibTeX: braces in a printed name", "x.bib", "bibtex", enclosed("@a{k, author={", "{x} and ", "}}")},
	{"BibTeX: names", "x.bib", "bibtex", enclosed("@a{k, author={", "A and ", "}}")},
	{"BibTeX: commas in a name", "x.bib", "bibtex", enclosed("@a{k, author={", "A, ", "}}")},
	{"BibTeX: entries that do not end", "x.bib", "bibtex", all("@a{k, title={x\n")},
	{"BibTeX: entries without a field", "x.bib", "bibtex", lines("@a{k%d}\n")},
	{"BibTeX: one key for all", "x.bib", "bibtex", all("@a{k, title={x}}\n")},
	{"BibTeX: at signs", "x.bib", "bibtex", all("@a")},
	{"BibTeX: fields of one entry", "x.bib", "bibtex", enclosed("@a{k", ", title={x}", "}")},
	{"BibTeX: concatenated", "x.bib", "bibtex", enclosed("@a{k, title=", `"x" # `, `"x"}`)},
	{"BibTeX: strings that double", "x.bib", "bibtex", doubling},
	{"BibTeX: strings used often", "x.bib", "bibtex", longString},
	{"BibTeX: a chain of crossrefs", "x.bib", "bibtex", lines("@a{k%d, crossref={k%+d}}\n")},
	{"BibTeX: crossrefs to one long entry", "x.bib", "bibtex", crossrefs},
	{"BibTeX: commands", "x.bib", "bibtex", enclosed("@a{k, title={", `\'`, "}}")},
	{"BibTeX: math", "x.bib", "bibtex", enclosed("@a{k, title={", "$x", "}}")},
	{"BibTeX: comments", "x.bib", "bibtex", all("@comment{x")},

	{"RIS: one record", "x.ris", "ris", behind("TY  - JOUR\n", "AU  - Doe, J\n")},
	{"RIS: records", "x.ris", "ris", all(risRecord)},
	{"RIS: records that do not end", "x.ris", "ris", all("TY  - JOUR\n")},
	{"RIS: a long line", "x.ris", "ris", behind("TY  - JOUR\nTI  - ", "x")},
	{"nbib: one record", "x.nbib", "nbib", behind("PMID- 1\n", "AU  - Doe J\n")},
	{"nbib: records", "x.nbib", "nbib", lines("PMID- %d\n\n")},
	{"EndNote: records", "x.enw", "endnote", all("%0 Book\n%T x\n\n")},
	{"EndNote: names", "x.enw", "endnote", behind("%0 Book\n", "%A x\n")},

	{"JSON: nested lists", "x.json", "csl-json", all("[")},
	{"JSON: nested objects", "x.json", "csl-json", all(`{"a":`)},
	{"JSON: nested in an item", "x.json", "csl-json", behind(`[{"title":`, "[")},
	{"JSON: items", "x.json", "csl-json", enclosed("[", `{"title":"x"},`, "{}]")},
	{"JSON: empty items", "x.json", "csl-json", enclosed("[", `{},`, "{}]")},
	{"JSON: lines", "x.json", "csl-json", all("{\"title\":\"x\"}\n")},
	{"JSON: keys", "x.json", "csl-json", enclosed("[{", `"a":1,`, `"b":2}]`)},
	{"JSON: names", "x.json", "csl-json", enclosed(`[{"author":[`, `{},`, `{}]}]`)},
	{"JSON: a string", "x.json", "csl-json", enclosed(`[{"title":"`, `\u0041`, `"}]`)},
	{"JSON: a number", "x.json", "csl-json", enclosed(`[{"volume":`, `9`, `}]`)},

	{"YAML: nested flow lists", "x.yaml", "csl-yaml", behind("references: ", "[")},
	{"YAML: nested flow maps", "x.yaml", "csl-yaml", behind("references: ", "{a: ")},
	{"YAML: nested block lists", "x.yaml", "csl-yaml", behind("references:\n", "- ")},
	{"YAML: nested by indentation", "x.yaml", "csl-yaml", stairs},
	{"YAML: aliases that double", "x.yaml", "csl-yaml", laughs},
	{"YAML: an alias used often", "x.yaml", "csl-yaml", func(size int) []byte {
		return behind("a: &a ["+strings.Repeat("{title: x}, ", 1000)+"]\nreferences:\n", "- author: *a\n")(size)
	}},
	{"YAML: an alias of itself", "x.yaml", "csl-yaml", behind("references: &a\n", "- *a\n")},
	{"YAML: items", "x.yaml", "csl-yaml", behind("references:\n", "- title: x\n")},
	{"YAML: one key for all", "x.yaml", "hayagriva", all("a:\n  title: x\n  type: Book\n")},
	{"YAML: keys", "x.yaml", "hayagriva", lines("a%d: {title: x, type: Book}\n")},
	{"YAML: parents", "x.yaml", "hayagriva", behind("a: {title: x, type: Article, parent: ", "{type: Book, parent: ")},
	{"YAML: documents", "x.yaml", "csl-yaml", all("---\na\n")},
	{"YAML: a question mark", "x.yaml", "csl-yaml", all("? ")},
	{"YAML: a long scalar", "x.yaml", "csl-yaml", behind("references: |\n", " a\n")},
	{"YAML: anchors", "x.yaml", "csl-yaml", lines("- &a%d a\n")},
	{"YAML: merges", "x.yaml", "csl-yaml", behind("a: &a {title: x}\nreferences:\n", "- {<<: *a}\n")},
	{"CFF: authors", "x.cff", "cff", behind("cff-version: 1.2.0\ntitle: x\nauthors:\n", "- name: x\n")},
	{"CFF: references", "x.cff", "cff", behind("cff-version: 1.2.0\ntitle: x\nreferences:\n", "- title: x\n")},

	{"XML: nested", "x.xml", "jats", behind("<article><ref-list><ref>", "<a>")},
	{"XML: nested references", "x.xml", "jats", behind("<article><ref-list>", "<ref>")},
	{"XML: nested lists", "x.xml", "jats", behind("<article>", "<ref-list>")},
	{"XML: entities that double", "x.xml", "jats", entities},
	{"XML: an entity", "x.xml", "jats", enclosed("<article><ref-list><ref><mixed-citation>", "&amp;", "</mixed-citation></ref></ref-list></article>")},
	{"XML: attributes", "x.xml", "jats", behind("<article><ref-list><ref ", `a="b" `)},
	{"XML: an attribute", "x.xml", "jats", behind(`<article><ref-list><ref a="`, `a`)},
	{"XML: a comment", "x.xml", "jats", behind("<article><ref-list><!--", "-")},
	{"XML: damaged again and again", "x.xml", "jats", all("<ref><a b=<ref>")},
	{"XML: references", "x.xml", "jats", enclosed("<article><ref-list>", "<ref><mixed-citation>"+vancouver+"</mixed-citation></ref>\n", "</ref-list></article>")},
	{"XML: names", "x.xml", "jats", enclosed("<article><ref-list><ref><element-citation>", "<name><surname>A</surname></name>", "</element-citation></ref></ref-list></article>")},
	{"XML: MODS", "x.xml", "mods", enclosed("<modsCollection>", "<mods><titleInfo><title>x</title></titleInfo></mods>", "</modsCollection>")},
	{"XML: nested MODS", "x.xml", "mods", behind("<modsCollection><mods>", "<relatedItem>")},
	{"XML: PubMed's", "x.xml", "pubmed-xml", enclosed("<PubmedArticleSet>", "<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>", "</PubmedArticleSet>")},
	{"XML: EndNote's", "x.xml", "endnote-xml", enclosed("<xml><records>", "<record><titles><title>x</title></titles></record>", "</records></xml>")},

	{"HTML: nested", "x.html", "html", all("<div>")},
	{"HTML: nested lists", "x.html", "html", all("<ol><li>")},
	{"HTML: nested formatting", "x.html", "html", all("<b><i>")},
	{"HTML: links that overlap", "x.html", "html", all("<a><p>")},
	{"HTML: nested tables", "x.html", "html", all("<table><tr><td>")},
	{"HTML: text in a table", "x.html", "html", all("<table>x")},
	{"HTML: attributes", "x.html", "html", behind("<p ", "a ")},
	{"HTML: other attributes", "x.html", "html", behind("<p ", "")},
	{"HTML: a list", "x.html", "html", behind("<h2>References</h2><ol>", "<li>"+vancouver)},
	{"HTML: headings", "x.html", "html", all("<h2>References</h2><p>x")},
	{"HTML: metadata", "x.html", "html", all(`<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.title=x"></span>`)},
	{"HTML: meta", "x.html", "html", all(`<meta name="citation_reference" content="citation_title=x">`)},
	{"HTML: entities", "x.html", "html", all("&amp;lt;")},
	{"HTML: templates", "x.html", "html", all("<template>")},
	{"HTML: selects", "x.html", "html", all("<select><option>")},
	{"HTML: frames", "x.html", "html", all("<svg><math>")},

	{"Markdown: quotes", "x.md", "markdown", all("> ")},
	{"Markdown: stars", "x.md", "markdown", all("*a_")},
	{"Markdown: links", "x.md", "markdown", all("[a](")},
	{"Markdown: open brackets", "x.md", "markdown", behind("# References\n\n", "![[")},
	{"Markdown: footnotes", "x.md", "markdown", lines("[^%d]: " + vancouver + "\n")},
	{"Markdown: front matter", "x.md", "markdown", behind("---\nreferences: ", "[")},
	{"Markdown: backticks", "x.md", "markdown", all("`a ")},
	{"LaTeX: commands", "x.tex", "latex", all(`\a{`)},
	{"LaTeX: items", "x.tex", "latex", behind(`\begin{thebibliography}{9}`, `\bibitem{a} `+vancouver+"\n")},
	{"LaTeX: empty items", "x.tex", "latex", behind(`\begin{thebibliography}{9}`, `\bibitem{a}`)},
	{"LaTeX: lists", "x.tex", "latex", all(`\begin{thebibliography}`)},
	{"LaTeX: macros that double", "x.tex", "latex", macros},
	{"LaTeX: filecontents", "x.tex", "latex", all(`\begin{filecontents}{a.bib}`)},
	{"LaTeX: percent signs", "x.tex", "latex", all("%")},
	{"LaTeX: biber's entries", "x.bbl", "latex", all(`\entry{a}{article}{}` + "\n")},
	{"LaTeX: input of itself", "x.tex", "latex", all(`\input{x}`)},

	{"docx: a zip bomb", "x.docx", "auto", word("<w:document><w:body>", "<w:p><w:r><w:t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</w:t></w:r></w:p>")},
	{"docx: a zip bomb of blanks", "x.docx", "auto", word("<w:document><w:body><w:p>", " ")},
	{"docx: nested", "x.docx", "auto", word("<w:document><w:body>", "<w:p>")},
	{"docx: nested tables", "x.docx", "auto", word("<w:document><w:body>", "<w:tbl><w:tr><w:tc>")},
	{"docx: instructions", "x.docx", "auto", word("<w:document><w:body><w:p>", `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>ADDIN ZOTERO_ITEM {</w:instrText></w:r>`)},
	{"docx: references", "x.docx", "auto", word("<w:document><w:body><w:p><w:r><w:t>References</w:t></w:r></w:p>", "<w:p><w:r><w:t>"+vancouver+"</w:t></w:r></w:p>")},
	{"docx: members", "x.docx", "auto", members},
	{"docx: names of members", "x.docx", "auto", longNames},
	{"odt: a zip bomb", "x.odt", "auto", odt("<office:document-content><office:body><office:text>", "<text:p>a</text:p>")},
	{"odt: spaces", "x.odt", "auto", odt("<office:document-content><office:body><office:text><text:p>", `<text:s text:c="1000000000"/>`)},
	{"odt: nested", "x.odt", "auto", odt("<office:document-content><office:body><office:text>", "<text:list><text:list-item>")},

	{"PDF: pages", "x.pdf", "auto", pdfPages(1999, "BT /F 9 Tf (word) Tj ET ")},
	{"PDF: too many pages", "x.pdf", "auto", pdfPages(100_000, "")},
	{"PDF: a stream that unpacks", "x.pdf", "auto", pdfBomb("BT /F 9 Tf (word word word) Tj ET ", 1)},
	{"PDF: a stream of words", "x.pdf", "auto", pdfBomb("BT /F 9 Tf (a b c d e f g h i j k l m n o p q r s t u v w) Tj ET ", 1)},
	{"PDF: a stream of paths", "x.pdf", "auto", pdfBomb("0 0 m 1 1 l S ", 1)},
	{"PDF: a stream of saved states", "x.pdf", "auto", pdfBomb("q ", 1)},
	{"PDF: a stream packed twice", "x.pdf", "auto", pdfBomb(strings.Repeat("BT (word) Tj ET ", 100), 2)},
	{"PDF: a stream on all pages", "x.pdf", "auto", pdfShared},
	{"PDF: noise", "x.pdf", "auto", behind("%PDF-1.7\n", "1 0 obj <<")},
	{"PDF: open lists", "x.pdf", "auto", behind("%PDF-1.7\n1 0 obj ", "[")},
	{"PDF: a tree of pages in a ring", "x.pdf", "auto", pdfRing},
	{"PDF: forms that call each other", "x.pdf", "auto", pdfForms},
}

// all repeats a text.
func all(of string) func(int) []byte { return behind("", of) }

// behind repeats a text behind a beginning.
func behind(begin, of string) func(int) []byte { return enclosed(begin, of, "") }

// enclosed repeats a text between a beginning and an end.
func enclosed(begin, of, end string) func(int) []byte {
	return func(size int) []byte {
		if of == "" {
			of = "a"
		}
		return []byte(begin + strings.Repeat(of, max(size-len(begin)-len(end), 0)/len(of)) + end)
	}
}

// lines repeats a text in which %d is a number that grows, and %+d the next one.
func lines(format string) func(int) []byte {
	return func(size int) []byte {
		var b bytes.Buffer
		for i := 1; b.Len() < size; i++ {
			b.WriteString(strings.NewReplacer("%d", strconv.Itoa(i), "%+d", strconv.Itoa(i+1)).Replace(format))
		}
		return b.Bytes()[:size]
	}
}

// doubling is strings of which each is the one before it twice.
func doubling(size int) []byte {
	return append([]byte("@string{a0 = \"aaaaaaaaaa\"}\n"), append(lines("@string{a%+d = a%d # a%d}\n")(min(size/2, 4000)), "@a{k, title = a60, author = a60}\n"...)...)
}

// longString is a long string that many entries name.
func longString(size int) []byte {
	return append(enclosed("@string{a = \"", "word ", "\"}\n")(size/2), lines("@a{k%d, title=a}\n")(size/2)...)
}

// crossrefs is many entries that inherit all from one.
func crossrefs(size int) []byte {
	return append(lines("@inproceedings{k%d, crossref={p}}\n")(size/2), enclosed("\n@proceedings{p, title={", "word ", "}, editor={A B}}\n")(size/2)...)
}

// stairs is a mapping that goes deeper with every line, while the size allows it.
func stairs(size int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.Bytes()
}

// laughs is lists of which each names the one before it ten times.
func laughs(int) []byte {
	var b bytes.Buffer
	b.WriteString("a0: &a0 [{title: x}]\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	b.WriteString("references: *a59\n")
	return b.Bytes()
}

// entities is a document type with entities that double.
func entities(int) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?><!DOCTYPE article [<!ENTITY a0 \"aaaaaaaaaa\">")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "<!ENTITY a%d \"&a%d;&a%d;\">", i, i-1, i-1)
	}
	b.WriteString("<!ENTITY f SYSTEM \"file:///etc/passwd\">]><article><ref-list><ref><mixed-citation>&a59; &f;</mixed-citation></ref></ref-list></article>")
	return b.Bytes()
}

// macros is definitions of which each is the one before it twice.
func macros(int) []byte {
	var b bytes.Buffer
	b.WriteString("\\def\\aaa{word}\n")
	name := func(i int) string { return strings.Repeat("b", i) }
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&b, "\\newcommand{\\a%s}{\\a%s\\a%s}\n", name(i), name(i-1), name(i-1))
	}
	b.WriteString("\\begin{thebibliography}{9}\\bibitem{a} \\a" + name(59) + " " + vancouver + "\\end{thebibliography}")
	return b.Bytes()
}

// packed writes an archive of members.
func packed(write func(*zip.Writer)) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	write(w)
	_ = w.Close()
	return b.Bytes()
}

// unpacked is how large what a bomb unpacks to may be: just what an archive's member may have.
const unpacked = 120 << 20

func member(w *zip.Writer, name, begin, of string, size int) {
	out, _ := w.Create(name)
	_, _ = io.WriteString(out, begin)
	chunk := strings.Repeat(of, 1<<16/len(of))
	for n := 0; n < size; n += len(chunk) {
		_, _ = io.WriteString(out, chunk)
	}
}

// word is a .docx whose document unpacks to twelve times the size.
func word(begin, of string) func(int) []byte {
	return func(size int) []byte {
		return packed(func(w *zip.Writer) {
			member(w, "[Content_Types].xml", "", "<Types/>", 1)
			for _, name := range []string{"word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "customXml/item1.xml"} {
				member(w, name, begin, of, min(unpacked, size*12))
			}
		})
	}
}

func odt(begin, of string) func(int) []byte {
	return func(size int) []byte {
		return packed(func(w *zip.Writer) {
			out, _ := w.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
			_, _ = io.WriteString(out, "application/vnd.oasis.opendocument.text")
			member(w, "content.xml", begin, of, min(unpacked, size*12))
		})
	}
}

func members(size int) []byte {
	return packed(func(w *zip.Writer) {
		member(w, "[Content_Types].xml", "", "<Types/>", 1)
		for i := range size / 120 {
			_, _ = w.CreateHeader(&zip.FileHeader{Name: "customXml/item" + strconv.Itoa(i) + ".xml", Method: zip.Store})
		}
		member(w, "word/document.xml", "<w:document>", " ", 1)
	})
}

func longNames(size int) []byte {
	return packed(func(w *zip.Writer) {
		for i := range size / (2 * 60_000) {
			_, _ = w.CreateHeader(&zip.FileHeader{Name: "word/" + strings.Repeat("a", 60_000) + strconv.Itoa(i), Method: zip.Store})
		}
		member(w, "word/document.xml", "<w:document>", " ", 1)
	})
}

// pdfOf writes a PDF of objects.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj %s endobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer <</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF", len(objects)+1, xref)
	return b.Bytes()
}

const pdfFont = "<</Type/Font /Subtype/Type1 /BaseFont/Helvetica>>"

// pdfPages is a PDF of many pages with little on each.
func pdfPages(most int, content string) func(int) []byte {
	return func(size int) []byte {
		n := min(most, size/100)
		content := strings.Repeat(content, max(size/n/max(len(content), 1)/2, 1))
		objects := []string{"<</Type/Catalog /Pages 2 0 R>>", "", pdfFont, fmt.Sprintf("<</Length %d>> stream\n%s\nendstream", len(content), content)}
		var kids strings.Builder
		for range n {
			objects = append(objects, "<</Type/Page /Parent 2 0 R /MediaBox[0 0 9999999 9999999] /Resources<</Font<</F 3 0 R>>>> /Contents 4 0 R>>")
			fmt.Fprintf(&kids, "%d 0 R ", len(objects))
		}
		objects[1] = fmt.Sprintf("<</Type/Pages /Count %d /Kids[%s]>>", n, kids.String())
		return pdfOf(objects...)
	}
}

func deflated(of string, size int) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	chunk := strings.Repeat(of, max(1<<16/len(of), 1))
	for n := 0; n < size; n += len(chunk) {
		_, _ = io.WriteString(w, chunk)
	}
	_ = w.Close()
	return b.String()
}

// pdfBomb is a PDF whose page unpacks to a thousand times its size, or that again.
func pdfBomb(content string, times int) func(int) []byte {
	return func(size int) []byte {
		stream, filter := deflated(content, size*100), "/FlateDecode"
		for range times - 1 {
			stream, filter = deflated(stream, len(stream)), filter+"/FlateDecode"
		}
		return pdfOf("<</Type/Catalog /Pages 2 0 R>>", "<</Type/Pages /Count 1 /Kids[4 0 R]>>", pdfFont,
			"<</Type/Page /Parent 2 0 R /MediaBox[0 0 600 800] /Resources<</Font<</F 3 0 R>>>> /Contents 5 0 R>>",
			fmt.Sprintf("<</Length %d /Filter[%s]>> stream\n%s\nendstream", len(stream), filter, stream))
	}
}

// pdfShared is a PDF whose pages share what is costly.
func pdfShared(size int) []byte {
	stream := deflated("BT /F 9 Tf (word) Tj ET ", size)
	objects := []string{"<</Type/Catalog /Pages 2 0 R>>", "", pdfFont, fmt.Sprintf("<</Length %d /Filter/FlateDecode>> stream\n%s\nendstream", len(stream), stream)}
	var kids strings.Builder
	for range 1500 {
		objects = append(objects, "<</Type/Page /Parent 2 0 R /MediaBox[0 0 600 800] /Resources<</Font<</F 3 0 R>>>> /Contents 4 0 R>>")
		fmt.Fprintf(&kids, "%d 0 R ", len(objects))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages /Count 1500 /Kids[%s]>>", kids.String())
	return pdfOf(objects...)
}

func pdfRing(int) []byte {
	return pdfOf("<</Type/Catalog /Pages 2 0 R>>", "<</Type/Pages /Count 1000000 /Kids[2 0 R 2 0 R]>>")
}

// pdfForms is a page that draws a form that draws the next ten times, and so on.
func pdfForms(int) []byte {
	objects := []string{"<</Type/Catalog /Pages 2 0 R>>", "<</Type/Pages /Count 1 /Kids[4 0 R]>>", pdfFont,
		"<</Type/Page /Parent 2 0 R /MediaBox[0 0 600 800] /Resources<</Font<</F 3 0 R>> /XObject<</X 6 0 R>>>> /Contents 5 0 R>>",
		"<</Length 5>> stream\n/X Do\nendstream"}
	for i := range 12 {
		content := strings.Repeat("/X Do ", 10) + "BT /F 9 Tf (word) Tj ET"
		objects = append(objects, fmt.Sprintf("<</Type/XObject /Subtype/Form /BBox[0 0 600 800] /Resources<</Font<</F 3 0 R>> /XObject<</X %d 0 R>>>> /Length %d>> stream\n%s\nendstream", i+7, len(content), content))
	}
	return pdfOf(objects...)
}
