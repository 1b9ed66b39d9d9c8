package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// Check is a check as the API shows it.
type Check struct {
	ID      string       `json:"id" doc:"Whoever knows it can see the check, unless that was made with a token."`
	Name    string       `json:"name" doc:"Of the file."`
	Format  string       `json:"format" doc:"As which the file was read."`
	State   checks.State `json:"state" enum:"queued,running,done,cancelled"`
	Summary Summary      `json:"summary" doc:"The verdicts so far."`
	// Problems are those of the file itself.
	Problems   []biblio.Problem `json:"problems" doc:"What is wrong with the file itself, and did not keep the rest from being read."`
	CreatedAt  time.Time        `json:"created_at"`
	FinishedAt *time.Time       `json:"finished_at,omitempty"`
	ExpiresAt  time.Time        `json:"expires_at" doc:"When the check will be deleted."`
}

// Summary counts the references of a check.
type Summary struct {
	check.Summary
	Decided int `json:"decided" doc:"How many of them have a verdict."`
}

// newCheck returns a check as the API shows it.
func newCheck(c checks.Check) (Check, error) {
	shown := Check{
		ID: c.ID, Name: c.Name, Format: c.Format, State: c.State, CreatedAt: c.CreatedAt, ExpiresAt: c.ExpiresAt,
		Summary: Summary{check.Summary{
			Total: c.Total, Verified: c.Verified, Mismatched: c.Mismatched, NotFound: c.NotFound, Unchecked: c.Unchecked, Retracted: c.Retracted,
		}, c.Decided},
	}
	if !c.FinishedAt.IsZero() {
		shown.FinishedAt = &c.FinishedAt
	}
	if err := json.Unmarshal(c.Problems, &shown.Problems); err != nil {
		return Check{}, fmt.Errorf("reading the problems of a check: %w", err)
	}
	return shown, nil
}

// checkOutput answers with a check.
type checkOutput struct {
	Location string `header:"Location"`
	Body     Check
}

// IDInput names a check.
type IDInput struct {
	ID string `path:"id" maxLength:"64"`
}

// createInput is a request for a check.
type createInput struct {
	ContentType string `header:"Content-Type"`
	Key         string `header:"Idempotency-Key" maxLength:"200" doc:"A request that comes again with the same key makes no second check."`
	RawBody     []byte
}

// addChecks adds the operations on checks as a whole.
func (s *Server) addChecks(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "create-check", Method: http.MethodPost, Path: "/v1/checks", Tags: []string{"checks"},
		Summary:       "Check a bibliography",
		Description:   "Takes a bibliography as JSON, as a form with a file, or as the file itself; reads it, and answers while its references are being looked up.",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: s.MaxUpload + bodyOverhead, BodyReadTimeout: longestReading,
		RequestBody: bibliographyBody(api), SkipValidateBody: true, Errors: []int{400, 408, 413, 415, 422, 429, 503},
	}, s.create)
	huma.Register(api, huma.Operation{
		OperationID: "get-check", Method: http.MethodGet, Path: "/v1/checks/{id}", Tags: []string{"checks"},
		Summary: "How far a check has come", Errors: []int{404, 503},
	}, s.get)
	huma.Register(api, huma.Operation{
		OperationID: "cancel-check", Method: http.MethodPost, Path: "/v1/checks/{id}/cancel", Tags: []string{"checks"},
		Summary: "End a check", Description: "What is decided stays. A check that is over stays as it is.", Errors: []int{404, 503},
	}, s.cancel)
	huma.Register(api, huma.Operation{
		OperationID: "delete-check", Method: http.MethodDelete, Path: "/v1/checks/{id}", Tags: []string{"checks"},
		Summary: "Delete a check and all that belongs to it", Errors: []int{404, 503},
	}, s.remove)
}

// bodyOverhead is how much more than the bibliography a body may hold: the form or the JSON around it.
const bodyOverhead = 1 << 20

// bibliographyBody describes the ways to send a bibliography.
func bibliographyBody(api huma.API) *huma.RequestBody {
	text := &huma.Schema{Type: "string"}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: huma.SchemaFromType(api.OpenAPI().Components.Schemas, reflect.TypeFor[submission]())},
		"multipart/form-data": {Schema: &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{
			"file": {Type: "string", Format: "binary"}, "text": text, "as": text,
		}}},
		"text/plain":               {Schema: text},
		"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}},
	}}
}

func (s *Server) create(ctx context.Context, in *createInput) (*checkOutput, error) {
	u, err := readUpload(in.ContentType, in.RawBody)
	if err != nil {
		return nil, err
	}
	c, err := s.submit(ctx, u, in.Key)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	shown, err := newCheck(c)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &checkOutput{"/v1/checks/" + c.ID, shown}, nil
}

// submit reads a bibliography and makes a check of it.
func (s *Server) submit(ctx context.Context, u upload, key string) (checks.Check, error) {
	doc, err := s.read(ctx, u)
	if err != nil {
		return checks.Check{}, err
	}
	cited, err := jobs.Cited(doc.References)
	if err != nil {
		return checks.Check{}, err
	}
	problems := []byte("[]")
	if len(doc.Problems) > 0 {
		if problems, err = json.Marshal(doc.Problems); err != nil {
			return checks.Check{}, err
		}
	}
	c, _, err := s.Checks.Create(ctx, checks.Draft{
		Name: u.name, Format: doc.Format, Source: u.data, Problems: problems, Cited: cited, Keep: s.Keep,
		Key: key, Digest: u.digest(),
	})
	return c, err
}

// digest names the content of an upload.
func (u upload) digest() string {
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%q %q ", u.name, u.as)
	_, _ = sum.Write(u.data)
	return hex.EncodeToString(sum.Sum(nil))
}

func (s *Server) get(ctx context.Context, in *IDInput) (*checkOutput, error) {
	return s.answer(ctx, in.ID, s.Checks.Get)
}

func (s *Server) cancel(ctx context.Context, in *IDInput) (*checkOutput, error) {
	return s.answer(ctx, in.ID, s.Checks.Cancel)
}

// answer shows the check that do returns.
func (s *Server) answer(ctx context.Context, id string, do func(context.Context, string) (checks.Check, error)) (*checkOutput, error) {
	c, err := do(ctx, id)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	shown, err := newCheck(c)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &checkOutput{Body: shown}, nil
}

func (s *Server) remove(ctx context.Context, in *IDInput) (*struct{}, error) {
	if err := s.Checks.Delete(ctx, in.ID); err != nil {
		return nil, s.problem(ctx, err)
	}
	return nil, nil //nolint:nilnil // huma answers 204 to no output
}
