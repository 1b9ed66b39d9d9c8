// Package archive reads single members out of a ZIP archive that may come from anybody: what it
// unpacks is bounded, whatever the archive says of itself.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The most that is unpacked of one member, in bytes, and how many members an archive may list. The text
// of a long book is 10 MB.
const (
	MaxMember  = 128 << 20
	maxMembers = 20_000
)

// ErrTooLarge says that a member holds more than MaxMember.
var ErrTooLarge = errors.New("it unpacks to more than is read")

// Archive is an archive that is open.
type Archive struct{ files []*zip.File }

// Open returns the archive that the bytes of a file are.
func Open(data string) (Archive, error) {
	r, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		return Archive{}, fmt.Errorf("the archive is damaged: %w", err)
	}
	if len(r.File) > maxMembers {
		return Archive{}, fmt.Errorf("the archive lists %d files", len(r.File))
	}
	return Archive{r.File}, nil
}

// Member returns the content of a member, or "" where the archive has none of that name.
func (a Archive) Member(name string) (string, error) {
	for _, f := range a.files {
		if f.Name != name {
			continue
		}
		if f.UncompressedSize64 > MaxMember {
			return "", fmt.Errorf("%s: %w", name, ErrTooLarge)
		}
		in, err := f.Open()
		if err != nil {
			return "", fmt.Errorf("unpacking %s: %w", name, err)
		}
		defer in.Close()
		var out bytes.Buffer
		n, err := io.Copy(&out, io.LimitReader(in, MaxMember+1))
		if err != nil {
			return "", fmt.Errorf("unpacking %s: %w", name, err)
		}
		if n > MaxMember {
			return "", fmt.Errorf("%s: %w", name, ErrTooLarge)
		}
		return out.String(), nil
	}
	return "", nil
}
