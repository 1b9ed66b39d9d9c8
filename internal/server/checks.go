package server

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// Check is a check as the API shows it.
type Check struct {
	ID      string       `json:"id" doc:"Whoever knows it can see the check, unless that was made with a token."`
	Owner   string       `json:"owner,omitempty" doc:"The id of the token that it was made with."`
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
		ID: c.ID, Owner: c.Owner, Name: c.Name, Format: c.Format, State: c.State, CreatedAt: c.CreatedAt, ExpiresAt: c.ExpiresAt,
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

// Checks are a page of checks.
type Checks struct {
	Checks []Check `json:"checks" doc:"The newest first."`
	Next   string  `json:"next,omitempty" doc:"What after is for the next page; missing on the last one."`
}

type checksOutput struct{ Body Checks }

// listInput asks for some of a token's checks.
type listInput struct {
	Owner string `query:"owner" maxLength:"100" doc:"For admins: * lists the checks of all, those made without a token too; the id of a token those made with it."`
	After string `query:"after" maxLength:"100" doc:"What next was on the page before."`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
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
		DefaultStatus: http.StatusCreated, MaxBodyBytes: s.MaxUpload + bodyOverhead, BodyReadTimeout: s.longest,
		RequestBody: bibliographyBody(api), SkipValidateBody: true, Errors: []int{400, 408, 413, 415, 422, 429, 503},
	}, s.create)
	huma.Register(api, huma.Operation{
		OperationID: "list-checks", Method: http.MethodGet, Path: "/v1/checks", Tags: []string{"checks"},
		Summary: "The checks made with the token, in pages", Description: "Without a token there is no list: such checks belong to whoever knows their id.",
		Errors: []int{401, 403, 422, 503},
	}, s.list)
	huma.Register(api, huma.Operation{
		OperationID: "get-check", Method: http.MethodGet, Path: "/v1/checks/{id}", Tags: []string{"checks"},
		Summary: "How far a check has come", Errors: []int{404, 503},
	}, s.get)
	huma.Register(api, huma.Operation{
		OperationID: "cancel-check", Method: http.MethodPost, Path: "/v1/checks/{id}/cancel", Tags: []string{"checks"},
		Summary: "End a check", Description: "What is decided stays. A check that is over stays as it is.", Errors: []int{404, 503},
	}, s.cancel)
	huma.Register(api, huma.Operation{
		OperationID: "retry-check", Method: http.MethodPost, Path: "/v1/checks/{id}/retry", Tags: []string{"checks"},
		Summary:     "Look unchecked references up again",
		Description: "For a check that is over: references of which a registry did not answer, or that were not looked at because the check was cancelled, are looked up again, and come as further events. Any other check stays as it is.",
		Errors:      []int{404, 429, 503},
	}, s.retry)
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
	out, err := s.answer(ctx, c, err)
	if err != nil {
		return nil, err
	}
	out.Location = "/v1/checks/" + c.ID
	return out, nil
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
	doc.References = nil // cited says it all, and a long list takes memory
	problems := []byte("[]")
	if len(doc.Problems) > 0 {
		if problems, err = json.Marshal(doc.Problems); err != nil {
			return checks.Check{}, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, s.longest) // a long list takes long to be kept, too
	defer cancel()
	by := visitorOf(ctx)
	c, _, err := s.Checks.Create(ctx, checks.Draft{
		Owner: by.owner, Caller: by.caller, Charge: func(ctx context.Context, tx *sql.Tx) error {
			return s.Callers.ChargeWith(ctx, tx, by.caller, by.quota, len(cited))
		},
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

func (s *Server) list(ctx context.Context, in *listInput) (*checksOutput, error) {
	by := visitorOf(ctx)
	owner := cmp.Or(in.Owner, by.owner)
	switch {
	case by.owner == "":
		return nil, s.problem(ctx, errNoToken)
	case owner != by.owner && by.role != tokens.Admin:
		return nil, huma.Error403Forbidden("only a token of the role admin lists the checks of others; leave owner out")
	}
	behind, err := readCursor(in.After)
	if err != nil {
		return nil, err
	}
	list, err := s.Checks.List(ctx, owner, behind, in.Limit+1)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	out := Checks{Checks: []Check{}}
	if len(list) > in.Limit {
		list = list[:in.Limit]
		out.Next = writeCursor(list[in.Limit-1])
	}
	for _, c := range list {
		shown, err := newCheck(c)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		out.Checks = append(out.Checks, shown)
	}
	return &checksOutput{out}, nil
}

// writeCursor returns the place behind a check in a list of them: the milliseconds of its making, and its id.
func writeCursor(c checks.Check) string { return fmt.Sprintf("%d-%s", c.CreatedAt.UnixMilli(), c.ID) }

// readCursor reads such a place; "" is before all.
func readCursor(text string) (checks.Cursor, error) {
	if text == "" {
		return checks.Cursor{}, nil
	}
	made, id, _ := strings.Cut(text, "-")
	millis, err := strconv.ParseInt(made, 10, 64)
	if err != nil {
		return checks.Cursor{}, huma.Error422UnprocessableEntity("after is what next was on the page before, or is left out")
	}
	return checks.Cursor{CreatedAt: time.UnixMilli(millis), ID: id}, nil
}

func (s *Server) get(ctx context.Context, in *IDInput) (*checkOutput, error) {
	c, err := s.visible(ctx, in.ID)
	return s.answer(ctx, c, err)
}

func (s *Server) cancel(ctx context.Context, in *IDInput) (*checkOutput, error) {
	c, err := s.visible(ctx, in.ID)
	if err == nil {
		c, err = s.Checks.Cancel(ctx, c.ID)
	}
	return s.answer(ctx, c, err)
}

// retry counts as a check for the rate, and takes nothing of the quota: what is put back was counted when it was
// handed in.
func (s *Server) retry(ctx context.Context, in *IDInput) (*checkOutput, error) {
	c, err := s.visible(ctx, in.ID)
	if err == nil {
		err = s.allow(ctx, "check")
	}
	if err == nil {
		c, err = s.Checks.Retry(ctx, c.ID)
	}
	return s.answer(ctx, c, err)
}

// answer shows a check, or why there is none.
func (s *Server) answer(ctx context.Context, c checks.Check, err error) (*checkOutput, error) {
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
	c, err := s.visible(ctx, in.ID)
	if err == nil {
		err = s.Checks.Delete(ctx, c.ID)
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return nil, nil //nolint:nilnil // huma answers 204 to no output
}
