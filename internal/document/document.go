// Package document reads a file that holds references: it finds out the format and the encoding,
// and hands the text to the package of that format. The formats are the rows of one table
// (format.go); a new one is one package below this one and one row.
//
// It promises that a file either gives references, with what is wrong in it told as Problems, or an
// Error that says why not and what to do next. Lines and columns are those of the file: a line ends
// with LF, CR LF or CR, a column counts code points.
package document

import (
	"context"
	"io/fs"
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
)

// MaxSize is how large a file can be, in bytes. Read refuses more; whoever reads from a stream
// reads no further than one byte behind it.
const MaxSize = 200 << 20

// MaxPrinted is how large a printed list can be, in bytes: some hundred thousand references. Taking
// printed text apart costs a hundred times as much as reading a format with fields of its own.
const MaxPrinted = 20 << 20

// Document is what a file holds.
type Document struct {
	// Format is the name of the format that the file was read as.
	Format string
	// References in the order of the file. Their Index counts from 1, their ID is never empty.
	References []biblio.Reference
	// Problems are what is wrong in the file but did not keep the rest from being read.
	Problems []biblio.Problem
}

// Reader reads files. The zero Reader keeps nothing between files.
type Reader struct {
	// CacheDir is a folder in which what takes seconds to prepare is kept for the next time; "" is none.
	CacheDir string
	// Beside holds the files in the folder of the one that is read, for formats that name others
	// (LaTeX); nil is none, as for a file that came over a network.
	Beside fs.FS
}

// Read returns the references of a file. The name serves for locations and messages, and its ending
// decides where the content leaves two formats possible. As is the name of a format, or "auto".
// Every error is an *Error, also where ctx ends.
func (r Reader) Read(ctx context.Context, file string, data []byte, as string) (Document, error) {
	if len(data) > MaxSize {
		return Document{}, tooLarge(file, MaxSize)
	}
	wanted, err := lookUp(file, as)
	if err != nil {
		return Document{}, err
	}
	f, text, problems, err := open(file, data, wanted)
	if err != nil {
		return Document{}, err
	}
	if f.kind == printed && len(text) > MaxPrinted {
		return Document{}, tooLarge(file, MaxPrinted)
	}
	refs, found, err := f.parse(ctx, source{r, file, text})
	if err == nil && ctx.Err() != nil {
		err = interrupted(ctx, file)
	}
	if err != nil {
		return Document{}, err
	}
	for i := range found {
		if found[i].Location.File == "" {
			found[i].Location.File = file
		}
	}
	problems = append(problems, found...)
	if len(refs) == 0 {
		return Document{}, noReference(file, f.name, problems)
	}
	for i := range refs {
		r := &refs[i]
		r.Index = i + 1
		if r.Location.File == "" {
			r.Location.File = file
		}
		if r.ID == "" {
			r.ID = strconv.Itoa(r.Index)
		}
	}
	return Document{Format: f.name, References: refs, Problems: problems}, nil
}

// open returns the format of a file and its content: the text, or the bytes of a binary one.
func open(file string, data []byte, wanted *format) (format, string, []biblio.Problem, error) {
	if f, ok := chooseBinary(file, data, wanted); ok {
		return f, string(data), nil, nil
	}
	text, problems, err := decode(file, data)
	if err != nil {
		return format{}, "", nil, err
	}
	f, err := choose(file, text, wanted)
	return f, text, problems, err
}
