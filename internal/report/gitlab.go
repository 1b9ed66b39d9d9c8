package report

import (
	"cmp"
	"io"
	"strconv"

	"github.com/refcheck/refcheck/internal/check"
)

// codeQuality is one entry of GitLab's code quality report, a subset of Code Climate's format
// (docs.gitlab.com/ci/testing/code_quality).
type codeQuality struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"`
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

var qualitySeverity = map[check.Severity]string{check.Error: "major", check.Warning: "minor", check.Note: "info"}

// writeGitLab is the format gitlab. GitLab drops all but one of those with the same fingerprint, so
// that a repeated reference gets one of its own.
func writeGitLab(w io.Writer, doc Document, _ Options) error {
	list, seen := []codeQuality{}, map[string]int{}
	for _, i := range doc.issues() {
		if i.Ignored != nil {
			continue
		}
		q := codeQuality{
			Description: Clean(i.Message), CheckName: i.Rule, Fingerprint: i.Fingerprint, Severity: cmp.Or(qualitySeverity[i.Severity], "info"),
			Location: qualityLocation{cmp.Or(sourceFile(i.at.File), "-"), qualityLines{max(1, i.at.Line)}},
		}
		if who := i.subject(); who != "" {
			q.Description = who + ": " + q.Description
		}
		if seen[i.Fingerprint]++; seen[i.Fingerprint] > 1 {
			q.Fingerprint += "-" + strconv.Itoa(seen[i.Fingerprint])
		}
		list = append(list, q)
	}
	return WriteJSON(w, list, true)
}
