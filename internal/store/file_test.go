package store

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// opened returns a cache in a new folder.
func opened(t testing.TB) *Cache {
	t.Helper()
	return openedAt(t, filepath.Join(t.TempDir(), "a", "b", "answers.db"))
}

// openedAt returns a cache at path that the test's end closes.
func openedAt(t testing.TB, path string) *Cache {
	t.Helper()
	c, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func put(t testing.TB, c *Cache, registry, key, value string) {
	t.Helper()
	if err := c.Put(t.Context(), registry, key, []byte(value)); err != nil {
		t.Fatal(err)
	}
}

// wantValue checks what is kept under a key; "" stands for nothing.
func wantValue(t testing.TB, c *Cache, registry, key, want string) {
	t.Helper()
	values, err := c.Get(t.Context(), registry, []string{key, "no such key"})
	if err != nil {
		t.Fatal(err)
	}
	value, ok := values[key]
	if ok != (want != "") || string(value) != want {
		t.Errorf("Get(%s, %s) = %q, %t; want %q", registry, key, value, ok, want)
	}
}

func TestDamagedFileIsMovedAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.db")
	junk := bytes.Repeat([]byte("this is no database\n"), 1000)
	if err := os.WriteFile(path, junk, 0o600); err != nil {
		t.Fatal(err)
	}
	c := openedAt(t, path)
	put(t, c, "crossref", "k", "value")
	wantValue(t, c, "crossref", "k", "value")
	kept, err := os.ReadFile(c.Moved())
	if err != nil || !bytes.Equal(kept, junk) {
		t.Errorf("%q does not hold the damaged file: %v", c.Moved(), err)
	}
}

func TestEmptyFileBecomesACache(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if c := openedAt(t, path); c.Moved() != "" {
		t.Errorf("an empty file was moved to %s", c.Moved())
	}
}

func TestDamageWithinIsReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.db")
	c := openedAt(t, path)
	for i := range 100 {
		put(t, c, "crossref", fmt.Sprint(i), strings.Repeat("x", 10_000))
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4 * 4096; i < len(data); i++ { // past the schema
		data[i] = 0xff
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = damaged.Close() }()
	failed := false
	for i := range 100 {
		_, err := damaged.Get(t.Context(), "crossref", []string{fmt.Sprint(i)})
		if err != nil {
			failed = true
			if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "\nhint: delete the file") {
				t.Fatalf("Get fails with %q, want the file and a hint", err)
			}
		}
	}
	if !failed {
		t.Error("no Get noticed the damage")
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	newer := filepath.Join(dir, "newer.db")
	for path, sql := range map[string]string{
		foreign: "DROP TABLE answer; CREATE TABLE precious (a); PRAGMA application_id = 7; PRAGMA user_version = 0",
		newer:   "PRAGMA user_version = 99",
	} {
		c, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.db.Write.ExecContext(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		filepath.Join(file, "answers.db"): "not a directory",
		dir:                               "is a directory",
		foreign:                           "a database of something else",
		newer:                             "version 99",
	} {
		c, err := Open(t.Context(), path)
		if err == nil {
			t.Errorf("Open(%s) = %v, want an error", path, c.Close())
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("Open(%s) = %q, want %q and a hint", path, err, want)
		}
	}
}

func TestFileIsTheUsersAlone(t *testing.T) {
	c := opened(t)
	put(t, c, "crossref", "k", "value")
	if err := c.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{filepath.Dir(c.path): 0o700, c.path: 0o600, c.path + "-wal": 0o600} {
		stat, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if stat.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, stat.Mode().Perm(), want)
		}
	}
}

func TestFullDiskEndsInAnError(t *testing.T) {
	c, err := Open(t.Context(), filepath.Join(t.TempDir(), "answers.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.db.Write.ExecContext(t.Context(), "CREATE TRIGGER full BEFORE INSERT ON answer BEGIN SELECT RAISE(FAIL, 'disk full'); END"); err != nil {
		t.Fatal(err)
	}
	put(t, c, "crossref", "k", "value")
	if err := c.flush(t.Context()); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Fatalf("flush = %v, want the error", err)
	}
	if err := c.Put(t.Context(), "crossref", "k", []byte("v")); err == nil {
		t.Error("Put does not tell of the failed write")
	}
	if err := c.Close(); err == nil {
		t.Error("Close does not tell of the failed write")
	}
}

// TestProcessesShareOneFile starts this test several times over, each writing and reading one file
// that none of them finds made.
func TestProcessesShareOneFile(t *testing.T) {
	const processes, entries = 4, 200
	if path := os.Getenv("STORE_TEST_FILE"); path != "" {
		c := openedAt(t, path)
		for i := range entries {
			put(t, c, "crossref", fmt.Sprint(os.Getpid(), "/", i), "value")
			if i%20 == 0 {
				if err := c.flush(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		return
	}
	path := filepath.Join(t.TempDir(), "new", "answers.db")
	var wg sync.WaitGroup
	for range processes {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcessesShareOneFile$")
			cmd.Env = append(os.Environ(), "STORE_TEST_FILE="+path)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	wg.Wait()
	info, err := openedAt(t, path).Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(info.Registries) != 1 || info.Registries[0].Entries != processes*entries {
		t.Errorf("Info() = %+v, want %d answers", info, processes*entries)
	}
}

func TestDefaultDir(t *testing.T) {
	dir, err := DefaultDir(func(name string) string {
		if name != "REFCHECK_CACHE_DIR" {
			t.Errorf("asked for %s", name)
		}
		return "/somewhere"
	})
	if err != nil || dir != "/somewhere" {
		t.Errorf("DefaultDir = %q, %v; want what the environment says", dir, err)
	}
	t.Setenv("XDG_CACHE_HOME", "/home/a/.cache")
	t.Setenv("HOME", "/home/a")
	dir, err = DefaultDir(func(string) string { return "" })
	if err != nil || filepath.Base(dir) != "refcheck" {
		t.Errorf("DefaultDir = %q, %v; want a folder named refcheck", dir, err)
	}
}
