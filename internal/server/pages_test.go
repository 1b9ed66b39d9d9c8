package server

import (
	"bytes"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// posted returns the body of a form, and its content type, as a browser sends it.
func posted(t *testing.T, fields ...[2]string) (contentType, body string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for _, f := range fields {
		if err := w.WriteField(f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.CreateFormFile("file", ""); err != nil { // what a browser sends of an empty field
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), form.String()
}

// plain is a browser that follows no redirect.
func plain(t *testing.T, method, address, contentType, body string, header ...[2]string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for _, h := range header {
		req.Header.Set(h[0], h[1])
	}
	return received(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
}

// mixed is a bibliography in which one reference is right, one has a wrong volume, and one is unknown.
const mixed = `@article{right, title={On the counting of sheep in mountains of the north}, author={Doe, Jane}, journal={Journal of Sheep}, volume=4, pages={1--9}, year=2001, doi={10.1000/001}}
@article{wrong, title={On the counting of sheep in mountains of the north}, author={Doe, Jane}, journal={Journal of Sheep}, volume=7, pages={1--9}, year=2001, doi={10.1000/002}}
@article{unknown, title={A history of <b>nothing</b> & more}, author={Poe, Joe}, journal={Journal of Nowhere}, volume=1, pages={3--5}, year=1990}
`

// The essentials work without script: a list is pasted, checked, looked at, filtered, searched and deleted.
func TestPagesWithoutScript(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db)
		contentType, body := posted(t, [2]string{"text", mixed}, [2]string{"as", "auto"})
		resp, _ := plain(t, "POST", s.URL+"/checks", contentType, body)
		at := resp.Header.Get("Location")
		if resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(at, "/checks/") {
			t.Fatalf("handed in: %s %q", resp.Status, at)
		}
		s.over(t, strings.TrimPrefix(at, "/checks/"))
		for _, tt := range []struct {
			query string
			shown []string
		}{
			{"", []string{"right", "wrong", "unknown"}},
			{"?show=mismatched", []string{"wrong"}},
			{"?show=attention", []string{"wrong", "unknown"}},
			{"?show=verified&q=SHEEP", []string{"right"}},
			{"?q=history+poe", []string{"unknown"}},
			{"?q=nobody", nil},
			{"?page=2", nil},
		} {
			resp, text := plain(t, "GET", s.URL+at+tt.query, "", "")
			for _, id := range []string{"right", "wrong", "unknown"} {
				want := strings.Contains(strings.Join(tt.shown, " "), id)
				if got := strings.Contains(text, `<span dir="auto">`+id+`</span>`); got != want || resp.StatusCode != http.StatusOK {
					t.Errorf("%s: %s, %s shown: %v", tt.query, resp.Status, id, got)
				}
			}
		}
		_, text := plain(t, "GET", s.URL+at, "", "")
		for _, want := range []string{`<mark>7</mark>`, `<mark>4</mark>`, "&lt;b&gt;nothing&lt;/b&gt;", `name="take" value="2" checked`, "3 references: 1 verified, 1 mismatched"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if strings.Contains(text, "<b>nothing</b>") || strings.Contains(text, "http-equiv") {
			t.Error("what a file says is taken for HTML, or the page of a check that is over loads itself anew")
		}
		resp, _ = plain(t, "POST", s.URL+at+"/delete", "application/x-www-form-urlencoded", "")
		if resp.StatusCode != http.StatusSeeOther {
			t.Errorf("deleted: %s", resp.Status)
		}
		resp, text = plain(t, "GET", s.URL+at, "", "", [2]string{"Accept-Language", "de-AT,de;q=0.9"})
		if resp.StatusCode != http.StatusNotFound || !strings.Contains(text, "Diese Prüfung gibt es nicht") {
			t.Errorf("afterwards: %s", resp.Status)
		}
	})
}

// A check that is under way loads itself anew, shows what waits, and can be ended.
func TestPageOfARunningCheck(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	s.shelf.Holds = func(doi string) bool { return doi == "10.1000/002" }
	contentType, body := posted(t, [2]string{"text", bib(2)}, [2]string{"as", "bibtex"})
	resp, _ := plain(t, "POST", s.URL+"/checks", contentType, body)
	at := resp.Header.Get("Location")
	_, text := plain(t, "GET", s.URL+at+"?show=waiting", "", "")
	if !strings.Contains(text, `<noscript><meta http-equiv="refresh"`) || !strings.Contains(text, ">k2<") || !strings.Contains(text, at+"/cancel") {
		t.Errorf("under way: %s", text)
	}
	for range 2 {
		resp, _ = plain(t, "POST", s.URL+at+"/cancel", "application/x-www-form-urlencoded", "")
		if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != at {
			t.Errorf("cancelled: %s", resp.Status)
		}
	}
	if c := s.over(t, strings.TrimPrefix(at, "/checks/")); c.State != checks.Cancelled {
		t.Errorf("in the end: %v", c.State)
	}
	_, text = plain(t, "GET", s.URL+at, "", "")
	if strings.Contains(text, "http-equiv") || !strings.Contains(text, "verdict unchecked") {
		t.Error("what is not decided of a cancelled check is not said to be unchecked")
	}
}

// What could not be checked is looked up again by a button, which is there only while there is something to put
// back; it takes nothing of the quota. Who does it too often is told so, and the way back.
func TestPageRetries(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) { o.AnonymousQuota, o.ClientRate = 2, 3 })
	var away atomic.Bool
	away.Store(true)
	s.shelf.Holds = func(doi string) bool { return doi == "10.1000/002" && away.Load() }
	contentType, body := posted(t, [2]string{"text", bib(2)}, [2]string{"as", "bibtex"})
	resp, _ := plain(t, "POST", s.URL+"/checks", contentType, body)
	at := resp.Header.Get("Location")
	offers := func(want string) {
		t.Helper()
		_, text := plain(t, "GET", s.URL+at, "", "", [2]string{"Accept-Language", "de"})
		_, form, _ := strings.Cut(text, `action="`+at+`/retry" method="post">`)
		form, _, _ = strings.Cut(form, "</form>")
		if form != want {
			t.Errorf("offers %q, want %q", form, want)
		}
	}
	do := func(what string, status int) string {
		t.Helper()
		resp, text := plain(t, "POST", s.URL+at+"/"+what, "application/x-www-form-urlencoded", "")
		if resp.StatusCode != status || status == http.StatusSeeOther && resp.Header.Get("Location") != at {
			t.Errorf("%s: %s, to %q", what, resp.Status, resp.Header.Get("Location"))
		}
		return text
	}
	offers("")
	do("retry", http.StatusSeeOther) // what runs goes on
	do("cancel", http.StatusSeeOther)
	s.over(t, strings.TrimPrefix(at, "/checks/"))
	offers("<button class=\"quiet\">2 ungeprüfte Angaben noch einmal nachschlagen</button>")
	do("retry", http.StatusSeeOther)
	offers("")
	do("cancel", http.StatusSeeOther)
	if text := do("retry", http.StatusTooManyRequests); !strings.Contains(text, "for one day") || !strings.Contains(text, `href="`+at+`"`) {
		t.Errorf("too often: %s", text)
	}
	away.Store(false)
	if _, err := s.options.Checks.Retry(t.Context(), strings.TrimPrefix(at, "/checks/")); err != nil {
		t.Fatal(err)
	}
	if c := s.over(t, strings.TrimPrefix(at, "/checks/")); c.Summary.Verified != 2 {
		t.Errorf("in the end: %+v", c)
	}
	offers("")
}

