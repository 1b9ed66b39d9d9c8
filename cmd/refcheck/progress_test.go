package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/check"
)

func TestProgressLine(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   check.Progress
		want string
	}{
		{"begun", check.Progress{Total: 24}, "0/24 references · 0s"},
		{
			"under way",
			check.Progress{Done: 6, Total: 24, Elapsed: 4 * time.Second, Registries: []check.RegistryStats{
				{Name: "crossref", Requests: 12, Rate: 3}, {Name: "pubmed", Requests: 1, Cached: 2, Rate: 2.5}, {Name: "doi", Rate: 5}, {Name: "mirror", Requests: 9, Rate: 1000},
			}},
			"6/24 references · crossref 12 requests, 3/s · pubmed 1 request + 2 cached, 2.5/s · mirror 9 requests, 1000/s · 4s, about 12s left",
		},
		{
			"a registry is down",
			check.Progress{Done: 24, Total: 24, Elapsed: time.Minute, Registries: []check.RegistryStats{{Name: "crossref", Requests: 5, Rate: 3, Down: true}}},
			"24/24 references · crossref 5 requests, down · 1m0s",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, progressLine(tt.in)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// The line rewrites itself no more often than can be seen, fits its terminal, and leaves nothing.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, columns: func() int { return 20 }}
	for _, elapsed := range []time.Duration{0, often / 2, often, 2 * often} {
		p.show(check.Progress{Total: 1000, Elapsed: elapsed})
	}
	p.erase()
	p.erase()
	line := clearLine + "0/1000 references …"
	if diff := cmp.Diff(strings.Repeat(line, 3)+clearLine, out.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Nothing is shown on what is no terminal.
func TestNoProgressOnAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := newProgress(w)
	p.show(check.Progress{Total: 1})
	p.erase()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(r); err != nil || out.Len() > 0 {
		t.Errorf("%q, %v", out.String(), err)
	}
}
