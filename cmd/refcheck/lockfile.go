package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/lock"
)

const day = 24 * time.Hour

// longestKnown is how long a reference counts as known unless told otherwise: what becomes of works
// (retractions, corrections) shows within weeks.
const longestKnown = 30 * day

// lockFile is what earlier runs found out about a bibliography, and whether this one adds to it.
type lockFile struct {
	path    string // "" where there is none
	known   *lock.Lock
	written bool
}

// openLock reads the lock beside the first of the files. It is read wherever it is there, and written
// where the user wants it.
func openLock(s *checkSettings, files []string) (*lockFile, error) {
	l := &lockFile{written: s.lock}
	if len(files) == 0 || files[0] == standardInput {
		if s.lock {
			return nil, hint(errors.New("--lock: standard input has no place to keep a lock beside"), "name the file")
		}
		return l, nil
	}
	l.path = filepath.Join(filepath.Dir(files[0]), lock.FileName)
	if s.refresh || s.replay != "" || s.record != "" {
		return l, nil
	}
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	l.known, err = lock.Read(f, time.Now().Add(-time.Duration(s.maxAge)))
	if err != nil {
		return nil, hint(fmt.Errorf("reading %s: %w", l.path, err), "write it anew with --lock --refresh")
	}
	return l, nil
}

// write keeps what is known of the references now.
func (l *lockFile) write(refs []biblio.Reference, results []check.Result) error {
	if !l.written {
		return nil
	}
	file, err := createAtomic(l.path)
	if err != nil {
		return err
	}
	defer file.discard()
	if err := l.known.Write(file, refs, results, time.Now().UTC()); err != nil {
		return fmt.Errorf("writing %s: %w", l.path, err)
	}
	return file.commit()
}

// age is the value of a flag that is a time in days, or in what time.ParseDuration knows.
type age time.Duration

var _ pflag.Value = (*age)(nil)

// String returns days where they are whole.
func (g *age) String() string {
	if d := time.Duration(*g); d%day != 0 {
		return d.String()
	}
	return strconv.Itoa(int(time.Duration(*g)/day)) + "d"
}

// Type names the kind of value in help texts.
func (g *age) Type() string { return "AGE" }

// Set takes "30d" or "12h".
func (g *age) Set(s string) error {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n < 100_000 {
			*g = age(time.Duration(n) * day)
			return nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return fmt.Errorf("%q is not an age like 30d or 12h", s)
	}
	*g = age(d)
	return nil
}
