package webpage

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const handPage = `<!doctype html><html><head><meta charset="utf-8"><title>Hand hygiene &amp; you | WHO</title>
<meta property="og:title" content="Hand hygiene"><script>var title = "<h1>No heading</h1>";</script></head>
<body><h1>Guidelines on <i>hand</i> hygiene</h1><p>First published as: Clean hands in health care, 2009.</p></body></html>`

// site answers in all ways.
func site(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/hand":
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(w, handPage)
	case "/latin":
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		_, _ = w.Write([]byte("<title>Caf\xe9s</title>"))
	case "/headless": // a server that does not know HEAD
		if r.Method == http.MethodHead {
			http.NotFound(w, r)
			return
		}
		_, _ = fmt.Fprint(w, handPage)
	case "/moved":
		http.Redirect(w, r, "/hand", http.StatusFound)
	case "/loop":
		http.Redirect(w, r, "/loop", http.StatusFound)
	case "/out":
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	case "/report.pdf":
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = fmt.Fprint(w, "%PDF-1.7")
	case "/huge":
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(w, "<title>Huge</title>")
		for range 64 {
			_, _ = fmt.Fprint(w, strings.Repeat("<p>word ", 8<<10))
		}
	case "/empty":
		w.Header().Set("Content-Type", "text/html")
	case "/gone":
		w.WriteHeader(http.StatusGone)
	case "/busy":
		w.WriteHeader(http.StatusTooManyRequests)
	case "/down":
		w.WriteHeader(http.StatusServiceUnavailable)
	case "/secret":
		w.WriteHeader(http.StatusForbidden)
	case "/broken":
		w.Header().Set("Content-Length", "100000")
		_, _ = fmt.Fprint(w, "<title>Cut")
	default:
		http.NotFound(w, r)
	}
}

func anywhere(netip.Addr) bool { return true }

func TestLookup(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(site))
	t.Cleanup(server.Close)
	client := New(Options{Agent: "refcheck/test", Reach: anywhere})
	for _, tt := range []struct {
		path, cited string
		want        string // the titles, "-" for no page
		failure     registry.Failure
	}{
		{"/hand", "", "Hand hygiene & you | WHO; Hand hygiene; Guidelines on hand hygiene", ""},
		{"/hand", "Clean Hands in Health-Care", "Hand hygiene & you | WHO; Hand hygiene; Guidelines on hand hygiene; Clean Hands in Health-Care", ""},
		{"/hand", "Dirty hands", "Hand hygiene & you | WHO; Hand hygiene; Guidelines on hand hygiene", ""},
		{"/hand", "No heading", "Hand hygiene & you | WHO; Hand hygiene; Guidelines on hand hygiene", ""},
		{"/moved", "", "Hand hygiene & you | WHO; Hand hygiene; Guidelines on hand hygiene", ""},
		{"/headless", "", "Hand hygiene & you | WHO; Hand hygiene; Guidelines on hand hygiene", ""},
		{"/latin", "", "Cafés", ""},
		{"/huge", "", "Huge", ""},
		{"/report.pdf", "A report", "", ""},
		{"/empty", "", "", ""},
		{"/none", "", "-", ""},
		{"/gone", "", "-", ""},
		{"/busy", "", "", registry.RateLimited},
		{"/down", "", "", registry.Down},
		{"/secret", "", "", registry.Refused},
		{"/broken", "", "", registry.Unreachable},
		{"/loop", "", "", registry.Unreachable},
		{"/out", "", "", registry.Unreachable},
	} {
		a := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: server.URL + tt.path, Title: tt.cited}})[0]
		got := "-"
		if len(a.Works) > 0 {
			w := a.Works[0]
			got = strings.Join(w.AllTitles(), "; ")
			if w.Type != biblio.Webpage || w.URL != server.URL+tt.path || w.Registry != Name {
				t.Errorf("%s: %+v", tt.path, w)
			}
		}
		failed, _ := errors.AsType[*registry.Error](a.Err)
		switch {
		case tt.failure != "":
			if failed == nil || failed.Failure != tt.failure {
				t.Errorf("%s: %v, want %s", tt.path, a.Err, tt.failure)
			}
		case a.Err != nil || got != tt.want:
			t.Errorf("%s %q: %q %v, want %q", tt.path, tt.cited, got, a.Err, tt.want)
		}
	}
	if n := client.Stats().Requests; n < 20 {
		t.Errorf("%d requests", n)
	}
}

