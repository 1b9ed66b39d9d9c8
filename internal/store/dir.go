package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// DefaultDir returns the folder for the cache: REFCHECK_CACHE_DIR, or refcheck in the user's own
// folder for such things (XDG_CACHE_HOME or ~/.cache on Linux). env looks up the environment.
func DefaultDir(env func(string) string) (string, error) {
	if dir := env("REFCHECK_CACHE_DIR"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding a folder for the cache: %w\nhint: set REFCHECK_CACHE_DIR", err)
	}
	return filepath.Join(dir, "refcheck"), nil
}

// makeFile creates the database's folders and its file, readable by the user alone: what somebody looks
// up is nobody else's business. SQLite gives its side files the same mode.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// moveAside renames a file that is not a database and removes what SQLite kept beside it. It returns
// the new name.
func moveAside(path string) (string, error) {
	aside := path + ".damaged"
	if err := os.Rename(path, aside); err != nil {
		return "", err
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}
