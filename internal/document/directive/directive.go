// Package directive reads what authors tell refcheck in the comments of a bibliography:
//
//	% refcheck: ignore mismatch/year -- the reprint of 1998 is meant
//
// A comment begins with %, #, // or <!--. The rule may be left out, which means every rule; the reason
// may not.
package directive

import (
	"errors"
	"regexp"
	"strings"
)

// Directive is one comment addressed to refcheck.
type Directive struct {
	// At is the offset of the comment in the text.
	At           int
	Rule, Reason string
	// Err says what is wrong with it; Rule and Reason are empty then.
	Err error
}

var (
	comment = regexp.MustCompile(`(?m)(?:%|#|//|<!--)[ \t]*refcheck:[ \t]*([^\r\n]*)`)
	order   = regexp.MustCompile(`^ignore(?:[ \t]+([\w/-]*\w))?[ \t]+--[ \t]*(.*)$`)
)

// errForm says how a directive is written.
var errForm = errors.New(`a comment for refcheck is written "refcheck: ignore RULE -- REASON"`)

// Find returns the directives of a text in the order of their places.
func Find(text string) []Directive {
	if !strings.Contains(text, "refcheck:") {
		return nil
	}
	var list []Directive
	for _, m := range comment.FindAllStringSubmatchIndex(text, -1) {
		list = append(list, parse(m[0], text[m[2]:m[3]]))
	}
	return list
}

func parse(at int, said string) Directive {
	said = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(said), "-->"))
	m := order.FindStringSubmatch(said)
	if m == nil || strings.TrimSpace(m[2]) == "" {
		return Directive{At: at, Err: errForm}
	}
	return Directive{At: at, Rule: m[1], Reason: strings.TrimSpace(m[2])}
}
