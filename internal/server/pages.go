package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/server/page"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// pagePolicy lets pages load the service's own files, talk to it, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// apiPolicy is for what is no page: browsers do nothing with it.
const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

// secure answers with the headers that every answer has, and refuses what a page of somebody else made a browser send. The
// address of a check is a secret, so that no other site is told it. (To the service itself it is told:
// without any referrer browsers name no origin either, by which a form from here is known.)
func (s *Server) secure(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", apiPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if err := protection.Check(r); err != nil {
			s.deny(w, r, huma.Error403Forbidden("this was sent by a page of another site, so it is refused; send it from here, or by a program"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// addPages adds the pages for people. What a form does is answered by a redirect (303).
func (s *Server) addPages() {
	for pattern, handle := range map[string]func(*visit) error{
		"GET /{$}":                    (*visit).start,
		"POST /checks":                (*visit).handIn,
		"GET /checks/{id}":            (*visit).check,
		"POST /checks/{id}/cancel":    (*visit).cancel,
		"POST /checks/{id}/retry":     (*visit).retry,
		"POST /checks/{id}/delete":    (*visit).remove,
		"POST /checks/{id}/corrected": (*visit).corrected,
		"GET /session":                (*visit).login,
		"POST /session":               (*visit).signIn,
		"POST /session/end":           (*visit).signOut,
	} {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			v := s.visit(w, r)
			if err := handle(v); err != nil {
				v.fail(r.Context(), err)
			}
		})
	}
	s.mux.HandleFunc("GET /assets/{folder}/{name}", s.pages.ServeAsset)
}

// visit is one request for a page.
type visit struct {
	*Server
	w        http.ResponseWriter
	r        *http.Request
	language *page.Language
	signedIn bool
}

// visit begins to answer a request with a page.
func (s *Server) visit(w http.ResponseWriter, r *http.Request) *visit {
	w.Header().Set("Content-Security-Policy", pagePolicy)
	w.Header().Set("Cache-Control", "no-store")
	return &visit{Server: s, w: w, r: r, language: s.pages.Language(w, r), signedIn: visitorOf(r.Context()).owner != ""}
}

// frame is what the page has around its content. What is done to a check has no page: it is told on that of the check.
func (v *visit) frame() page.Frame {
	path := v.r.URL.Path
	if id := v.r.PathValue("id"); id != "" {
		path = "/checks/" + id
	}
	return page.Frame{Path: path, SignedIn: v.signedIn}
}

// render answers with a page.
func (v *visit) render(status int, name, part string, view any) error {
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	return v.pages.Render(v.w, v.language, name, part, view)
}

// start shows the page on which a bibliography is handed in, to those who may.
func (v *visit) start() error {
	if v.NoAnonymous && !v.signedIn {
		return v.login()
	}
	view := v.newStart()
	view.Gone = v.r.URL.Query().Has("gone")
	return v.render(http.StatusOK, "start", "", view)
}

func (v *visit) newStart() page.Start {
	frame := v.frame()
	frame.Path = "/"
	return page.Start{
		Frame: frame, As: "auto", Formats: document.Formats(),
		MaxBytes: v.MaxUpload, MaxReferences: v.MaxReferences, Keep: v.Keep,
	}
}

// handIn makes a check of what a form holds.
func (v *visit) handIn() error {
	// A browser shows no answer before it has sent everything, so that a long form gets some time.
	_ = http.NewResponseController(v.w).SetReadDeadline(v.Now().Add(v.longest))
	body, err := io.ReadAll(http.MaxBytesReader(v.w, v.r.Body, v.MaxUpload+bodyOverhead))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			err = huma.Error413RequestEntityTooLarge("")
		}
		return v.refuse(upload{}, err)
	}
	u, err := readUpload(v.r.Header.Get("Content-Type"), body)
	if err != nil {
		return v.refuse(u, err)
	}
	c, err := v.submit(v.r.Context(), u, "")
	if err != nil {
		return v.refuse(u, err)
	}
	return v.to("/checks/" + c.ID)
}

// to sends the browser to another page.
func (v *visit) to(address string) error {
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
	return nil
}

// refuse shows the first page again, with what was pasted and why it could not be read.
func (v *visit) refuse(u upload, err error) error {
	status, failure := v.failure(v.r.Context(), err)
	if failure.Key == "failed.other" {
		failure.Key = "failed.unreadable"
	}
	view := v.newStart()
	view.Failure, view.As = &failure, u.as
	if u.name == pastedName {
		view.Text = string(u.data)
	}
	return v.render(status, "start", "", view)
}

// fail shows that a request failed, or asks for the token that it needs.
func (v *visit) fail(ctx context.Context, err error) {
	status, failure := v.failure(ctx, err)
	failure.Frame = v.frame()
	failure.OfCheck = v.r.Method == http.MethodPost && v.r.PathValue("id") != "" && status != http.StatusNotFound
	if status == http.StatusUnauthorized {
		err = v.renderLogin(status, errors.Is(err, tokens.ErrUnknown))
	} else {
		err = v.render(status, "failure", "", failure)
	}
	if err != nil {
		v.Log.Error("a page could not be shown", "error", err)
	}
}

