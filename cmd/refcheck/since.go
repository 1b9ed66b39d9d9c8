package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/lock"
)

// since returns those of the references that the files did not hold, as they stand, at a revision of
// git. A file that was not there then is new as a whole.
func (a *app) since(ctx context.Context, s *checkSettings, files []string, refs []biblio.Reference) ([]biblio.Reference, error) {
	if s.since == "" {
		return refs, nil
	}
	if len(files) == 0 || slices.Contains(files, standardInput) {
		return nil, hint(errors.New("--since: standard input has no history"), "name the file")
	}
	old := map[string]bool{}
	for _, file := range files {
		data, err := atRevision(ctx, s.since, file)
		if err != nil {
			return nil, err
		}
		doc, err := a.reader().Read(ctx, file, data, s.as)
		if err != nil {
			continue // what cannot be read there, or is not there, held nothing
		}
		for _, ref := range doc.References {
			old[lock.Digest(ref)] = true
		}
	}
	var changed []biblio.Reference
	for _, ref := range refs {
		if !old[lock.Digest(ref)] {
			changed = append(changed, ref)
		}
	}
	return changed, nil
}

// atRevision returns the content of a file at a revision of git, nothing where it was not there.
func atRevision(ctx context.Context, revision, file string) ([]byte, error) {
	dir, base := filepath.Split(file)
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", args...) //nolint:gosec // the revision is checked to be one before it is used
		cmd.Dir = dir
		var said bytes.Buffer
		cmd.Stderr = &said
		out, err := cmd.Output()
		if err != nil && said.Len() > 0 {
			err = errors.New(strings.TrimSpace(said.String()))
		}
		return out, err
	}
	commit, err := git("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if errors.Is(err, exec.ErrNotFound) {
		return nil, hint(errors.New("--since: git is not installed"), "install it, or check the whole file")
	}
	if err != nil {
		return nil, hint(fmt.Errorf("--since: %q is no revision that git knows for %s", revision, file),
			"fetch it first; in CI, check out with the full history (fetch-depth: 0)")
	}
	content, err := git("cat-file", "blob", strings.TrimSpace(string(commit))+":./"+base)
	if err != nil {
		return nil, ctx.Err() // git has no file of that name there
	}
	return content, nil
}
