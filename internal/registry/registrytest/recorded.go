package registrytest

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Recorded returns the real answers of the named folders of ../shared/recorded, by their path; shared is
// another place of that folder, or empty. The test is skipped where there are none: they are not part
// of the project.
func Recorded(t *testing.T, shared string, folders ...string) map[string][]byte {
	t.Helper()
	if shared == "" {
		shared = beside(t)
	}
	answers := map[string][]byte{}
	files := os.DirFS(filepath.Join(shared, "recorded"))
	for _, folder := range folders {
		if _, err := fs.Stat(files, folder); err != nil {
			t.Skipf("no recorded answers to read in %s: %v", shared, err)
		}
		err := fs.WalkDir(files, folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			answers[path], err = fs.ReadFile(files, path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return answers
}

// beside returns the folder that stands beside the project's root, which is the folder of go.mod.
func beside(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared")
		}
		if filepath.Dir(dir) == dir {
			t.Skip("no go.mod above, so no folder beside it")
		}
		dir = filepath.Dir(dir)
	}
}
