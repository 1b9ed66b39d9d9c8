package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/store/callers"
	"github.com/refcheck/refcheck/internal/store/checks"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
	"github.com/refcheck/refcheck/internal/store/limits"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// accessOver is open to all, with tokens in a database.
func accessOver(db *database.DB) Access {
	return Access{Tokens: tokens.New(db, time.Now), Callers: callers.New(db, time.Now), Limits: limits.New(db)}
}

// token makes a token and returns its secret.
func (s *service) token(t *testing.T, d tokens.Draft) (tokens.Token, string) {
	t.Helper()
	if d.Role == "" {
		d.Role = tokens.User
	}
	made, secret, err := s.options.Tokens.Create(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return made, secret
}

// as sends a request with a token and perhaps other headers, each as name and value.
func (s *service) as(t *testing.T, secret, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "text/plain")
	}
	if secret != "" {
		req.Header.Set("Authorization", "Bearer "+secret)
	}
	for pair := range slices.Chunk(headers, 2) {
		req.Header.Set(pair[0], pair[1])
	}
	return received(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
}

// submitted makes a check and returns it.
func (s *service) submitted(t *testing.T, secret string, n int, headers ...string) Check {
	t.Helper()
	resp, text := s.as(t, secret, "POST", "/v1/checks", bib(n), headers...)
	var c Check
	if err := json.Unmarshal([]byte(text), &c); err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatalf("%s: %s (%v)", resp.Status, text, err)
	}
	return c
}

func onSQLite(t *testing.T, change ...func(*Options)) *service {
	t.Helper()
	return newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), change...)
}

// What is wrong with a request, and the answer's status.
func (s *service) wants(t *testing.T, status int, secret, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	resp, text := s.as(t, secret, method, path, body, headers...)
	if resp.StatusCode != status {
		t.Errorf("%s %s: %s, want %d: %.300s", method, path, resp.Status, status, text)
	}
	if status >= 400 && resp.Header.Get("Content-Type") != problemType && strings.HasPrefix(path, "/v1/") {
		t.Errorf("%s %s: %s is no problem: %.300s", method, path, resp.Header.Get("Content-Type"), text)
	}
	if strings.HasPrefix(path, "/v1/checks") && resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s %s: %s may be kept by a proxy", method, path, resp.Status)
	}
	if challenge := resp.Header.Get("Www-Authenticate"); (challenge != "") != (status == http.StatusUnauthorized) {
		t.Errorf("%s %s: %s with the challenge %q", method, path, resp.Status, challenge)
	}
	return resp
}

// operation is one of the API.
type operation struct{ method, path string }

// onChecks returns the operations on a check that the API's description names, and those of the page; the
// deletion is the last.
func (s *service) onChecks(t *testing.T) []operation {
	t.Helper()
	var api struct {
		Paths map[string]map[string]json.RawMessage
	}
	s.read(t, "GET", "/v1/openapi.json", "", "", http.StatusOK, &api)
	all := []operation{{"GET", "/checks/{id}"}, {"POST", "/checks/{id}/cancel"}}
	for path, methods := range api.Paths {
		for method := range methods {
			if strings.Contains(path, "{id}") {
				all = append(all, operation{strings.ToUpper(method), path})
			}
		}
	}
	slices.SortFunc(all, func(a, b operation) int {
		return strings.Compare(fmt.Sprint(a.method == "DELETE", a), fmt.Sprint(b.method == "DELETE", b))
	})
	if len(all) < 7 || all[len(all)-1].method != "DELETE" {
		t.Fatalf("operations on checks: %v", all)
	}
	return all
}

