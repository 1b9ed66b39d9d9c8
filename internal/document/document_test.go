package document_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/refcheck/refcheck/internal/document"
)

const (
	vancouver = "Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56."
	bib       = "@article{key, title = {A title}, author = {Müller, Jörg}, year = 2003}\n"
	risRecord = "TY  - JOUR\nTI  - A title\nAU  - Müller, Jörg\nER  - \n"
	cslItem   = `[{"id":"a","title":"A title"}]`
)

// TestDetect holds that the content decides, and the name of the file where it does not.
func TestDetect(t *testing.T) {
	tests := map[string]struct{ file, text, want string }{
		"BibTeX":                      {"-", bib, "bibtex"},
		"BibTeX under another name":   {"refs.txt", "% comment\n\n" + bib, "bibtex"},
		"BibTeX behind a title":       {"a", "My library\n" + bib, "bibtex"},
		"RIS":                         {"refs.bib", risRecord, "ris"},
		"RIS with one space":          {"-", "TY - JOUR\nTI - x\nER - \n", "ris"},
		"CSL-JSON":                    {"x.txt", cslItem, "csl-json"},
		"JSON lines":                  {"x", "{\"title\":\"x\"}\n{\"title\":\"y\"}", "csl-json"},
		"printed":                     {"-", vancouver, "text"},
		"printed with brackets":       {"x.json", "[1] " + vancouver, "text"},
		"printed with an address":     {"-", vancouver + " Mail: h.blumgart@example.org", "text"},
		"DOIs, one a line":            {"x.txt", "10.1126/science.1112286\n\nhttps://doi.org/10.1038/nature12373\nPMID: 9708588\n", "lines"},
		"EndNote":                     {"-", "%0 Book\n%T A title\n", "endnote"},
		"Refer":                       {"-", "%A A. Author\n%T A title\n", "endnote"},
		"MEDLINE":                     {"-", "\nPMID- 12\nOWN - NLM\nTI  - A title\n", "nbib"},
		"EndNote's XML":               {"x.xml", "<?xml version=\"1.0\"?>\n<xml><records><record><titles><title>A title</title></titles></record></records></xml>", "endnote-xml"},
		"PubMed's XML":                {"x.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"x\" \"y\">\n<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>", "pubmed-xml"},
		"MODS":                        {"-", "<mods:modsCollection><mods:mods><mods:titleInfo><mods:title>A title</mods:title></mods:titleInfo></mods:mods></mods:modsCollection>", "mods"},
		"JATS that shows BibTeX":      {"-", "<!-- - --><article article-type=\"x\"><p>\n@article{key, title = {x}}\n</p><ref-list><ref><mixed-citation>" + vancouver + "</mixed-citation></ref></ref-list></article>", "jats"},
		"HTML":                        {"-", "<!DOCTYPE html><html><body><h2>References</h2><p>1. " + vancouver + "</p><p>2. " + vancouver + "</p>", "html"},
		"a part of HTML":              {"-", "<ol class=\"references\"><li>" + vancouver + "</li></ol>", "html"},
		"Markdown":                    {"x.txt", "---\ntitle: A paper\n---\n\n# References\n\n1. " + vancouver + "\n2. " + vancouver, "markdown"},
		"Markdown without matter":     {"x.md", "Text.\n\n## References\n\n1. " + vancouver + "\n2. " + vancouver, "markdown"},
		"CSL in YAML":                 {"-", "---\nreferences:\n- id: a\n  title: A title\n...\n", "csl-yaml"},
		"citation file":               {"-", "cff-version: 1.2.0\ntitle: A program\n", "cff"},
		"Hayagriva":                   {"-", "# my works\nkey-1:\n    title: A title\n    type: Article\n", "hayagriva"},
		"page that names a bib entry": {"-", "References\n\n1. " + vancouver + "\n2. " + vancouver, "text"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := document.Reader{}.Read(t.Context(), test.file, []byte(test.text), "auto")
			if err != nil {
				t.Fatal(err)
			}
			if d.Format != test.want || len(d.References) == 0 {
				t.Errorf("read as %s with %d references, want %s", d.Format, len(d.References), test.want)
			}
		})
	}
}

