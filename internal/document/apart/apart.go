// Package apart reads files that come from anybody in a process of their own, so that none can cost more
// than it may: the process is killed when its time is over, ends itself when it has taken too much memory,
// and what it crashes over crashes nothing else. What is small and no archive or PDF is read at once: it
// cannot grow into anything (the tests of package document measure that).
//
// A file goes to the process on its standard input, behind a line that says what it is, and the document
// comes back on its standard output; both as JSON.
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
	// memory is how many bytes the process may take.
	memory = 320 << 20
	// overhead is how much the system lets it have above that, for compiled code and the runtime itself.
	overhead = 128 << 20
	// small is up to how many bytes a text is read without a process.
	small = 64 << 10
	// mostProblems is how many problems of a file are told.
	mostProblems = 1000
	// mostAnswer bounds what a process says, which takes some eight times as much memory here.
	mostAnswer = 32 << 20
	// killed is how long a process may take to be gone.
	killed = time.Second
)

// Reader reads files as document.Reader does, within bounds.
type Reader struct {
	// Command starts a process that calls Serve.
	Command []string
	// CacheDir is that of a document.Reader.
	CacheDir string
	// Most is how many references a file may hold.
	Most int
}

// order is the line before a file.
type order struct {
	File, As, CacheDir string
	Most               int
}

// answer is what comes back: a document, or why there is none.
type answer struct {
	Document document.Document
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
	if len(data) <= small && !isPacked(data) {
		return o.read(ctx, data)
	}
	line, err := json.Marshal(o)
	if err != nil {
		return document.Document{}, err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(running, r.Command[0], r.Command[1:]...) //nolint:gosec // it is refcheck itself
	cmd.Env = []string{"GOTRACEBACK=none"}                              // and nothing that is secret
	cmd.WaitDelay = killed
	cmd.Stdin = io.MultiReader(bytes.NewReader(append(line, '\n')), bytes.NewReader(data))
	out := &bounded{stop: stop}
	cmd.Stdout = out
	complaint := &bounded{stop: stop}
	cmd.Stderr = complaint
	err = cmd.Run()
	return o.result(ctx, out, ending{err, starved(complaint.kept.String())})
}

// ending is how a process ended: with an error, or nil, and whether the system gave it no more memory.
type ending struct {
	err         error
	outOfMemory bool
}

// starved reports whether a process says that the runtime of Go died, and not that refcheck panicked: without
// memory it does so in several ways.
func starved(complaint string) bool {
	return strings.Contains(complaint, "fatal error:") || strings.HasPrefix(complaint, "SIGSEGV:")
}

// result makes of what a process said, and how it ended, what Read returns.
func (o order) result(ctx context.Context, out *bounded, end ending) (document.Document, error) {
	if ctx.Err() != nil {
		return document.Document{}, &document.Error{File: o.File, Reason: "it takes too long to read", Hint: splitHint, Err: ctx.Err()}
	}
	var a answer
	err := end.err
	exit, _ := errors.AsType[*exec.ExitError](err)
	switch {
	case exit != nil && exit.ExitCode() == outOfMemory, end.outOfMemory, out.full:
		return document.Document{}, o.tooLarge(fmt.Sprintf("it takes more than %d MB to read", memory>>20))
	case exit != nil:
		return document.Document{}, &document.Error{File: o.File, Reason: "refcheck makes a mistake over it", Hint: pasteHint, Err: document.ErrUnread}
	case err == nil:
		err = json.Unmarshal(out.kept.Bytes(), &a)
	}
	if err != nil {
		return document.Document{}, &document.Error{File: o.File, Reason: "it could not be read now: " + err.Error(), Hint: "try again", Err: document.ErrUnread}
	}
	if f := a.Failed; f != nil {
		return document.Document{}, &document.Error{File: o.File, Reason: f.Reason, Hint: f.Hint, Problems: f.Problems, Err: kinds[f.Kind]}
	}
	return a.Document, nil
}

const (
	splitHint = "split it, or paste its reference list as text"
	pasteHint = "paste its reference list as text"
)

// read reads a file here.
func (o order) read(ctx context.Context, data []byte) (document.Document, error) {
	doc, err := document.Reader{CacheDir: o.CacheDir}.Read(ctx, o.File, data, o.As)
	if err == nil && o.Most > 0 && len(doc.References) > o.Most {
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

// bounded keeps what is written to it, up to mostAnswer, and stops whoever writes more.
type bounded struct {
	kept bytes.Buffer // no embedded one, whose ReadFrom would be taken instead of Write
	full bool
	stop context.CancelFunc
}

var errFull = errors.New("the answer is too long")

// Write keeps b, if there is room for it.
func (w *bounded) Write(b []byte) (int, error) {
	if w.kept.Len()+len(b) > mostAnswer {
		w.full = true
		w.stop()
		return 0, errFull
	}
	return w.kept.Write(b)
}