// A check made with a token is there for its bearer and for admins, and for nobody else, whatever the
// operation; one made without is there for whoever knows its id.
func TestOwners(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db)
		_, mine := s.token(t, tokens.Draft{Name: "mine"})
		_, other := s.token(t, tokens.Draft{Name: "other"})
		_, admin := s.token(t, tokens.Draft{Name: "admin", Role: tokens.Admin})
		operations := s.onChecks(t)
		for _, tt := range []struct {
			name, owner string
			seen, not   []string
		}{
			{"of a token", mine, []string{mine, admin}, []string{other, ""}},
			{"of a stranger", "", []string{"", mine, admin}, nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				for _, who := range tt.seen {
					c := s.submitted(t, tt.owner, 2)
					for end := time.Now().Add(20 * time.Second); !c.State.Over() && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
						_, text := s.as(t, tt.owner, "GET", "/v1/checks/"+c.ID, "")
						if err := json.Unmarshal([]byte(text), &c); err != nil {
							t.Fatal(err, text)
						}
					}
					for _, o := range operations {
						path := strings.ReplaceAll(o.path, "{id}", c.ID)
						for _, nobody := range tt.not {
							s.wants(t, http.StatusNotFound, nobody, o.method, path, "")
						}
						if resp, text := s.as(t, who, o.method, path, ""); resp.StatusCode >= 400 {
							t.Errorf("%s %s: %s: %s", o.method, o.path, resp.Status, text)
						}
					}
					s.wants(t, http.StatusNotFound, who, "GET", "/v1/checks/"+c.ID, "")
					again := "/checks/" + s.submitted(t, tt.owner, 1).ID + "/delete"
					for _, nobody := range tt.not {
						s.wants(t, http.StatusNotFound, nobody, "POST", again, "")
					}
					s.wants(t, http.StatusSeeOther, who, "POST", again, "")
				}
			})
		}
	})
}

// A token that is not valid is refused, and is not taken for none.
func TestWrongToken(t *testing.T) {
	s := onSQLite(t)
	revoked, secret := s.token(t, tokens.Draft{Name: "revoked"})
	_, expired := s.token(t, tokens.Draft{Name: "expired", ExpiresAt: time.Now()})
	c := s.submitted(t, secret, 1)
	public := s.submitted(t, "", 1)
	if _, err := s.options.Tokens.Revoke(t.Context(), revoked.ID); err != nil {
		t.Fatal(err)
	}
	for name, header := range map[string]string{
		"unknown": "Bearer refcheck_x", "revoked": "Bearer " + secret, "expired": "bearer " + expired, "an id": "Bearer " + revoked.ID,
		"nothing": "", "no token": "Bearer", "another scheme": "Basic cm9vdDpyb290",
	} {
		t.Run(name, func(t *testing.T) {
			for _, o := range []operation{
				{"GET", "/v1/checks/" + c.ID}, {"GET", "/v1/checks/" + public.ID}, {"DELETE", "/v1/checks/" + public.ID},
				{"GET", "/v1/checks"}, {"POST", "/v1/checks"}, {"POST", "/v1/verify"}, {"GET", "/nothing"},
			} {
				body := ""
				if o.method == "POST" {
					body = bib(1)
				}
				resp := s.wants(t, http.StatusUnauthorized, "", o.method, o.path, body, "Authorization", header)
				if challenge := resp.Header.Get("Www-Authenticate"); challenge != `Bearer realm="refcheck", error="invalid_token"` {
					t.Errorf("challenge: %s", challenge)
				}
			}
			s.wants(t, http.StatusOK, "", "GET", "/healthz", "", "Authorization", header)
		})
	}
}

// Without anonymous use, a token is needed for everything but what watches, describes and lets in.
func TestNoAnonymous(t *testing.T) {
	s := onSQLite(t, func(o *Options) { o.NoAnonymous = true })
	_, secret := s.token(t, tokens.Draft{Name: "mine"})
	c := s.submitted(t, secret, 1)
	for _, o := range append(s.onChecks(t), operation{"GET", "/v1/checks"}, operation{"POST", "/v1/checks"}, operation{"POST", "/v1/verify"},
		operation{"POST", "/v1/parse"}, operation{"GET", "/v1/formats"}, operation{"GET", "/nothing"}, operation{"POST", "/checks"}, operation{"GET", "/assets/../v1/formats"}, operation{"GET", "//healthz/../v1/checks"}) {
		s.wants(t, http.StatusUnauthorized, "", o.method, strings.ReplaceAll(o.path, "{id}", c.ID), "")
	}
	for _, path := range []string{"/", "/session", "/healthz", "/readyz", "/v1/openapi.json", "/v1/openapi.yaml", "/v1/schemas/Check.json"} {
		s.wants(t, http.StatusOK, "", "GET", path, "")
	}
	s.wants(t, http.StatusOK, secret, "GET", "/v1/checks/"+c.ID, "")
	_, page := s.as(t, "", "GET", "/", "")
	asset := regexp.MustCompile(`/assets/[^"]+`).FindString(page)
	s.wants(t, http.StatusOK, "", "GET", asset, "")
	if strings.Contains(page, "<textarea") || !strings.Contains(page, `name="token"`) {
		t.Errorf("a stranger is not asked for a token first: %s", page)
	}
	if _, page := s.as(t, secret, "GET", "/", ""); !strings.Contains(page, "<textarea") || !strings.Contains(page, "/session/end") {
		t.Errorf("the bearer of a token is not let in: %s", page)
	}
	if _, text := s.as(t, "", "GET", "/v1/openapi.json", ""); !strings.Contains(text, `"security":[{"token":[]}]`) {
		t.Errorf("described without security: %.300s", text)
	}
}

