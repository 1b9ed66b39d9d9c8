package office_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/office"
)

// untold stands for the parser of printed references: it gives back what it was given.
func untold(s string) biblio.Reading {
	return biblio.Reading{Item: biblio.Item{Note: s}, Confidence: 0.9}
}

// pack returns an archive of members, given as name and content in turn.
func pack(t testing.TB, members ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		method := zip.Deflate
		if members[i] == "mimetype" {
			method = zip.Store
		}
		m, err := w.CreateHeader(&zip.FileHeader{Name: members[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const (
	first  = "Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56."
	second = "Roter D, Hall J. Communication patterns of primary care physicians. JAMA. 1997;277(4):350–6."
	third  = "Halpern J. What is clinical empathy? J Gen Intern Med. 2003;18(8):670–4."
)

func p(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

// listed is a paragraph of a numbered list.
func listed(list, s string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr><w:r><w:t>` + s + "</w:t></w:r></w:p>"
}

// field is a complex field whose code is cut into two runs, as Word does.
func field(code, result string) string {
	cut := len(code) / 2
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + code[:cut] + `</w:instrText></w:r><w:r><w:instrText>` + code[cut:] +
		`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>` + result + `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func docx(t testing.TB, body string, more ...string) string {
	return pack(t, append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + "</w:body></w:document>"}, more...)...)
}

func odt(t testing.TB, body string) string {
	return pack(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<office:document-content xmlns:office="o" xmlns:text="t"><text:list-style text:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style><office:body><office:text>`+body+"</office:text></office:body></office:document-content>")
}

// short is what the tests look at of a reference.
type short struct {
	ID, Text string
	Line     int
	Printed  bool
}

func shorts(refs []biblio.Reference) (out []short) {
	for _, r := range refs {
		out = append(out, short{r.ID, r.Title + r.Note, r.Location.Line, r.Printed})
	}
	return out
}

const (
	zotero   = `ADDIN ZOTERO_ITEM CSL_CITATION {"citationID":"a","citationItems":[{"id":12,"uris":["http://zotero.org/users/1/items/X"],"itemData":{"id":12,"type":"article-journal","title":"What is clinical empathy?","DOI":"10.1046/x","author":[{"family":"Halpern"}]}}]} `
	mendeley = `{"citationItems":[{"id":"b","itemData":{"title":"Caring for the patient","type":"article-journal","author":[{"family":"Blumgart"}]}}]}`
	endnote  = `<EndNote><Cite><Author>Roter</Author><record><rec-number>3</rec-number><ref-type name="Journal Article">17</ref-type><titles><title>Communication patterns of primary care physicians</title></titles></record></Cite></EndNote>`
)

const styles = `<w:styles xmlns:w="x/wordprocessingml/main"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>`

func heading(s string) string {
	return `<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>` + s + "</w:t></w:r></w:p>"
}

func TestDOCX(t *testing.T) {
	escape := strings.NewReplacer("<", "&lt;", ">", "&gt;", `"`, "&quot;")
	tests := map[string]struct {
		body string
		more []string
		want []short
	}{
		"visible list": {
			p("A paper") + p("Text.") + p("References") + p(first) + p(second) + heading("Questionnaire of the patients in 2004, as given") + p("How are you?"), []string{"word/styles.xml", styles},
			[]short{{"1", first, 4, true}, {"2", second, 5, true}},
		},
		"numbered by Word": {
			p("References") + listed("7", first) + listed("7", second) + listed("7", third), nil,
			[]short{{"1", first, 2, true}, {"2", second, 3, true}, {"3", third, 4, true}},
		},
		"Zotero": {
			"<w:p>" + field(zotero, "(Halpern)") + field(zotero, "(Halpern again)") + "</w:p>" + p("References") + p(third), nil,
			[]short{{"1", "What is clinical empathy?", 3, false}},
		},
		"Zotero and one typed in": {
			"<w:p>" + field(zotero, "(Halpern)") + "</w:p>" + p("References") + p(third) + p(second), nil,
			[]short{{"1", "What is clinical empathy?", 3, false}, {"2", second, 4, true}},
		},
		"Mendeley": {"<w:p>" + field("ADDIN CSL_CITATION "+mendeley, "(1)") + "</w:p>", nil, []short{{"1", "Caring for the patient", 1, false}}},
		"Mendeley Cite": {
			`<w:p><w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_` + base64.StdEncoding.EncodeToString([]byte(mendeley)) + `"/></w:sdtPr></w:sdt></w:p>`, nil,
			[]short{{"1", "Caring for the patient", 1, false}},
		},
		"EndNote": {"<w:p>" + field("ADDIN EN.CITE "+escape.Replace(endnote), "(1)") + "</w:p>", nil, []short{{"1", "Communication patterns of primary care physicians", 1, false}}},
		"EndNote's data": {
			`<w:p><w:r><w:fldChar w:fldCharType="begin"><w:fldData xml:space="preserve">` + base64.StdEncoding.EncodeToString([]byte(endnote+"\x00")) + `</w:fldData></w:fldChar></w:r></w:p>`, nil,
			[]short{{"1", "Communication patterns of primary care physicians", 1, false}},
		},
		"simple field": {`<w:p><w:fldSimple w:instr="` + escape.Replace(zotero) + `"/></w:p>`, nil, []short{{"1", "What is clinical empathy?", 1, false}}},
		"endnotes": {
			p("Text."), []string{"word/endnotes.xml", `<w:endnotes xmlns:w="x/wordprocessingml/main"><w:endnote>` + p(first) + `</w:endnote><w:endnote>` + p(second) + `</w:endnote></w:endnotes>`},
			[]short{{"1", first, 3, true}, {"2", second, 4, true}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			data := docx(t, test.body, test.more...)
			if !office.IsDOCX(data) || office.IsODT(data) {
				t.Error("it is not known as DOCX")
			}
			refs, problems, err := office.ParseDOCX("f.docx", data, untold)
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			if diff := cmp.Diff(test.want, shorts(refs)); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}

func TestODT(t *testing.T) {
	escape := strings.NewReplacer("<", "&lt;", ">", "&gt;", `"`, "&quot;")
	p := func(s string) string { return "<text:p>" + s + "</text:p>" }
	tests := map[string]struct {
		body string
		want []short
	}{
		"visible list": {
			"<text:tracked-changes><text:p>" + third + "</text:p></text:tracked-changes>" + p("Text.") + "<text:h>References</text:h>" + p(first) + p(strings.ReplaceAll(second, " ", "<text:s/>")) + "<text:h>Thanks to all of the patients</text:h>" + p("We thank."),
			[]short{{"1", first, 3, true}, {"2", second, 4, true}},
		},
		"numbered": {
			`<text:h>References</text:h><text:list text:style-name="L1"><text:list-item>` + p(first) + "</text:list-item><text:list-item>" + p(second) + "</text:list-item></text:list>",
			[]short{{"1", first, 2, true}, {"2", second, 3, true}},
		},
		"Zotero": {p(`<text:reference-mark-start text:name="` + escape.Replace(strings.TrimPrefix(zotero, "ADDIN ")) + `RNDx"/>(1)`), []short{{"1", "What is clinical empathy?", 1, false}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			data := odt(t, test.body)
			if !office.IsODT(data) || office.IsDOCX(data) {
				t.Error("it is not known as ODT")
			}
			refs, problems, err := office.ParseODT("f.odt", data, untold)
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			if diff := cmp.Diff(test.want, shorts(refs)); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefused holds that what is damaged, empty or made to be too large is refused with a reason.
func TestRefused(t *testing.T) {
	bomb := pack(t, "word/document.xml", strings.Repeat("<w:p/>", 24<<20))
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	for name, data := range map[string]string{
		"bomb": bomb, "cut": bomb[:len(bomb)/2], "empty": pack(t, "word/other.xml", ""), "damaged": docx(t, "<w:p"),
	} {
		if _, _, err := office.ParseDOCX("f", data, untold); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, _, err := office.ParseODT("f", pack(t, "x", "y"), untold); err == nil {
		t.Error("no error for an archive without content")
	}
}

// FuzzDOCX holds that no body breaks the reader.
func FuzzDOCX(f *testing.F) {
	for _, s := range []string{p("References") + listed("1", first), "<w:p>" + field(zotero, "x") + "</w:p>", `<w:p><w:fldChar w:fldCharType="end"/><mc:Fallback></w:p>`, "</w:p></w:t>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		check(t)(office.ParseDOCX("f", docx(t, s), untold))
	})
}

// FuzzODT holds the same of the other format.
func FuzzODT(f *testing.F) {
	for _, s := range []string{"<text:h>References</text:h><text:p>" + first + "</text:p>", `<text:list text:style-name="L1"><text:list-item><text:p>x`, "</text:list></text:annotation>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		check(t)(office.ParseODT("f", odt(t, s), untold))
	})
}

func check(t *testing.T) func([]biblio.Reference, []biblio.Problem, error) {
	return func(refs []biblio.Reference, _ []biblio.Problem, err error) {
		if err != nil && len(refs) > 0 {
			t.Error("references with an error")
		}
		for i, r := range refs {
			if r.Location.Line < 1 || r.Index != i+1 || r.ID == "" {
				t.Errorf("reference %d at %v with id %q", r.Index, r.Location, r.ID)
			}
		}
	}
}
