package fix_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/fix"
	"github.com/refcheck/refcheck/internal/match"
)

// results returns what a check says of the references of a source, where works holds the one that each
// means, by its key.
func results(source string, works map[string]biblio.Work) []check.Result {
	refs, _ := bibtex.Parse("t.bib", source)
	var list []check.Result
	for _, ref := range refs {
		work, ok := works[ref.ID]
		if !ok {
			continue
		}
		r := check.Result{Reference: ref, Verdict: check.Verified, Confidence: 0.99, Match: &check.Match{Work: work}}
		mismatches, _ := match.Differences(match.Compare(ref, work))
		for _, m := range mismatches {
			r.Verdict = check.Mismatched
			r.Mismatches = append(r.Mismatches, check.Mismatch{Field: m.Name, Cited: m.Cited, Registered: m.Registered})
			r.Findings = append(r.Findings, check.Finding{Rule: "mismatch/" + m.Name, Severity: check.Error})
		}
		list = append(list, r)
	}
	return list
}

// fixed returns a source after its corrections, and that after once more.
func fixed(source string, works map[string]biblio.Work) (once, twice string) {
	once = fix.Apply(source, fix.Plan(source, results(source, works), fix.Options{Confidence: 0.9}))
	return once, fix.Apply(once, fix.Plan(once, results(once, works), fix.Options{Confidence: 0.9}))
}

// roter is a work, and its entry with one thing or another wrong.
func roter() biblio.Work {
	return biblio.Work{Item: biblio.Item{
		Type: biblio.ArticleJournal, Title: "Effectiveness of interventions to improve patient compliance: a meta-analysis",
		Authors: []biblio.Name{
			{Family: "Roter", Given: "Debra L."}, {Family: "Hall", Given: "Judith A."}, {Family: "Merisca", Given: "Rolande"}, {Family: "Müller", Given: "Bérénice"},
		},
		Container: "Medical Care", ContainerShort: "Med. Care", Issued: biblio.Date{Year: 1998, Month: 8}, Volume: "36", Issue: "8", Pages: "1138-1161", DOI: "10.1097/00005650-199808000-00004",
	}}
}

func TestPlan(t *testing.T) {
	const authors = "Roter, Debra L. and Hall, Judith A. and Merisca, Rolande and M{\\\"u}ller, B."
	for _, tt := range []struct{ name, source, want string }{
		{"a missing DOI is laid out as the last field",
			"@article{a,\n  author  = {" + authors + "},\n  title   = {Effectiveness of Interventions to Improve Patient {Compliance}},\n  year    = 1998,\n  volume  = {36}\n}\n",
			"@article{a,\n  author  = {" + authors + "},\n  title   = {Effectiveness of Interventions to Improve Patient {Compliance}},\n  year    = 1998,\n  volume  = {36},\n  doi     = {10.1097/00005650-199808000-00004}\n}\n"},
		{"with a comma behind it, a comment, and capitals",
			"@ARTICLE{a,\n\tAUTHOR = \"" + authors + "\",\n\tTITLE = \"Effectiveness of interventions to improve patient compliance\",\n\tYEAR = \"1998\", % checked\n}\n",
			"@ARTICLE{a,\n\tAUTHOR = \"" + authors + "\",\n\tTITLE = \"Effectiveness of interventions to improve patient compliance\",\n\tYEAR = \"1998\", % checked\n\tDOI = \"10.1097/00005650-199808000-00004\",\n}\n"},
		{"on one line", "@article{a, author={Roter, D and Hall, J and Merisca, R and Müller, B}, title={Effectiveness of interventions to improve patient compliance}, year={1998}}",
			"@article{a, author={Roter, D and Hall, J and Merisca, R and Müller, B}, title={Effectiveness of interventions to improve patient compliance}, year={1998}, doi={10.1097/00005650-199808000-00004}}"},
	} {
		once, twice := fixed(tt.source, map[string]biblio.Work{"a": roter()})
		if diff := cmp.Diff(tt.want, once); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
		if once != twice {
			t.Errorf("%s: a second time changes\n%s", tt.name, cmp.Diff(once, twice))
		}
	}
}