// A token lists its own checks, in pages; without one there is nothing to list.
func TestListChecks(t *testing.T) {
	s := onSQLite(t)
	_, mine := s.token(t, tokens.Draft{Name: "mine"})
	_, other := s.token(t, tokens.Draft{Name: "other"})
	var want, got []string
	for i := range 5 {
		want = append(want, s.submitted(t, mine, i+1).ID)
		s.submitted(t, other, 1)
	}
	after := ""
	for pages := 1; pages < 5; pages++ {
		_, text := s.as(t, mine, "GET", "/v1/checks?limit=2&after="+url.QueryEscape(after), "")
		var page Checks
		if err := json.Unmarshal([]byte(text), &page); err != nil {
			t.Fatal(err, text)
		}
		for _, c := range page.Checks {
			got = append(got, c.ID)
		}
		if after = page.Next; after == "" {
			break
		}
	}
	slices.Sort(got) // those of one millisecond stand in any order
	slices.Sort(want)
	if !slices.Equal(got, want) || after != "" {
		t.Errorf("listed %v, want %v", got, want)
	}
	s.wants(t, http.StatusUnauthorized, "", "GET", "/v1/checks", "")
	s.wants(t, http.StatusUnauthorized, "", "GET", "/v1/checks?owner=*", "")
	s.wants(t, http.StatusUnprocessableEntity, mine, "GET", "/v1/checks?after=nonsense", "")
}

// An admin lists the checks of all, or of one; others only their own.
func TestListChecksOfOthers(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db)
		made, mine := s.token(t, tokens.Draft{Name: "mine"})
		other, others := s.token(t, tokens.Draft{Name: "other"})
		_, admin := s.token(t, tokens.Draft{Name: "admin", Role: tokens.Admin})
		for _, secret := range []string{mine, "", others, mine} {
			s.submitted(t, secret, 1)
		}
		for _, tt := range []struct {
			secret, owner string
			want          []string // owners
		}{
			{admin, "*", []string{"", made.ID, made.ID, other.ID}},
			{admin, made.ID, []string{made.ID, made.ID}},
			{admin, "nobody", nil},
			{admin, "", nil},
			{mine, made.ID, []string{made.ID, made.ID}},
			{mine, "", []string{made.ID, made.ID}},
		} {
			resp, text := s.as(t, tt.secret, "GET", "/v1/checks?owner="+url.QueryEscape(tt.owner), "")
			var page Checks
			if err := json.Unmarshal([]byte(text), &page); err != nil || resp.StatusCode != http.StatusOK {
				t.Fatal(resp.Status, err, text)
			}
			var got []string
			for _, c := range page.Checks {
				got = append(got, c.Owner)
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("of %q: %q, want %q", tt.owner, got, tt.want)
			}
		}
		for _, owner := range []string{"*", other.ID} {
			s.wants(t, http.StatusForbidden, mine, "GET", "/v1/checks?owner="+url.QueryEscape(owner), "")
		}
	})
}

