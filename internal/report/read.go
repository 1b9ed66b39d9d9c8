package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/refcheck/refcheck/internal/check"
)

// ErrNotReport is wrapped by every error of Read that says that the input is no report of refcheck.
var ErrNotReport = errors.New("not a JSON report of refcheck")

// Read reads a saved run, as the format json writes it. The summary is counted anew, so that it holds
// for a report of which someone has taken references out.
func Read(r io.Reader) (Document, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Document{}, err
	}
	var doc Document
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(data, &doc); {
	case errors.As(err, &syntax):
		return Document{}, fmt.Errorf("%w: no JSON at byte %d: %w", ErrNotReport, syntax.Offset, err)
	case errors.As(err, &kind):
		return Document{}, fmt.Errorf("%w: %s holds a %s", ErrNotReport, kind.Field, kind.Value)
	case err != nil:
		return Document{}, fmt.Errorf("%w: %w", ErrNotReport, err)
	}
	if doc.Tool.Name != toolName {
		return Document{}, fmt.Errorf("%w: it does not say that refcheck made it", ErrNotReport)
	}
	if doc.Schema != Schema {
		return Document{}, fmt.Errorf("the report has schema %d, this refcheck reads schema %d", doc.Schema, Schema)
	}
	if doc.References == nil {
		return Document{}, fmt.Errorf("%w: it has no references", ErrNotReport)
	}
	doc.Summary = check.Summary{}
	for i, ref := range doc.References {
		if verdictWords[ref.Verdict] == "" {
			return Document{}, fmt.Errorf("%w: reference %d has the verdict %q", ErrNotReport, i+1, ref.Verdict)
		}
		doc.Summary.Add(check.Result{Verdict: ref.Verdict, Statuses: ref.Status})
	}
	return doc, nil
}
