package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/report"
)

// Parsed is a bibliography as it was read.
type Parsed struct {
	Format     string           `json:"format" doc:"As which the file was read."`
	References []report.Parsed  `json:"references"`
	Problems   []biblio.Problem `json:"problems" doc:"What is wrong with the file itself, and did not keep the rest from being read."`
}

type parsedOutput struct{ Body Parsed }

// Formats are what can be handed in and what is given back.
type Formats struct {
	Read          []ReadFormat    `json:"read" doc:"The formats of bibliographies, for \"as\"; \"auto\" finds out which it is."`
	Report        []WrittenFormat `json:"report" doc:"The formats of reports."`
	Corrected     []WrittenFormat `json:"corrected" doc:"The formats of corrected bibliographies."`
	MaxBytes      int64           `json:"max_bytes" doc:"How large a bibliography may be."`
	MaxReferences int             `json:"max_references" doc:"How many references it may hold."`
}

// ReadFormat is a format of bibliographies.
type ReadFormat struct {
	Name       string   `json:"name"`
	Extensions []string `json:"extensions" doc:"The endings of its files' names."`
}

// WrittenFormat is a format of what is downloaded.
type WrittenFormat struct {
	Name        string `json:"name"`
	ContentType string `json:"content_type"`
}

type formatsOutput struct{ Body Formats }

// addParse adds what tells how bibliographies are read.
func (s *Server) addParse(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "parse", Method: http.MethodPost, Path: "/v1/parse", Tags: []string{"reading"},
		Summary:      "Read a bibliography, and ask nobody about it",
		Description:  "Takes what /v1/checks takes, and answers how it was read: each reference with its fields and its place.",
		MaxBodyBytes: s.MaxUpload + bodyOverhead, BodyReadTimeout: s.longest,
		RequestBody: bibliographyBody(api), SkipValidateBody: true, Errors: []int{400, 408, 413, 415, 422, 429, 503},
	}, s.parse)
	huma.Register(api, huma.Operation{
		OperationID: "list-formats", Method: http.MethodGet, Path: "/v1/formats", Tags: []string{"reading"},
		Summary: "What can be read and written, and how much", Errors: []int{500},
	}, s.formats)
}

func (s *Server) parse(ctx context.Context, in *bibliographyInput) (*parsedOutput, error) {
	doc, err := s.readSent(ctx, in)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	out := Parsed{doc.Format, make([]report.Parsed, len(doc.References)), append([]biblio.Problem{}, doc.Problems...)}
	for i, r := range doc.References {
		out.References[i] = report.NewParsed(r)
	}
	return &parsedOutput{out}, nil
}

func (s *Server) formats(context.Context, *struct{}) (*formatsOutput, error) {
	out := Formats{MaxBytes: s.MaxUpload, MaxReferences: s.MaxReferences}
	for _, name := range document.Formats() {
		out.Read = append(out.Read, ReadFormat{name, document.Extensions(name)})
	}
	out.Report, out.Corrected = written(report.Formats()), written(correctedFormats)
	return &formatsOutput{out}, nil
}

func written(names []string) []WrittenFormat {
	all := make([]WrittenFormat, len(names))
	for i, name := range names {
		kind, _ := media(name)
		all[i] = WrittenFormat{name, kind}
	}
	return all
}
