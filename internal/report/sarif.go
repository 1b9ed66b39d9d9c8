package report

import (
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// What refcheck writes of SARIF 2.1.0 (OASIS standard, docs.oasis-open.org/sarif/sarif/v2.1.0).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string       `json:"id"`
		Short   sarifText    `json:"shortDescription"`
		Full    sarifText    `json:"fullDescription"`
		Help    sarifText    `json:"help"`
		Default sarifDefault `json:"defaultConfiguration"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifDefault struct {
		Level check.Severity `json:"level"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        check.Severity     `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Fixes        []sarifFix         `json:"fixes,omitempty"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   *sarifProperties   `json:"properties,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	sarifProperties struct {
		Reference  string        `json:"reference"`
		Verdict    check.Verdict `json:"verdict"`
		Confidence float64       `json:"confidence"`
		URL        string        `json:"url,omitempty"`
	}
)

// writeSARIF is the format sarif: one run, all rules, one result for each finding.
func writeSARIF(w io.Writer, doc Document, _ Options) error {
	driver := sarifDriver{Name: toolName, Version: Clean(doc.Tool.Version), InformationURI: "https://github.com/refcheck/refcheck"}
	for _, r := range check.Rules() {
		driver.Rules = append(driver.Rules, newSARIFRule(r))
	}
	results := []sarifResult{}
	for _, i := range doc.issues() {
		index := slices.IndexFunc(driver.Rules, func(r sarifRule) bool { return r.ID == i.Rule })
		if index < 0 { // of a run that another version has saved
			index = len(driver.Rules)
			driver.Rules = append(driver.Rules, newSARIFRule(check.Rule{ID: Clean(i.Rule), Severity: i.Severity, Meaning: Clean(i.Rule)}))
		}
		results = append(results, newSARIFResult(i, index))
	}
	return WriteJSON(w, sarifLog{
		Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "unicodeCodePoints", Results: results}},
	}, true)
}

func newSARIFRule(r check.Rule) sarifRule {
	return sarifRule{
		ID: r.ID, Short: sarifText{Text: r.Meaning + "."}, Full: sarifText{Text: r.Meaning + ". " + r.Explanation}, Default: sarifDefault{sarifLevel(r.Severity)},
		Help: sarifText{
			Text:     r.Explanation + "\n\nWhat to do: " + r.Advice,
			Markdown: escapeMarkdown(r.Explanation) + "\n\n**What to do:** " + escapeMarkdown(r.Advice),
		},
	}
}

// sarifLevel returns the level of a severity, which has the same name.
func sarifLevel(s check.Severity) check.Severity {
	if s != check.Error && s != check.Note {
		return check.Warning
	}
	return s
}

func newSARIFResult(i issue, index int) sarifResult {
	r := sarifResult{
		RuleID: Clean(i.Rule), RuleIndex: index, Level: sarifLevel(i.Severity), Message: sarifText{Text: sarifMessage(i)}, Locations: sarifLocations(i.at),
		Fingerprints: map[string]string{"refcheck/v1": i.Fingerprint},
	}
	if i.Ignored != nil {
		r.Suppressions = []sarifSuppression{{"external", Clean(i.Ignored.Reason + " (" + i.Ignored.Source + ")")}}
	}
	if i.ref != nil {
		r.Properties = &sarifProperties{Clean(i.ref.ID), i.ref.Verdict, i.ref.Confidence, Clean(i.ref.matched().URL)}
		r.Fixes = sarifFixes(i)
	}
	return r
}

// sarifMessage says what is wrong, with which reference. Brackets and braces mean links and arguments
// to SARIF (§3.11.5, §3.11.6), braces are escaped by doubling them.
func sarifMessage(i issue) string {
	text := Clean(i.Message)
	if who := i.subject(); who != "" {
		text += "\n" + who
	}
	return strings.NewReplacer("{", "{{", "}", "}}", "[", `\[`, "]", `\]`).Replace(text)
}

// sarifLocations returns a place, or none for standard input.
func sarifLocations(at biblio.Location) []sarifLocation {
	artifact, ok := newSARIFArtifact(at.File)
	if !ok {
		return nil
	}
	l := sarifLocation{sarifPhysical{Artifact: artifact}}
	if at.Line > 0 {
		l.Physical.Region = &sarifRegion{StartLine: at.Line, StartColumn: max(0, at.Column)}
	}
	return []sarifLocation{l}
}

// newSARIFArtifact names a file: by a path relative to where refcheck ran, or by a file URL.
func newSARIFArtifact(file string) (sarifArtifact, bool) {
	name := sourceFile(file)
	if name == "" {
		return sarifArtifact{}, false
	}
	u := url.URL{Path: path.Clean(name)}
	switch {
	case path.IsAbs(name):
		u.Scheme = "file"
	case len(name) > 2 && name[1] == ':' && name[2] == '/': // a drive of Windows
		u = url.URL{Scheme: "file", Path: "/" + name}
	}
	return sarifArtifact{u.String()}, true
}

// replaceable are the fields of which a registered value can stand in the file as it is, and the
// values that it then has.
var replaceable = map[string]*regexp.Regexp{
	"year": regexp.MustCompile(`^\d{4}$`), "volume": regexp.MustCompile(`^[\w.-]+$`), "issue": regexp.MustCompile(`^[\w.-]+$`),
	"doi": regexp.MustCompile(`^10\.[^\s{}"%#\\]+$`),
}

// upToValue is what may stand between the place of a field and its value.
var upToValue = regexp.MustCompile(`^[\w-]*\s*=?\s*[{"]*(?i:https?://(?:dx\.)?doi\.org/|doi:\s*)?$`)

// sarifFixes returns the correction of a field, where its cited value is found in the source of the
// entry as it is.
func sarifFixes(i issue) []sarifFix {
	m := i.ref.mismatchOf(i.Finding)
	if m == nil || m.Location == nil || i.ref.Printed || m.Cited == "" || replaceable[m.Field] == nil || !replaceable[m.Field].MatchString(m.Registered) {
		return nil
	}
	artifact, ok := newSARIFArtifact(m.Location.File)
	from, found := valueAt(*i.ref, *m)
	if !ok || !found || m.Location.File != i.ref.Location.File {
		return nil
	}
	return []sarifFix{{
		Description: sarifText{Text: "Replace the cited " + m.Field + " by the registered one."},
		Changes: []sarifChange{{artifact, []sarifReplacement{{
			Deleted:  sarifRegion{m.Location.Line, from, m.Location.Line, from + len([]rune(m.Cited))},
			Inserted: sarifText{Text: m.Registered},
		}}}},
	}}
}

// valueAt returns the column at which the cited value of a field begins, on the line of the field.
func valueAt(r Reference, m Mismatch) (column int, ok bool) {
	lines := strings.Split(r.Raw, "\n")
	n := m.Location.Line - r.Location.Line
	if n < 0 || n >= len(lines) {
		return 0, false
	}
	before := 1 // the column at which the line begins
	if n == 0 {
		before = max(1, r.Location.Column)
	}
	line := []rune(lines[n])
	start := m.Location.Column - before
	if start < 0 || start > len(line) {
		return 0, false
	}
	rest := line[start:]
	for at := range rest {
		end := at + len([]rune(m.Cited))
		if end > len(rest) || !upToValue.MatchString(string(rest[:at])) {
			continue
		}
		if strings.EqualFold(string(rest[at:end]), m.Cited) {
			return m.Location.Column + at, true
		}
	}
	return 0, false
}
