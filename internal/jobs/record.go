package jobs

import (
	"encoding/json"
	"fmt"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// cited is what is kept of a reference as it was read.
type cited struct {
	biblio.Reference
	Repeat check.Repeat `json:",omitzero"`
}

// decided is what is kept of a result: all but the reference, which stands beside it.
type decided struct {
	check.Result
	Reference *struct{} `json:",omitempty"` // hides that of the Result
}

// Cited returns how the references of a bibliography are kept: each with how it repeats another.
func Cited(refs []biblio.Reference) ([][]byte, error) {
	all := make([][]byte, len(refs))
	repeats := check.FindRepeats(refs)
	for i, ref := range refs {
		var err error
		if all[i], err = json.Marshal(cited{ref, repeats[i]}); err != nil {
			return nil, fmt.Errorf("keeping reference %d: %w", i+1, err)
		}
	}
	return all, nil
}

// readCited returns a reference as it was read.
func readCited(kept checks.Reference) (cited, error) {
	var c cited
	if err := json.Unmarshal(kept.Cited, &c); err != nil {
		return cited{}, fmt.Errorf("reading what was kept of reference %d: %w", kept.Index, err)
	}
	return c, nil
}

// newDecided returns how a result is kept.
func newDecided(r check.Result) (checks.Reference, error) {
	result, err := json.Marshal(decided{Result: r})
	if err != nil {
		return checks.Reference{}, fmt.Errorf("keeping the result of reference %d: %w", r.Reference.Index, err)
	}
	return checks.Reference{Index: r.Reference.Index, Verdict: string(r.Verdict), Retracted: r.Retracted(), Result: result}, nil
}

// Result returns what was decided about a reference. One that is not decided is unchecked, for the reason
// given.
func Result(kept checks.Reference, undecided error) (check.Result, error) {
	c, err := readCited(kept)
	if err != nil {
		return check.Result{}, err
	}
	if kept.Seq == 0 {
		return check.Undecided(c.Reference, undecided), nil
	}
	var d decided
	if err := json.Unmarshal(kept.Result, &d); err != nil {
		return check.Result{}, fmt.Errorf("reading the result that was kept of reference %d: %w", kept.Index, err)
	}
	d.Result.Reference = c.Reference
	return d.Result, nil
}
