package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// Why a reference of a check has no verdict.
var (
	errNotYet    = errors.New("it is not its turn yet")
	errCancelled = errors.New("the check was cancelled")
)

// pageInput asks for some of a check's references.
type pageInput struct {
	IDInput
	After int `query:"after" minimum:"0" doc:"The index of the last reference of the page before."`
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// References is a page of results.
type References struct {
	References []report.Reference `json:"references" doc:"In the order of the file. Those that have no verdict yet are unchecked."`
	Next       int                `json:"next,omitempty" doc:"What after is for the next page; missing on the last one."`
}

type referencesOutput struct{ Body References }

// reportInput asks for a report.
type reportInput struct {
	IDInput
	Format string `query:"format" default:"json" doc:"One of the formats of refcheck report: json, html, markdown, sarif, csv …"`
}

// addResults adds the operations on what was found out.
func (s *Server) addResults(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "list-references", Method: http.MethodGet, Path: "/v1/checks/{id}/references", Tags: []string{"results"},
		Summary: "The references of a check with their verdicts, in pages", Errors: []int{404, 422, 503},
	}, s.page)
	huma.Register(api, huma.Operation{
		OperationID: "get-report", Method: http.MethodGet, Path: "/v1/checks/{id}/report", Tags: []string{"results"},
		Summary: "A report of a check", Errors: []int{404, 422, 503}, Responses: files(report.Formats()),
	}, s.report)
}

func (s *Server) page(ctx context.Context, in *pageInput) (*referencesOutput, error) {
	c, err := s.visible(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	kept, err := s.Checks.Page(ctx, c.ID, in.After, in.Limit)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	out := &referencesOutput{References{References: make([]report.Reference, len(kept))}}
	for i, k := range kept {
		r, err := jobs.Result(k, undecided(c))
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		out.Body.References[i] = report.NewReference(r)
		out.Body.Next = k.Index
	}
	if out.Body.Next == c.Total {
		out.Body.Next = 0
	}
	return out, nil
}

// undecided is why references of a check have no verdict.
func undecided(c checks.Check) error {
	if c.State == checks.Cancelled {
		return errCancelled
	}
	return errNotYet
}

// results goes through all references of a check, in their order, with what was decided of them by the time
// that c tells of. They are read page by page.
func (s *Server) results(ctx context.Context, c checks.Check) iter.Seq2[check.Result, error] {
	const lot = 500
	return func(yield func(check.Result, error) bool) {
		for after := 0; after < c.Total; {
			kept, err := s.Checks.Page(ctx, c.ID, after, lot)
			if err == nil && len(kept) == 0 {
				err = checks.ErrNone // deleted meanwhile
			}
			if err != nil {
				yield(check.Result{}, err)
				return
			}
			for _, k := range kept {
				if k.Seq > c.Last {
					k.Seq = 0
				}
				r, err := jobs.Result(k, undecided(c))
				if !yield(r, err) || err != nil {
					return
				}
			}
			after = kept[len(kept)-1].Index
		}
	}
}

// references goes through the report of a check.
func (s *Server) references(ctx context.Context, c checks.Check) iter.Seq2[report.Reference, error] {
	return func(yield func(report.Reference, error) bool) {
		for r, err := range s.results(ctx, c) {
			if !yield(report.NewReference(r), err) {
				return
			}
		}
	}
}

// report answers with a report. Formats that can are sent while the references are being read, so that a check of
// any length takes little memory; the others are made first.
func (s *Server) report(ctx context.Context, in *reportInput) (*fileOutput, error) {
	c, err := s.visible(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	if err := report.Known(in.Format); err != nil {
		return nil, s.problem(ctx, err)
	}
	shown, err := newCheck(c)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	head := report.New(s.Version, nil, shown.Problems)
	head.Summary = shown.Summary.Summary
	head.Summary.Unchecked += c.Total - c.Decided
	write := func(w io.Writer) error {
		return report.WriteEach(w, in.Format, head, s.references(ctx, c), report.Options{Width: 100, Verbose: true})
	}
	kind, ending := media(in.Format)
	name := strings.TrimSuffix(c.Name, ending) + ".refcheck" + ending
	if report.Streams(in.Format) {
		return s.streamed(kind, name, write), nil
	}
	if c.Total > inMemory {
		return nil, huma.Error422UnprocessableEntity(fmt.Sprintf("a check of more than %d references has no report as %s: take it as json, from which the command refcheck report makes any other, as jsonl or as csv", inMemory, in.Format))
	}
	release, err := s.hold(ctx, c)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	defer release()
	var body bytes.Buffer
	if err := write(&body); err != nil {
		return nil, s.problem(ctx, err)
	}
	return file(kind, name, body.Bytes()), nil
}