// A request that comes again with its key makes no second check, and takes nothing of the quota; with
// another body it is refused, and another visitor's key is another.
func TestIdempotency(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db, func(o *Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
		_, mine := s.token(t, tokens.Draft{Name: "mine", Quota: 3})
		_, other := s.token(t, tokens.Draft{Name: "other"})
		const key = "Idempotency-Key"
		from := func(address string) []string { return []string{key, "k", "X-Forwarded-For", address} }
		ids := map[string]bool{}
		for range 3 {
			ids[s.submitted(t, mine, 2, key, "k").ID] = true
			ids[s.submitted(t, other, 2, key, "k").ID] = true
			ids[s.submitted(t, "", 2, from("192.0.2.1")...).ID] = true
			ids[s.submitted(t, "", 2, from("192.0.2.2")...).ID] = true
		}
		if len(ids) != 4 {
			t.Errorf("%d checks of 4 visitors with a key each", len(ids))
		}
		s.wants(t, http.StatusUnprocessableEntity, mine, "POST", "/v1/checks", bib(1), key, "k")
		s.wants(t, http.StatusUnprocessableEntity, "", "POST", "/v1/checks", bib(1), from("192.0.2.1")...)
		s.wants(t, http.StatusCreated, mine, "POST", "/v1/checks", bib(1), key, "another")
	})
}

// A quota is each caller's own; what does not fit is refused, with when there is more.
func TestQuota(t *testing.T) {
	s := onSQLite(t, func(o *Options) {
		o.AnonymousQuota = 4
		o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	_, mine := s.token(t, tokens.Draft{Name: "mine", Quota: 6})
	_, free := s.token(t, tokens.Draft{Name: "free"})
	tomorrow := time.Now().UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	one, two := []string{"X-Forwarded-For", "192.0.2.1"}, []string{"X-Forwarded-For", "192.0.2.2"}
	for _, tt := range []struct {
		secret, path string
		n, status    int
		headers      []string
	}{
		{"", "/v1/checks", 5, http.StatusRequestEntityTooLarge, one},
		{"", "/v1/checks", 3, http.StatusCreated, one},
		{"", "/v1/checks", 2, http.StatusTooManyRequests, one},
		{"", "/v1/verify", 1, http.StatusOK, one},
		{"", "/v1/verify", 1, http.StatusTooManyRequests, one},
		{"", "/v1/parse", 5, http.StatusOK, one}, // asks nobody
		{"", "/v1/checks", 4, http.StatusCreated, two},
		{mine, "/v1/checks", 5, http.StatusCreated, one},
		{mine, "/v1/checks", 2, http.StatusTooManyRequests, two},
		{free, "/v1/checks", 100, http.StatusCreated, one},
	} {
		resp, text := s.as(t, tt.secret, "POST", tt.path, bib(tt.n), tt.headers...)
		if resp.StatusCode != tt.status {
			t.Errorf("%d to %s: %s, want %d: %s", tt.n, tt.path, resp.Status, tt.status, text)
		}
		if tt.status != http.StatusTooManyRequests {
			continue
		}
		after, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s")
		if d := time.Until(tomorrow) - after; err != nil || d.Abs() > 5*time.Second || !strings.Contains(text, tomorrow.Format(time.RFC3339)) {
			t.Errorf("new after %v, want at %v (%v): %s", after, tomorrow, err, text)
		}
	}
}

// Who asks too often is told when to come again; each client and each thing is counted by itself.
func TestRate(t *testing.T) {
	t.Parallel() // beside TestDatabaseAway, which waits
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db, func(o *Options) {
			o.ClientRate = 3
			o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		})
		_, mine := s.token(t, tokens.Draft{Name: "mine"})
		one, two := []string{"X-Forwarded-For", "2001:db8::1"}, []string{"X-Forwarded-For", "2001:db8:0:1::1"}
		for _, tt := range []struct {
			secret, path string
			status       int
			headers      []string
		}{
			{"", "/v1/checks", http.StatusCreated, one},
			{"", "/v1/verify", http.StatusOK, one},
			{"", "/v1/parse", http.StatusOK, one},
			{"", "/v1/checks", http.StatusCreated, two},
			{mine, "/v1/checks", http.StatusCreated, one},
		} {
			for range 3 {
				if resp, text := s.as(t, tt.secret, "POST", tt.path, bib(1), tt.headers...); resp.StatusCode != tt.status {
					t.Fatalf("%s: %s: %s", tt.path, resp.Status, text)
				}
			}
			resp := s.wants(t, http.StatusTooManyRequests, tt.secret, "POST", tt.path, bib(1), tt.headers...)
			if after := resp.Header.Get("Retry-After"); len(after) == 0 || len(after) > 2 || after == "0" {
				t.Errorf("%s: again after %q seconds", tt.path, after)
			}
		}
		s.wants(t, http.StatusTooManyRequests, "", "POST", "/v1/checks", bib(1), "X-Forwarded-For", "2001:db8::ffff")
		s.wants(t, http.StatusOK, "", "GET", "/v1/formats", "", one...)
	})
}

