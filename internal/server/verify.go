package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/report"
)

// longestVerify bounds how long one reference is looked up while the client waits.
const longestVerify = 45 * time.Second

type verifyOutput struct{ Body report.Reference }

// addVerify adds the check of one reference while the client waits.
func (s *Server) addVerify(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "verify", Method: http.MethodPost, Path: "/v1/verify", Tags: []string{"results"},
		Summary: "Check one reference and wait for its verdict", RequestBody: bibliographyBody(api), SkipValidateBody: true, MaxBodyBytes: bodyOverhead,
		Errors: []int{400, 408, 413, 415, 422, 429},
	}, s.verify)
}

func (s *Server) verify(ctx context.Context, in *bibliographyInput) (*verifyOutput, error) {
	doc, err := s.readSent(ctx, in)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	if len(doc.References) != 1 {
		return nil, huma.Error422UnprocessableEntity("this looks like more than one reference; POST /v1/checks takes lists")
	}
	if err := s.charge(ctx, 1); err != nil {
		return nil, s.problem(ctx, err)
	}
	checker := check.New(check.Options{Registries: s.Registries, Timeout: longestVerify, Now: s.Now, Contain: true})
	var results collected
	_, err = checker.Run(ctx, doc.References, &results)
	if p, ok := errors.AsType[*registry.Panic](err); ok {
		panic(p) // which is answered as any other
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &verifyOutput{report.NewReference(results[0])}, nil
}

// charge takes n references of the visitor's quota.
func (s *Server) charge(ctx context.Context, n int) error {
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	by := visitorOf(ctx)
	return s.Callers.Charge(ctx, by.caller, by.quota, n)
}

// collected takes the results of a run.
type collected []check.Result

var _ check.Handler = (*collected)(nil)

// Handle takes one event.
func (c *collected) Handle(e check.Event) error {
	if e.Result != nil {
		*c = append(*c, *e.Result)
	}
	return nil
}
