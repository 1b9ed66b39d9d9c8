package server

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// described holds every answer of a server against the server's own description.
type described struct {
	*Server
	t testing.TB

	mu       sync.Mutex
	document map[string]any
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by their place in the description
}

const descriptionURL = "https://refcheck.test/openapi.json"

func newDescribed(t testing.TB, s *Server) *described {
	t.Helper()
	answer := httptest.NewRecorder()
	s.mux.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/openapi.json", nil))
	document, err := jsonschema.UnmarshalJSON(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	d := &described{Server: s, t: t, document: document.(map[string]any), compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	if err := d.compiler.AddResource(descriptionURL, document); err != nil {
		t.Fatal(err)
	}
	return d
}

// ServeHTTP answers as the server does, and looks at the answer.
func (d *described) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := &answered{ResponseWriter: w, status: http.StatusOK}
	d.Server.ServeHTTP(answer, r)
	if err := d.check(r, answer); err != nil {
		d.t.Errorf("%s %s answers %d %s, which is not as described: %v\n%.2000s",
			r.Method, r.URL.Path, answer.status, w.Header().Get("Content-Type"), err, answer.body.String())
	}
}

// answered keeps what is answered.
type answered struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answered) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answered) Write(data []byte) (int, error) {
	if kind := a.Header().Get("Content-Type"); strings.Contains(kind, "json") || kind == "text/event-stream" {
		a.body.Write(data)
	}
	return a.ResponseWriter.Write(data)
}

// check says in what an answer is not as the description has it.
func (d *described) check(r *http.Request, a *answered) error {
	where, operation := d.operation(r)
	if operation == nil {
		return nil
	}
	status := fmt.Sprint(a.status)
	response, ok := operation["responses"].(map[string]any)[status].(map[string]any)
	if !ok {
		return fmt.Errorf("there is no status %s", status)
	}
	kind := a.Header().Get("Content-Type")
	content, _ := response["content"].(map[string]any)
	if _, ok := content[kind]; !ok {
		if content == nil && a.body.Len() == 0 {
			return nil
		}
		return fmt.Errorf("the content types are %q", slices.Collect(maps.Keys(content)))
	}
	if kind == "text/event-stream" {
		return d.checkEvents(a.body.String())
	}
	if kind != "application/json" && kind != "application/problem+json" {
		return nil
	}
	if content[kind].(map[string]any)["schema"] == nil { // one of several forms of JSON
		return nil
	}
	return d.validate(where+"/responses/"+status+"/content/"+pointer(kind)+"/schema", a.body.String())
}

// checkEvents holds each event against the schema that the operation's description names.
func (d *described) checkEvents(stream string) error {
	for part := range strings.SplitSeq(stream, "\n\n") {
		_, event, _ := strings.Cut(part, "event: ")
		name, data, ok := strings.Cut(event, "\ndata: ")
		if !ok {
			continue
		}
		schema := "Check"
		if name == "reference" {
			schema = "ReportReference"
		}
		if err := d.validate("/components/schemas/"+schema, data); err != nil {
			return err
		}
	}
	return nil
}

// validate holds a JSON against the schema at a place.
func (d *described) validate(place, text string) error {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.schemas[place] == nil {
		if d.schemas[place], err = d.compiler.Compile(descriptionURL + "#" + place); err != nil {
			return err
		}
	}
	return d.schemas[place].Validate(value)
}

var parameter = regexp.MustCompile(`\\{\w+\\}`)

// operation returns the operation that a request is for, and its place.
func (d *described) operation(r *http.Request) (string, map[string]any) {
	for path, operations := range d.document["paths"].(map[string]any) {
		if matched, _ := regexp.MatchString("^"+parameter.ReplaceAllString(regexp.QuoteMeta(path), `[^/]+`)+"$", r.URL.Path); matched {
			method := strings.ToLower(r.Method)
			operation, _ := operations.(map[string]any)[method].(map[string]any)
			return "/paths/" + pointer(path) + "/" + method, operation
		}
	}
	return "", nil
}

// pointer writes a key as JSON pointers have it.
func pointer(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key)
}

// The service describes itself in OpenAPI 3.1: every operation with a name, a summary and the errors that it
// can end in, and every one of them answers as described. (So do all answers in the tests of this package.)
func TestOpenAPI(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	var c, other Check
	s.read(t, "POST", "/v1/checks", "text/plain", wrongBib, http.StatusCreated, &c)
	s.read(t, "POST", "/v1/checks", "text/plain", bib(1), http.StatusCreated, &other)
	s.over(t, c.ID)
	asked := map[string]bool{}
	for _, tt := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/v1/checks", bib(1), 201},
		{"GET", "/v1/checks", "", 401},
		{"GET", "/v1/checks/" + c.ID, "", 200},
		{"GET", "/v1/checks/" + c.ID + "/references", "", 200},
		{"GET", "/v1/checks/" + c.ID + "/events", "", 200},
		{"GET", "/v1/checks/" + c.ID + "/report", "", 200},
		{"GET", "/v1/checks/" + c.ID + "/corrected", "", 200},
		{"POST", "/v1/checks/" + c.ID + "/cancel", "", 200},
		{"POST", "/v1/checks/" + c.ID + "/retry", "", 200},
		{"DELETE", "/v1/checks/" + other.ID, "", 204},
		{"POST", "/v1/verify", bib(1), 200},
		{"POST", "/v1/parse", "1. Doe J. On the counting of sheep. J Sheep. 2001;4:1-9.", 200},
		{"GET", "/v1/formats", "", 200},
	} {
		contentType := ""
		if tt.body != "" {
			contentType = "text/plain"
		}
		resp, text := s.send(t, tt.method, tt.path, contentType, tt.body) // newDescribed looks at the answer
		if resp.StatusCode != tt.status {
			t.Errorf("%s %s: %s: %s", tt.method, tt.path, resp.Status, text)
		}
		_, operation := s.described.operation(resp.Request)
		asked[fmt.Sprint(operation["operationId"])] = true
	}
	if version := s.described.document["openapi"]; !strings.HasPrefix(fmt.Sprint(version), "3.1.") {
		t.Errorf("OpenAPI %v", version)
	}
	for path, operations := range s.described.document["paths"].(map[string]any) {
		for method, o := range operations.(map[string]any) {
			operation := o.(map[string]any)
			if !asked[fmt.Sprint(operation["operationId"])] {
				t.Errorf("no test asks %s %s", method, path)
			}
			errs := []string{"401", "500", "503"}
			if strings.Contains(path, "{id}") {
				errs = append(errs, "404")
			}
			if method != "get" {
				errs = append(errs, "403")
			}
			for _, status := range errs {
				if operation["responses"].(map[string]any)[status] == nil {
					t.Errorf("%s %s has no error %s", method, path, status)
				}
			}
			if operation["summary"] == nil || operation["tags"] == nil {
				t.Errorf("%s %s has no summary or no tag", method, path)
			}
		}
	}
}