// TestEncodings reads one entry in many encodings; the name in it and its line must come out.
func TestEncodings(t *testing.T) {
	const text = "\n\n@article{key,\n  title = {A title about Größe}, author = {Müller, René}, year = 2003}\n"
	wide := utf16.Encode([]rune(text))
	var little, big []byte
	for _, u := range wide {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	encode := func(c *charmap.Charmap, s string) []byte {
		data, err := c.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	tests := map[string]struct {
		data  []byte
		notes int
	}{
		"UTF-8":                     {[]byte(text), 0},
		"UTF-8 with a mark":         {[]byte("\ufeff" + text), 0},
		"UTF-16LE":                  {append([]byte{0xff, 0xfe}, little...), 0},
		"UTF-16BE":                  {append([]byte{0xfe, 0xff}, big...), 0},
		"UTF-16LE without a mark":   {little, 0},
		"UTF-16BE without a mark":   {big, 0},
		"Windows-1252":              {encode(charmap.Windows1252, text), 1},
		"Mac OS Roman":              {encode(charmap.Macintosh, text), 1},
		"declared ISO 8859-1":       {encode(charmap.ISO8859_1, "% Encoding: ISO8859_1"+text), 1},
		"declared by Emacs":         {encode(charmap.ISO8859_1, "% -*- coding: latin-1-unix -*-"+text), 1},
		"declared CP850":            {encode(charmap.CodePage866, "% Encoding: IBM866"+strings.NewReplacer("ö", "o", "ß", "ss", "ü", "u", "é", "e").Replace(text)), 0},
		"declared but UTF-8":        {[]byte("% Encoding: ISO8859_1" + text), 0},
		"CR":                        {[]byte(strings.ReplaceAll(text, "\n", "\r")), 0},
		"CR LF":                     {[]byte(strings.ReplaceAll(text, "\n", "\r\n")), 0},
		"UTF-8 with a stray letter": {append([]byte(text), "% caf\xe9\n"...), 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := document.Reader{}.Read(t.Context(), "f.bib", test.data, "auto")
			if err != nil {
				t.Fatal(err)
			}
			if len(d.References) != 1 || len(d.Problems) != test.notes {
				t.Fatalf("%d references, problems %v, want one and %d", len(d.References), d.Problems, test.notes)
			}
			r := d.References[0]
			title, family := "A title about Größe", "Müller"
			if name == "declared CP850" {
				title, family = "A title about Grosse", "Muller"
			}
			if r.Title != title || r.Authors[0].Family != family || r.Location.Line != 3 {
				t.Errorf("%q by %q on line %d", r.Title, r.Authors[0].Family, r.Location.Line)
			}
		})
	}
}

// TestDeclaredEncoding reads letters that mean something else in the encoding that is guessed.
func TestDeclaredEncoding(t *testing.T) {
	data, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte("% Encoding: ISO8859_2\n@book{a, title={Dvořák}, year=2001}"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := document.Reader{}.Read(t.Context(), "f", data, "auto")
	if err != nil || d.References[0].Title != "Dvořák" {
		t.Errorf("%v, %v", d.References, err)
	}
}

func TestErrors(t *testing.T) {
	tests := map[string]struct {
		file, as string
		data     string
		want     error
		says     string // in the message
		hint     string
	}{
		"empty":          {"a.bib", "auto", "", document.ErrEmpty, "reading a.bib: it is empty", "references"},
		"blank":          {"-", "auto", " \r\n\t\ufeff", document.ErrEmpty, "empty", "references"},
		"PDF":            {"a.pdf", "auto", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", document.ErrUnread, "it is damaged, or no PDF", "print it to a new PDF"},
		"DOCX":           {"a.docx", "auto", "PK\x03\x04\x14\x00word/document.xml", document.ErrUnread, "the archive is damaged", "save it again"},
		"ZIP":            {"a.zip", "auto", "PK\x03\x04\x14\x00x", document.ErrBinary, "ZIP", "paste"},
		"gzip":           {"a.gz", "text", "\x1f\x8b\x08\x00", document.ErrBinary, "gzip", "decompress"},
		"image":          {"a", "auto", "\x89PNG\r\n\x1a\n", document.ErrBinary, "PNG", "text"},
		"noise":          {"a", "auto", strings.Repeat("ab\x00\x01\x02c", 100), document.ErrBinary, "binary", "paste"},
		"unknown format": {"a", "bibtxt", bib, document.ErrUnknownFormat, `"bibtxt"`, "auto, bibtex, cff, csl-json"},
		"prose":          {"a.txt", "auto", "Dear all,\n\nplease find the minutes below.\n\nBest\nJ.", document.ErrNoReference, "looks like a reference", "--as lines"},
		"to-do list":     {"a.txt", "auto", "1. buy milk\n2. call mother\n3. sleep", document.ErrNoReference, "looks like a reference", "--as lines"},
		"no entries":     {"a.bib", "auto", "% nothing\n", document.ErrNoReference, "looks like a reference", "--as"},
		"other JSON":     {"package.json", "auto", `{"name":"x","version":"1"}`, document.ErrUnread, "no CSL-JSON", "Zotero"},
		"HTML":           {"a.html", "auto", "<!DOCTYPE html><html><body>x</body></html>", document.ErrNoReference, "read as html", "--as"},
		"XML":            {"a.xml", "auto", "<?xml version=\"1.0\"?><marc:collection></marc:collection>", document.ErrUnread, "XML", "export"},
		"LaTeX":          {"a.tex", "auto", "\\documentclass{article}\n\\begin{document}x", document.ErrNoReference, "read as latex", "--as"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := document.Reader{}.Read(t.Context(), test.file, []byte(test.data), test.as)
			if !errors.Is(err, test.want) {
				t.Fatalf("error %v, want %v", err, test.want)
			}
			e, ok := errors.AsType[*document.Error](err)
			if !ok || !strings.Contains(err.Error(), test.says) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("error %q with hint %q, want %q and %q", err, e.Hint, test.says, test.hint)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 200 MB")
	}
	if _, err := (document.Reader{}).Read(t.Context(), "a", make([]byte, document.MaxSize+1), "auto"); !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	list := bytes.Repeat([]byte(vancouver+"\n"), document.MaxPrinted/len(vancouver))
	if _, err := (document.Reader{}).Read(t.Context(), "a", list, "lines"); !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("printed list: error %v", err)
	}
}

func TestFormats(t *testing.T) {
	want := []string{
		"bibtex", "cff", "csl-json", "csl-yaml", "docx", "endnote", "endnote-xml", "hayagriva", "html", "jats", "latex", "lines", "markdown", "mods", "nbib", "odt", "pdf", "pubmed-xml", "ris", "text",
	}
	if diff := cmp.Diff(want, document.Formats()); diff != "" {
		t.Errorf("formats (-want +got):\n%s", diff)
	}
	for _, name := range want {
		if _, err := (document.Reader{}).Read(t.Context(), "a", []byte(vancouver), name); errors.Is(err, document.ErrUnknownFormat) {
			t.Errorf("format %s is not known", name)
		}
	}
}

// TestLines holds that with "lines" nothing is dropped, whatever it looks like.
func TestLines(t *testing.T) {
	d, err := document.Reader{}.Read(t.Context(), "-", []byte("1. "+vancouver+"\r\nReferences\r\n\r\n  [7] Smith\r\nGoogle Scholar\r\n12.\r\n"), "lines")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range d.References {
		got = append(got, r.ID+" "+r.Raw)
	}
	want := []string{"1 " + vancouver, "2 References", "7 Smith", "4 Google Scholar", "5 12."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("references (-want +got):\n%s", diff)
	}
	if line := d.References[2].Location.Line; line != 4 {
		t.Errorf("the third is on line %d, want 4", line)
	}
}

// TestOneLongLine holds that a reference of 100 kB and a file of one line take no time to speak of.
func TestOneLongLine(t *testing.T) {
	long := "Smith J. " + strings.Repeat("Very long titles, and- longer [PubMed] ones (2003). ", 4000) + "J Test. 2003;1:2–3."
	for _, as := range []string{"auto", "text", "lines"} {
		if _, err := (document.Reader{}).Read(t.Context(), "-", []byte(long), as); err != nil && !errors.Is(err, document.ErrNoReference) {
			t.Errorf("as %s: %v", as, err)
		}
	}
}

// FuzzRead holds that every file gives references or an Error, with every place within the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{vancouver, bib, risRecord, cslItem, "\xff\xfea\x00", "% Encoding: utf-16\n\xe9", "References\n1. x\r2. y\r\n", "%PDF-"} {
		f.Add([]byte(s), "auto")
		f.Add([]byte(s), "lines")
	}
	f.Fuzz(func(t *testing.T, data []byte, as string) {
		d, err := document.Reader{}.Read(t.Context(), "f", data, as)
		if err != nil {
			e, ok := errors.AsType[*document.Error](err)
			if !ok || e.Hint == "" || e.Reason == "" {
				t.Errorf("error %v", err)
			}
			return
		}
		most := 1 + bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r"))
		for i, r := range d.References {
			if r.Index != i+1 || r.ID == "" || r.Location.File != "f" || r.Location.Line < 1 || r.Location.Line > most || r.Location.Column < 1 {
				t.Errorf("reference %d: id %q at %v", i, r.ID, r.Location)
			}
		}
	})
}
