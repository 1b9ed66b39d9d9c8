// Package webpage asks the web itself about references that are nothing but an address: does the page
// answer, and is the cited title on it. It goes where strangers' bibliographies send it, and so promises
// to reach public addresses alone, at every step of a redirection, to read little, and not to wait long.
package webpage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// Name is the web's name among the registries of a run.
const Name = "web"

const (
	// batch bounds the addresses of one Lookup.
	batch = 50
	// patience bounds the asking for one page, redirections included.
	patience = 20 * time.Second
	// maxPage is how much of a page is read, in bytes: titles stand at its beginning.
	maxPage = 1 << 20
	// redirections is how many are followed.
	redirections = 5
)

// Client asks for pages. It is safe for concurrent use.
type Client struct {
	http    *http.Client
	agent   string
	offline bool

	mu    sync.Mutex
	count int
}

// Options say how to ask.
type Options struct {
	// Agent is the User-Agent.
	Agent string
	// Offline asks nobody.
	Offline bool
	// Reach says which addresses may be reached; nil: those of the public internet.
	Reach func(netip.Addr) bool
}

// New returns a client. It asks without a proxy, whose address would be the only one that it sees.
func New(o Options) *Client {
	reach := o.Reach
	if reach == nil {
		reach = public
	}
	dialer := &net.Dialer{Timeout: patience / 2, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !reach(to.Addr().Unmap().WithZone("")) {
			return errPrivate
		}
		return nil
	}}
	return &Client{agent: o.Agent, offline: o.Offline, http: &http.Client{
		Timeout: patience,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: patience / 2,
			MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: patience,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > redirections {
				return errors.New("redirected too often")
			}
			return checkAddress(req.URL)
		},
	}}
}

// errPrivate says that an address is not of the public internet.
var errPrivate = errors.New("its address is private")

// Name returns "web".
func (c *Client) Name() string { return Name }

// Stats returns what was asked so far.
func (c *Client) Stats() registry.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return registry.Stats{Requests: c.count}
}

// Abilities says that pages are found by their address.
func (c *Client) Abilities() []registry.Ability {
	return []registry.Ability{{Kind: registry.ByID, Batch: batch, Takes: func(q registry.Query) bool { return q.URL != "" }}}
}

// Lookup asks for the page at each Query.URL and looks for Query.Title on it. The answer is a Work with
// the page's titles, the cited one among them if it stands there; of what is no page of text, a Work
// with the address alone; and none where there is no such page. Pages of one host are asked for one
// after the other.
func (c *Client) Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer {
	answers := make([]registry.Answer, len(queries))
	hosts := map[string][]int{}
	var names []string
	for i, q := range queries {
		u, err := url.Parse(strings.TrimSpace(q.URL))
		if err == nil {
			err = checkAddress(u)
		}
		switch {
		case kind != registry.ByID:
			answers[i].Err = failed(registry.Refused, 0, fmt.Errorf("cannot be asked by %s", kind))
		case err != nil:
			answers[i].Err = failed(registry.Refused, 0, err)
		case c.offline:
			answers[i].Err = failed(registry.NotCached, 0, errors.New("pages are not kept"))
		default:
			if hosts[u.Host] == nil {
				names = append(names, u.Host)
			}
			hosts[u.Host] = append(hosts[u.Host], i)
		}
	}
	registry.Each(names, func(host string) {
		for _, i := range hosts[host] {
			answers[i] = c.page(ctx, queries[i])
		}
	})
	return answers
}

// checkAddress refuses what is no address of a page.
func checkAddress(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return errors.New("this is not an address of the web")
	}
	if u.User != nil {
		return errors.New("its address holds a name or a password")
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); u.Port() != "" && (err != nil || port < firstFree && !slices.Contains(webPorts, port) || slices.Contains(otherPorts, port)) {
		return errors.New("its port is not one of web pages")
	}
	return nil
}

// firstFree is the first of the ports that a server of pages may have chosen; of those below it, these are
// the web's. Behind it, otherPorts are taken by services that can be talked into something by a request.
const firstFree = 1024

var (
	webPorts   = []uint64{80, 81, 443, 591}
	otherPorts = []uint64{2049, 3306, 5432, 6000, 6379, 9200, 11211, 27017}
)

// page asks for one page: what it is, by HEAD, and then for the page itself if that may be text, or if
// HEAD was not answered well: many servers answer it otherwise than GET.
func (c *Client) page(ctx context.Context, q registry.Query) registry.Answer {
	address := strings.TrimSpace(q.URL)
	resp, err := c.ask(ctx, http.MethodHead, address)
	if err == nil {
		err = resp.Body.Close()
		if err == nil && resp.StatusCode == http.StatusOK && !isText(resp) {
			return there(biblio.Work{}, q)
		}
	}
	if ctx.Err() != nil || errors.Is(err, errPrivate) {
		return answerOf(ctx, err)
	}
	if resp, err = c.ask(ctx, http.MethodGet, address); err != nil {
		return answerOf(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	switch code := resp.StatusCode; {
	case code == http.StatusNotFound, code == http.StatusGone:
		return registry.Answer{}
	case code == http.StatusTooManyRequests:
		return registry.Answer{Err: failed(registry.RateLimited, code, nil)}
	case code >= http.StatusInternalServerError:
		return registry.Answer{Err: failed(registry.Down, code, nil)}
	case code >= http.StatusMultipleChoices:
		return registry.Answer{Err: failed(registry.Refused, code, nil)}
	case !isText(resp):
		return there(biblio.Work{}, q)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPage))
	if err != nil {
		return answerOf(ctx, err)
	}
	return there(read(decoded(body, resp.Header.Get("Content-Type")), q.Title), q)
}

// ask sends one request.
func (c *Client) ask(ctx context.Context, method, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5")
	c.mu.Lock()
	c.count++
	c.mu.Unlock()
	return c.http.Do(req)
}

// there is the answer that the page is there.
func there(w biblio.Work, q registry.Query) registry.Answer {
	w.Type, w.URL, w.Registry = biblio.Webpage, q.URL, Name
	return registry.Answer{Works: []biblio.Work{w}}
}

// answerOf tells a host that does not exist, so that the page does not either, from one that did not
// answer.
func answerOf(ctx context.Context, err error) registry.Answer {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case ctx.Err() != nil:
		return registry.Answer{Err: ctx.Err()}
	case errors.Is(err, errPrivate):
		return registry.Answer{Err: failed(registry.Refused, 0, errPrivate)}
	case errors.As(err, &dns) && dns.IsNotFound:
		return registry.Answer{}
	case errors.As(err, &timeout) && timeout.Timeout():
		return registry.Answer{Err: failed(registry.TimedOut, 0, nil)}
	}
	return registry.Answer{Err: failed(registry.Unreachable, 0, err)}
}

func failed(f registry.Failure, status int, err error) error {
	return &registry.Error{Registry: Name, Failure: f, Status: status, Err: err}
}

// isText reports whether an answer is a page of text, or says nothing of what it is.
func isText(resp *http.Response) bool {
	kind := strings.ToLower(resp.Header.Get("Content-Type"))
	return kind == "" || strings.Contains(kind, "html") || strings.HasPrefix(kind, "text/plain")
}
