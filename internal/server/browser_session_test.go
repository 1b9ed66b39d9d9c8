package server

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// Who has a token signs in with it, checks what nobody else sees, and signs out; no script sees the token.
func TestBrowserSignsIn(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) { o.NoAnonymous = true })
	_, secret := s.token(t, tokens.Draft{Name: "mine"})
	b := newWindow(t, s.URL)
	enter := func(token string) {
		b.t.Helper()
		b.do(chromedp.Focus("#token"), call(input.InsertText, input.InsertTextParams{Text: token}))
		b.press(".login button")
	}
	b.open("/")
	enter("refcheck_wrong")
	b.says(".notice.bad", "This token is not known")
	b.tells("401")
	enter(secret)
	b.until(`document.querySelector("#text") && document.body.classList.contains("scripted")`)
	if cookies := eval[string](b, "document.cookie"); strings.Contains(cookies, "token") {
		t.Errorf("a script sees %s", cookies)
	}
	b.paste(bib(1))
	b.until(`document.querySelector(".how").textContent === "One reference, read as BibTeX"`)
	b.press("[data-check]")
	b.until(`document.querySelector(".stage.done")`)
	b.says(".after", "Only those who sign in with your token see this check.")
	b.look("private")
	at := eval[string](b, "location.pathname")
	b.press("[action='/session/end'] button")
	b.until(`location.pathname === "/" && document.querySelector("#token")`)
	b.open(at)
	b.until(`document.querySelector("#token") && !document.querySelector("#check")`)
	b.tells("401")
}
