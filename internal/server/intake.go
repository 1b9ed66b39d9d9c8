package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/document"
)

// longestTurn is how long a bibliography waits for its turn to be read.
const longestTurn = 30 * time.Second

// pastedName is the name of a bibliography that was pasted.
const pastedName = "references.txt"

// upload is a bibliography as it was sent.
type upload struct {
	name string // of the file, without folders
	as   string // the format, or "auto"
	data []byte
}

// bibliographyInput is a request with a bibliography.
type bibliographyInput struct {
	ContentType string `header:"Content-Type"`
	RawBody     []byte
}

// submission is the JSON in which a bibliography may be sent: one of Text and CSL.
type submission struct {
	Text string          `json:"text,omitempty" doc:"The bibliography as text: pasted references, BibTeX, RIS …"`
	CSL  json.RawMessage `json:"csl,omitempty" doc:"The bibliography as CSL-JSON: one item, or an array of items."`
	Name string          `json:"name,omitempty" doc:"The name of the file, for places and messages."`
	As   string          `json:"as,omitempty" doc:"The format, if it is not to be found out; see /v1/formats." example:"bibtex"`
}

// readUpload takes a bibliography out of a body: JSON (submission), a form with a file or a text, or the
// file itself under its own content type.
func readUpload(contentType string, body []byte) (upload, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if contentType == "" || err != nil {
		return upload{}, huma.Error415UnsupportedMediaType("say by Content-Type what the body is: application/json, multipart/form-data or text/plain")
	}
	switch kind {
	case "application/json":
		return readJSON(body)
	case "multipart/form-data":
		return readForm(body, params["boundary"])
	case "application/x-www-form-urlencoded":
		return upload{}, huma.Error415UnsupportedMediaType("send the text as application/json, multipart/form-data or text/plain")
	case "application/vnd.citationstyles.csl+json":
		return upload{"references.json", "csl-json", body}, nil
	}
	return upload{"references", "auto", body}, nil
}

func readJSON(body []byte) (upload, error) {
	var s submission
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return upload{}, huma.Error400BadRequest("the body is not the JSON that is expected here: " + err.Error())
	}
	switch {
	case (s.Text == "") == (s.CSL == nil):
		return upload{}, huma.Error422UnprocessableEntity(`send the bibliography as one of "text" and "csl"`)
	case s.CSL != nil:
		return upload{named(s.Name, "references.json"), "csl-json", s.CSL}, nil
	}
	return upload{named(s.Name, pastedName), format(s.As), []byte(s.Text)}, nil
}

// readForm takes the file or the text out of a form. An empty file field is what a browser sends for none.
func readForm(body []byte, boundary string) (upload, error) {
	u := upload{as: "auto"}
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var value []byte
		if err == nil {
			value, err = io.ReadAll(part)
		}
		if err != nil {
			return upload{}, huma.Error400BadRequest("the form is broken: " + err.Error())
		}
		switch part.FormName() {
		case "file":
			if len(value) > 0 {
				u.name, u.data = named(part.FileName(), "references"), value
			}
		case "text":
			if u.data == nil && len(bytes.TrimSpace(value)) > 0 {
				u.name, u.data = pastedName, value
			}
		case "as":
			u.as = format(string(value))
		default:
			return upload{}, huma.Error422UnprocessableEntity(fmt.Sprintf("the form has a field %q; it takes file, text and as", part.FormName()))
		}
	}
	if u.data == nil {
		return upload{}, huma.Error422UnprocessableEntity("the form holds no references: send them as a file in the field file, or in the field text")
	}
	return u, nil
}

// named returns the last element of a file's name, or another name where there is none.
func named(name, other string) string {
	name = path.Base(strings.ReplaceAll(strings.Map(printable, name), `\`, "/"))
	if name == "." || name == "/" {
		return other
	}
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[:longestName])
	}
	return name
}

// longestName is how many letters of a file's name are kept.
const longestName = 200

// printable drops what a name shows nothing for; PostgreSQL does not keep all of it either.
func printable(r rune) rune {
	if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
		return -1
	}
	return r
}

func format(as string) string {
	if as = strings.TrimSpace(as); as != "" {
		return as
	}
	return "auto"
}

// readSent reads the bibliography of a request.
func (s *Server) readSent(ctx context.Context, in *bibliographyInput) (document.Document, error) {
	u, err := readUpload(in.ContentType, in.RawBody)
	if err != nil {
		return document.Document{}, err
	}
	return s.read(ctx, u)
}

// read reads a bibliography within the bounds of the Reader. Each waits for its turn.
func (s *Server) read(ctx context.Context, u upload) (document.Document, error) {
	if int64(len(u.data)) > s.MaxUpload {
		return document.Document{}, huma.Error413RequestEntityTooLarge(fmt.Sprintf("the bibliography is larger than %d bytes; split it", s.MaxUpload))
	}
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return document.Document{}, ctx.Err()
	case <-time.After(longestTurn):
		return document.Document{}, huma.ErrorWithHeaders(huma.Error503ServiceUnavailable("many bibliographies are being read; try again in a while"),
			http.Header{"Retry-After": {"10"}})
	}
	doc, err := s.Reader.Read(ctx, u.name, u.data, u.as)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return doc, huma.Error422UnprocessableEntity(fmt.Sprintf("the file takes longer than %v to read; split it, or paste its reference list as text", s.longest))
	case err == nil && len(doc.References) > s.MaxReferences:
		return doc, huma.Error413RequestEntityTooLarge(fmt.Sprintf("the bibliography holds %d references, and %d is the most; split it", len(doc.References), s.MaxReferences))
	}
	return doc, err
}
