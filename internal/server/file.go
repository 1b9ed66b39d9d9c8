package server

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/refcheck/refcheck/internal/store/checks"
)

// fileOutput answers with a file.
type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        func(huma.Context)
}

// inMemory is how many references may be in memory at once for the sake of files that are made as a whole: a
// page of HTML takes 15 kB for each.
const inMemory = 20_000

// hold waits until all references of a check may be in memory, up to the call of release.
func (s *Server) hold(ctx context.Context, c checks.Check) (release func(), err error) {
	n := int64(min(c.Total, inMemory))
	if err := s.memory.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return func() { s.memory.Release(n) }, nil
}

// file returns a file that is there as a whole.
func file(contentType, name string, data []byte) *fileOutput {
	return newFile(contentType, name, func(response huma.Context) { _, _ = response.BodyWriter().Write(data) })
}

// streamed returns a file that is written while it is being sent. If that fails, the connection is broken off: so
// the client knows that the file is not whole.
func (s *Server) streamed(contentType, name string, write func(io.Writer) error) *fileOutput {
	return newFile(contentType, name, func(response huma.Context) {
		_, w := humago.Unwrap(response)
		if err := write(&patient{w, http.NewResponseController(w)}); err != nil {
			if response.Context().Err() == nil {
				s.Log.Warn("a file broke off", "error", err)
			}
			panic(http.ErrAbortHandler)
		}
	})
}

func newFile(contentType, name string, body func(huma.Context)) *fileOutput {
	return &fileOutput{contentType, attachment(name), body}
}

// attachment says that a browser is to save what comes, and under which name.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// patient gives a client time for each part of a long answer, instead of one time for all of it.
type patient struct {
	w       io.Writer
	control *http.ResponseController
}

// Write writes one part.
func (p *patient) Write(part []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(patience)) // where that cannot be set, there is none
	return p.w.Write(part)
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
