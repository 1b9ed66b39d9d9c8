package check

import (
	"slices"

	"github.com/refcheck/refcheck/internal/match"
)

// Rule is one kind of finding, explained to those who meet it.
type Rule struct {
	// ID is stable: "mismatch/volume".
	ID string
	// Severity is the usual one; a finding may be graver or milder, and says so.
	Severity Severity
	// Meaning is one line without a full stop.
	Meaning string
	// Explanation says when a finding is made and what it rests on, Advice what to do about it.
	Explanation string
	Advice      string
}

// Duplicate is the rule of references that cite what an earlier one cites, Malformed that of what is
// wrong with a file itself (biblio.Problem), and NotAnswered that of references left unchecked.
const (
	Duplicate   = "duplicate"
	Malformed   = "malformed"
	NotAnswered = "unchecked"
)

// rule is the place of a Rule in the table: a finding cannot be made of one that has no place there.
type rule int

// The rules, in the order in which they are listed.
const (
	ruleNotFound rule = iota
	ruleTitle
	ruleAuthor
	ruleContainer
	ruleYear
	ruleVolume
	ruleIssue
	rulePage
	rulePublisher
	rulePMID
	ruleISBN
	ruleType
	ruleDOI
	ruleRetracted
	ruleConcern
	ruleCorrected
	ruleSuperseded
	ruleReinstated
	ruleEdition
	ruleDuplicate
	ruleVersion
	ruleNotCompared
	ruleUnchecked
	ruleMalformed
	ruleCount
)

// Rules returns the table of all rules.
func Rules() []Rule { return slices.Clone(rules[:]) }

func (r rule) id() string         { return rules[r].ID }
func (r rule) severity() Severity { return rules[r].Severity }

// fieldRule is the rule of a mismatch in each field.
var fieldRule = map[string]rule{
	match.FieldTitle: ruleTitle, match.FieldAuthor: ruleAuthor, match.FieldContainer: ruleContainer, match.FieldYear: ruleYear,
	match.FieldVolume: ruleVolume, match.FieldIssue: ruleIssue, match.FieldPage: rulePage, match.FieldPublisher: rulePublisher,
	match.FieldPMID: rulePMID, match.FieldISBN: ruleISBN, match.FieldType: ruleType, match.FieldDOI: ruleDOI,
}
