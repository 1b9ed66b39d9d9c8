package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/export"
	"github.com/refcheck/refcheck/internal/fix"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// correctedFormats are the formats in which the corrected list can be had.
var correctedFormats = []string{"bibtex", "ris", "text", "csl-json"}

// correctedInput asks for a corrected bibliography.
type correctedInput struct {
	IDInput
	Format string `query:"format" default:"auto" enum:"auto,bibtex,ris,text,csl-json" doc:"auto is that of the file, or text. As bibtex, a .bib file comes back as it was, with its wrong fields corrected."`
	Take   []int  `query:"take,explode" doc:"The indexes of the references that are corrected; without any, all of which the work is certain."`
}

// addCorrected adds the download of the corrected list.
func (s *Server) addCorrected(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "get-corrected", Method: http.MethodGet, Path: "/v1/checks/{id}/corrected", Tags: []string{"results"},
		Summary:     "The bibliography with its wrong fields corrected by the works found",
		Description: "Only references whose work is certain are corrected; the others come back as they were.",
		Errors:      []int{404, 422, 503}, Responses: files(correctedFormats),
	}, s.corrected)
}

func (s *Server) corrected(ctx context.Context, in *correctedInput) (*fileOutput, error) {
	c, err := s.visible(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	options := fix.Options{Confidence: fix.Certain}
	for _, index := range in.Take {
		if index < 1 || index > c.Total {
			return nil, huma.Error422UnprocessableEntity(fmt.Sprintf("take names reference %d, and the check has 1 to %d", index, c.Total))
		}
		if options.Only == nil {
			options.Only = map[int]bool{}
		}
		options.Only[index] = true
	}
	kind, name, body, err := s.correctedAs(ctx, c, in.Format, options)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return file(kind, name, body), nil
}

// correctedAs returns the corrected list of a check as a file in a format, which is auto for that of the list or
// text: its content type, name and content.
func (s *Server) correctedAs(ctx context.Context, c checks.Check, format string, options fix.Options) (contentType, name string, body []byte, err error) {
	if format == "auto" {
		format = "text"
		if slices.Contains(correctedFormats, c.Format) {
			format = c.Format
		}
	}
	release, err := s.hold(ctx, c)
	if err != nil {
		return "", "", nil, err
	}
	defer release()
	body, err = s.correctedFile(ctx, c, format, options)
	kind, ending := media(format)
	return kind, strings.TrimSuffix(c.Name, ending) + ".corrected" + ending, body, err
}

// correctedFile returns the corrected list of a check: the file itself, edited, if it is a .bib file and one
// is wanted; one whose letters are not in UTF-8 could not be kept as it is.
func (s *Server) correctedFile(ctx context.Context, c checks.Check, format string, options fix.Options) ([]byte, error) {
	if format == "bibtex" && c.Format == "bibtex" {
		source, err := s.Checks.Source(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		if utf8.Valid(source) {
			return s.edited(ctx, c, string(source), options)
		}
	}
	var out bytes.Buffer
	err := s.writeCorrected(ctx, &out, c, format, options)
	return out.Bytes(), err
}

// edited returns a .bib file with its wrong fields corrected.
func (s *Server) edited(ctx context.Context, c checks.Check, source string, options fix.Options) ([]byte, error) {
	var wrong []check.Result // the others need not be kept in memory
	for r, err := range s.results(ctx, c) {
		if err != nil {
			return nil, err
		}
		if options.Corrects(r) {
			wrong = append(wrong, r)
		}
	}
	return []byte(fix.Apply(source, fix.Plan(source, wrong, options))), nil
}

// writeCorrected writes the references of a check anew.
func (s *Server) writeCorrected(ctx context.Context, w io.Writer, c checks.Check, format string, options fix.Options) error {
	var refs []biblio.Reference
	for r, err := range s.results(ctx, c) {
		if err != nil {
			return err
		}
		if format == "text" {
			_, _ = fmt.Fprintf(w, "%s. %s\n", report.Clean(r.Reference.ID), report.Clean(fix.Line(r, options))) // a buffer takes everything
			continue
		}
		refs = append(refs, fix.Corrected(r, options))
	}
	switch format {
	case "bibtex":
		return export.BibTeX(w, refs)
	case "ris":
		return export.RIS(w, refs)
	case "csl-json":
		return report.WriteCSL(w, refs)
	}
	return nil
}
