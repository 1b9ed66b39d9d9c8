package report

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// The shape of JUnit's XML as CI systems read it (Jenkins's junit-10.xsd): suites of cases, of which
// each holds at most one failure or error, and a text.
type (
	junitSuites struct {
		XMLName  xml.Name      `xml:"testsuites"`
		Name     string        `xml:"name,attr"`
		Tests    int           `xml:"tests,attr"`
		Failures int           `xml:"failures,attr"`
		Errors   int           `xml:"errors,attr"`
		Suites   []*junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string       `xml:"name,attr"`
		Classname string       `xml:"classname,attr"`
		Failure   *junitDefect `xml:"failure"`
		Error     *junitDefect `xml:"error"`
		Output    string       `xml:"system-out,omitempty"`
	}
	junitDefect struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit is the format junit: a suite for each file, a case for each reference. A reference with
// an error fails; one that is unchecked, and a file that is damaged, is in error, as a test that could
// not be run; warnings and notes are told and pass.
func writeJUnit(w io.Writer, doc Document, _ Options) error {
	all := junitSuites{Name: toolName}
	for _, r := range doc.References {
		all.add(r.Location.File, referenceCase(r))
	}
	for _, p := range doc.Problems {
		all.add(p.Location.File, problemCase(p))
	}
	data, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

// add puts a case into the suite of its file, and counts it.
func (all *junitSuites) add(file string, c junitCase) {
	var suite *junitSuite
	for _, s := range all.Suites {
		if s.Name == Clean(file) {
			suite = s
		}
	}
	if suite == nil {
		suite = &junitSuite{Name: Clean(file)}
		all.Suites = append(all.Suites, suite)
	}
	suite.Cases = append(suite.Cases, c)
	suite.Tests++
	all.Tests++
	switch {
	case c.Failure != nil:
		suite.Failures++
		all.Failures++
	case c.Error != nil:
		suite.Errors++
		all.Errors++
	}
}

func referenceCase(r Reference) junitCase {
	c := junitCase{Name: label(r, shownReference), Classname: Clean(r.Location.File)}
	text := referenceText(r)
	for _, f := range r.Findings {
		defect := &junitDefect{Message: Clean(f.Message), Type: Clean(f.Rule), Text: text}
		switch {
		case f.Ignored != nil || c.Failure != nil || c.Error != nil:
		case f.Rule == check.NotAnswered:
			c.Error = defect
		case f.Severity == check.Error:
			c.Failure = defect
		}
	}
	if c.Failure == nil && c.Error == nil && len(r.Findings) > 0 {
		c.Output = text
	}
	return c
}

func problemCase(p biblio.Problem) junitCase {
	c := junitCase{Name: Place(p.Location), Classname: Clean(p.Location.File)}
	if p.Damaged {
		c.Error = &junitDefect{Message: Clean(p.Message), Type: check.Malformed, Text: Place(p.Location) + ": " + Clean(p.Message)}
	} else {
		c.Output = Clean(p.Message)
	}
	return c
}

// referenceText says in plain lines where a reference stands, what is wrong with it, and where the
// work is.
func referenceText(r Reference) string {
	lines := []string{Place(r.Location), described(r)}
	for _, f := range r.Findings {
		line := string(f.Severity) + ": " + f.Message
		if f.Ignored != nil {
			line = "ignored (" + f.Ignored.Reason + "): " + f.Message
		}
		lines = append(lines, Clean(line))
	}
	if url := r.matched().URL; url != "" {
		lines = append(lines, Clean(url))
	}
	return strings.Join(lines, "\n")
}
