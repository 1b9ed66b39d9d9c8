package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// client asks the service at any of its addresses, as a balancer would: one that does not answer is passed
// over.
type client struct {
	http      *http.Client
	addresses []string
	next      int
}

func newClient(replicas ...*replica) *client {
	c := &client{http: &http.Client{Timeout: 10 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 300}}}
	for _, r := range replicas {
		c.addresses = append(c.addresses, r.address)
	}
	return c
}

// check is what the API says of one.
type check struct {
	ID, State string
	Summary   struct{ Total, Decided, Verified, Mismatched, Unchecked int }
}

// patience is how long a request may fail everywhere before that is an error.
const patience = time.Minute

// call sends a request until somebody answers it, and reads the answer into v.
func (c *client) call(ctx context.Context, method, path, key, body string, v any) error {
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end) && ctx.Err() == nil; c.next++ {
		if last != nil {
			time.Sleep(100 * time.Millisecond)
		}
		var temporary bool
		temporary, last = c.once(ctx, method, c.addresses[c.next%len(c.addresses)]+path, key, body, v)
		if last == nil || !temporary {
			return last
		}
	}
	return errors.Join(last, ctx.Err())
}

// once sends a request; temporary says that another try may do better.
func (c *client) once(ctx context.Context, method, address, key, body string, v any) (temporary bool, err error) {
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return false, err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return true, err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return true, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return resp.StatusCode >= http.StatusInternalServerError, fmt.Errorf("%s %s: %s: %.300s", method, address, resp.Status, text)
	}
	return false, json.Unmarshal(text, v)
}

// create hands a list in.
func (c *client) create(ctx context.Context, lines []string) (check, error) {
	body, err := json.Marshal(map[string]string{"text": strings.Join(lines, "\n"), "as": "lines"})
	if err != nil {
		return check{}, err
	}
	var made check
	err = c.call(ctx, http.MethodPost, "/v1/checks", rand.Text(), string(body), &made)
	return made, err
}

// over waits until a check is done.
func (c *client) over(ctx context.Context, id string, most time.Duration) (check, error) {
	for end := time.Now().Add(most); ; time.Sleep(100 * time.Millisecond) {
		var now check
		if err := c.call(ctx, http.MethodGet, "/v1/checks/"+id, "", "", &now); err != nil {
			return now, err
		}
		if now.State == "done" {
			return now, nil
		}
		if time.Now().After(end) {
			return now, fmt.Errorf("check %s did not end within %v: %+v", id, most, now)
		}
	}
}

// results returns what was decided, a line for each reference.
func (c *client) results(ctx context.Context, id string) ([]string, error) {
	var all []string
	for after := 0; ; {
		var page struct {
			References []struct {
				Index      int
				Verdict    string
				Match      *struct{ DOI, PMID string }
				Mismatches []struct{ Field, Registered string }
				Findings   []struct{ Rule, Message string }
			}
			Next int
		}
		if err := c.call(ctx, http.MethodGet, fmt.Sprintf("/v1/checks/%s/references?limit=500&after=%d", id, after), "", "", &page); err != nil {
			return nil, err
		}
		for _, r := range page.References {
			line := fmt.Sprint(r.Index, " ", r.Verdict, " ", r.Mismatches)
			if r.Match != nil {
				line += fmt.Sprint(" ", *r.Match)
			}
			if r.Verdict == "unchecked" {
				line += fmt.Sprint(" ", r.Findings)
			}
			all = append(all, line)
		}
		if after = page.Next; after == 0 {
			return all, nil
		}
	}
}

// watch follows the events of a check to their end, and returns how many references they told of, each
// counted once.
func (c *client) watch(ctx context.Context, address, id string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/v1/checks/"+id+"/events", nil)
	if err != nil {
		return 0, err
	}
	streaming := &http.Client{Transport: c.http.Transport}
	resp, err := streaming.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	seen := map[string]bool{}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	event := ""
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			event = value
		case "id":
			if seen[value] {
				return 0, fmt.Errorf("event %s came twice", value)
			}
			seen[value] = true
		case "data":
			if event == "end" {
				return len(seen), nil
			}
		}
	}
	return len(seen), errors.Join(errors.New("the events broke off"), lines.Err())
}
