package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
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

func TestGetReturnsTheLastPut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "50%?#.db")
	c := openedAt(t, path)
	wantValue(t, c, "crossref", "k", "")
	put(t, c, "crossref", "k", "one")
	wantValue(t, c, "crossref", "k", "one") // not yet written
	if err := c.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantValue(t, c, "crossref", "k", "one") // written
	put(t, c, "crossref", "k", "two")
	put(t, c, "pubmed", "k", "three")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}

	again := openedAt(t, path)
	wantValue(t, again, "crossref", "k", "two")
	wantValue(t, again, "pubmed", "k", "three")
	wantValue(t, again, "doi", "k", "")
	if again.Moved() != "" {
		t.Errorf("Moved() = %q, want a whole file", again.Moved())
	}
}

func TestPutIsWrittenSoon(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.db")
	writer, reader := openedAt(t, path), openedAt(t, path)
	put(t, writer, "crossref", "k", "value")
	deadline := time.Now().Add(10 * time.Second)
	for {
		values, err := reader.Get(t.Context(), "crossref", []string{"k"})
		if err != nil {
			t.Fatal(err)
		}
		if len(values) > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a value put 10 s ago is not in the file")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestInterruptedRunKeepsItsAnswers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.db")
	ctx, cancel := context.WithCancel(t.Context())
	c, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for i := range 5 {
		if err := c.Put(ctx, "pubmed", fmt.Sprint(i), make([]byte, maxPending/4)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, c, "crossref", "k", "value")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	again := openedAt(t, path)
	wantValue(t, again, "crossref", "k", "value")
	wantValue(t, again, "pubmed", "0", string(make([]byte, maxPending/4)))
}

func TestLargePutsAreWrittenAtOnce(t *testing.T) {
	c := opened(t)
	large := strings.Repeat("x", maxPending/4+1)
	for i := range 4 {
		put(t, c, "crossref", fmt.Sprint(i), large)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes != 0 || len(c.pending) != 0 {
		t.Errorf("%d bytes are pending, want them written", c.bytes)
	}
}

func TestOldestAreEvicted(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	const size = 1000
	c, err := open(t.Context(), filepath.Join(t.TempDir(), "answers.db"), 20*size, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	value := strings.Repeat("x", size)
	for i := range 100 {
		now = now.Add(time.Second)
		put(t, c, "crossref", fmt.Sprint(i), value)
		if err := c.flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	info, err := c.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := info.Registries[0].Entries; n < 16 || n > 22 {
		t.Errorf("%d answers of %d bytes are kept, want about 20", n, size)
	}
	wantValue(t, c, "crossref", "99", value)
	wantValue(t, c, "crossref", "50", "")
}

func TestInfoAndClear(t *testing.T) {
	c := opened(t)
	info, err := c.Info(t.Context())
	if err != nil || len(info.Registries) != 0 || info.Size == 0 {
		t.Fatalf("Info() = %+v, %v; want an empty cache", info, err)
	}
	before := time.Now().Add(-time.Second)
	large := strings.Repeat("x", 100_000)
	for i := range 30 {
		put(t, c, "pubmed", fmt.Sprint(i), large)
	}
	put(t, c, "crossref", "a", "12345")
	put(t, c, "crossref", "b", "123")
	info, err = c.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(info.Registries) != 2 {
		t.Fatalf("Info() = %+v, want two registries", info)
	}
	got := info.Registries[0]
	if got.Registry != "crossref" || got.Entries != 2 || got.Bytes != 8 || info.Path != c.path {
		t.Errorf("Info() = %+v, want 2 answers of 8 bytes from crossref", info)
	}
	if got.Oldest.Before(before) || got.Newest.After(time.Now()) {
		t.Errorf("the answers are from %v to %v, want now", got.Oldest, got.Newest)
	}

	n, err := c.Clear(t.Context(), "pubmed")
	if err != nil || n != 30 {
		t.Fatalf("Clear(pubmed) = %d, %v; want 30", n, err)
	}
	wantValue(t, c, "pubmed", "0", "")
	wantValue(t, c, "crossref", "a", "12345")
	after, err := c.Info(t.Context())
	if err != nil || after.Size > info.Size-2_000_000 {
		t.Errorf("the file has %d bytes after %d (%v), want its room given back", after.Size, info.Size, err)
	}
	put(t, c, "doi", "k", "pending")
	if n, err := c.Clear(t.Context(), ""); err != nil || n != 3 {
		t.Errorf("Clear() = %d, %v; want 3", n, err)
	}
	wantValue(t, c, "doi", "k", "")
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
		if _, err := c.db.ExecContext(t.Context(), sql); err != nil {
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
	if _, err := c.db.ExecContext(t.Context(), "CREATE TRIGGER full BEFORE INSERT ON answer BEGIN SELECT RAISE(FAIL, 'disk full'); END"); err != nil {
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

func TestConcurrentUse(t *testing.T) {
	c := opened(t)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 200 {
				key := fmt.Sprint(g, "/", i)
				put(t, c, "crossref", key, key)
				wantValue(t, c, "crossref", key, key)
				if i%50 == 0 {
					if err := c.flush(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
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
