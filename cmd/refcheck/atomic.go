package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// atomicFile is a file that comes into being whole, or not at all: what is written goes to a file
// beside it, which takes its place at the end.
type atomicFile struct {
	*os.File
	path string // where it is to be; "" once it is there or given up
}

// createAtomic opens a file at path. What is no regular file (a device, a pipe) is written to as it
// is.
func createAtomic(path string) (*atomicFile, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, hint(fmt.Errorf("writing %s: it is a directory", path), "name a file")
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &atomicFile{File: f}, err
	}
	beside := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666) //nolint:gosec // a report is as readable as the user's umask makes any file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint(fmt.Errorf("writing %s: there is no such folder", path), "make it first: mkdir -p "+filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return &atomicFile{File: f, path: path}, nil
}

// commit puts the file in its place.
func (f *atomicFile) commit() error {
	err := f.Close()
	if f.path == "" {
		return err
	}
	if err == nil {
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.path, errors.Join(err, os.Remove(f.Name())))
	}
	f.path = ""
	return nil
}

// discard removes the file, unless it is in its place.
func (f *atomicFile) discard() {
	if f.path == "" {
		return
	}
	f.path = ""
	_ = f.Close()
	_ = os.Remove(f.Name())
}