// failure says of an error what a page says of it, and with which status.
func (v *visit) failure(ctx context.Context, err error) (int, page.Failure) {
	err = v.problem(ctx, err)
	if h, ok := errors.AsType[huma.HeadersError](err); ok {
		for name, values := range h.GetHeaders() {
			v.w.Header()[name] = values
		}
	}
	told, ok := errors.AsType[*huma.ErrorModel](err)
	if !ok {
		return http.StatusInternalServerError, page.Failure{Key: "failed.other"}
	}
	f := page.Failure{Key: "failed.other", Detail: told.Detail}
	for _, d := range told.Errors {
		f.Hints = append(f.Hints, d.Message)
	}
	switch told.Status {
	case http.StatusNotFound, http.StatusRequestEntityTooLarge, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		f.Key = "failed." + strconv.Itoa(told.Status)
		if told.Status == http.StatusNotFound || told.Status == http.StatusServiceUnavailable {
			f.Detail = ""
		}
	}
	return told.Status, f
}

// cancel ends a check.
func (v *visit) cancel() error {
	c, err := v.visible(v.r.Context(), v.r.PathValue("id"))
	if err == nil {
		c, err = v.Checks.Cancel(v.r.Context(), c.ID)
	}
	if err != nil {
		return err
	}
	return v.to("/checks/" + c.ID)
}

// retry puts the references of a check back to work that could not be checked.
func (v *visit) retry() error {
	c, err := v.Server.retry(v.r.Context(), &IDInput{v.r.PathValue("id")})
	if err != nil {
		return err
	}
	return v.to("/checks/" + c.Body.ID)
}

// remove deletes a check.
func (v *visit) remove() error {
	c, err := v.visible(v.r.Context(), v.r.PathValue("id"))
	if err == nil {
		err = v.Checks.Delete(v.r.Context(), c.ID)
	}
	if err != nil {
		return err
	}
	return v.to("/?gone")
}

// check shows a check, or a part of its page for the module that keeps it up to date: the list, the charts, or
// the entries that are named.
func (v *visit) check() error {
	ctx := v.r.Context()
	c, err := v.visible(ctx, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	shown, err := newCheck(c)
	if err != nil {
		return err
	}
	asked := v.r.URL.Query()
	view := page.Check{
		Frame: v.frame(), ID: c.ID, Name: c.Name, Format: c.Format, State: string(c.State), Running: !c.State.Over(), Pasted: c.Name == pastedName, Private: c.Owner != "",
		Summary: shown.Summary.Summary, Decided: c.Decided, Last: c.Last, Problems: shown.Problems, ExpiresAt: c.ExpiresAt,
		Reports: report.Formats(), Formats: correctedFormats,
	}
	if c.State.Over() { // what was never looked at is shown as unchecked
		view.Summary.Unchecked += c.Total - c.Decided
	}
	part := asked.Get("part")
	switch part {
	case "entries":
		view.List.Entries, err = v.entries(ctx, c, asked["i"])
	case "list":
		view.List, err = v.list(ctx, c, question(asked))
	case "health":
		view.Health, err = v.health(ctx, c)
	case "":
		if view.Health, err = v.health(ctx, c); err == nil {
			view.List, err = v.list(ctx, c, question(asked))
		}
	default:
		err = huma.Error404NotFound("there is no such part")
	}
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, "check", part, view)
}

// mostPages is more than any list has.
const mostPages = 1 << 20

// question reads which references are asked for.
func question(asked url.Values) page.Question {
	n, _ := strconv.Atoi(asked.Get("page"))
	return page.Question{Show: asked.Get("show"), Search: asked.Get("q"), Page: min(max(1, n), mostPages)}
}

// entries returns the references of some indexes, in the order of the list.
func (v *visit) entries(ctx context.Context, c checks.Check, texts []string) ([]page.Entry, error) {
	indexes := make([]int, min(len(texts), page.PageSize))
	for i := range indexes {
		var err error
		if indexes[i], err = strconv.Atoi(texts[i]); err != nil {
			return nil, huma.Error404NotFound("there is no such reference")
		}
	}
	refs, err := v.known(ctx, c, indexes)
	all := make([]page.Entry, len(refs))
	for i, r := range refs {
		all[i] = page.NewEntry(r)
	}
	return all, err
}

// list returns the part of a check's references that a question asks for.
func (v *visit) list(ctx context.Context, c checks.Check, q page.Question) (page.List, error) {
	found, err := v.found(ctx, c, q)
	if err != nil {
		return page.List{}, err
	}
	refs, err := v.known(ctx, c, q.Cut(found))
	return page.NewList(q, len(found), refs), err
}

// health returns the charts of a check.
func (v *visit) health(ctx context.Context, c checks.Check) (h page.Health, err error) {
	err = v.survey(ctx, c, func(of *page.Survey) { h = of.Health() })
	return h, err
}