// Who asks too often is refused before the body has come, and where nothing costs, nothing is counted.
func TestRateBeforeBody(t *testing.T) {
	s := onSQLite(t, func(o *Options) { o.ClientRate, o.MaxUpload = 1, 10<<20 })
	for _, path := range []string{"/v1/checks", "/v1/parse", "/v1/verify"} {
		if resp, text := s.as(t, "", "POST", path, bib(1)); resp.StatusCode >= 300 {
			t.Fatalf("%s: %s: %s", path, resp.Status, text)
		}
		s.neverSent(t, path)
	}
	s.neverSent(t, "/checks")
	s.wants(t, http.StatusOK, "", "GET", "/v1/formats", "")
}

// neverSent wants a request to be refused as too many whose body does not come.
func (s *service) neverSent(t *testing.T, path string) {
	t.Helper()
	body, silent := io.Pipe()
	defer func() { _ = silent.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = 10 << 20
	req.Header.Set("Content-Type", "text/plain")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") == "" {
		t.Errorf("%s: %s, %v", path, resp.Status, resp.Header)
	}
}

// Over and over again, a check that is over stays as it is.
func TestCancelTwice(t *testing.T) {
	s := onSQLite(t)
	s.shelf.Holds = func(string) bool { return true }
	_, mine := s.token(t, tokens.Draft{Name: "mine"})
	c := s.submitted(t, mine, 5)
	var first, second Check
	for _, into := range []*Check{&first, &second} {
		resp, text := s.as(t, mine, "POST", "/v1/checks/"+c.ID+"/cancel", "")
		if err := json.Unmarshal([]byte(text), into); err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s (%v)", resp.Status, text, err)
		}
	}
	if first.State != checks.Cancelled || second.State != checks.Cancelled || !first.FinishedAt.Equal(*second.FinishedAt) {
		t.Errorf("cancelled: %+v, then %+v", first, second)
	}
}