// Only public addresses are reached: not by their number, not by a name, not by a redirection.
func TestPrivateAddressesAreRefused(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	t.Cleanup(inside.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "http://"), ":")
	client := New(Options{})
	for _, address := range []string{
		inside.URL, "http://localhost:" + port, "http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://0.0.0.0:" + port,
		"http://2130706433:" + port, "http://0x7f000001:" + port,
		"http://169.254.169.254/latest/meta-data", "http://10.0.0.1", "ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "http://", "::",
	} {
		a := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: address}})[0]
		if len(a.Works) > 0 {
			t.Errorf("%s: %+v", address, a)
		}
	}
	// A public page that leads inside.
	outside := httptest.NewServer(http.RedirectHandler(strings.Replace(inside.URL, "127.0.0.1", "localhost", 1), http.StatusFound))
	t.Cleanup(outside.Close)
	dialled := 0
	client = New(Options{Reach: func(netip.Addr) bool {
		dialled++
		return dialled == 1
	}})
	a := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: outside.URL}})[0]
	if failed, ok := errors.AsType[*registry.Error](a.Err); !ok || failed.Failure != registry.Refused {
		t.Errorf("%+v", a)
	}
	if asked != 0 {
		t.Errorf("%d requests went inside", asked)
	}
}

// A name is looked at when it is dialled, with the address that is dialled: what it leads to may have changed
// since it was last looked up (DNS rebinding), and no address is dialled that was not looked at.
func TestRebinding(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	t.Cleanup(inside.Close)
	seen := 0
	client := New(Options{Reach: func(a netip.Addr) bool {
		seen++
		return seen == 1 && a.IsLoopback() // public the first time, private ever after
	}})
	address := strings.Replace(inside.URL, "127.0.0.1", "localhost", 1)
	first := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: address}})[0]
	client.http.CloseIdleConnections()
	second := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: address}})[0]
	if failed, ok := errors.AsType[*registry.Error](second.Err); !ok || failed.Failure != registry.Refused {
		t.Errorf("first %+v, then %+v", first, second)
	}
	if asked > 2 { // the HEAD and the GET of the first time
		t.Errorf("%d requests", asked)
	}
}

// What an address says besides where the page is does not leave: names and passwords, and what is no port of
// the web.
func TestAddresses(t *testing.T) {
	var heard []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		heard = append(heard, r.Header.Get("Authorization")+r.Header.Get("Referer")+r.Header.Get("Cookie"))
	}))
	t.Cleanup(server.Close)
	client := New(Options{Reach: anywhere})
	with := strings.Replace(server.URL, "http://", "http://user:secret@", 1)
	for _, address := range []string{
		with, "gopher://example.org", "ws://example.org", "dict://example.org:11211/", "http://example.org:22", "http://example.org:25/", "https://example.org:6379", "http://example.org:99999",
		"http:///etc/passwd", "http:example.org", "//example.org", "http://exa mple.org",
	} {
		a := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: address}})[0]
		if failed, ok := errors.AsType[*registry.Error](a.Err); !ok || failed.Failure != registry.Refused {
			t.Errorf("%s: %+v", address, a)
		}
	}
	// A redirection to such an address is not followed either.
	for _, to := range []string{with, "http://example.org:22/"} {
		away := httptest.NewServer(http.RedirectHandler(to, http.StatusFound))
		t.Cleanup(away.Close)
		if a := client.Lookup(t.Context(), registry.ByID, []registry.Query{{URL: away.URL}})[0]; len(a.Works) > 0 {
			t.Errorf("%s: %+v", to, a)
		}
	}
	if len(heard) > 0 {
		t.Errorf("%q", heard)
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:4700::1111": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.1.1": false, "100.64.0.1": false, "0.0.0.0": false,
		"224.0.0.1": false, "255.255.255.255": false, "198.18.0.1": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false, "ff02::1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::7f00:1": false, "169.254.169.254": false, "fd00:ec2::254": false, "::ffff:10.0.0.1": false,
		"2001::1": false, "100::1": false, "240.0.0.1": false, "192.88.99.1": false, "fec0::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestOfflineAndCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := New(Options{Reach: anywhere}).Lookup(ctx, registry.ByID, []registry.Query{{URL: "http://127.0.0.1:9999"}})[0]
	if !errors.Is(a.Err, context.Canceled) {
		t.Errorf("%+v", a)
	}
	a = New(Options{Offline: true}).Lookup(t.Context(), registry.ByID, []registry.Query{{URL: "https://example.org"}})[0]
	if failed, ok := errors.AsType[*registry.Error](a.Err); !ok || failed.Failure != registry.NotCached {
		t.Errorf("%+v", a)
	}
	if a := New(Options{}).Lookup(t.Context(), registry.BySearch, []registry.Query{{URL: "https://example.org"}}); a[0].Err == nil {
		t.Error("can be searched")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(handPage, "Clean hands")
	f.Add("<title>", "")
	f.Fuzz(func(t *testing.T, text, cited string) {
		titles := read(decoded([]byte(text), "text/html"), cited).AllTitles()
		if len(titles) > maxTitles || slices.Contains(titles, "") {
			t.Errorf("%q", titles)
		}
	})
}
