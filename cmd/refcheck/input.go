package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document"
)

// standardInput is how standard input is named among files, in reports too.
const standardInput = "-"

// input is what was read of all files.
type input struct {
	references []biblio.Reference
	problems   []biblio.Problem
}

// readAll reads the references of files, or of standard input where none is named. What cannot be
// read is an error, joined with the others; the rest is in the input all the same.
func (a *app) readAll(ctx context.Context, files []string, as string) (input, error) {
	if len(files) == 0 {
		if isTerminal(a.stdin) {
			return input{}, hint(errors.New("no file is named, and standard input is a terminal"),
				"name the files, pipe a list into the command, or give - to type one")
		}
		files = []string{standardInput}
	}
	var in input
	var failed error
	for _, file := range files {
		if ctx.Err() != nil {
			return in, errors.Join(failed, errInterrupted)
		}
		doc, err := a.readOne(ctx, file, as)
		failed = errors.Join(failed, err)
		for _, ref := range doc.References {
			ref.Index = len(in.references) + 1
			in.references = append(in.references, ref)
		}
		in.problems = append(in.problems, doc.Problems...)
		failed = errors.Join(failed, damage(file, doc.Problems))
	}
	return in, failed
}

// damage returns an error that says that a file is broken, if it is: its references were read, but
// not for certain all of them.
func damage(file string, problems []biblio.Problem) error {
	places := 0
	for _, p := range problems {
		if p.Damaged {
			places++
		}
	}
	if places == 0 {
		return nil
	}
	return hint(fmt.Errorf("reading %s: it is damaged in %s; the rest was read", named(file), counted(places, "place")),
		"mend the places that are named, so that nothing is missing")
}

// named returns how messages call a file.
func named(file string) string {
	if file == standardInput {
		return "standard input"
	}
	return file
}

// readOne reads one file. Its error says what to do next.
func (a *app) readOne(ctx context.Context, file, as string) (document.Document, error) {
	data, err := a.bytes(ctx, file)
	if err != nil {
		return document.Document{}, err
	}
	return a.decode(ctx, file, data, as)
}

// decode reads a file whose bytes are at hand. Its error says what to do next.
func (a *app) decode(ctx context.Context, file string, data []byte, as string) (document.Document, error) {
	r := a.reader()
	if file != standardInput {
		// A root keeps to its folder, whatever links lead out of it. Without it, there is nothing beside.
		if root, err := os.OpenRoot(filepath.Dir(file)); err == nil {
			defer func() { _ = root.Close() }()
			r.Beside = root.FS()
		}
	}
	doc, err := r.Read(ctx, file, data, as)
	if ctx.Err() != nil {
		return document.Document{}, errInterrupted
	}
	var unread *document.Error
	if errors.As(err, &unread) {
		unread.File = named(file)
		return document.Document{}, hint(err, unread.Hint)
	}
	return doc, err
}

// reader returns what reads files. Where there is no folder for caches, it keeps nothing.
func (a *app) reader() document.Reader {
	path, err := a.cachePath()
	if err != nil {
		return document.Reader{}
	}
	return document.Reader{CacheDir: filepath.Join(filepath.Dir(path), "pdf")}
}

// bytes returns the content of a file, and no more than one byte beyond what document.Read takes.
func (a *app) bytes(ctx context.Context, file string) ([]byte, error) {
	if file == standardInput {
		return a.standardInput(ctx)
	}
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint(fmt.Errorf("reading %s: there is no such file", file), "check the name; names are relative to the working directory")
	}
	if err == nil && info.IsDir() {
		return nil, hint(fmt.Errorf("reading %s: it is a directory", file), "name the files in it: "+file+"/*.bib")
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrPermission) {
		return nil, hint(fmt.Errorf("reading %s: permission denied", file), "make it readable, or run as a user who may read it")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, document.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return data, nil
}

// standardInput reads standard input to its end, unless the user interrupts.
func (a *app) standardInput(ctx context.Context) ([]byte, error) {
	type answer struct {
		data []byte
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(a.stdin, document.MaxSize+1))
		done <- answer{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, errInterrupted
	case read := <-done:
		if read.err != nil {
			return nil, fmt.Errorf("reading standard input: %w", read.err)
		}
		return read.data, nil
	}
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