// What is ticked is corrected and nothing else, also where nothing is; what the page does not show is corrected if
// the form says so.
func TestPageCorrected(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	wrong := strings.ReplaceAll(bib(120), "volume=4", "volume=7")
	contentType, body := posted(t, [2]string{"text", wrong}, [2]string{"as", "bibtex"})
	resp, _ := plain(t, "POST", s.URL+"/checks", contentType, body)
	at := resp.Header.Get("Location")
	s.over(t, strings.TrimPrefix(at, "/checks/"))
	_, text := plain(t, "GET", s.URL+at+"?page=2", "", "")
	form := url.Values{"format": {"auto"}}
	for _, m := range regexp.MustCompile(`form="corrections" name="(\w+)" value="(\w+)"`).FindAllStringSubmatch(text, -1) {
		form.Add(m[1], m[2])
	}
	if len(form["take"]) != 20 || len(form["of"]) != 20 || len(form["rest"]) != 1 || !strings.Contains(text, "Take also the 100 suggestions") {
		t.Fatalf("the form is %v", form)
	}
	for _, tt := range []struct {
		name   string
		change func(url.Values)
		wrong  int // how many stay as they were
	}{
		{"as it is", func(url.Values) {}, 0},
		{"one unticked", func(f url.Values) { f["take"] = f["take"][1:] }, 1},
		{"none ticked here", func(f url.Values) { f.Del("take") }, 20},
		{"those here alone", func(f url.Values) { f.Del("rest") }, 100},
		{"none at all", func(f url.Values) { f.Del("take"); f.Del("rest") }, 120},
		{"all but one, by script", func(f url.Values) { f.Del("take"); f["of"] = []string{"5"} }, 1},
	} {
		f := maps.Clone(form)
		tt.change(f)
		resp, text := plain(t, "POST", s.URL+at+"/corrected", "application/x-www-form-urlencoded", f.Encode())
		if n := strings.Count(text, "volume=7"); resp.StatusCode != http.StatusOK || n != tt.wrong || strings.Count(text, "volume=4") != 120-n {
			t.Errorf("%s: %s, %d as they were, want %d", tt.name, resp.Status, n, tt.wrong)
		}
		if tt.name == "none at all" && text != wrong {
			t.Error("a list of which nothing is taken comes back changed")
		}
		if !strings.Contains(resp.Header.Get("Content-Disposition"), "references.txt.corrected.bib") || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/x-bibtex") {
			t.Errorf("%s: %v", tt.name, resp.Header)
		}
	}
	for name, f := range map[string]url.Values{
		"no format": {}, "another format": {"format": {"docx"}}, "no index": {"format": {"ris"}, "take": {"x"}}, "none of them": {"format": {"ris"}, "rest": {"take"}, "of": {"121"}},
	} {
		if resp, _ := plain(t, "POST", s.URL+at+"/corrected", "application/x-www-form-urlencoded", f.Encode()); resp.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", name, resp.Status)
		}
	}
}

