package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// shownByGitHub is how many annotations of each kind GitHub shows of one step; the log holds all.
const shownByGitHub = 10

// annotation is a workflow command of GitHub Actions.
type annotation struct {
	severity check.Severity
	at       biblio.Location
	title    string
	lines    []string
}

// writeGitHub is the format github: the summary, then one annotation for each reference with
// findings and each problem of a file. GitHub shows the first ten of each kind of a step, so that the
// summary goes first and a reference gets one annotation for all its findings. The others stand in
// the log, as commands too: printed as plain text, a line of a hostile file could become one.
func writeGitHub(w io.Writer, doc Document, _ Options) error {
	list := annotations(doc)
	summary := annotation{severity: check.Note, title: toolName, lines: []string{counts(doc.Summary)}}
	for _, s := range []check.Severity{check.Error, check.Warning} {
		if n := countOf(list, s); n > shownByGitHub {
			summary.lines = append(summary.lines, fmt.Sprintf("GitHub shows %d of the %d %ss; all are in the log of this step.", shownByGitHub, n, s))
		}
	}
	var out strings.Builder
	for _, a := range append([]annotation{summary}, list...) {
		a.write(&out)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// annotations are in the order of the input, errors and warnings with their counterparts.
func annotations(doc Document) []annotation {
	var list []annotation
	for _, i := range doc.issues() {
		if i.Ignored != nil {
			continue
		}
		last := len(list) - 1
		if last >= 0 && i.ref != nil && list[last].title == i.subject() && list[last].at.File == i.at.File {
			list[last].lines = append(list[last].lines, Clean(i.Message))
			if worst(i.Severity, list[last].severity) < 0 {
				list[last].severity, list[last].at = i.Severity, i.at
			}
			continue
		}
		list = append(list, annotation{i.Severity, i.at, cmp.Or(i.subject(), "in the file"), []string{Clean(i.Message)}})
	}
	return list
}

func countOf(list []annotation, s check.Severity) int {
	n := 0
	for _, a := range list {
		if a.severity == s {
			n++
		}
	}
	return n
}

// counts returns the summary in one line: "24 references: 14 verified · …".
func counts(s check.Summary) string {
	line := fmt.Sprintf("%d %s: %d verified · %d mismatched · %d not found · %d unchecked", s.Total, plural(s.Total, "reference"), s.Verified, s.Mismatched, s.NotFound, s.Unchecked)
	if s.Retracted > 0 {
		line += fmt.Sprintf(" · %d retracted", s.Retracted)
	}
	return line
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// commands are what GitHub calls the severities.
var commands = map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Note: "notice"}

var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (a annotation) write(out *strings.Builder) {
	properties := []string{"title=" + escapeProperty.Replace(a.title)}
	if name := sourceFile(a.at.File); name != "" {
		properties = append(properties, "file="+escapeProperty.Replace(name))
		if a.at.Line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d", a.at.Line))
		}
	}
	slices.Sort(properties)
	fmt.Fprintf(out, "::%s %s::%s\n", cmp.Or(commands[a.severity], "notice"), strings.Join(properties, ","), escapeData.Replace(strings.Join(a.lines, "\n")))
}

// sourceFile returns the path of a file as CI systems want it: with slashes, without "./". Standard
// input is none.
func sourceFile(path string) string {
	path = strings.TrimPrefix(strings.ReplaceAll(Clean(path), `\`, "/"), "./")
	if path == "-" {
		return ""
	}
	return path
}
