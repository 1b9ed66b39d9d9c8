package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/fix"
)

// maxTicks is how many bytes the form of the suggestions may have: enough for each of 100,000 references.
const maxTicks = 4 << 20

// corrected answers with the corrected list of a check, in which what is ticked is corrected.
func (v *visit) corrected() error {
	c, err := v.visible(v.r.Context(), v.r.PathValue("id"))
	if err != nil {
		return err
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxTicks)
	if err := v.r.ParseForm(); err != nil {
		return huma.Error400BadRequest("this is not the form of the page; load that again")
	}
	format := v.r.PostForm.Get("format")
	if format != "auto" && !slices.Contains(correctedFormats, format) {
		return huma.Error422UnprocessableEntity("there is no corrected list in this format")
	}
	options, err := ticked(v.r.PostForm, c.Total)
	if err != nil {
		return err
	}
	kind, name, body, err := v.correctedAs(v.r.Context(), c, format, options)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", kind)
	v.w.Header().Set("Content-Disposition", attachment(name))
	_, _ = v.w.Write(body) //nolint:gosec // browsers save it, whatever it looks like; an error means that the visitor is gone
	return nil
}

// ticked returns how a form wants the list of so many references corrected: by what it takes alone, or with the
// rest, which is all that it does not name in of, as it shows a part of the list.
func ticked(form url.Values, total int) (fix.Options, error) {
	options := fix.Options{Confidence: fix.Certain}
	takes, err := readIndexes(form["take"], total)
	if err != nil {
		return options, err
	}
	if !form.Has("rest") {
		options.Only = takes
		return options, nil
	}
	options.Except, err = readIndexes(form["of"], total)
	for i := range takes {
		delete(options.Except, i)
	}
	return options, err
}

// readIndexes reads the indexes of references.
func readIndexes(texts []string, total int) (map[int]bool, error) {
	indexes := make(map[int]bool, len(texts))
	for _, text := range texts {
		i, err := strconv.Atoi(text)
		if err != nil || i < 1 || i > total {
			return nil, huma.Error422UnprocessableEntity(fmt.Sprintf("there is no such reference; the check has 1 to %d", total))
		}
		indexes[i] = true
	}
	return indexes, nil
}