// The page counts and finds what was decided since somebody looked last, what was put back to work, and what is not
// waited for any more.
func TestPageSurvey(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newStill(t, db)
		id, slice := s.slice(t, 5)
		sees := func(attention int, indexes map[string]string) {
			t.Helper()
			_, text := plain(t, "GET", s.URL+"/checks/"+id+"?part=health", "", "")
			if want := fmt.Sprintf(`data-attention="%d"`, attention); !strings.Contains(text, want) {
				t.Errorf("not %s: %.200s", want, text)
			}
			for kind, want := range indexes {
				_, text := plain(t, "GET", s.URL+"/checks/"+id+"?part=list&show="+kind, "", "")
				var got []string
				for _, m := range regexp.MustCompile(`data-index="(\d+)"`).FindAllStringSubmatch(text, -1) {
					got = append(got, m[1])
				}
				if strings.Join(got, " ") != want {
					t.Errorf("%s: %v, want %s", kind, got, want)
				}
			}
		}
		sees(0, map[string]string{"waiting": "1 2 3 4 5", "not_found": "", "all": "1 2 3 4 5"})
		s.decide(t, slice, 4, 2)
		sees(2, map[string]string{"waiting": "1 3 5", "not_found": "2 4", "attention": "2 4"})
		s.decideAs(t, check.Unchecked, slice, 1)
		cancelled, err := s.store.Cancel(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		sees(5, map[string]string{"waiting": "", "unchecked": "1 3 5", "not_found": "2 4"})
		if c, err := s.store.Retry(t.Context(), id); err != nil || c.Last != cancelled.Last {
			t.Fatal(c, err)
		}
		sees(2, map[string]string{"waiting": "1 3 5", "unchecked": "", "not_found": "2 4", "attention": "2 4"})
	})
}

// The page of a check that was made with a token, and what is done by it, is not there for strangers.
func TestPageOfAnother(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	_, secret := s.token(t, tokens.Draft{Name: "mine"})
	c := s.submitted(t, secret, 1)
	s.wants(t, http.StatusNotFound, "", "GET", "/checks/"+c.ID, "")
	for _, what := range []string{"cancel", "retry", "delete", "corrected"} {
		s.wants(t, http.StatusNotFound, "", "POST", "/checks/"+c.ID+"/"+what, "")
	}
	s.wants(t, http.StatusOK, secret, "GET", "/checks/"+c.ID, "")
}

// What cannot be read comes back, with what to do.
func TestPageRefuses(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) { o.MaxReferences, o.MaxUpload = 3, 2000 })
	for _, tt := range []struct {
		name, text, as, language string
		status                   int
		says                     []string
	}{
		{"nothing", "", "auto", "", http.StatusUnprocessableEntity, []string{"could not be read", "no references"}},
		{"no references", "{}", "auto", "", http.StatusUnprocessableEntity, []string{"could not be read", "hint:", ">{}</textarea>"}},
		{"in German", "{}", "ris", "de", http.StatusUnprocessableEntity, []string{"ließ sich nicht lesen", `<option value="ris" selected>`}},
		{"too many", bib(4), "auto", "", http.StatusRequestEntityTooLarge, []string{"too large", "3 is the most"}},
		{"too large", strings.Repeat("x", 2<<20), "auto", "", http.StatusRequestEntityTooLarge, []string{"too large"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			contentType, body := posted(t, [2]string{"text", tt.text}, [2]string{"as", tt.as})
			resp, text := plain(t, "POST", s.URL+"/checks", contentType, body, [2]string{"Accept-Language", tt.language})
			if resp.StatusCode != tt.status {
				t.Errorf("%s", resp.Status)
			}
			for _, want := range tt.says {
				if !strings.Contains(text, want) {
					t.Errorf("the page does not say %q", want)
				}
			}
		})
	}
}