// browser keeps cookies, and goes where it is sent.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// The page signs in by a form and a cookie that only it sends, and out again.
func TestSession(t *testing.T) {
	s := onSQLite(t)
	made, secret := s.token(t, tokens.Draft{Name: "mine", ExpiresAt: time.Now().Add(time.Hour)})
	c := s.submitted(t, secret, 1)
	b := browser(t)
	status := func(method, path string, form url.Values) *http.Response {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := b.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp
	}
	want := func(status int, resp *http.Response) {
		t.Helper()
		if resp.StatusCode != status {
			t.Errorf("%s %s: %s, want %d", resp.Request.Method, resp.Request.URL.Path, resp.Status, status)
		}
	}
	path := "/v1/checks/" + c.ID
	want(http.StatusUnauthorized, status("POST", "/session", url.Values{"token": {"refcheck_x"}}))
	want(http.StatusUnauthorized, status("POST", "/session", nil))
	want(http.StatusUnauthorized, status("POST", "/session?token="+secret, nil)) // addresses are logged, by others
	want(http.StatusNotFound, status("GET", path, nil))
	in := status("POST", "/session", url.Values{"token": {secret}})
	want(http.StatusSeeOther, in)
	cookie := in.Header.Get("Set-Cookie")
	for _, attribute := range []string{"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=3"} {
		if !strings.Contains(cookie, attribute) {
			t.Errorf("the cookie is not %s: %s", attribute, cookie)
		}
	}
	if strings.Contains(cookie, "Secure") {
		t.Errorf("a browser would not send this by http: %s", cookie)
	}
	want(http.StatusOK, status("GET", path, nil))
	want(http.StatusSeeOther, status("POST", "/session/end", nil))
	want(http.StatusNotFound, status("GET", path, nil))

	// A token that is revoked while the browser has it is refused once, and taken away.
	status("POST", "/session", url.Values{"token": {secret}})
	if _, err := s.options.Tokens.Revoke(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	want(http.StatusOK, status("GET", "/", nil))
	want(http.StatusUnauthorized, status("POST", "/checks", url.Values{"text": {bib(1)}}))
	want(http.StatusNotFound, status("GET", path, nil))
}

// The token of a request counts, whatever the cookie.
func TestBearerBeforeCookie(t *testing.T) {
	s := onSQLite(t)
	_, mine := s.token(t, tokens.Draft{Name: "mine"})
	_, other := s.token(t, tokens.Draft{Name: "other"})
	path := "/v1/checks/" + s.submitted(t, mine, 1).ID
	s.wants(t, http.StatusOK, mine, "GET", path, "", "Cookie", cookieName+"="+other)
	s.wants(t, http.StatusOK, mine, "GET", path, "", "Cookie", cookieName+"=nonsense")
	s.wants(t, http.StatusNotFound, other, "GET", path, "", "Cookie", cookieName+"="+mine)
	s.wants(t, http.StatusUnauthorized, "nonsense", "GET", path, "", "Cookie", cookieName+"="+mine)
}

// What a page of another site makes a browser do with the cookie is refused, whatever it is.
func TestCrossOriginWithCookie(t *testing.T) {
	s := onSQLite(t)
	_, mine := s.token(t, tokens.Draft{Name: "mine"})
	id := s.submitted(t, mine, 1).ID
	cookie := cookieName + "=" + mine
	for _, o := range []operation{
		{"POST", "/v1/checks"}, {"DELETE", "/v1/checks/" + id}, {"POST", "/v1/checks/" + id + "/cancel"}, {"POST", "/session"}, {"POST", "/session/end"},
	} {
		s.wants(t, http.StatusForbidden, "", o.method, o.path, "", "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
		s.wants(t, http.StatusForbidden, "", o.method, o.path, "", "Cookie", cookie, "Origin", "https://elsewhere.example")
	}
	s.wants(t, http.StatusNoContent, "", "DELETE", "/v1/checks/"+id, "", "Cookie", cookie, "Sec-Fetch-Site", "same-origin", "Origin", s.URL)
}

// Which address a request is from, and whether it came by https, is what trusted proxies say, and nobody else.
func TestClient(t *testing.T) {
	s := &Server{Options: Options{Access: Access{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:ffff::/48")}}}}
	for _, tt := range []struct {
		name, peer, xff, forwarded, proto string
		want                              string
		https                             bool
	}{
		{"alone", "192.0.2.1:1000", "", "", "", "192.0.2.1", false},
		{"who claims to be another", "192.0.2.1:1000", "198.51.100.1", "for=198.51.100.2;proto=https", "https", "192.0.2.1", false},
		{"behind a proxy", "10.0.0.1:1000", "198.51.100.1", "", "https", "198.51.100.1", true},
		{"by http", "10.0.0.1:1000", "198.51.100.1", "", "http", "198.51.100.1", false},
		{"behind two", "10.0.0.1:1000", "198.51.100.1, 10.0.0.2", "", "https, http", "198.51.100.1", true},
		{"who claims before a proxy", "10.0.0.1:1000", "203.0.113.9, 198.51.100.1", "", "", "198.51.100.1", false},
		{"who claims to be a proxy", "10.0.0.1:1000", "203.0.113.9, 198.51.100.1, 10.0.0.2", "", "", "198.51.100.1", false},
		{"all within", "10.0.0.1:1000", "10.0.0.3, 10.0.0.2", "", "", "10.0.0.3", false},
		{"with a port", "10.0.0.1:1000", "198.51.100.1:4711", "", "", "198.51.100.1", false},
		{"nonsense", "10.0.0.1:1000", "198.51.100.1, nonsense", "", "", "10.0.0.1", false},
		{"nothing", "10.0.0.1:1000", "", "", "", "10.0.0.1", false},
		{"the standard's header", "10.0.0.1:1000", "", `for="[2001:db8::1]:4711";proto=https, For=10.0.0.2`, "", "2001:db8::1", true},
		{"hidden", "10.0.0.1:1000", "", "for=198.51.100.1, for=_hidden", "", "10.0.0.1", false},
		{"without for", "10.0.0.1:1000", "", "proto=https", "", "10.0.0.1", true},
		{"both, the same", "10.0.0.1:1000", "198.51.100.1", "for=198.51.100.1", "", "198.51.100.1", false},
		{"both, one by the client", "10.0.0.1:1000", "203.0.113.9", "for=198.51.100.1", "", "10.0.0.1", false},
		{"IPv6", "[2001:db8:ffff::1]:1000", "2001:db8::7", "", "", "2001:db8::7", false},
		{"mapped", "[::ffff:10.0.0.1]:1000", "::ffff:198.51.100.1", "", "", "198.51.100.1", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: tt.peer, Header: http.Header{}}
			for name, value := range map[string]string{"X-Forwarded-For": tt.xff, "Forwarded": tt.forwarded, "X-Forwarded-Proto": tt.proto} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			if got := s.client(r).String(); got != tt.want {
				t.Errorf("from %s, want %s", got, tt.want)
			}
			if got := s.overTLS(r); got != tt.https {
				t.Errorf("by https: %v", got)
			}
			if got := s.cookie(r, "x", 1).Secure; got != tt.https {
				t.Errorf("a cookie that is secure: %v", got)
			}
		})
	}
}

// FuzzClient wants an address of any header, and that of the peer unless it is trusted.
func FuzzClient(f *testing.F) {
	f.Add("10.0.0.1:1", "198.51.100.1, 10.0.0.2", `for="[2001:db8::1]:4711";proto=https, For=10.0.0.2`)
	f.Add("192.0.2.1:1", ",,", `for=";,`)
	s := &Server{Options: Options{Access: Access{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}}
	f.Fuzz(func(t *testing.T, peer, xff, forwarded string) {
		r := &http.Request{RemoteAddr: peer, Header: http.Header{"X-Forwarded-For": {xff}, "Forwarded": {forwarded}}}
		got := s.client(r)
		if p, err := netip.ParseAddrPort(peer); err == nil && !s.trusts(p.Addr().Unmap()) && got != p.Addr().Unmap() {
			t.Errorf("%s was taken for %s", peer, got)
		}
	})
}

// beside lets a service decide who asks by another door to its database, which a test may shut.
func beside(t *testing.T) (s func(...func(*Options)) *service, shut func()) {
	t.Helper()
	path := t.TempDir() + "/refcheck.sqlite"
	db := databasetest.Opened(t, path)
	door, err := database.Join(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	shut = func() {
		if err := door.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(shut)
	return func(change ...func(*Options)) *service {
		return newService(t, db, append(change, func(o *Options) {
			through := accessOver(door)
			o.Tokens, o.Callers, o.Limits = through.Tokens, through.Callers, through.Limits
		})...)
	}, shut
}

// No token, no address and no text of a reference comes into the log, whatever is asked, and not when
// everything fails either.
func TestNothingSecretLogged(t *testing.T) {
	var log logged
	served, shut := beside(t)
	s := served(func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		o.AnonymousQuota = 2
	})
	_, secret := s.token(t, tokens.Draft{Name: "mine"})
	const wrong = "refcheck_wrongwrongwrong"
	ask := func() {
		for _, who := range []string{secret, wrong, ""} {
			for _, path := range []string{"/v1/checks", "/v1/verify", "/v1/parse", "/session"} {
				s.as(t, who, "POST", path, bib(1), "X-Forwarded-For", "198.51.100.77")
				s.as(t, "", "POST", path, "token="+secret, "Content-Type", "application/x-www-form-urlencoded", "Cookie", cookieName+"="+secret)
			}
			s.as(t, who, "GET", "/v1/checks", "", "X-Forwarded-For", "198.51.100.77")
		}
	}
	ask()
	shut()
	ask()
	said := log.String()
	if !strings.Contains(said, "failed") {
		t.Errorf("that the database is gone is not logged: %s", said)
	}
	for _, never := range []string{secret, secret[:20], wrong, "198.51.100", "127.0.0.1", "counting of sheep"} {
		if strings.Contains(said, never) {
			t.Errorf("logged: %s", said)
		}
	}
}

// A database that is away is neither a wrong token nor a missing one.
func TestAccessWithoutDatabase(t *testing.T) {
	served, shut := beside(t)
	s := served()
	_, secret := s.token(t, tokens.Draft{Name: "mine"})
	shut()
	for _, who := range []string{secret, ""} {
		if after := s.wants(t, http.StatusServiceUnavailable, who, "GET", "/v1/formats", "").Header.Get("Retry-After"); after == "" {
			t.Error("it is not said when to try again")
		}
	}
	s.wants(t, http.StatusOK, secret, "GET", "/healthz", "")
}