// Each wrong field is corrected in the way in which it is written.
func TestFields(t *testing.T) {
	const frame = "@string{care = \" Care\"}\n@STRING{MC = {Medical} # care}\n@string{other = {Other}}\n% a comment\n@article{a,\n  author = %AUTHOR,\n  title = %TITLE,\n  journal = %JOURNAL,\n" +
		"  %YEAR,\n  volume = %VOLUME, pages = %PAGES,\n  doi = %DOI,\n}\n"
	right := map[string]string{
		"AUTHOR": "{Roter, Debra L. and Hall, Judith A. and Merisca, Rolande and M{\\\"u}ller, B.}", "TITLE": "{Effectiveness of interventions to improve patient compliance}",
		"JOURNAL": "mc", "YEAR": "year = 1998", "VOLUME": "36", "PAGES": "{1138--1161}", "DOI": "{10.1097/00005650-199808000-00004}",
	}
	for _, tt := range []struct{ field, wrong, want string }{
		{"YEAR", "year = 1997", "year = 1998"},
		{"YEAR", `year = "1989a"`, `year = "1998a"`},
		{"YEAR", "date = {1997-05}", "date = {1998-08}"},
		{"YEAR", "date = {1997}", "date = {1998}"},
		{"VOLUME", "63", "36"},
		{"VOLUME", "{63}", "{36}"},
		{"PAGES", "{1183--1161}", "{1138--1161}"},
		{"PAGES", "{1183-1161}", "{1138-1161}"},
		{"PAGES", `"1183–1161"`, `"1138–1161"`},
		{"DOI", "{https://doi.org/10.1097/00005650-199808000-00099}", "{https://doi.org/10.1097/00005650-199808000-00004}"},
		{"TITLE", "{Effectiveness of {Interventions} to improve {\\em doctor} compliance}", "{Effectiveness of {Interventions} to improve patient compliance}"},
		{"TITLE", "{{Effectiveness of Interventions to Improve Doctor Compliance}}", "{{Effectiveness of Interventions to Improve patient Compliance}}"},
		{"JOURNAL", "{Surgical Endoscopy}", "{Medical Care}"},
		{"JOURNAL", "{Surg. Endosc.}", "{Med. Care}"},
		{"AUTHOR", "{Roter, Debra L. and Stone, Judith A. and Merisca, Rolande and M{\\\"u}ller, B.}", "{Roter, Debra L. and Hall, Judith A. and Merisca, Rolande and M{\\\"u}ller, B.}"},
		{"AUTHOR", "{Roter, D. and Hall, J. and Merisca, R. and Stone, B.}", "{Roter, D. and Hall, J. and Merisca, R. and M{\\\"u}ller, B.}"},
		{"AUTHOR", "{Debra L. Roter and\n    Judith Stone and\n    others}", "{Debra L. Roter and\n    Judith A. Hall and\n    others}"},
	} {
		write := func(value string) string {
			source := frame
			for field, text := range right {
				if field == tt.field {
					text = value
				}
				source = strings.Replace(source, "%"+field, text, 1)
			}
			return source
		}
		once, twice := fixed(write(tt.wrong), map[string]biblio.Work{"a": roter()})
		if diff := cmp.Diff(write(tt.want), once); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", tt.field, tt.wrong, diff)
		}
		if once != twice {
			t.Errorf("%s %s: a second time changes\n%s", tt.field, tt.wrong, cmp.Diff(once, twice))
		}
	}
}

// What must be left alone is left alone.
func TestUntouched(t *testing.T) {
	entry := func(fields string) string {
		return "@article{a, author = {Roter, D and Hall, J and Merisca, R and M\\\"uller, B}, title = {Effectiveness of interventions to improve patient compliance}, year = 1989, doi = {10.1097/00005650-199808000-00004}" + fields + "}"
	}
	uncertain := results(entry(""), map[string]biblio.Work{"a": roter()})
	uncertain[0].Confidence = 0.5
	livedWith := results(entry(""), map[string]biblio.Work{"a": roter()})
	livedWith[0].Findings[0].Ignored = &check.Ignored{Reason: "x"}
	elsewhere := results("\n"+entry(""), map[string]biblio.Work{"a": roter()})
	for name, tt := range map[string]struct {
		source  string
		results []check.Result
	}{
		"an uncertain work": {entry(""), uncertain}, "what the author lives with": {entry(""), livedWith}, "results of another text": {entry(""), elsewhere},
		"no results": {entry(""), nil},
		"a year from the parent": {"@article{a, author = {Roter, D and others}, title = {Effectiveness of interventions to improve patient compliance}, crossref = {p}, doi = {10.1097/00005650-199808000-00004}}\n@book{p, year = 1989, title = {P}}",
			results("@article{a, author = {Roter, D and others}, title = {Effectiveness of interventions to improve patient compliance}, crossref = {p}, doi = {10.1097/00005650-199808000-00004}}\n@book{p, year = 1989, title = {P}}", map[string]biblio.Work{"a": roter()})[:1]},
	} {
		if changes := fix.Plan(tt.source, tt.results, fix.Options{Confidence: 0.9}); len(changes) != 0 {
			t.Errorf("%s: %+v", name, changes)
		}
	}
}
