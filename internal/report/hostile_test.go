package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// hostile is a run in which every text is one that would like to be more than text.
func hostile(text string) Document {
	match := &Match{Registry: "crossref", DOI: text, URL: "javascript:alert(1)//" + text, Work: biblio.CSL{Title: biblio.Text(text), DOI: biblio.Text(text)}}
	at := biblio.Location{File: "x" + text, Line: 3}
	ref := Reference{
		ID: text, Index: 1, Location: at, Raw: text, Printed: true, Reference: biblio.CSL{Title: biblio.Text(text)}, Verdict: check.Mismatched, Match: match,
		Mismatches: []Mismatch{{Mismatch: check.Mismatch{Field: "title", Cited: text, Registered: "other " + text, Severity: check.Error}}},
		Findings:   []check.Finding{{Rule: "mismatch/title", Severity: check.Error, Message: text}},
		Coverage:   []check.Coverage{{Registry: text, Outcome: check.Failed, Reason: text}},
	}
	return Document{Tool: Tool{Version: text}, Summary: check.Summary{Total: 1, Mismatched: 1}, References: []Reference{ref}, Problems: []biblio.Problem{{Location: at, Message: text}}}
}

const attack = "\"'><script>alert(1)</script><img src=x onerror=alert(2)> {{.}} ]]> `| @octocat #1 [a](http://evil.example) www.evil.example\n::error::x\r=cmd();=2+3 %0A::"

func rendered(t *testing.T, format, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, format, hostile(text), Options{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The page holds its own script and style alone, as its policy says, and no address but of the web.
func TestHTMLIsInert(t *testing.T) {
	page := rendered(t, "html", attack)
	for _, bad := range []string{"<img", `href="javascript`, "<script>alert", "{{.}} <"} {
		if strings.Contains(page, bad) {
			t.Errorf("%q is in the page", bad)
		}
	}
	for _, part := range []string{"script", "style"} {
		all := regexp.MustCompile(`(?s)<`+part+`>(.*?)</`+part+`>`).FindAllStringSubmatch(page, -1)
		if len(all) != 1 || !strings.Contains(page, part+"-src &#39;"+strings.ReplaceAll(hashed(all[0][1]), "+", "&#43;")+"&#39;") {
			t.Errorf("%d of <%s>, or its hash is not in the policy", len(all), part)
		}
	}
	if regexp.MustCompile(`<[^>]+\s(on\w+|style)=`).MatchString(regexp.MustCompile(`"[^"]*"`).ReplaceAllString(page, "")) {
		t.Error("an element has a handler or a style of its own")
	}
}

// A comment mentions nobody, links nowhere but where the report does, and holds no HTML of others.
func TestMarkdownIsInert(t *testing.T) {
	comment := rendered(t, "markdown", attack)
	for _, bad := range []string{"<script", "<img", " @octocat", " #1", " [a]", " www.evil"} {
		if strings.Contains(regexp.MustCompile("`[^`]*`").ReplaceAllString(comment, ""), bad) {
			t.Errorf("%q is in\n%s", bad, comment)
		}
	}
}

func TestMarkdownFitsAComment(t *testing.T) {
	doc := hostile("long " + strings.Repeat("學😀& ", 60))
	for len(doc.References) < 900 {
		doc.References = append(doc.References, doc.References[0])
	}
	var out bytes.Buffer
	if err := Write(&out, "markdown", doc, Options{}); err != nil {
		t.Fatal(err)
	}
	if n := units16(out.String()); n > 65536 || n < 60000 || !strings.Contains(out.String(), "more do not fit into a comment") {
		t.Errorf("%d characters, ending %q", n, out.String()[out.Len()-200:])
	}
}

// Every line of the annotations is one command.
func TestGitHubIsInert(t *testing.T) {
	for line := range strings.Lines(rendered(t, "github", attack)) {
		if !regexp.MustCompile(`^::(error|warning|notice) [^:\n]*::[^\r\n]*\n$`).MatchString(line) {
			t.Errorf("%q", line)
		}
	}
}

func TestCSVHoldsNoFormula(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "a;=1": "a;'=1", " @x": "'@x", "10.1/a-b": "10.1/a-b", "＝1": "'＝1", "a; b": "a; b"} {
		if got := cell(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The XML is well formed, and its counts are those of its cases.
func TestJUnitCounts(t *testing.T) {
	var all junitSuites
	if err := xml.Unmarshal([]byte(rendered(t, "junit", attack)), &all); err != nil {
		t.Fatal(err)
	}
	tests, failures := 0, 0
	for _, s := range all.Suites {
		for _, c := range s.Cases {
			tests++
			if c.Failure != nil {
				failures++
			}
		}
	}
	if tests != all.Tests || failures != all.Failures || tests != 2 || failures != 1 {
		t.Errorf("%d cases of %d, %d failures of %d", tests, all.Tests, failures, all.Failures)
	}
}

// What SARIF requires: rules that results point to, levels, and regions inside of files.
func TestSARIFStructure(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(rendered(t, "sarif", attack)), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || len(run.Results) != 2 {
		t.Errorf("version %s, %d results", log.Version, len(run.Results))
	}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || r.Message.Text == "" || len(r.Locations) != 1 || r.Locations[0].Physical.Region.StartLine != 3 {
			t.Errorf("%+v", r)
		}
	}
}

// A wrong value is replaced where it stands, and only there.
func TestSARIFFix(t *testing.T) {
	for _, tt := range []struct {
		name, line, cited, registered string
		column, want                  int
	}{
		{"braces", "  year = {1997},", "1997", "1998", 10, 11},
		{"bare", "  year = 1997,", "1997", "1998", 10, 10},
		{"another value stands there", "  year = {2001}, note = {1997}", "1997", "1998", 10, 0},
		{"no year", "  year = {1997},", "1997", "1998 or 1999", 10, 0},
	} {
		m := Mismatch{Mismatch: check.Mismatch{Field: "year", Cited: tt.cited, Registered: tt.registered}, Location: &biblio.Location{File: "a.bib", Line: 8, Column: tt.column}}
		ref := &Reference{Location: biblio.Location{File: "a.bib", Line: 7, Column: 1}, Raw: "@article{a,\n" + tt.line, Mismatches: []Mismatch{m}}
		fixes := sarifFixes(issue{Finding: check.Finding{Rule: "mismatch/year"}, ref: ref})
		got := 0
		if len(fixes) > 0 {
			got = fixes[0].Changes[0].Replacements[0].Deleted.StartColumn
		}
		if got != tt.want {
			t.Errorf("%s: got column %d, want %d", tt.name, got, tt.want)
		}
	}
}

func FuzzFormats(f *testing.F) {
	f.Add(attack)
	f.Fuzz(func(t *testing.T, text string) {
		page := rendered(t, "html", text)
		if strings.Count(strings.ToLower(page), "<script") != 1 {
			t.Errorf("%q adds a script", text)
		}
		for _, format := range Formats() {
			if err := Write(io.Discard, format, hostile(text), Options{}); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
		if err := xml.Unmarshal([]byte(rendered(t, "junit", text)), &junitSuites{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
