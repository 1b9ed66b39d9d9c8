package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/refcheck/refcheck/internal/check"
)

// progress shows how far a run has come in one line of a terminal that rewrites itself. On anything
// else it shows nothing.
type progress struct {
	out     io.Writer // nil: no terminal
	columns func() int
	next    time.Duration // from when on the line may change, as time since the run began
	visible bool
}

// often is how often the line changes at most.
const often = 100 * time.Millisecond

// clearLine takes the cursor to the beginning of its line and erases the line.
const clearLine = "\r\x1b[2K"

func newProgress(stderr io.Writer) *progress {
	f, ok := stderr.(*os.File)
	if !ok || !isTerminal(f) {
		return &progress{}
	}
	return &progress{out: f, columns: func() int {
		columns, _, err := term.GetSize(int(f.Fd()))
		if err != nil {
			return 0
		}
		return columns
	}}
}

// show rewrites the line.
func (p *progress) show(s check.Progress) {
	if p.out == nil || s.Elapsed < p.next {
		return
	}
	p.next, p.visible = s.Elapsed+often, true
	line := []rune(progressLine(s))
	if columns := p.columns(); columns > 0 && len(line) >= columns {
		line = append(line[:columns-2], '…')
	}
	fmt.Fprint(p.out, clearLine+string(line))
}

// erase takes the line away, so that something else can be printed.
func (p *progress) erase() {
	if p.visible {
		fmt.Fprint(p.out, clearLine)
		p.visible = false
	}
}

// progressLine words how far a run has come: "7/24 references · crossref 12 requests, 3/s · 4s, 6s left".
func progressLine(s check.Progress) string {
	parts := []string{fmt.Sprintf("%d/%d references", s.Done, s.Total)}
	for _, r := range s.Registries {
		if r.Requests == 0 && r.Cached == 0 {
			continue
		}
		part := fmt.Sprintf("%s %s", r.Name, counted(r.Requests, "request"))
		if r.Cached > 0 {
			part += fmt.Sprintf(" + %d cached", r.Cached)
		}
		switch {
		case r.Down:
			part += ", down"
		case r.Rate > 0:
			part += ", " + strconv.FormatFloat(math.Round(r.Rate*10)/10, 'f', -1, 64) + "/s"
		}
		parts = append(parts, part)
	}
	spent := s.Elapsed.Round(time.Second).String()
	if s.Done > 0 && s.Done < s.Total && s.Elapsed > 2*time.Second {
		left := time.Duration(float64(s.Elapsed) / float64(s.Done) * float64(s.Total-s.Done))
		spent += fmt.Sprintf(", about %s left", left.Round(time.Second))
	}
	return strings.Join(append(parts, spent), " · ")
}

// counted returns "1 request", "2 requests".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
