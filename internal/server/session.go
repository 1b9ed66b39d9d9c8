package server

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/server/page"
)

const (
	// cookieName is that of the cookie by which the page sends the token.
	cookieName = "refcheck_token"
	// sessionTime is how long a browser stays signed in.
	sessionTime = 30 * 24 * time.Hour
	// maxForm is how many bytes the form of a token may have.
	maxForm = 4 << 10
)

// login asks for a token.
func (v *visit) login() error { return v.renderLogin(http.StatusOK, false) }

func (v *visit) renderLogin(status int, wrong bool) error {
	frame := v.frame()
	frame.Path = "/session"
	return v.render(status, "login", "", page.Login{Frame: frame, Wrong: wrong})
}

// signIn lets a browser send the token of a form from now on, no longer than that is valid.
func (v *visit) signIn() error {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxForm)
	secret := v.r.PostFormValue("token")
	t, err := v.Tokens.Use(v.r.Context(), secret)
	if err != nil {
		return err
	}
	lasts := sessionTime
	if !t.ExpiresAt.IsZero() {
		lasts = min(lasts, t.ExpiresAt.Sub(v.Now()))
	}
	http.SetCookie(v.w, v.cookie(v.r, secret, max(1, int(lasts.Seconds()))))
	return v.to("/")
}

// signOut makes the browser forget the token.
func (v *visit) signOut() error {
	http.SetCookie(v.w, v.cookie(v.r, "", -1))
	return v.to("/")
}

// cookie returns the cookie that holds a token for some seconds; -1 removes it. No script reads it, and no
// other site makes a browser send it.
func (s *Server) cookie(r *http.Request, secret string, seconds int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure is as the request came: over http a browser would not send it back
		Name: cookieName, Value: secret, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.overTLS(r),
	}
}

// addSecurity describes tokens in the API's description, needed or one of two ways, and what every request can
// be answered before it comes to its operation.
func addSecurity(api *huma.OpenAPI, needed bool) {
	const scheme = "token"
	api.Components.SecuritySchemes = map[string]*huma.SecurityScheme{scheme: {
		Type: "http", Scheme: "bearer", Description: "A token that `refcheck token create` has made. Checks made with it are for its bearer alone.",
	}}
	api.Security = []map[string][]string{{scheme: {}}}
	if !needed {
		api.Security = append(api.Security, map[string][]string{})
	}
	api.OnAddOperation = append(api.OnAddOperation, func(_ *huma.OpenAPI, op *huma.Operation) {
		problem := map[string]*huma.MediaType{problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/ErrorModel"}}}
		op.Responses["401"] = &huma.Response{Description: "The token is unknown, revoked or expired, or one is needed.", Content: problem}
		op.Responses["503"] = &huma.Response{Description: "The database does not answer at the moment, or too much is going on.", Content: problem}
		if op.Method != http.MethodGet {
			op.Responses["403"] = &huma.Response{Description: "A page of another site has made a browser send this.", Content: problem}
		}
	})
}
