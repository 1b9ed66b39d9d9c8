package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/refcheck/refcheck/internal/check"
)

// ListRules writes one line for each rule: its id, its usual severity, what it means.
func ListRules(w io.Writer, rules []check.Rule, options Options) error {
	var out strings.Builder
	l := layout{&out, options.Width, options.Color}
	wide := 0
	for _, r := range rules {
		wide = max(wide, len(r.ID))
	}
	for _, r := range rules {
		l.line(fmt.Sprintf("%-*s  %-7s  ", wide, r.ID, r.Severity), strings.Repeat(" ", wide+2), piece{text: r.Meaning})
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// ExplainRule writes all that there is to say of a rule.
func ExplainRule(w io.Writer, r check.Rule, options Options) error {
	var out strings.Builder
	l := layout{&out, options.Width, options.Color}
	l.line("", "", piece{r.ID, bold, false}, piece{"·", dim, false}, piece{text: string(r.Severity), color: severityColor[r.Severity]})
	l.line("", "", piece{text: r.Meaning + "."})
	out.WriteByte('\n')
	l.line("", "", piece{text: r.Explanation})
	out.WriteByte('\n')
	l.line("", "", piece{"What to do:", bold, false}, piece{text: r.Advice})
	_, err := io.WriteString(w, out.String())
	return err
}
