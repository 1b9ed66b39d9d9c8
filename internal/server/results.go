package server

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"mime"
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

// fileOutput is a file as it is.
type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
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
	c, err := s.Checks.Get(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	kept, err := s.Checks.Page(ctx, in.ID, in.After, in.Limit)
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
				if k.Seq > c.Decided {
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

// document returns the report of a check.
func (s *Server) document(ctx context.Context, c checks.Check) (report.Document, error) {
	all := make([]check.Result, 0, c.Total)
	for r, err := range s.results(ctx, c) {
		if err != nil {
			return report.Document{}, err
		}
		all = append(all, r)
	}
	shown, err := newCheck(c)
	return report.New(s.Version, all, shown.Problems), err
}

func (s *Server) report(ctx context.Context, in *reportInput) (*fileOutput, error) {
	c, err := s.Checks.Get(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	if err := report.Known(in.Format); err != nil {
		return nil, s.problem(ctx, err)
	}
	doc, err := s.document(ctx, c)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	var body bytes.Buffer
	if err := report.Write(&body, in.Format, doc, report.Options{Width: 100, Verbose: true}); err != nil {
		return nil, s.problem(ctx, err)
	}
	kind, ending := media(in.Format)
	return &fileOutput{kind, attachment(strings.TrimSuffix(c.Name, ending) + ".refcheck" + ending), body.Bytes()}, nil
}

// files describes a file in one of some formats.
func files(formats []string) map[string]*huma.Response {
	content := map[string]*huma.MediaType{}
	for _, name := range formats {
		kind, _ := media(name)
		content[kind] = &huma.MediaType{}
	}
	return map[string]*huma.Response{"200": {
		Description: "The file.", Content: content,
		Headers: map[string]*huma.Param{"Content-Disposition": {Description: "Its name.", Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
}

// attachment returns the Content-Disposition of a file.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// media returns the content type of a format, and how its files' names end.
func media(format string) (kind, ending string) {
	switch format {
	case "json", "sarif", "gitlab":
		return "application/json", "." + strings.Replace(format, "gitlab", "json", 1)
	case "csl-json":
		return "application/vnd.citationstyles.csl+json", ".json"
	case "jsonl":
		return "application/jsonl", ".jsonl"
	case "html":
		return "text/html; charset=utf-8", ".html"
	case "markdown":
		return "text/markdown; charset=utf-8", ".md"
	case "junit":
		return "application/xml", ".xml"
	case "csv":
		return "text/csv; charset=utf-8", ".csv"
	case "bibtex":
		return "application/x-bibtex; charset=utf-8", ".bib"
	case "ris":
		return "application/x-research-info-systems; charset=utf-8", ".ris"
	}
	return "text/plain; charset=utf-8", ".txt"
}
