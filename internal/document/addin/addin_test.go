package addin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/addin"
)

func citation(title, author, doi string) string {
	return `ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"id":1,"itemData":{"title":"` + title + `","DOI":"` + doi + `","author":[{"family":"` + author + `"}]}}]}`
}

// TestMerge holds which printed references are taken for those of the fields: none is dropped that may
// be another.
func TestMerge(t *testing.T) {
	tests := map[string]struct {
		code, printed string
		want          []string
	}{
		"whole title":                {citation("Caring for the patient in 1964", "Blumgart", ""), "Blumgart H. Caring for the patient in 1964.", []string{"Caring for the patient in 1964"}},
		"short title and its author": {citation("Empathy", "Halpern", ""), "Halpern J. Empathy. 2003.", []string{"Empathy"}},
		"short title of another":     {citation("Empathy", "Halpern", ""), "Roter D. Clinical empathy. 1997.", []string{"Empathy", "Roter D. Clinical empathy. 1997."}},
		"DOI":                        {citation("Caring", "Blumgart", "10.1000/x"), "Blumgart H. Die Sorge. doi:10.1000/x", []string{"Caring"}},
		"another work":               {citation("Caring for the patient in 1964", "Blumgart", ""), "Halpern J. Empathy. 2003.", []string{"Caring for the patient in 1964", "Halpern J. Empathy. 2003."}},
		"no field":                   {"HYPERLINK \"x\"", "Halpern J. Empathy. 2003.", []string{"Halpern J. Empathy. 2003."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var c addin.Citations
			c.Add(test.code, biblio.Location{File: "f", Line: 1})
			printed := biblio.Reference{Item: biblio.Item{DOI: biblio.DOI(test.printed)}, Raw: test.printed, ID: "1", Index: 1, Location: biblio.Location{File: "f", Line: 9}, Printed: true}
			refs, problems := c.Merge([]biblio.Reference{printed}, nil)
			var got []string
			for i, r := range refs {
				if r.Index != i+1 {
					t.Errorf("reference %d has the index %d", i, r.Index)
				}
				if r.Printed {
					r.Title = r.Raw
				}
				got = append(got, r.Title)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || len(problems) > 0 {
				t.Errorf("references (-want +got):\n%s%v", diff, problems)
			}
		})
	}
}

func TestDamaged(t *testing.T) {
	var c addin.Citations
	if !c.Add(`ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{`, biblio.Location{Line: 3}) || c.Add("PAGE", biblio.Location{}) || c.AddData("%%%", biblio.Location{}) {
		t.Error("a citation is not told from another field")
	}
	refs, problems := c.Merge(nil, nil)
	if len(refs) != 0 || len(problems) != 1 || problems[0].Location.Line != 3 {
		t.Errorf("%v, %v", refs, problems)
	}
}

// FuzzAdd holds that no code of a field breaks the reader.
func FuzzAdd(f *testing.F) {
	for _, s := range []string{citation("x", "y", "10.1/z"), "ADDIN EN.CITE <EndNote><Cite><record>", "MENDELEY_CITATION_v3_e30", "CSL_CITATION {&quot;a&quot;:1}"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		var c addin.Citations
		c.Add(s, biblio.Location{Line: 1})
		c.AddData(s, biblio.Location{Line: 1})
		c.Merge([]biblio.Reference{{Raw: s}}, nil)
	})
}
