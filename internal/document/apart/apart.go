// Package apart reads files that come from anybody in a process of their own, so that none can cost more
// than it may: the process is killed when its time is over, ends itself when it has taken too much memory,
// and what it crashes over crashes nothing else. What is small and no archive or PDF is read at once: it
// cannot grow into anything (the tests of package document measure that).
//
// A file goes to the process on its standard input, behind a line that says what it is, and the document
// comes back on its standard output, one reference after the other, so that it is there once; all as JSON.
package apart

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document"
)

// Limits of one reading.
const (
	// overhead is how much the system lets a process have above its memory, for compiled code and the runtime itself.
	overhead = 128 << 20
	// small is up to how many bytes a text is read without a process.
	small = 64 << 10
	// mostProblems is how many problems of a file are told.
	mostProblems = 1000
	// mostComplaint is how much is kept of what a process says when it dies.
	mostComplaint = 64 << 10
	// killed is how long a process may take to be gone.
	killed = time.Second
)

// Reader reads files as document.Reader does, within bounds.
type Reader struct {
	// Command starts a process that calls Serve.
	Command []string
	// CacheDir is that of a document.Reader.
	CacheDir string
	// Most is how many references a file may hold. What its reading may cost grows with that: see bounds.
	Most int
}

// order is the line before a file.
type order struct {
	File, As, CacheDir string
	Most               int
}

// answer is what comes back: what a document is besides its references, of which each follows by itself, or
// why there is none.
type answer struct {
	Format   string
	Problems []biblio.Problem
	Count    int      // of the references
	Failed   *failure `json:",omitempty"`
}

// failure is a document.Error on its way.
type failure struct {
	Reason, Hint string
	Problems     []biblio.Problem
	Kind         int // in kinds
}

// kinds are what an Error wraps. The context's errors are not among them: a process knows none.
var kinds = []error{
	document.ErrUnread, document.ErrEmpty, document.ErrBinary, document.ErrUnknownFormat, document.ErrNoReference, document.ErrTooLarge,
}

// Read returns the references of a file. Every error is a *document.Error.
func (r Reader) Read(ctx context.Context, file string, data []byte, as string) (document.Document, error) {
	o := order{file, as, r.CacheDir, r.Most}
	ctx, cancel := context.WithTimeout(ctx, Longest(r.Most))
	defer cancel()
	if len(data) <= small && !isPacked(data) {
		return o.read(ctx, data)
	}
	return o.readBy(ctx, r.Command, data)
}

// readBy has a process read a file.
func (o order) readBy(ctx context.Context, command []string, data []byte) (document.Document, error) {
	line, err := json.Marshal(o)
	if err != nil {
		return document.Document{}, err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(running, command[0], command[1:]...) //nolint:gosec // it is refcheck itself
	cmd.Env = []string{"GOTRACEBACK=none"}                          // and nothing that is secret
	cmd.WaitDelay = killed
	cmd.Stdin = io.MultiReader(bytes.NewReader(append(line, '\n')), bytes.NewReader(data))
	complaint := &beginning{}
	cmd.Stderr = complaint
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return document.Document{}, o.notNow(err)
	}
	said := &io.LimitedReader{R: pipe, N: boundsOf(o.Most).answer}
	doc, failed, err := receive(said, o.Most)
	stop() // whatever more it would say
	exit := cmd.Wait()
	switch {
	case failed != nil:
		return document.Document{}, &document.Error{File: o.File, Reason: failed.Reason, Hint: failed.Hint, Problems: failed.Problems, Err: kinds[failed.Kind]}
	case err != nil && ctx.Err() != nil:
		return document.Document{}, &document.Error{File: o.File, Reason: "it takes too long to read", Hint: splitHint, Err: ctx.Err()}
	case err != nil:
		return document.Document{}, o.unanswered(err, exit, said.N == 0 || starved(string(complaint.kept)))
	}
	return doc, nil
}

// receive reads what a process answers: a document of at most so many references, or why there is none.
func receive(said io.Reader, most int) (doc document.Document, failed *failure, err error) {
	lines := json.NewDecoder(said)
	var a answer
	if err := lines.Decode(&a); err != nil || a.Failed != nil {
		return doc, a.Failed, err
	}
	if a.Count < 0 || a.Count > most {
		return doc, nil, fmt.Errorf("it is said to hold %d references", a.Count)
	}
	doc = document.Document{Format: a.Format, Problems: a.Problems, References: make([]biblio.Reference, a.Count)}
	for i := range doc.References {
		if err := lines.Decode(&doc.References[i]); err != nil {
			return doc, nil, err
		}
	}
	return doc, nil, nil
}

// unanswered says why a process did not answer, from what there is of its answer and how it ended.
func (o order) unanswered(err, ended error, tooMuch bool) error {
	exit, _ := errors.AsType[*exec.ExitError](ended)
	switch {
	case tooMuch, exit != nil && exit.ExitCode() == outOfMemory:
		return o.tooLarge(fmt.Sprintf("it takes more than %d MB to read", boundsOf(o.Most).memory>>20))
	case exit != nil && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)): // it ended by itself
		return &document.Error{File: o.File, Reason: "refcheck makes a mistake over it", Hint: pasteHint, Err: document.ErrUnread}
	}
	return o.notNow(err)
}

// notNow says that reading a file may go better another time.
func (o order) notNow(err error) error {
	return &document.Error{File: o.File, Reason: "it could not be read now: " + err.Error(), Hint: "try again", Err: document.ErrUnread}
}

const (
	splitHint = "split it, or paste its reference list as text"
	pasteHint = "paste its reference list as text"
)

// read reads a file here.
func (o order) read(ctx context.Context, data []byte) (document.Document, error) {
	doc, err := document.Reader{CacheDir: o.CacheDir}.Read(ctx, o.File, data, o.As)
	if err == nil && len(doc.References) > o.Most {
		return document.Document{}, o.tooLarge(fmt.Sprintf("it holds %d references, and %d is the most", len(doc.References), o.Most))
	}
	doc.Problems = shortened(doc.Problems)
	return doc, err
}

func (o order) tooLarge(reason string) error {
	return &document.Error{File: o.File, Reason: reason, Hint: splitHint, Err: document.ErrTooLarge}
}

// shortened bounds a list of problems.
func shortened(list []biblio.Problem) []biblio.Problem {
	if len(list) <= mostProblems {
		return list
	}
	return append(list[:mostProblems:mostProblems], biblio.Problem{Message: fmt.Sprintf("%d more problems are left out", len(list)-mostProblems)})
}

// isPacked reports whether a file may unpack to more than its size.
func isPacked(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK")) || strings.Contains(string(data[:min(len(data), 1024)]), "%PDF-")
}

// beginning keeps the first of what is written to it.
type beginning struct{ kept []byte }

// Write keeps b as far as there is room for it.
func (w *beginning) Write(b []byte) (int, error) {
	w.kept = append(w.kept, b[:min(len(b), mostComplaint-len(w.kept))]...)
	return len(b), nil
}

// starved reports whether a process says that the runtime of Go died, and not that refcheck panicked: without
// memory it does so in several ways.
func starved(complaint string) bool {
	return strings.Contains(complaint, "fatal error:") || strings.HasPrefix(complaint, "SIGSEGV:")
}