// The language is that of the browser, until the visitor chooses another, which is kept.
func TestPageLanguage(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	for _, tt := range []struct{ accept, cookie, query, want string }{
		{"", "", "", "en"}, {"fr,es;q=0.5", "", "", "en"}, {"de-CH", "", "", "de"}, {"fr, de;q=0.5, en;q=0.1", "", "", "de"},
		{"de", "refcheck_lang=en", "", "en"}, {"en", "refcheck_lang=xx", "", "en"}, {"en", "refcheck_lang=en", "?lang=de", "de"}, {"de", "", "?lang=klingon", "de"},
	} {
		resp, text := plain(t, "GET", s.URL+"/"+tt.query, "", "", [2]string{"Accept-Language", tt.accept}, [2]string{"Cookie", tt.cookie})
		if !strings.Contains(text, `<html lang="`+tt.want+`">`) {
			t.Errorf("%+v: another language", tt)
		}
		if chosen := tt.query == "?lang=de"; chosen != strings.Contains(resp.Header.Get("Set-Cookie"), "refcheck_lang=de") {
			t.Errorf("%+v: cookie %q", tt, resp.Header.Get("Set-Cookie"))
		}
	}
}

// Every answer has the headers that keep other sites and caches out, and no page holds a script or a style of
// its own.
func TestPageHeaders(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	contentType, body := posted(t, [2]string{"text", mixed})
	resp, _ := plain(t, "POST", s.URL+"/checks", contentType, body)
	at := resp.Header.Get("Location")
	for _, path := range []string{"/", at, "/checks/none", "/v1" + at, "/v1/formats", "/healthz"} {
		resp, text := plain(t, "GET", s.URL+path, "", "")
		policy := resp.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if resp.Header.Get("X-Content-Type-Options") != "nosniff" || resp.Header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, resp.Header)
		}
		if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
			if resp.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s is kept: %q", path, resp.Header.Get("Cache-Control"))
			}
			inline(t, path, text)
		}
	}
	_, text := plain(t, "GET", s.URL+"/", "", "")
	for _, asset := range regexp.MustCompile(`/assets/[^"]+`).FindAllString(text, -1) {
		resp, _ := plain(t, "GET", s.URL+asset, "", "")
		if resp.StatusCode != http.StatusOK || !strings.Contains(resp.Header.Get("Cache-Control"), "immutable") || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %s %v", asset, resp.Status, resp.Header)
		}
	}
	if resp, _ := plain(t, "GET", s.URL+"/assets/old/page.css", "", ""); resp.StatusCode != http.StatusNotFound || resp.Header.Get("Cache-Control") != "" {
		t.Errorf("an old asset: %s %v", resp.Status, resp.Header)
	}
}

// inline fails on scripts, styles and handlers that stand in a page, and on what it would load from elsewhere.
func inline(t *testing.T, path, text string) {
	t.Helper()
	tree, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "style" || n.Data == "script" && n.FirstChild != nil) {
			t.Errorf("%s holds a %s", path, n.Data)
		}
		for _, a := range n.Attr {
			address, _ := url.Parse(a.Val)
			loads := a.Key == "src" || n.Data == "link" && a.Key == "href"
			// What is called data-on… html/template writes as a script, in quotes.
			if a.Key == "style" || strings.HasPrefix(strings.TrimPrefix(a.Key, "data-"), "on") || loads && (address == nil || address.Host != "") {
				t.Errorf("%s: %s has %s=%q", path, n.Data, a.Key, a.Val)
			}
		}
	}
}

// A request that a page of another site made the browser send is refused; programs send what they like.
func TestCrossOrigin(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	for _, tt := range []struct {
		name   string
		header [2]string
		status int
	}{
		{"a program", [2]string{"User-Agent", "x"}, http.StatusSeeOther},
		{"our form", [2]string{"Sec-Fetch-Site", "same-origin"}, http.StatusSeeOther},
		{"our form, by an old browser", [2]string{"Origin", s.URL}, http.StatusSeeOther},
		{"another site", [2]string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"another site, by an old browser", [2]string{"Origin", "https://example.org"}, http.StatusForbidden},
	} {
		contentType, body := posted(t, [2]string{"text", bib(1)})
		if resp, _ := plain(t, "POST", s.URL+"/checks", contentType, body, tt.header); resp.StatusCode != tt.status {
			t.Errorf("%s: %s", tt.name, resp.Status)
		}
	}
}
