package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/report"
)

func (a *app) explainCommand() *cobra.Command {
	ids := make([]cobra.Completion, 0, len(check.Rules()))
	for _, r := range check.Rules() {
		ids = append(ids, cobra.CompletionWithDesc(r.ID, r.Meaning))
	}
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Say what a finding means and what to do about it",
		Long: `Every finding has a rule, such as mismatch/year. explain says what the rule means, what it
rests on and what to do about it; the beginning of several (mismatch) explains them all, and
without an argument all rules are listed.`,
		Example: `  refcheck explain
  refcheck explain wrong-doi`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: ids,
		RunE: func(_ *cobra.Command, args []string) error {
			look := a.look(reportSettings{color: "auto"}, a.stdout)
			if len(args) == 0 {
				return report.ListRules(a.stdout, check.Rules(), look)
			}
			return a.explain(args[0], look)
		},
	}
}

// explain writes what there is to say of the rule of that id, or of all that begin with it.
func (a *app) explain(id string, look report.Options) error {
	explained := 0
	for _, r := range check.Rules() {
		if r.ID != id && !strings.HasPrefix(r.ID, strings.TrimSuffix(id, "/")+"/") {
			continue
		}
		if explained++; explained > 1 {
			fmt.Fprintln(a.stdout)
		}
		if err := report.ExplainRule(a.stdout, r, look); err != nil {
			return err
		}
	}
	if explained == 0 {
		return hint(fmt.Errorf("there is no rule %q", id), "refcheck explain lists them")
	}
	return nil
}
