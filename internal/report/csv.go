package report

import (
	"encoding/csv"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// csvColumns is the table of the columns of the format csv.
var csvColumns = []struct {
	name  string
	value func(Reference) string
}{
	{"index", func(r Reference) string { return strconv.Itoa(r.Index) }},
	{"id", func(r Reference) string { return r.ID }},
	{"file", func(r Reference) string { return r.Location.File }},
	{"line", func(r Reference) string { return number(r.Location.Line) }},
	{"verdict", func(r Reference) string { return string(r.Verdict) }},
	{"confidence", func(r Reference) string { return strconv.FormatFloat(r.Confidence, 'f', -1, 64) }},
	{"severity", func(r Reference) string { return string(r.Severity()) }},
	{"rules", func(r Reference) string { return r.findings(func(i int) string { return r.Findings[i].Rule }) }},
	{"messages", func(r Reference) string { return r.findings(func(i int) string { return r.Findings[i].Message }) }},
	{"status", Reference.statuses},
	{"cited", described},
	{"cited_authors", func(r Reference) string { return authors(r.Reference.Item()) }},
	{"cited_title", func(r Reference) string { return string(r.Reference.Title) }},
	{"cited_container", func(r Reference) string { return string(r.Reference.Container) }},
	{"cited_year", func(r Reference) string { return r.Reference.Item().Issued.String() }},
	{"cited_doi", func(r Reference) string { return string(r.Reference.DOI) }},
	{"registry", func(r Reference) string { return r.matched().Registry }},
	{"registered_authors", func(r Reference) string { return authors(r.matched().Work.Item()) }},
	{"registered_title", func(r Reference) string { return string(r.matched().Work.Title) }},
	{"registered_container", func(r Reference) string { return string(r.matched().Work.Container) }},
	{"registered_year", func(r Reference) string { return r.matched().Work.Item().Issued.String() }},
	{"registered_doi", func(r Reference) string { return r.matched().DOI }},
	{"url", func(r Reference) string { return r.matched().URL }},
	{"coverage", Reference.covered},
}

// writeCSV is the format csv: UTF-8, commas, one row for each reference.
func writeCSV(w io.Writer, _ Document, references sequence) error {
	rows := csv.NewWriter(w)
	row := make([]string, len(csvColumns))
	for i, c := range csvColumns {
		row[i] = c.name
	}
	_ = rows.Write(row) // every later Write tells the first error
	for r, err := range references {
		if err != nil {
			return err
		}
		for i, c := range csvColumns {
			row[i] = cell(c.value(r))
		}
		if err := rows.Write(row); err != nil {
			return err
		}
	}
	rows.Flush()
	return rows.Error()
}

// formula is how a spreadsheet knows a formula: by its first character, at the beginning of a cell or
// behind a semicolon, which parts cells in the spreadsheets of half of the world (OWASP, CSV
// injection). The wide forms count too.
var formula = regexp.MustCompile(`(^|;)(\s*)([=+\-@＝＋－＠])`)

// cell returns a text that no spreadsheet takes for a formula: an apostrophe goes before it, which
// spreadsheets do not show.
func cell(text string) string { return formula.ReplaceAllString(Clean(text), `$1$2'$3`) }

// number returns a positive number, else nothing.
func number(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// matched returns the work meant, or an empty one.
func (r Reference) matched() Match {
	if r.Match == nil {
		return Match{}
	}
	return *r.Match
}

// findings joins what is said of each finding.
func (r Reference) findings(say func(int) string) string {
	all := make([]string, len(r.Findings))
	for i := range r.Findings {
		all[i] = say(i)
	}
	return strings.Join(all, "; ")
}

// statuses joins what has become of the work: "retracted 2010-02-02 (10.1016/…)".
func (r Reference) statuses() string {
	all := make([]string, len(r.Status))
	for i, s := range r.Status {
		all[i] = strings.ReplaceAll(string(s.Kind), "_", " ")
		if s.Date != "" {
			all[i] += " " + s.Date
		}
		if s.Notice != "" {
			all[i] += " (" + s.Notice + ")"
		}
	}
	return strings.Join(all, "; ")
}

// covered joins how asking each registry ended: "crossref: found; pubmed: skipped".
func (r Reference) covered() string {
	all := make([]string, len(r.Coverage))
	for i, c := range r.Coverage {
		all[i] = c.Registry + ": " + strings.ReplaceAll(string(c.Outcome), "_", " ")
	}
	return strings.Join(all, "; ")
}

// authors joins the names of all authors, or editors.
func authors(i biblio.Item) string {
	names := i.Authors
	if len(names) == 0 {
		names = i.Editors
	}
	all := make([]string, len(names), len(names)+1)
	for k, n := range names {
		all[k] = n.String()
	}
	if i.EtAl {
		all = append(all, "et al.")
	}
	return strings.Join(all, "; ")
}
