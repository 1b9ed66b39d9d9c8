package document

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Why a file was not read; an Error wraps one of them.
var (
	ErrEmpty         = errors.New("the file is empty")
	ErrBinary        = errors.New("the file is no text")
	ErrUnread        = errors.New("the format is not read")
	ErrUnknownFormat = errors.New("there is no such format")
	ErrNoReference   = errors.New("nothing in the file looks like a reference")
	ErrTooLarge      = errors.New("the file is too large")
)

// Error says why a file was not read, and what to do next.
type Error struct {
	File string
	// Reason is one clause, in lower case, that stands for itself behind the name of the file.
	Reason string
	// Hint is what the user can do, one clause.
	Hint string
	// Problems are what was found wrong on the way, with its place.
	Problems []biblio.Problem
	// Err is one of the errors of this package.
	Err error
}

// Error returns the file and the reason.
func (e *Error) Error() string {
	if e.File == "" {
		return e.Reason
	}
	return fmt.Sprintf("reading %s: %s", e.File, e.Reason)
}

// Unwrap returns which of the errors of this package it is.
func (e *Error) Unwrap() error { return e.Err }

const pasteHint = "paste its reference list as text, or export it as BibTeX, RIS or CSL-JSON from a reference manager"

// tooLarge says that a file holds more than limit bytes.
func tooLarge(file string, limit int) error {
	return &Error{
		File: file, Reason: fmt.Sprintf("it is larger than %d MB", limit>>20), Err: ErrTooLarge,
		Hint: "split it into several files",
	}
}

func unknownFormat(file, name string) error {
	return &Error{
		File: file, Reason: fmt.Sprintf("there is no format %q", name), Err: ErrUnknownFormat,
		Hint: "the formats are auto, " + strings.Join(Formats(), ", "),
	}
}

func empty(file string) error {
	return &Error{File: file, Reason: "it is empty", Hint: "give a file that holds references", Err: ErrEmpty}
}

func notText(file, reason, hint string) error {
	return &Error{File: file, Reason: reason, Hint: hint, Err: ErrBinary}
}

func unreadable(file, reason, hint string) error {
	return &Error{File: file, Reason: reason, Hint: hint, Err: ErrUnread}
}

func unread(file, name string) error {
	return &Error{File: file, Reason: "it is " + name + ", which is not read yet", Hint: pasteHint, Err: ErrUnread}
}

func noReference(file, format string, problems []biblio.Problem) error {
	e := &Error{
		File: file, Reason: "nothing in it looks like a reference (read as " + format + ")", Err: ErrNoReference, Problems: problems,
		Hint: "if it does hold references, say in which form: --as lines for one reference a line, --as " + strings.Join(Formats(), ", "),
	}
	if len(problems) > 0 {
		first := problems[0]
		place := fmt.Sprintf("line %d", first.Location.Line)
		if first.Location.Page > 0 {
			place = fmt.Sprintf("page %d", first.Location.Page)
		}
		e.Reason += "; " + place + ": " + first.Message
	}
	return e
}

// interrupted says that the reading was ended from outside.
func interrupted(ctx context.Context, file string) error {
	return &Error{File: file, Reason: "the reading was ended before it was done", Err: ctx.Err(), Hint: "try again, or split the file"}
}
